"""Operations that reduce many numbers to one: sums, means, variances, maxima. `dim` says along which axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array, Result, Vjp, axes_of, floating, need_floats, sign
from coursekit.errors import ArgumentError, ShapeError

# ruff: noqa: A001, FBT001, FBT002 - PyTorch's names, and keepdim may stand second as there

Dims = int | Sequence[int] | None
Choice = tuple[Array, Array, Vjp]


def sum(x: Array, dim: Dims = None, keepdim: bool = False) -> Result:
    """The sum along `dim`, or of everything."""
    shape, axes = x.shape, reduced_axes(dim, x.ndim)

    def vjp(g: Array) -> tuple[Array]:
        return (repeat_along(g, shape, axes),)

    return x.sum(axis=axes, keepdims=keepdim), vjp


def mean(x: Array, dim: Dims = None, keepdim: bool = False) -> Result:
    """The mean along `dim`, or of everything.

    Raises:
        DTypeError: the entries are integers or booleans.
    """
    need_floats("mean", x)
    shape, axes = x.shape, reduced_axes(dim, x.ndim)
    n = count(shape, axes) or np.nan  # the mean of nothing is NaN

    def vjp(g: Array) -> tuple[Array]:
        return (repeat_along(g / n, shape, axes),)

    return x.sum(axis=axes, keepdims=keepdim) / n, vjp


def var(
    x: Array,
    dim: Dims | bool = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> Result:
    """The sum of squared distances from the mean, divided by n − correction.

    PyTorch's order: var(dim, unbiased, keepdim), where unbiased=False stands for correction=0, and var(unbiased)
    over everything. Fewer entries than that need, one row for example, have the variance NaN.

    Raises:
        DTypeError: the entries are integers or booleans.
    """
    need_floats("var", x)
    if isinstance(dim, bool):
        return var(x, None, dim, keepdim, correction=correction)
    shape, axes = x.shape, reduced_axes(dim, x.ndim)
    # An array, because numbers of Python cannot be divided by 0.
    n = np.asarray(count(shape, axes) - (int(unbiased) if correction is None else correction), x.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        centred = x - x.sum(axis=axes, keepdims=True) / (count(shape, axes) or np.nan)
        value = (centred * centred).sum(axis=axes, keepdims=keepdim) / np.maximum(n, 0)

    def vjp(g: Array) -> tuple[Array]:
        with np.errstate(divide="ignore", invalid="ignore"):
            return (centred * restore_axes(g * (2 / n), shape, axes),)

    return value, vjp


def std(
    x: Array,
    dim: Dims | bool = None,
    unbiased: bool = True,
    keepdim: bool = False,
    *,
    correction: int | None = None,
) -> Result:
    """The square root of `var`, with the same arguments; slope 0 at 0."""
    variance, variance_vjp = var(x, dim, unbiased, keepdim, correction=correction)
    value = np.sqrt(variance)

    def vjp(g: Array) -> tuple[Array | None, ...]:
        return variance_vjp(g / np.where(value == 0, np.inf, 2 * value))

    return value, vjp


def norm(x: Array, p: float | str | None = "fro", dim: Dims = None, keepdim: bool = False) -> Result:
    """The length of the entries along `dim`: (Σ|x|ᵖ)^(1/p), √Σx² unless p is given; slope 0 at length 0.

    p = inf takes the largest |x|, −inf the smallest, 0 counts the entries that are not 0. PyTorch's order:
    norm(1) is the sum of |x|, and norm(dim=1) the length of each row.

    Raises:
        ArgumentError: p is neither a number nor "fro".
        DTypeError: the entries are integers or booleans.
        ShapeError: no entry is largest or smallest, because there is none.
    """
    need_floats("norm", x)
    if p not in ("fro", None) and not isinstance(p, int | float):
        raise ArgumentError(f'norm knows numbers p and "fro", which is 2, not {p!r}')
    order = 2.0 if isinstance(p, str) or p is None else p
    axes = reduced_axes(dim, x.ndim)
    size = np.abs(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = length(size, order, axes)

    def vjp(g: Array) -> tuple[Array]:
        g = restore_axes(g, x.shape, axes)
        with np.errstate(divide="ignore", invalid="ignore"):
            return (g * length_slope(x, size, value, order, axes),)

    return value if keepdim else value.squeeze(axes), vjp


def length(size: Array, p: float, axes: tuple[int, ...]) -> Array:
    """The norm of order p of absolute values, its axes kept with length 1."""
    if abs(p) == np.inf:
        refuse_empty(size, axes)
        return (np.maximum if p > 0 else np.minimum).reduce(size, axis=axes, keepdims=True)
    if p == 0:
        return np.add.reduce((size != 0).astype(size.dtype), axis=axes, keepdims=True)
    if p == 2:
        return np.sqrt(np.add.reduce(size * size, axis=axes, keepdims=True))
    return np.add.reduce(size**p, axis=axes, keepdims=True) ** (1 / p)


def length_slope(x: Array, size: Array, value: Array, p: float, axes: tuple[int, ...]) -> Array:
    """The derivative of `length` for each entry, decided at its kinks as PyTorch does."""
    slope = sign(x)
    if p == 0:
        return np.zeros_like(x)
    if p == 1:
        return slope
    if abs(p) == np.inf:  # equal largest entries share
        chosen: Array = ((size == value) | np.isnan(size)).astype(x.dtype)
        share: Array = chosen / np.add.reduce(chosen, axis=axes, keepdims=True)
        return slope * share
    if p == 2:
        return np.where(value == 0, 0, x / value)
    if p < 1:  # infinitely steep at 0
        return slope * np.where(x == 0, 0, size ** (p - 1)) * value ** (1 - p)
    return slope * size ** (p - 1) * np.where(value == 0, 0, value ** (1 - p))


def logsumexp(x: Array, dim: Dims, keepdim: bool = False) -> Result:
    """The logarithm of Σ exp(x) along `dim`, without overflow; its gradient is the softmax."""
    x, axes = floating(x), reduced_axes(dim, x.ndim)
    top = np.maximum.reduce(x, axis=axes, keepdims=True, initial=-np.inf)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):
        value = top + np.log(np.add.reduce(np.exp(x - top), axis=axes, keepdims=True))

    def vjp(g: Array) -> tuple[Array]:
        return (restore_axes(g, x.shape, axes) * np.exp(x - value),)

    return value if keepdim else value.squeeze(axes), vjp


def amax(x: Array, dim: Dims = None, keepdim: bool = False) -> Result:
    """The largest entry along `dim`; equal largest entries share the gradient evenly."""
    return extreme(x, np.maximum, dim, keepdim=keepdim)


def amin(x: Array, dim: Dims = None, keepdim: bool = False) -> Result:
    """The smallest entry along `dim`; equal smallest entries share the gradient evenly."""
    return extreme(x, np.minimum, dim, keepdim=keepdim)


def largest_of_all(x: Array) -> Result:
    """The largest entry; as `amax` over everything, but entries that are NaN share the gradient of NaN."""
    return extreme(x, np.maximum, None, keepdim=False, nan=True)


def smallest_of_all(x: Array) -> Result:
    """The smallest entry; as `amin` over everything, but entries that are NaN share the gradient of NaN."""
    return extreme(x, np.minimum, None, keepdim=False, nan=True)


def extreme(x: Array, which: np.ufunc, dim: Dims, *, keepdim: bool, nan: bool = False) -> Result:
    """The largest or the smallest entry. In the gradient, is NaN equal to NaN?"""
    axes = reduced_axes(dim, x.ndim)
    refuse_empty(x, axes)
    value = which.reduce(x, axis=axes, keepdims=True)

    def vjp(g: Array) -> tuple[Array]:
        winners = (np.isnan(x) if nan and np.isnan(value) else x == value).astype(g.dtype)
        return (
            winners * (restore_axes(g, x.shape, axes) / np.add.reduce(winners, axis=axes, keepdims=True)),
        )

    return value if keepdim else value.squeeze(axes), vjp


def max(x: Array, dim: int, keepdim: bool = False) -> Choice:
    """The largest entry along `dim` and its index; the gradient goes to that entry alone, the first of equals."""
    return entries_at(x, argmax(x, dim, keepdim=True), dim, keepdim=keepdim)


def min(x: Array, dim: int, keepdim: bool = False) -> Choice:
    """The smallest entry along `dim` and its index; the gradient goes to that entry alone."""
    return entries_at(x, argmin(x, dim, keepdim=True), dim, keepdim=keepdim)


def entries_at(x: Array, index: Array, dim: int, *, keepdim: bool) -> Choice:
    """The entries at these indices along one dim, with the indices."""
    if x.ndim == 0:  # PyTorch lets a number be searched along dim 0

        def pass_on(g: Array) -> tuple[Array]:
            return (g,)

        return x.copy(), index, pass_on
    value = np.take_along_axis(x, index, dim)

    def vjp(g: Array) -> tuple[Array]:
        full = np.zeros(x.shape, x.dtype)
        np.put_along_axis(full, index, g if keepdim else np.expand_dims(g, dim), dim)
        return (full,)

    return (value, index, vjp) if keepdim else (value.squeeze(dim), index.squeeze(dim), vjp)


# What follows has no gradient.


def argmax(x: Array, dim: int | None = None, keepdim: bool = False) -> Array:
    """The index of the largest entry, the first of equals, int64."""
    return index_of(np.argmax, x, dim, keepdim=keepdim)


def argmin(x: Array, dim: int | None = None, keepdim: bool = False) -> Array:
    """The index of the smallest entry, the first of equals, int64."""
    return index_of(np.argmin, x, dim, keepdim=keepdim)


def index_of(function: Any, x: Array, dim: int | None, *, keepdim: bool) -> Array:
    """The answer of np.argmax or np.argmin, with errors in words."""
    refuse_empty(x, axes_of(dim, x.ndim))
    index: Array = function(x, axis=dim, keepdims=keepdim).astype(np.int64)
    return index


def all(x: Array, dim: Dims = None, keepdim: bool = False) -> Any:
    """True where no entry along `dim` is zero or False."""
    return np.all(x, axis=axes_of(dim, x.ndim), keepdims=keepdim)


def any(x: Array, dim: Dims = None, keepdim: bool = False) -> Any:
    """True where some entry along `dim` is neither zero nor False."""
    return np.any(x, axis=axes_of(dim, x.ndim), keepdims=keepdim)


def reduced_axes(dim: Dims, ndim: int) -> tuple[int, ...]:
    """`dim` as axes counted from the front; None and () mean all of them, as in PyTorch."""
    return axes_of(dim, ndim) or tuple(range(ndim))


def restore_axes(g: Array, shape: tuple[int, ...], axes: tuple[int, ...]) -> Array:
    """A reduced gradient with its axes back, each of length 1, ready to broadcast to `shape`."""
    return g.reshape([1 if i in axes else n for i, n in enumerate(shape)])


def repeat_along(g: Array, shape: tuple[int, ...], axes: tuple[int, ...]) -> Array:
    """A reduced gradient repeated along its axes to `shape`, as a read-only view."""
    if g.size != 1:
        return np.broadcast_to(restore_axes(g, shape, axes), shape)
    # One number for all entries, as after loss.mean(): np.broadcast_to would take five times as long.
    repeated: Array = np.ndarray(shape, g.dtype, np.asarray(g), strides=(0,) * len(shape))
    repeated.flags.writeable = False
    return repeated


def count(shape: tuple[int, ...], axes: tuple[int, ...]) -> int:
    """The number of entries that are reduced to one."""
    n = 1
    for a in axes:
        n *= shape[a]
    return n


def refuse_empty(x: Array, axes: tuple[int, ...]) -> None:
    """Raise a ShapeError where nothing lies along the axes: nothing can be largest."""
    if x.size == 0 and count(x.shape, axes) == 0:
        raise ShapeError(f"there is no largest or smallest entry in an empty tensor of shape {x.shape}")
