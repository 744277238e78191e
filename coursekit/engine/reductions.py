"""Operations that make one number of many: sums, means, variances, maxima. `dim` says along which axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from coursekit.engine.arrays import Array, axes_of
from coursekit.errors import DTypeError, ShapeError

if TYPE_CHECKING:
    from coursekit.engine.tensor import Tensor

__all__ = [
    "all",
    "amax",
    "amin",
    "any",
    "argmax",
    "argmin",
    "logsumexp",
    "max",
    "mean",
    "min",
    "norm",
    "std",
    "sum",
    "var",
]
# ruff: noqa: A001, FBT001, FBT002 - PyTorch's names, and keepdim may stand second as there

Dims = int | Sequence[int] | None


class Extreme(NamedTuple):
    """What `max` and `min` along a dim give: the values and where they stood."""

    values: Tensor
    indices: Tensor


def sum(x: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The sum along `dim`, or of everything."""
    shape, axes = x.data.shape, axes_of(dim, x.data.ndim)

    def vjp(g: Array) -> tuple[Array]:
        return (np.broadcast_to(restore(g, shape, axes), shape),)

    return x.record(x.data.sum(axis=axes, keepdims=keepdim), (x,), vjp)


def mean(x: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The mean along `dim`, or of everything.

    Raises:
        DTypeError: the entries are integers or booleans.
    """
    need_floats("mean", x)
    shape, axes = x.data.shape, axes_of(dim, x.data.ndim)
    n = count(shape, axes)

    def vjp(g: Array) -> tuple[Array]:
        return (np.broadcast_to(restore(g / n, shape, axes), shape),)

    return x.record(x.data.sum(axis=axes, keepdims=keepdim) / n, (x,), vjp)


def var(
    x: Tensor, dim: Dims = None, keepdim: bool = False, *, correction: int = 1, unbiased: bool = True
) -> Tensor:
    """The mean squared distance from the mean, divided by n − correction (n if not unbiased)."""
    need_floats("var", x)
    shape, axes = x.data.shape, axes_of(dim, x.data.ndim)
    n = count(shape, axes) - (correction if unbiased else 0)
    centred = x.data - np.mean(x.data, axis=axes, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (centred * centred).sum(axis=axes, keepdims=keepdim) / np.asarray(n, centred.dtype)

    def vjp(g: Array) -> tuple[Array]:
        return (centred * restore(g * (2 / n), shape, axes),)

    return x.record(value, (x,), vjp)


def std(
    x: Tensor, dim: Dims = None, keepdim: bool = False, *, correction: int = 1, unbiased: bool = True
) -> Tensor:
    """The square root of `var`."""
    return var(x, dim, keepdim, correction=correction, unbiased=unbiased).sqrt()


def norm(x: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The length √Σx²; slope 0 at length 0."""
    need_floats("norm", x)
    data, axes = x.data, axes_of(dim, x.data.ndim)
    value = np.sqrt(np.add.reduce(data * data, axis=axes, keepdims=True))

    def vjp(g: Array) -> tuple[Array]:
        return (data * (restore(g, data.shape, axes) / np.where(value == 0, np.inf, value)),)

    return x.record(value if keepdim else value.squeeze(axes), (x,), vjp)


def logsumexp(x: Tensor, dim: Dims, keepdim: bool = False) -> Tensor:
    """The logarithm of Σ exp(x) along `dim`, without overflow; its gradient is the softmax."""
    data, axes = x.data, axes_of(dim, x.data.ndim)
    top = np.maximum.reduce(data, axis=axes, keepdims=True, initial=-np.inf)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):
        value = top + np.log(np.add.reduce(np.exp(data - top), axis=axes, keepdims=True))

    def vjp(g: Array) -> tuple[Array]:
        return (restore(g, data.shape, axes) * np.exp(data - value),)

    return x.record(value if keepdim else value.squeeze(axes), (x,), vjp)


