"""Activation functions. Each is one operation with its slope under it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from coursekit.engine.arrays import Array, Result, axes_of, dots, floating, largest, total
from coursekit.engine.ops.special import logistic, normal_cdf
from coursekit.errors import ArgumentError


def relu(x: Array) -> Result:
    """max(0, x); slope 0 at 0, and 1 at NaN."""
    value = np.maximum(x, 0)

    def vjp(g: Array) -> tuple[Array]:
        return (g * (value != 0),)

    return value, vjp


def leaky_relu(x: Array, negative_slope: float = 0.01) -> Result:
    """The entry x where it is positive, else negative_slope · x."""
    slope = np.where(x > 0, 1, negative_slope).astype(x.dtype)

    def vjp(g: Array) -> tuple[Array]:
        return (g * slope,)

    return x * slope, vjp


def elu(x: Array, alpha: float = 1.0) -> Result:
    """The entry x where it is positive, else alpha · (eˣ − 1)."""
    value = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))

    def vjp(g: Array) -> tuple[Array]:
        return (np.where(x <= 0, g * (value + alpha), g),)

    return value, vjp


def sigmoid(x: Array) -> Result:
    """1/(1 + e⁻ˣ)."""
    value = logistic(floating(x))

    def vjp(g: Array) -> tuple[Array]:
        return (g * (value * (1 - value)),)

    return value, vjp


def tanh(x: Array) -> Result:
    """The hyperbolic tangent; slope 1 − tanh²."""
    value = np.tanh(floating(x))

    def vjp(g: Array) -> tuple[Array]:
        return (g * (1 - value * value),)

    return value, vjp


def silu(x: Array) -> Result:
    """The product x · sigmoid(x), also called swish."""
    with np.errstate(over="ignore"):
        s = 1 / (1 + np.exp(-x))  # exactly 0 far out: a number that is only tiny does not bend −1e300

    def vjp(g: Array) -> tuple[Array]:
        return (g * (s * (1 + x * (1 - s))),)

    return x * s, vjp


def softplus(x: Array, beta: float = 1.0, threshold: float = 20.0) -> Result:
    """log(1 + exp(beta · x)) / beta, a smooth ReLU; the entry x itself where beta · x is above `threshold`."""
    x = floating(x)
    z = x * beta
    straight = z > threshold

    def vjp(g: Array) -> tuple[Array]:
        return (np.where(straight, g, g * logistic(z)),)

    return np.where(straight, x, np.logaddexp(z, 0) / beta).astype(x.dtype, copy=False), vjp


def gelu(x: Array, approximate: str = "none") -> Result:
    """The product x · Φ(x), Φ the normal distribution function; `approximate` is "none" or "tanh"."""
    if approximate == "none":
        return exact_gelu(x)
    if approximate == "tanh":
        return tanh_gelu(x)
    raise ArgumentError(f'gelu knows approximate="none" and approximate="tanh", not {approximate!r}')


def exact_gelu(x: Array) -> Result:
    """The product x · Φ(x); slope Φ(x) + x·φ(x)."""
    x = floating(x)
    below = normal_cdf(x)

    def vjp(g: Array) -> tuple[Array]:
        slope = np.multiply(x, x, out=np.empty_like(x))
        slope *= -0.5
        np.exp(slope, out=slope)
        slope *= x
        slope *= 1 / math.sqrt(2 * math.pi)
        slope += below
        slope *= g
        return (slope,)

    return x * below, vjp


def tanh_gelu(x: Array) -> Result:
    """x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³)))."""
    c, k = math.sqrt(2 / math.pi), 0.044715
    square = x * x
    t = np.tanh(c * x * (1 + k * square))

    def vjp(g: Array) -> tuple[Array]:
        steepness = c * x * (1 + 3 * k * square)
        return (g * (0.5 * (1 + t) * (1 + steepness * (1 - t))),)

    return 0.5 * x * (1 + t), vjp


def softmax(x: Array, dim: int = -1) -> Result:
    """exp(x) divided by its sum along `dim`: positive, summing to 1.

    Raises:
        ShapeError: there is no such dim.
    """
    if x.ndim == 0:
        return of_a_number(softmax, x, dim)
    (axis,) = axes_of(dim, x.ndim)
    value = softmax_array(floating(x), axis)

    def vjp(g: Array) -> tuple[Array]:
        return ((g - dots(g, value, axis)) * value,)

    return value, vjp


def softmax_array(z: Array, axis: int) -> Array:
    """Softmax of a plain array."""
    # Largest score first: exp() of the rest cannot overflow, and only differences matter.
    p = z - largest(z, axis)
    np.exp(p, out=p)
    p /= total(p, axis)
    return p


def log_softmax(x: Array, dim: int = -1) -> Result:
    """The logarithm of softmax, without its underflow.

    Raises:
        ShapeError: there is no such dim.
    """
    if x.ndim == 0:
        return of_a_number(log_softmax, x, dim)
    (axis,) = axes_of(dim, x.ndim)
    z = floating(x)
    z = z - largest(z, axis)
    value = z - np.log(total(np.exp(z), axis))

    def vjp(g: Array) -> tuple[Array]:
        return (g - np.exp(value) * total(g, axis),)

    return value, vjp


def of_a_number(op: Callable[[Array, int], Result], x: Array, dim: int) -> Result:
    """An operation along a dim for a number, which PyTorch takes as a vector of one."""
    value, vector_vjp = op(x.reshape(1), dim)

    def vjp(g: Array) -> tuple[Array | None, ...]:
        (part,) = vector_vjp(g.reshape(1))
        return (None if part is None else part.reshape(()),)

    return value.reshape(()), vjp
