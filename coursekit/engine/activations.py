"""Activation functions: what bends the line. Each is one operation with its slope under it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from coursekit.engine.arrays import Array, axes_of, dots, largest, total
from coursekit.engine.special import erf_array, logistic
from coursekit.errors import ArgumentError

if TYPE_CHECKING:
    from coursekit.engine.tensor import Tensor

__all__ = [
    "elu",
    "gelu",
    "leaky_relu",
    "log_softmax",
    "relu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "tanh",
]


def relu(x: Tensor) -> Tensor:
    """max(0, x); slope 0 at 0."""
    value = np.maximum(x.data, 0)

    def vjp(g: Array) -> tuple[Array]:
        return (g * (value > 0),)

    return x.record(value, (x,), vjp)


def leaky_relu(x: Tensor, negative_slope: float = 0.01) -> Tensor:
    """The entry x where it is positive, else negative_slope · x."""
    data = x.data
    slope = np.where(data > 0, 1, negative_slope).astype(data.dtype)

    def vjp(g: Array) -> tuple[Array]:
        return (g * slope,)

    return x.record(data * slope, (x,), vjp)


def elu(x: Tensor, alpha: float = 1.0) -> Tensor:
    """The entry x where it is positive, else alpha · (eˣ − 1)."""
    data = x.data
    value = np.where(data > 0, data, alpha * np.expm1(np.minimum(data, 0)))

    def vjp(g: Array) -> tuple[Array]:
        return (np.where(data > 0, g, g * (value + alpha)),)

    return x.record(value, (x,), vjp)


def sigmoid(x: Tensor) -> Tensor:
    """1/(1 + e⁻ˣ)."""
    value = logistic(x.floating().data)

    def vjp(g: Array) -> tuple[Array]:
        return (g * (value * (1 - value)),)

    return x.record(value, (x,), vjp)


def tanh(x: Tensor) -> Tensor:
    """The hyperbolic tangent; slope 1 − tanh²."""
    value = np.tanh(x.floating().data)

    def vjp(g: Array) -> tuple[Array]:
        return (g * (1 - value * value),)

    return x.record(value, (x,), vjp)


def silu(x: Tensor) -> Tensor:
    """The product x · sigmoid(x), also called swish."""
    data = x.data
    s = logistic(data)

    def vjp(g: Array) -> tuple[Array]:
        return (g * (s * (1 + data * (1 - s))),)

    return x.record(data * s, (x,), vjp)


def softplus(x: Tensor) -> Tensor:
    """log(1 + eˣ), a smooth ReLU."""
    data = x.data

    def vjp(g: Array) -> tuple[Array]:
        return (g * logistic(data),)

    return x.record(np.logaddexp(data, 0).astype(data.dtype, copy=False), (x,), vjp)


def gelu(x: Tensor, approximate: str = "none") -> Tensor:
    """The product x · Φ(x), Φ the normal distribution function (Hendrycks and Gimpel 2016).

    Args:
        x: any shape.
        approximate: "none" for Φ itself, "tanh" for the approximation that GPT-2 uses.

    Raises:
        ArgumentError: `approximate` is neither.
    """
    if approximate == "none":
        return exact_gelu(x)
    if approximate == "tanh":
        return tanh_gelu(x)
    raise ArgumentError(f'gelu knows approximate="none" and approximate="tanh", not {approximate!r}')


def exact_gelu(x: Tensor) -> Tensor:
    """The product x · Φ(x) by the error function; slope Φ(x) + x·φ(x)."""
    data = x.data
    below = 0.5 + 0.5 * erf_array(data * math.sqrt(0.5))

    def vjp(g: Array) -> tuple[Array]:
        density = np.exp(-0.5 * data * data) * (1 / math.sqrt(2 * math.pi))
        return (g * (below + data * density),)

    return x.record(data * below, (x,), vjp)


def tanh_gelu(x: Tensor) -> Tensor:
    """x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))."""
    data = x.data
    c, k = math.sqrt(2 / math.pi), 0.044715
    square = data * data
    t = np.tanh(c * data * (1 + k * square))

    def vjp(g: Array) -> tuple[Array]:
        steepness = c * data * (1 + 3 * k * square)
        return (g * (0.5 * (1 + t) * (1 + steepness * (1 - t))),)

    return x.record(0.5 * data * (1 + t), (x,), vjp)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    """exp(x) divided by its sum along `dim`: positive, summing to 1.

    Raises:
        ShapeError: there is no such dim.
    """
    (axis,) = axes_of(dim, x.data.ndim)
    value = softmax_array(x.floating().data, axis)

    def vjp(g: Array) -> tuple[Array]:
        return ((g - dots(g, value, axis)) * value,)

    return x.record(value, (x,), vjp)


def softmax_array(z: Array, axis: int) -> Array:
    """Softmax of a plain array."""
    # Largest score first: exp() of the rest cannot overflow, and only differences matter.
    p = z - largest(z, axis)
    np.exp(p, out=p)
    p /= total(p, axis)
    return p


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    """The logarithm of softmax, without its underflow.

    Raises:
        ShapeError: there is no such dim.
    """
    (axis,) = axes_of(dim, x.data.ndim)
    z = x.floating().data
    z = z - largest(z, axis)
    value = z - np.log(total(np.exp(z), axis))

    def vjp(g: Array) -> tuple[Array]:
        return (g - np.exp(value) * total(g, axis),)

    return x.record(value, (x,), vjp)
