"""Numbers far out: nothing overflows that need not, nothing warns, and PyTorch says the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from engine_edge_cases import ARRAYS, FUNCTIONS, IGNORING
from engine_libraries import Engine, Torch
from engine_models import OPTIMIZERS

from coursekit.errors import CourseKitError

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


@pytest.mark.uncounted
@pytest.mark.filterwarnings("ignore:.*degrees of freedom")  # PyTorch's own warning where NaN is the answer
@pytest.mark.parametrize("name", FUNCTIONS | IGNORING)
def test_edges_come_out_as_in_pytorch_or_are_refused_in_words(name: str, oracle: Torch) -> None:
    function, refused = (FUNCTIONS | IGNORING)[name], 0
    for place, array in ARRAYS.items():
        with Engine.dtype("float64"), oracle.dtype("float64"), np.errstate(all="ignore"):
            try:
                mine = value_and_gradient(Engine, function, array)
            except CourseKitError:
                refused += 1
                continue
            theirs = value_and_gradient(oracle, function, array)
        np.testing.assert_allclose(mine[0], theirs[0], rtol=1e-9, atol=1e-12, err_msg=place)
        expected = np.zeros(array.shape) if name in IGNORING and array.ndim else theirs[1]
        np.testing.assert_allclose(mine[1], expected, rtol=1e-8, atol=1e-11, err_msg=place)
    assert refused < len(ARRAYS) / 2


def value_and_gradient(lib: Any, function: Callable[[Any, Any], Any], array: np.ndarray) -> list[np.ndarray]:
    """The value, and the gradient of its weighted sum; zeros where there is none."""
    x = lib.leaf(array)
    y = function(lib, x)
    value = lib.array(y)
    if y.requires_grad:
        y.backward(lib.leaf(np.cos(np.arange(value.size) + 0.5).reshape(value.shape)).detach())
    gradient = lib.gradient(x)
    return [value, np.zeros(array.shape) if gradient is None else gradient]


STEPS = {"NaN": [1.0, np.nan, 0.0], "infinite": [np.inf, 1.0, -np.inf], "zero": [0.0, 0.0, 0.0]}


@pytest.mark.uncounted
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("gradient", STEPS)
def test_a_bad_gradient_moves_the_same_weights_as_in_pytorch(name: str, gradient: str, oracle: Torch) -> None:
    ends = []
    for lib in (Engine, oracle):
        w, none = lib.leaf(np.array([1.0, 2.0, 3.0])), lib.leaf(np.zeros((0, 2)))
        optimizer = OPTIMIZERS[name](lib, [w, none])
        for g in ([1.0, -1.0, 0.0], STEPS[gradient], [1.0, -1.0, 0.0]):
            set_gradient(lib, w, np.array(g))
            set_gradient(lib, none, np.zeros((0, 2)))
            with np.errstate(all="ignore"):
                optimizer.step()
        ends.append(lib.array(w))
    np.testing.assert_allclose(*ends, rtol=1e-9)


@pytest.mark.uncounted
@pytest.mark.parametrize("order", [0.5, 1.0, 2.0, 3.0, np.inf])
@pytest.mark.parametrize("gradient", STEPS)
def test_a_bad_gradient_is_clipped_as_in_pytorch(order: float, gradient: str, oracle: Torch) -> None:
    ends = []
    for lib in (Engine, oracle):
        w, u = lib.leaf(np.array([1.0, 2.0, 3.0])), lib.leaf(np.zeros(2))
        set_gradient(lib, w, np.array(STEPS[gradient]))
        set_gradient(lib, u, np.array([3.0, 4.0]))
        with np.errstate(all="ignore"):
            norm = float(lib.nn.utils.clip_grad_norm_([w, u], 1.0, order))
        ends.append([norm, *lib.gradient(w), *lib.gradient(u)])
    np.testing.assert_allclose(*ends, rtol=1e-9)


def set_gradient(lib: Any, leaf: Any, gradient: np.ndarray) -> None:
    """Set a gradient by hand."""
    leaf.grad = gradient if lib is Engine else lib.t.from_numpy(gradient)
