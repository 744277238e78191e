"""What each ONNX operator is in the engine: a line for most of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from onnx_layers import LAYERS
from onnx_left_out import LeftOut

from coursekit.engine import cat, where
from coursekit.engine import functional as F  # noqa: N812 - as everybody writes it

__all__ = ["OPERATORS", "LeftOut"]


def ints(tensor: Any) -> tuple[int, ...]:
    """A tensor of axes or sizes as plain integers."""
    return tuple(int(i) for i in np.ravel(tensor.data))


def reducer(function: Callable[..., Any]) -> Callable[..., Any]:
    """A reduction with ONNX's keepdims and axes, a setting until opset 18 and an input since."""

    def reduce(
        x: Any, axes_input: Any = None, *, axes: Any = (), keepdims: int = 1, noop_with_empty_axes: int = 0
    ) -> Any:
        dims = tuple(axes) if axes_input is None else ints(axes_input)
        if not dims and noop_with_empty_axes:
            return function(x.unsqueeze(0), (0,), False)
        return function(x, dims or tuple(range(x.ndim)), bool(keepdims))

    return reduce


def largest(x: Any) -> Any:
    """The tensor itself, if it has entries."""
    if x.data.size == 0:
        raise LeftOut("the largest or smallest of no numbers, which PyTorch refuses too")
    return x


