"""Values and gradients beside PyTorch, for the same generated cases as the finite differences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from engine_cases import OPERATIONS, Case
from engine_compare import run
from engine_layer_cases import ACTIVATIONS, LAYERS, LOSSES
from engine_libraries import Engine, Torch
from engine_sequence_cases import RECURRENT
from hypothesis import given, settings

pytestmark = pytest.mark.uncounted

ALL = OPERATIONS | ACTIVATIONS | LAYERS | RECURRENT | LOSSES
KINKED = [
    *(
        "maximum",
        "minimum",
        "max of all",
        "min of all",
        "amax",
        "amin",
        "max along",
        "min along",
        "abs",
        "norm",
    ),
    *("clamp to integers", "relu", "ReLU", "LeakyReLU", "ELU", "MaxPool2d"),
    *("L1Loss", "HuberLoss", "SmoothL1Loss", "mse_loss of two leaves"),
]
FLOAT64, FLOAT32 = 1e-10, 2e-5  # relative to the largest entry of each array
FLOAT32_NORMS = 1e-3  # values that lie close together are divided by a spread of which few digits are left


@pytest.mark.parametrize("name", ALL)
def test_value_and_gradients_are_pytorchs_in_float64(name: str, oracle: Torch) -> None:
    compare_with(oracle, name, "float64", FLOAT64)


@pytest.mark.parametrize("name", ALL)
def test_value_and_gradients_are_pytorchs_in_float32(name: str, oracle: Torch) -> None:
    compare_with(oracle, name, "float32", FLOAT32_NORMS if "Norm" in name or "Encoder" in name else FLOAT32)


@pytest.mark.parametrize("name", KINKED)
def test_ties_and_kinks_are_decided_as_in_pytorch(name: str, oracle: Torch) -> None:
    compare_with(oracle, name, "float64", FLOAT64, rounded=True)


def compare_with(oracle: Torch, name: str, dtype: str, tolerance: float, *, rounded: bool = False) -> None:
    """Run drawn cases of one name on both libraries; rounded inputs are often equal, often 0."""

    @settings(max_examples=12, deadline=None, derandomize=True, database=None)
    @given(ALL[name])
    def property_holds(case: Case) -> None:
        case.inputs = [x.astype(dtype) if x.dtype.kind == "f" else x for x in case.inputs]
        case.inputs = [x.round() if rounded else x for x in case.inputs]
        with Engine.dtype(dtype), oracle.dtype(dtype):
            mine, theirs = run(Engine, case), run(oracle, case)
        assert_same(mine[0], theirs[0], tolerance)
        assert list(mine[1]) == list(theirs[1])  # the parameters have PyTorch's names, in its order
        for leaf, gradient in theirs[1].items():
            assert_same(mine[1][leaf], gradient, tolerance)

    property_holds()


def assert_same(mine: Any, theirs: Any, tolerance: float) -> None:
    """Shape and dtype equal, values within the tolerance of the largest of them."""
    if mine is None or theirs is None:  # an input that changes nothing may have no gradient or a zero one
        assert mine is None or not mine.any()
        assert theirs is None or not theirs.any()
        return
    assert mine.shape == theirs.shape
    assert mine.dtype == theirs.dtype
    scale = max(1.0, float(np.abs(theirs).max(initial=0.0)))
    np.testing.assert_allclose(mine, theirs, rtol=0, atol=tolerance * scale)
