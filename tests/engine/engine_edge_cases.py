"""Arrays at the edges (−∞, NaN, nothing, no axis, ties, equal entries) and every function that takes one."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

__all__ = ["ARRAYS", "FUNCTIONS", "IGNORING"]

INF, NAN = math.inf, math.nan
Function = Callable[[Any, Any], Any]  # of the library and a tensor

ARRAYS = {
    "each kind": np.array([-INF, -2.0, -0.0, 0.0, 1.0, 3.0, INF, NAN]),
    "infinities": np.array([[INF, INF, 1.0], [-INF, -INF, -INF], [INF, -INF, 0.0]]),
    "NaN": np.array([[NAN, 1.0, 2.0], [1.0, NAN, NAN], [3.0, 3.0, 1.0]]),
    "ties": np.array([[1.0, 1.0, 0.0], [2.0, 2.0, 2.0], [0.0, -0.0, 0.0]]),
    "equal rows": np.full((3, 2), 5.0),
    "one row": np.array([[1.0, 2.0, 2.0]]),
    "one column": np.array([[1.0], [2.0]]),
    "one entry": np.array([[0.0]]),
    "a number": np.array(2.0),
    "zero": np.array(0.0),
    "a number, −∞": np.array(-INF),
    "nothing": np.zeros(0),
    "no rows": np.zeros((0, 3)),
    "no columns": np.zeros((3, 0)),
}


def method(name: str, *arguments: Any, **options: Any) -> Function:
    """A method of tensors."""
    return lambda _, x: getattr(x, name)(*arguments, **options)


def functional(name: str, **options: Any) -> Function:
    """A function of nn.functional."""
    return lambda lib, x: getattr(lib.F, name)(x, **options)


def filled(lib: Any, x: Any, value: float) -> Any:
    """A constant of the tensor's shape."""
    return lib.leaf(np.full(tuple(x.shape), value)).detach()


def loss(name: str, target: float, reduction: str) -> Function:
    """A loss with one number as every target."""
    return lambda lib, x: getattr(lib.F, name)(x, filled(lib, x, target), reduction=reduction)


def classes(x: Any) -> int:
    """The number of classes where x holds logits."""
    return x.shape[1] if x.ndim > 1 else x.shape[0]


def labelled(name: str, label: int, *, weighted: bool = False, **options: Any) -> Function:
    """A loss with one label for all rows."""

    def function(lib: Any, x: Any) -> Any:
        if x.ndim == 0:
            return x
        given = {"weight": lib.leaf(np.arange(1.0, classes(x) + 1)).detach()} if weighted else {}
        y = lib.leaf(np.full((*x.shape[:1], *x.shape[2:]) if x.ndim > 1 else (), label))
        return getattr(lib.F, name)(x, y, **given, **options)

    return function


def evenly(lib: Any, x: Any) -> Any:
    """Cross-entropy with even probabilities."""
    return lib.F.cross_entropy(x, filled(lib, x, 1 / max(classes(x), 1))) if x.ndim else x


def images(function: Callable[[Any, Any], Any]) -> Function:
    """A function of one image with one channel."""
    return lambda lib, x: (
        function(lib, x.reshape(1, 1, *x.shape)) if x.ndim == 2 and x.shape[0] * x.shape[1] else x
    )


def rows(function: Callable[[Any, Any], Any]) -> Function:
    """A function of a matrix with entries in its rows."""
    return lambda lib, x: function(lib, x) if x.ndim == 2 and x.shape[1] else x