def fold(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """An operator of any number of tensors."""

    def folded(first: Any, *others: Any) -> Any:
        for other in others:
            first = function(first, other)
        return first

    return folded


def compare(name: str) -> Callable[[Any, Any], Any]:
    """A comparison."""
    return lambda x, y: getattr(x, f"__{name}__")(y)


def clip(x: Any, low: Any = None, high: Any = None) -> Any:
    """Bounds as tensors of no dims; bounds that cross give the upper one."""
    bounds = [None if b is None else b.item() for b in (low, high)]
    return x if low is None and high is None else x.clamp(*bounds)


def gather(x: Any, index: Any, *, axis: int = 0) -> Any:
    """Entries by position along an axis."""
    return x[(*(slice(None),) * (axis % x.ndim), index.data)]


def slices(x: Any, starts: Any, ends: Any, axes: Any = None, steps: Any = None) -> Any:
    """Slices along named axes."""
    dims = range(len(ints(starts))) if axes is None else ints(axes)
    strides = (1,) * len(ints(starts)) if steps is None else ints(steps)
    index = [slice(None)] * x.ndim
    for dim, start, end, step in zip(dims, ints(starts), ints(ends), strides, strict=True):
        index[dim] = slice(start, None if step < 0 and end < -x.shape[dim] else end, step)
    return x[tuple(index)]


def split(x: Any, sizes: Any = None, *, axis: int = 0, num_outputs: int = 0) -> Any:
    """Pieces of given sizes, or a number of them."""
    if sizes is None:
        return x.split(-(-x.shape[axis] // num_outputs), axis)
    return x.split(list(ints(sizes)), axis)


def reshape(x: Any, shape: Any, *, allowzero: int = 0) -> Any:
    """0 keeps a size unless allowzero."""
    sizes = ints(shape)
    return x.reshape(sizes if allowzero else tuple(n or x.shape[i] for i, n in enumerate(sizes)))


def squeeze(x: Any, axes: Any = None) -> Any:
    """Without dims of length 1."""
    return x.squeeze() if axes is None else x.squeeze(ints(axes))


def unsqueeze(x: Any, axes: Any) -> Any:
    """New dims of length 1."""
    wanted = len(ints(axes)) + x.ndim
    for axis in sorted(a % wanted for a in ints(axes)):
        x = x.unsqueeze(axis)
    return x


def flatten(x: Any, *, axis: int = 1) -> Any:
    """Two dims: the sizes before the axis, and the rest."""
    axis = axis + x.ndim if axis < 0 else axis
    return x.reshape(int(np.prod(x.shape[:axis])), -1)


def arg(name: str) -> Callable[..., Any]:
    """Where the extreme stands."""

    def find(x: Any, *, axis: int = 0, keepdims: int = 1, select_last_index: int = 0) -> Any:
        if select_last_index:
            raise LeftOut("the last of equal extremes")
        return getattr(x, name)(axis, keepdim=bool(keepdims))

    return find


def gemm(
    a: Any, b: Any, c: Any = None, *, alpha: float = 1.0, beta: float = 1.0, transA: int = 0, transB: int = 0
) -> Any:
    """A weighted product plus a weighted bias."""
    product = alpha * ((a.T if transA else a) @ (b.T if transB else b))
    return product if c is None else product + beta * c


def expand(x: Any, shape: Any) -> Any:
    """Broadcast both ways."""
    return x.expand(*np.broadcast_shapes(x.shape, ints(shape)))


def gelu(x: Any, *, approximate: str = "none") -> Any:
    """Exact or by tanh."""
    return F.gelu(x, approximate=approximate)


def identity(x: Any) -> Any:
    """A copy."""
    return x.clone()


def power(x: Any, y: Any) -> Any:
    """The result has the base's type."""
    if x.dtype.kind != y.dtype.kind:
        raise LeftOut("a power of integers and floats together")
    return x**y


POINTWISE: dict[str, Callable[..., Any]] = {
    "Abs": lambda x: x.abs(),
    "Add": lambda x, y: x + y,
    "Clip": clip,
    "Cos": lambda x: x.cos(),
    "Div": lambda x, y: x / y if x.dtype.kind == "f" else _integers("Div"),
    "Elu": lambda x, *, alpha=1.0: F.elu(x, alpha=alpha),
    "Equal": compare("eq"),
    "Erf": lambda x: x.erf(),
    "Exp": lambda x: x.exp(),
    "Gelu": gelu,
    "Greater": compare("gt"),
    "GreaterOrEqual": compare("ge"),
    "Identity": identity,
    "LeakyRelu": lambda x, *, alpha=0.01: F.leaky_relu(x, negative_slope=alpha),
    "Less": compare("lt"),
    "LessOrEqual": compare("le"),
    "Log": lambda x: x.log(),
    "Max": fold(lambda x, y: x.maximum(y)),
    "Mean": lambda *xs: sum(xs[1:], xs[0]) / len(xs),
    "Min": fold(lambda x, y: x.minimum(y)),
    "Mul": lambda x, y: x * y,
    "Neg": lambda x: -x,
    "Pow": power,
    "Reciprocal": lambda x: 1 / x,
    "Relu": lambda x: x.relu(),
    "Sigmoid": lambda x: x.sigmoid(),
    "Sin": lambda x: x.sin(),
    "Softplus": lambda x: F.softplus(x),
    "Sqrt": lambda x: x.sqrt(),
    "Sub": lambda x, y: x - y,
    "Sum": fold(lambda x, y: x + y),
    "Swish": lambda x, *, alpha=1.0: F.silu(x * alpha) / alpha,
    "Tanh": lambda x: x.tanh(),
    "Where": lambda condition, x, y: where(condition, x, y),
}

REDUCING: dict[str, Callable[..., Any]] = {
    "ArgMax": arg("argmax"),
    "ArgMin": arg("argmin"),
    "GlobalAveragePool": lambda x: x.mean(tuple(range(2, x.ndim)), keepdim=True),
    "GlobalMaxPool": lambda x: x.amax(tuple(range(2, x.ndim)), keepdim=True),
    "LogSoftmax": lambda x, *, axis=-1: x.log_softmax(axis),
    "ReduceL1": reducer(lambda x, d, k: x.abs().sum(d, keepdim=k)),
    "ReduceL2": reducer(lambda x, d, k: x.norm(dim=d, keepdim=k)),
    "ReduceLogSum": reducer(lambda x, d, k: x.sum(d, keepdim=k).log()),
    "ReduceLogSumExp": reducer(lambda x, d, k: x.logsumexp(d, keepdim=k)),
    "ReduceMax": reducer(lambda x, d, k: largest(x).amax(d, keepdim=k)),
    "ReduceMean": reducer(lambda x, d, k: x.mean(d, keepdim=k)),
    "ReduceMin": reducer(lambda x, d, k: largest(x).amin(d, keepdim=k)),
    "ReduceSum": reducer(lambda x, d, k: x.sum(d, keepdim=k)),
    "ReduceSumSquare": reducer(lambda x, d, k: x.square().sum(d, keepdim=k)),
    "Softmax": lambda x, *, axis=-1: x.softmax(axis),
}

MOVING: dict[str, Callable[..., Any]] = {
    "Concat": lambda *xs, axis: cat(xs, axis),
    "Expand": expand,
    "Flatten": flatten,
    "Gather": gather,
    "Gemm": gemm,
    "MatMul": lambda x, y: x @ y,
    "Reshape": reshape,
    "Slice": slices,
    "Split": split,
    "Squeeze": squeeze,
    "Transpose": lambda x, *, perm=None: x.permute(*(perm or range(x.ndim)[::-1])),
    "Unsqueeze": unsqueeze,
}


def _integers(name: str) -> Any:
    raise LeftOut(
        f"{name} of integers, rounded down as in C; the engine's quotients are floats, as in PyTorch"
    )


OPERATORS = POINTWISE | REDUCING | MOVING | LAYERS