def amax(x: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The largest entry along `dim`; equal largest entries share the gradient evenly."""
    return extreme(x, np.maximum, dim, keepdim=keepdim)


def amin(x: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """The smallest entry along `dim`; equal smallest entries share the gradient evenly."""
    return extreme(x, np.minimum, dim, keepdim=keepdim)


def extreme(x: Tensor, which: np.ufunc, dim: Dims, *, keepdim: bool) -> Tensor:
    """The largest or the smallest entry."""
    data, axes = x.data, axes_of(dim, x.data.ndim)
    refuse_empty(x)
    value = which.reduce(data, axis=axes, keepdims=True)

    def vjp(g: Array) -> tuple[Array]:
        winners = (data == value).astype(g.dtype)
        return (winners * (restore(g, data.shape, axes) / np.add.reduce(winners, axis=axes, keepdims=True)),)

    return x.record(value if keepdim else value.squeeze(axes), (x,), vjp)


def max(x: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """The largest entry; with `dim` a pair (values, indices), whose gradient goes to that index alone."""
    return amax(x) if dim is None else chosen(x, argmax(x, dim, keepdim=True), dim, keepdim=keepdim)


def min(x: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """The smallest entry; with `dim` a pair (values, indices), whose gradient goes to that index alone."""
    return amin(x) if dim is None else chosen(x, argmin(x, dim, keepdim=True), dim, keepdim=keepdim)


def chosen(x: Tensor, where: Tensor, dim: int, *, keepdim: bool) -> Extreme:
    """The entries at these indices along one dim, with the indices."""
    shape, dtype, index = x.data.shape, x.data.dtype, where.data
    picked = np.take_along_axis(x.data, index, dim)

    def vjp(g: Array) -> tuple[Array]:
        full = np.zeros(shape, dtype)
        np.put_along_axis(full, index, g if keepdim else np.expand_dims(g, dim), dim)
        return (full,)

    value, place = (picked, index) if keepdim else (picked.squeeze(dim), index.squeeze(dim))
    return Extreme(x.record(value, (x,), vjp), x.constant(place))


def argmax(x: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the largest entry stands, the first of equals."""
    return where_extreme(x, np.argmax, dim, keepdim=keepdim)


def argmin(x: Tensor, dim: int | None = None, keepdim: bool = False) -> Tensor:
    """Where the smallest entry stands, the first of equals."""
    return where_extreme(x, np.argmin, dim, keepdim=keepdim)


def where_extreme(x: Tensor, which: Any, dim: int | None, *, keepdim: bool) -> Tensor:
    """The index, int64, without a gradient."""
    axes_of(dim, x.data.ndim)
    refuse_empty(x)
    return x.constant(which(x.data, axis=dim, keepdims=keepdim).astype(np.int64))


def all(x: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """True where no entry along `dim` is zero or False."""
    return x.constant(np.all(x.data, axis=axes_of(dim, x.data.ndim), keepdims=keepdim))


def any(x: Tensor, dim: Dims = None, keepdim: bool = False) -> Tensor:
    """True where some entry along `dim` is neither zero nor False."""
    return x.constant(np.any(x.data, axis=axes_of(dim, x.data.ndim), keepdims=keepdim))


def restore(g: Array, shape: tuple[int, ...], axes: tuple[int, ...]) -> Array:
    """A reduced gradient with its axes back, each of length 1, ready to broadcast to `shape`."""
    return g.reshape([1 if i in axes else n for i, n in enumerate(shape)])


def count(shape: tuple[int, ...], axes: tuple[int, ...]) -> int:
    """How many entries are made one."""
    n = 1
    for a in axes:
        n *= shape[a]
    return n


def refuse_empty(x: Tensor) -> None:
    """Refuse a tensor in which nothing can be largest."""
    if x.data.size == 0:
        raise ShapeError(f"there is no largest or smallest entry in an empty tensor of shape {x.data.shape}")


def need_floats(name: str, x: Tensor) -> None:
    """Refuse integers and booleans where only floats make sense."""
    if x.data.dtype.kind != "f":
        raise DTypeError(f"{name} needs floats, this tensor holds {x.data.dtype}; call .float() first")