NAMES = "exp log sqrt square sin cos erf abs relu sigmoid tanh sum mean std max min amax amin norm all any flatten squeeze clone"
ALONG = (
    "sum mean var std amax amin norm argmax argmin all any softmax log_softmax logsumexp squeeze unsqueeze"
)
FUNCTIONS: dict[str, Function] = {
    **{name: method(name) for name in NAMES.split()},
    **{f"{name} {dim}": method(name, dim=dim) for name in ALONG.split() for dim in (0, 1)},
    **{f"{n} along no dim": method(n, dim=()) for n in ("sum", "mean", "amax", "norm")},
    **{f"{n} along": (lambda _, x, n=n: getattr(x, n)(-1).values) for n in ("max", "min")},
    **{f"place of {n}": (lambda _, x, n=n: getattr(x, n)(0).indices) for n in ("max", "min")},
    **{f"norm {p}": method("norm", p) for p in (0, 0.5, 1, 2, 3, INF, -INF)},
    **{f"norm {p} of rows": method("norm", p, -1) for p in (0.5, 1, 3, INF)},
    **{f"power {p!r}": (lambda _, x, p=p: x**p) for p in (0, 1, 2, 3, -1, -2, 0.5, -0.5, 1.5)},
    **{f"{b!r} to x": (lambda _, x, b=b: b**x) for b in (0, 0.5, 1, 2)},
    **{n: functional(n) for n in ("leaky_relu", "elu", "silu", "softplus", "gelu")},
    "gelu tanh": functional("gelu", approximate="tanh"),
    "spread over n": method("std", 0, correction=0, keepdim=True),
    "clamp": method("clamp", -1, 1),
    "clamp from below": method("clamp", min=0),
    "clamp the wrong way round": method("clamp", 1, -1),
    "log in the branch taken": lambda lib, x: lib.t.where(x > 0, x.log(), x * 0),
    "root in the branch taken": lambda lib, x: lib.t.where(x > 0, x.sqrt(), x),
    "masked": lambda _, x: x.masked_fill(x > 0, -INF),
    "1 / x": lambda _, x: 1 / x,
    "x / 0": lambda _, x: x / 0,
    "x / x": lambda _, x: x / x,
    "x − x": lambda _, x: x - x,
    "x to x": lambda _, x: x**x,
    "larger than 0": lambda _, x: x.maximum(x * 0),
    "larger of equals": lambda _, x: x.maximum(x),
    "smaller of equals": lambda _, x: x.minimum(x + 0),
    "products": lambda _, x: x @ x.mT if x.ndim > 1 else x * x,
    "split": lambda _, x: x.split(2)[0],
    "chunk": lambda _, x: x.chunk(2, -1)[-1],
    "cat": lambda lib, x: lib.t.cat([x, x]),
    "stack": lambda lib, x: lib.t.stack([x, x], -1),
    "transpose": method("transpose", 0, -1),
    "tril": lambda lib, x: lib.t.tril(x),
    "triu": lambda lib, x: lib.t.triu(x, 1),
    "index": lambda _, x: x[0],
    "layer_norm": rows(lambda lib, x: lib.F.layer_norm(x, (x.shape[1],))),
    "rms_norm": rows(lambda lib, x: lib.F.rms_norm(x, (x.shape[1],))),
    "batch_norm": lambda lib, x: lib.F.batch_norm(x, None, None, training=True) if 0 not in x.shape else x,
    "linear": lambda lib, x: lib.F.linear(x, lib.leaf(np.ones((2, x.shape[-1]))).detach()) if x.ndim else x,
    "attention": rows(lambda lib, x: lib.F.scaled_dot_product_attention(x, x, x)),
    "attention that may look nowhere": rows(
        lambda lib, x: lib.F.scaled_dot_product_attention(x, x, x, lib.leaf(np.zeros((len(x), len(x)), bool)))
    ),
    "max_pool2d": images(lambda lib, x: lib.F.max_pool2d(x, 2)),
    "avg_pool2d": images(lambda lib, x: lib.F.avg_pool2d(x, 2, 1)),
    "conv2d": images(lambda lib, x: lib.F.conv2d(x, lib.leaf(np.ones((1, 1, 2, 2))).detach(), padding=1)),
    "dropout of all": functional("dropout", p=1.0),
    **{
        f"{name} to {target}, {reduction}": loss(name, target, reduction)
        for name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy_with_logits")
        for target, reduction in ((0.0, "mean"), (1.0, "none"), (INF, "sum"), (NAN, "mean"))
    },
    "binary_cross_entropy": lambda lib, x: lib.F.binary_cross_entropy(x.clamp(0, 1), filled(lib, x, 1.0)),
    "even probabilities": evenly,
    **{f"cross_entropy {r}": labelled("cross_entropy", 0, reduction=r) for r in ("mean", "sum", "none")},
    "weighted": labelled("cross_entropy", 0, weighted=True),
    "smoothed": labelled("cross_entropy", 0, label_smoothing=0.1),
    "weighted and smoothed": labelled("cross_entropy", 0, weighted=True, label_smoothing=0.1, reduction="none"),
    "nll_loss": labelled("nll_loss", 0),
    "nll_loss of none": labelled("nll_loss", -100),
}  # fmt: skip
IGNORING: dict[str, Function] = {  # PyTorch's gradient of an ignored row that holds −∞ or NaN is NaN, ours 0
    "ignored": labelled("cross_entropy", -100),
    "ignored and weighted": labelled("cross_entropy", -100, weighted=True),
    "ignored and smoothed": labelled("cross_entropy", -100, label_smoothing=0.1, reduction="sum"),
}
