"""Numbers far out: nothing overflows that need not, nothing warns, and PyTorch says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from engine_libraries import Engine, Torch

FAR = np.array([[-1e4, -100.0, -30.0, 0.0, 30.0, 100.0, 1e4]])
LABELS = np.array([3])
ONES = np.ones_like(FAR)

FINITE: dict[str, Callable[[Any, Any], Any]] = {
    "softmax": lambda _, x: x.softmax(-1),
    "log_softmax": lambda _, x: x.log_softmax(-1),
    "logsumexp": lambda _, x: x.logsumexp(-1),
    "sigmoid": lambda _, x: x.sigmoid(),
    "tanh": lambda _, x: x.tanh(),
    "erf": lambda _, x: x.erf(),
    "softplus": lambda lib, x: lib.F.softplus(x),
    "silu": lambda lib, x: lib.F.silu(x),
    "gelu": lambda lib, x: lib.F.gelu(x),
    "gelu tanh": lambda lib, x: lib.F.gelu(x, approximate="tanh"),
    "elu": lambda lib, x: lib.F.elu(x),
    "huber": lambda lib, x: lib.F.huber_loss(x, lib.constant(ONES)),
    "bce": lambda lib, x: lib.F.binary_cross_entropy_with_logits(x, lib.constant(ONES)),
    "cross entropy": lambda lib, x: lib.F.cross_entropy(x, lib.constant(LABELS)),
    "smoothed cross entropy": lambda lib, x: lib.F.cross_entropy(
        x, lib.constant(LABELS), label_smoothing=0.1
    ),
    "norm of nothing": lambda _, x: (x * 0).norm(dim=-1),
    "layer norm of equals": lambda lib, x: lib.F.layer_norm(x * 0 + 5, (7,)),
    "batch norm of equals": lambda lib, x: lib.nn.BatchNorm1d(1)((x * 0 + 5).reshape(7, 1)),
}

SINGULAR: dict[str, Callable[[Any, Any], Any]] = {
    "exp": lambda _, x: x.exp(),
    "log": lambda _, x: x.log(),
    "sqrt": lambda _, x: x.sqrt(),
    "reciprocal": lambda _, x: 1 / x,
    "zero over zero": lambda _, x: (x * 0) / (x * 0),
    "power": lambda _, x: x**-2,
    "cube": lambda _, x: x**30,
    "masked softmax": lambda lib, x: (x + lib.constant(np.where(FAR > 0, -np.inf, 0.0))).softmax(-1),
}


def walked(lib: Any, function: Callable[[Any, Any], Any], dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """Value and gradient."""
    with lib.dtype(dtype):
        x = lib.leaf(FAR.astype(dtype))
        y = function(lib, x)
        y.sum().backward()
        return lib.array(y), lib.gradient(x)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", FINITE)
def test_far_numbers_stay_finite_without_a_warning(name: str, dtype: str) -> None:
    value, gradient = walked(Engine, FINITE[name], dtype)
    assert np.isfinite(value).all()
    assert np.isfinite(gradient).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", FINITE | SINGULAR)
def test_far_numbers_come_out_as_in_pytorch(name: str, dtype: str, oracle: Torch) -> None:
    function = (FINITE | SINGULAR)[name]
    with np.errstate(over="ignore", invalid="ignore"):  # NumPy says so where infinity is the answer
        mine, theirs = walked(Engine, function, dtype), walked(oracle, function, dtype)
    # PyTorch's mean of seven fives is not exactly five in float32.
    tolerance = {"float32": 1e-4, "float64": 1e-10}[dtype]
    for a, b in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)
