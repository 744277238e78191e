"""Operations on each entry alone. Value first, vjp under it: multiply g by the slope at that entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from coursekit.engine.arrays import Array, combine, unbroadcast
from coursekit.engine.special import erf_array
from coursekit.errors import ShapeError

if TYPE_CHECKING:
    from coursekit.engine.tensor import Tensor

__all__ = [
    "abs",
    "clamp",
    "cos",
    "eq",
    "erf",
    "exp",
    "ge",
    "gt",
    "le",
    "log",
    "lt",
    "masked_fill",
    "maximum",
    "minimum",
    "ne",
    "pow",
    "sin",
    "sqrt",
    "square",
    "where",
]


def exp(x: Tensor) -> Tensor:
    """eˣ."""
    value = np.exp(x.floating().data)

    def vjp(g: Array) -> tuple[Array]:
        return (g * value,)

    return x.record(value, (x,), vjp)


def log(x: Tensor) -> Tensor:
    """The natural logarithm; −inf at 0 and NaN below, silently, as in PyTorch."""
    data = x.floating().data
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(data)

    def vjp(g: Array) -> tuple[Array]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (g / data,)

    return x.record(value, (x,), vjp)


def sqrt(x: Tensor) -> Tensor:
    """√x; NaN below 0."""
    with np.errstate(invalid="ignore"):
        value = np.sqrt(x.floating().data)

    def vjp(g: Array) -> tuple[Array]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (g / (2 * value),)

    return x.record(value, (x,), vjp)


def square(x: Tensor) -> Tensor:
    """x²."""
    data = x.data

    def vjp(g: Array) -> tuple[Array]:
        return (g * (2 * data),)

    return x.record(data * data, (x,), vjp)


def sin(x: Tensor) -> Tensor:
    """The sine of x in radians."""
    data = x.floating().data

    def vjp(g: Array) -> tuple[Array]:
        return (g * np.cos(data),)

    return x.record(np.sin(data), (x,), vjp)


def cos(x: Tensor) -> Tensor:
    """The cosine of x in radians."""
    data = x.floating().data

    def vjp(g: Array) -> tuple[Array]:
        return (-g * np.sin(data),)

    return x.record(np.cos(data), (x,), vjp)


def abs(x: Tensor) -> Tensor:  # noqa: A001 - PyTorch's name
    """|x|; slope 0 at 0."""
    data = x.data

    def vjp(g: Array) -> tuple[Array]:
        return (g * np.sign(data),)

    return x.record(np.abs(data), (x,), vjp)


def erf(x: Tensor) -> Tensor:
    """The error function, 2/√π ∫₀ˣ exp(−t²) dt."""
    data = x.floating().data

    def vjp(g: Array) -> tuple[Array]:
        return (g * (2 / np.pi**0.5 * np.exp(-data * data)).astype(data.dtype, copy=False),)

    return x.record(erf_array(data), (x,), vjp)


def pow(x: Tensor, exponent: Any) -> Tensor:  # noqa: A001 - PyTorch's name
    """The entry x to a power, a number or a tensor that broadcasts; 0⁰ is 1 with slope 0."""
    if isinstance(exponent, int | float):
        return number_power(x, exponent)
    n = x.lift(exponent)
    base, power = x.data, n.data
    with np.errstate(invalid="ignore", divide="ignore"):
        value = combine(np.power, x, n)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = np.where(power == 0, 0, power * base ** (power - 1)) if x.requires_grad else None
            # 0ⁿ does not change with n ≥ 0, although log 0 says −inf.
            growth = (
                np.where((base == 0) & (power >= 0), 0, value * np.log(base)) if n.requires_grad else None
            )
        return (
            None if slope is None else unbroadcast(g * slope, base.shape),
            None if growth is None else unbroadcast(g * growth, power.shape),
        )

    return x.record(value, (x, n), vjp)


def number_power(x: Tensor, n: float) -> Tensor:
    """The entry x to a fixed power."""
    if n == 2:
        return square(x)
    if isinstance(n, float) or n < 0:
        x = x.floating()
    data = x.data
    with np.errstate(invalid="ignore", divide="ignore"):
        value = data**n

    def vjp(g: Array) -> tuple[Array]:
        with np.errstate(invalid="ignore", divide="ignore"):
            return (g * (n * data ** (n - 1)) if n else np.zeros_like(g),)

    return x.record(value, (x,), vjp)


def clamp(x: Tensor, min: float | None = None, max: float | None = None) -> Tensor:  # noqa: A002
    """Each entry kept between two numbers; slope 1 from bound to bound, 0 outside."""
    data = x.data
    value = np.clip(data, min, max)

    def vjp(g: Array) -> tuple[Array]:
        return (np.where(value == data, g, 0),)

    return x.record(value, (x,), vjp)


def maximum(x: Tensor, other: Any) -> Tensor:
    """The larger of two entries; where they are equal each gets half of the gradient."""
    return pick(x, x.lift(other), np.maximum)


def minimum(x: Tensor, other: Any) -> Tensor:
    """The smaller of two entries; where they are equal each gets half of the gradient."""
    return pick(x, x.lift(other), np.minimum)


def pick(x: Tensor, y: Tensor, which: Any) -> Tensor:
    """The larger or the smaller of two entries."""
    a, b = x.data, y.data
    value = combine(which, x, y)

    def vjp(g: Array) -> tuple[Array, Array]:
        half = np.where(a == b, 0.5 * g, 0)
        return (
            unbroadcast(np.where(value == a, g, 0) - half, a.shape),
            unbroadcast(np.where(value == b, g, 0) - half, b.shape),
        )

    return x.record(value, (x, y), vjp)


def where(condition: Any, x: Any, y: Any) -> Tensor:
    """Entries of x where the condition holds, of y elsewhere; all three broadcast. x or y is a tensor."""
    x = x if hasattr(x, "vjp") else y.lift(x)
    y = x.lift(y)
    chosen = np.asarray(condition, dtype=bool)
    a, b = x.data, y.data
    try:
        value = np.where(chosen, a, b)
    except ValueError:
        raise ShapeError(
            f"condition {chosen.shape}, x {a.shape} and y {b.shape} cannot be broadcast to one shape"
        ) from None

    def vjp(g: Array) -> tuple[Array, Array]:
        return unbroadcast(np.where(chosen, g, 0), a.shape), unbroadcast(np.where(chosen, 0, g), b.shape)

    result: Tensor = x.record(value, (x, y), vjp)
    return result


def masked_fill(x: Tensor, mask: Any, value: float) -> Tensor:
    """X where the mask is False, `value` where it is True."""
    return where(mask, value, x)


# Comparisons: tensors of booleans, which have no gradient.


def compare(operation: Any, x: Tensor, other: Any) -> Tensor:
    """The answers as booleans, a leaf."""
    answers: Tensor = x.constant(combine(operation, x, x.lift(other)))
    return answers


def eq(x: Tensor, other: object) -> Tensor:
    """Entry by entry: x == other."""
    return compare(np.equal, x, other)


def ne(x: Tensor, other: object) -> Tensor:
    """Entry by entry: x != other."""
    return compare(np.not_equal, x, other)


def lt(x: Tensor, other: Any) -> Tensor:
    """Entry by entry: x < other."""
    return compare(np.less, x, other)


def le(x: Tensor, other: Any) -> Tensor:
    """Entry by entry: x <= other."""
    return compare(np.less_equal, x, other)


def gt(x: Tensor, other: Any) -> Tensor:
    """Entry by entry: x > other."""
    return compare(np.greater, x, other)


def ge(x: Tensor, other: Any) -> Tensor:
    """Entry by entry: x >= other."""
    return compare(np.greater_equal, x, other)
