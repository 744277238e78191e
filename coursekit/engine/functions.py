"""The operations as functions, `exp(x)` beside `x.exp()`, and those that take several tensors.

The table in tensor.py says where each is computed.
"""
# ruff: noqa: A001 - PyTorch's names

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coursekit.engine.ops import shaping
from coursekit.engine.tensor import Tensor

__all__ = [
    "abs",
    "amax",
    "amin",
    "argmax",
    "argmin",
    "cat",
    "clamp",
    "cos",
    "erf",
    "exp",
    "flatten",
    "log",
    "log_softmax",
    "logsumexp",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "permute",
    "pow",
    "relu",
    "reshape",
    "sigmoid",
    "sin",
    "softmax",
    "split",
    "sqrt",
    "squeeze",
    "stack",
    "std",
    "sum",
    "tanh",
    "transpose",
    "unsqueeze",
    "var",
    "where",
]

abs = Tensor.abs
amax = Tensor.amax
amin = Tensor.amin
argmax = Tensor.argmax
argmin = Tensor.argmin
clamp = Tensor.clamp
cos = Tensor.cos
erf = Tensor.erf
exp = Tensor.exp
flatten = Tensor.flatten
log = Tensor.log
log_softmax = Tensor.log_softmax
logsumexp = Tensor.logsumexp
max = Tensor.max
maximum = Tensor.maximum
mean = Tensor.mean
min = Tensor.min
minimum = Tensor.minimum
permute = Tensor.permute
pow = Tensor.pow
relu = Tensor.relu
reshape = Tensor.reshape
sigmoid = Tensor.sigmoid
sin = Tensor.sin
softmax = Tensor.softmax
split = Tensor.split
sqrt = Tensor.sqrt
squeeze = Tensor.squeeze
std = Tensor.std
sum = Tensor.sum
tanh = Tensor.tanh
transpose = Tensor.transpose
unsqueeze = Tensor.unsqueeze
var = Tensor.var


def where(condition: Any, x: Any, y: Any) -> Tensor:
    """Entries of x where the condition holds, of y elsewhere; all three broadcast. x or y is a tensor.

    Raises:
        ShapeError: they do not broadcast to one shape.
    """
    first = x if isinstance(x, Tensor) else y.as_tensor(x)
    return first.where(condition, y)


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors along an existing dim.

    Raises:
        ShapeError: sizes that differ outside `dim`.
        ArgumentError: no tensors.
    """
    value, vjp = shaping.cat([t.data for t in tensors], dim)
    return Tensor.record(value, tuple(tensors), vjp)


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors of one shape along a new dim.

    Raises:
        ShapeError: shapes that differ.
        ArgumentError: no tensors.
    """
    value, vjp = shaping.stack([t.data for t in tensors], dim)
    return Tensor.record(value, tuple(tensors), vjp)
