"""The symbols − and /, reflections (2 − x), and assignments += −= *= /=; + * and @ are in tensor.py."""
# ruff: noqa: D403 - symbols keep their case

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from coursekit.engine.arrays import Array, combine, unbroadcast
from coursekit.errors import GraphError

if TYPE_CHECKING:
    from coursekit.engine.tensor import Tensor

__all__ = [
    "div",
    "iadd",
    "idiv",
    "imul",
    "isub",
    "neg",
    "radd",
    "rdiv",
    "rmatmul",
    "rmul",
    "rpow",
    "rsub",
    "setitem",
    "sub",
]


def neg(x: Tensor) -> Tensor:
    """−x."""

    def vjp(g: Array) -> tuple[Array]:
        return (-g,)

    return x.record(-x.data, (x,), vjp)


def sub(x: Tensor, other: Any) -> Tensor:
    """x − other, with broadcasting."""
    a, b = x, x.lift(other)
    value = combine(np.subtract, a, b)

    def vjp(g: Array) -> tuple[Array, Array | None]:
        return unbroadcast(g, a.data.shape), -unbroadcast(g, b.data.shape) if b.requires_grad else None

    return x.record(value, (a, b), vjp)


def div(x: Tensor, other: Any) -> Tensor:
    """x / other, with broadcasting; integers become floats first."""
    a, b = x.floating(), x.lift(other).floating()
    n, d = a.data, b.data
    with np.errstate(divide="ignore", invalid="ignore"):
        value = combine(np.divide, a, b)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (
                unbroadcast(g / d, n.shape) if a.requires_grad else None,
                unbroadcast(-g * n / (d * d), d.shape) if b.requires_grad else None,
            )

    return x.record(value, (a, b), vjp)


def radd(x: Tensor, other: Any) -> Tensor:
    """other + x."""
    return x.lift(other) + x


def rsub(x: Tensor, other: Any) -> Tensor:
    """other − x."""
    return x.lift(other) - x


def rmul(x: Tensor, other: Any) -> Tensor:
    """other · x."""
    return x.lift(other) * x


def rdiv(x: Tensor, other: Any) -> Tensor:
    """other / x."""
    return x.lift(other) / x


def rmatmul(x: Tensor, other: Any) -> Tensor:
    """other @ x."""
    return x.lift(other) @ x


def rpow(x: Tensor, other: Any) -> Tensor:
    """other to the power x."""
    return x.lift(other) ** x


# w −= η·g changes a leaf in place, which is allowed where nothing is recorded; other tensors are computed
# anew, because an earlier operation may still need the old entries for its gradient.


def iadd(x: Tensor, other: Any) -> Tensor:
    """x += other."""
    return assign(x, x + other)


def isub(x: Tensor, other: Any) -> Tensor:
    """x −= other."""
    return assign(x, x - other)


def imul(x: Tensor, other: Any) -> Tensor:
    """x *= other."""
    return assign(x, x * other)


def idiv(x: Tensor, other: Any) -> Tensor:
    """x /= other."""
    return assign(x, x / other)


def setitem(x: Tensor, index: Any, value: Any) -> None:  # noqa: ARG001 - Python's protocol
    """x[index] = value is refused: an operation that used x may still need the old entries."""
    raise GraphError(
        f"entries of a tensor cannot be set, here x[{index!r}]; build a new one with where(...), "
        "or set x.data[...] before the tensor is used"
    )


def assign(x: Tensor, result: Tensor) -> Tensor:
    """The result, written into x itself where x is a leaf that collects a gradient.

    Raises:
        GraphError: while operations are recorded.
    """
    if not (x.requires_grad and x.is_leaf):
        return result
    if result.requires_grad:
        raise GraphError(
            "a leaf that requires grad cannot change in place here; do it under `with no_grad():`"
        )
    x.data[...] = result.data
    return x
