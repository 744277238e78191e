"""Every gradient against finite differences, over generated shapes, broadcasts and settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from engine_cases import OPERATIONS
from engine_compare import finite_differences, run
from engine_layer_cases import ACTIVATIONS, LAYERS, LOSSES
from engine_libraries import Engine
from engine_sequence_cases import RECURRENT
from hypothesis import given, settings

ALL = OPERATIONS | ACTIVATIONS | LAYERS | RECURRENT | LOSSES


@pytest.mark.parametrize("name", ALL)
def test_the_gradient_is_the_slope_of_the_value(name: str) -> None:
    @settings(max_examples=12, deadline=None, derandomize=True, database=None)
    @given(ALL[name])
    def property_holds(case: Any) -> None:
        with Engine.dtype("float64"):
            gradients, slopes = run(Engine, case)[1], finite_differences(case)
        assert gradients.keys() == slopes.keys()
        for leaf, slope in slopes.items():
            found = gradients[leaf]
            np.testing.assert_allclose(
                np.zeros_like(slope) if found is None else found, slope, rtol=2e-5, atol=2e-7
            )

    property_holds()
