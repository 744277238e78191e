from __future__ import annotations

import numpy as np
import pytest

from coursekit.errors import ShapeError
from coursekit.scenes import Bars, HeatMap, Line, Points


@pytest.mark.parametrize("kind", [Line, Points, Bars])
def test_marks_keep_their_numbers_as_float32_vectors(kind):
    mark = kind([0, 1], (2.0, 3.0))
    assert mark.x.dtype == mark.y.dtype == np.float32
    assert mark.y.tolist() == [2.0, 3.0]


@pytest.mark.parametrize("kind", [Line, Points, Bars])
def test_marks_refuse_x_and_y_of_different_length(kind):
    with pytest.raises(ShapeError, match=r"one length; x has shape \(2,\), y \(3,\)"):
        kind([0, 1], [0, 1, 2])


def test_heat_maps_keep_eight_bits_of_each_value():
    heat = HeatMap(np.array([[-5.0, -1.0, 0.0], [1.0, 5.0, np.nan]]), (0, 1), (0, 1))
    assert heat.values.dtype == np.uint8
    assert heat.values.tolist() == [[0, 0, 127], [254, 254, 127]]


def test_heat_maps_refuse_what_is_not_a_table():
    with pytest.raises(ShapeError, match=r"\(rows, columns\), not \(3,\)"):
        HeatMap(np.zeros(3), (0, 1), (0, 1))
