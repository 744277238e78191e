from __future__ import annotations

import numpy as np
import pytest

from coursekit.content.backprop import pictures
from coursekit.scenes import Arrow, Node, Points


def marks(scene, kind):
    return [mark for panel in scene.panels for mark in panel.marks if isinstance(mark, kind)]


def test_the_four_steps_stand_in_their_order_and_backward_is_marked():
    nodes = marks(pictures.four_steps(), Node)
    assert [node.text for node in nodes] == ["forward", "loss", "backward", "update"]
    assert [node.filled for node in nodes] == [False, False, True, False]
    assert len(marks(pictures.four_steps(), Arrow)) == 4


def test_the_marked_probabilities_lie_on_the_curve():
    (points,) = marks(pictures.minus_log(), Points)
    assert points.y == pytest.approx(-np.log(points.x), abs=1e-6)


def test_nine_networks_stand_in_narrow_groups_around_the_middle_that_is_told():
    scene = pictures.nine_networks()
    rows = [points for points in marks(scene, Points) if points.marker == "circle"]
    assert [len(row.x) for row in rows] == [9] * 4
    assert all(np.ptp(row.x) < 1 for row in rows)
    said = ("spread 0.05: 2·10⁻⁹", "spread Xavier: 0.0012", "spread He: 0.95", "spread 0.3: 2·10⁶")
    assert all(middle in scene.words for middle in said)


def test_a_unit_that_never_came_back_wears_a_cross():
    scene = pictures.nine_starts()
    rows = [(points.marker, len(points.x)) for points in marks(scene, Points)]
    assert [n for marker, n in rows if marker == "circle"] == [0, 7, 1, 0]
    assert [n for marker, n in rows if marker == "cross"] == [9, 2, 8, 9]
    assert "second, 0.5 below: 1 of 9 came back, at step 184;" in scene.words


@pytest.mark.parametrize(("start", "role"), [("0.05", "negative"), ("He", "good")])
def test_a_thermometer_has_twenty_dots(start, role):
    dots = marks(pictures.gradient_by_layer(start), Points)[0]
    assert (len(dots.x), dots.role) == (20, role)
