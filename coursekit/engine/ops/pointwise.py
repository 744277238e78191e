"""Operations on each entry alone. Value first, vjp under it: multiply g by the slope at that entry."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.engine.arrays import Array, Result, combine, floating, sign, unbroadcast
from coursekit.engine.ops.arithmetic import Needs
from coursekit.engine.ops.special import erf_array
from coursekit.errors import ArgumentError, DTypeError, ShapeError


def exp(x: Array) -> Result:
    """eˣ."""
    value = np.exp(floating(x))

    def vjp(g: Array) -> tuple[Array]:
        return (g * value,)

    return value, vjp


def log(x: Array) -> Result:
    """The natural logarithm; −inf at 0 and NaN below, silently, as in PyTorch."""
    x = floating(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(x)

    def vjp(g: Array) -> tuple[Array]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (g / x,)

    return value, vjp


def sqrt(x: Array) -> Result:
    """√x; NaN below 0."""
    with np.errstate(invalid="ignore"):
        value = np.sqrt(floating(x))

    def vjp(g: Array) -> tuple[Array]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (g / (2 * value),)

    return value, vjp


def square(x: Array) -> Result:
    """x²."""

    def vjp(g: Array) -> tuple[Array]:
        return (g * (2 * x),)

    return x * x, vjp


def sin(x: Array) -> Result:
    """The sine of x in radians."""
    x = floating(x)

    def vjp(g: Array) -> tuple[Array]:
        return (g * np.cos(x),)

    return np.sin(x), vjp


def cos(x: Array) -> Result:
    """The cosine of x in radians."""
    x = floating(x)

    def vjp(g: Array) -> tuple[Array]:
        return (-g * np.sin(x),)

    return np.cos(x), vjp


def abs(x: Array) -> Result:  # noqa: A001 - PyTorch's name
    """|x|; slope 0 at 0."""

    def vjp(g: Array) -> tuple[Array]:
        return (g * sign(x),)

    return np.abs(x), vjp


def erf(x: Array) -> Result:
    """The error function, 2/√π ∫₀ˣ exp(−t²) dt."""
    x = floating(x)

    def vjp(g: Array) -> tuple[Array]:
        return (g * (2 / np.pi**0.5 * np.exp(-x * x)).astype(x.dtype, copy=False),)

    return erf_array(x), vjp


def pow(x: Array, y: Array, needs_grad: Needs) -> Result:  # noqa: A001 - PyTorch's name
    """The entry x to the power y, with broadcasting; 0⁰ is 1 with slope 0.

    Raises:
        DTypeError: integers to a negative power.
    """
    if x.dtype.kind in "iu" and y.dtype.kind in "iu" and (y < 0).any():
        raise DTypeError("integers to a negative power are fractions; call .float() first")
    with np.errstate(invalid="ignore", divide="ignore"):
        value = combine(np.power, x, y)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        dx = dy = None
        with np.errstate(invalid="ignore", divide="ignore"):
            if needs_grad[0]:
                slope = np.where(y == 0, 0, y * x ** (y - 1))
                dx = unbroadcast(g * slope, x.shape)
            if needs_grad[1]:
                # 0ʸ does not change with y ≥ 0, although log 0 says −inf.
                slope = np.where((x == 0) & (y >= 0), 0, value * np.log(x))
                dy = unbroadcast(g * slope, y.shape)
        return dx, dy

    return value, vjp


def number_power(x: Array, n: float) -> Result:
    """The entry x to a fixed power."""
    if n == 2:
        return square(x)
    if isinstance(n, float) or n < 0:
        x = floating(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = scalar_power(x, n)

    def vjp(g: Array) -> tuple[Array]:
        with np.errstate(invalid="ignore", divide="ignore"):
            return (g * (n * scalar_power(x, n - 1)) if n else np.zeros_like(g),)

    return value, vjp


def scalar_power(x: Array, n: float) -> Array:
    """The entry x to a fixed power; by the square root where n is ±½, which −∞ and −0 tell from other powers."""
    power: Array = 1 / np.sqrt(x) if n == -0.5 else x**n
    return power


def clamp(x: Array, low: Any, high: Any) -> Result:
    """Each entry kept between two bounds, numbers or arrays that broadcast; where low is above high it is high.

    The gradient goes to x from bound to bound; beyond, to the bound if it is an array.

    Raises:
        ArgumentError: neither bound.
        ShapeError: the shapes do not broadcast.
    """
    if low is None and high is None:
        raise ArgumentError("clamp needs min, max or both and got neither")
    value = x
    if low is not None:
        value = combine(np.maximum, value, low)
    if high is not None:
        value = combine(np.minimum, value, high)

    def vjp(g: Array) -> tuple[Array | None, ...]:
        lo, hi = -np.inf if low is None else low, np.inf if high is None else high
        parts = [unbroadcast(np.where((x >= lo) & (x <= hi), g, 0), x.shape)]
        if isinstance(low, np.ndarray):
            parts.append(unbroadcast(np.where((x < lo) & (lo < hi), g, 0), low.shape))
        if isinstance(high, np.ndarray):
            parts.append(unbroadcast(np.where((x > hi) | (hi < lo), g, 0), high.shape))
        return tuple(parts)

    return value, vjp


def maximum(x: Array, y: Array, needs_grad: Needs) -> Result:
    """The larger of two entries; where they are equal each gets half of the gradient."""
    return larger_or_smaller(np.maximum, x, y, needs_grad)


def minimum(x: Array, y: Array, needs_grad: Needs) -> Result:
    """The smaller of two entries; where they are equal each gets half of the gradient."""
    return larger_or_smaller(np.minimum, x, y, needs_grad)


def larger_or_smaller(ufunc: np.ufunc, x: Array, y: Array, needs_grad: Needs) -> Result:
    """The larger or the smaller of two entries; `ufunc` is np.maximum or np.minimum."""
    value = combine(ufunc, x, y)

    loses = np.less if ufunc is np.maximum else np.greater

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        g = np.where(x == y, 0.5 * g, g)
        return (
            unbroadcast(np.where(loses(x, y), 0, g), x.shape) if needs_grad[0] else None,
            unbroadcast(np.where(loses(y, x), 0, g), y.shape) if needs_grad[1] else None,
        )

    return value, vjp


def where(condition: Array, x: Array, y: Array) -> Result:
    """Entries of x where the condition holds, of y elsewhere; all three broadcast.

    Raises:
        ShapeError: they do not broadcast to one shape.
    """
    try:
        value = np.where(condition, x, y)
    except ValueError:
        raise ShapeError(
            f"condition {condition.shape}, x {x.shape} and y {y.shape} cannot be broadcast to one shape"
        ) from None

    def vjp(g: Array) -> tuple[Array, Array]:
        return unbroadcast(np.where(condition, g, 0), x.shape), unbroadcast(
            np.where(condition, 0, g), y.shape
        )

    return value, vjp
