"""Helpers on plain NumPy arrays that know nothing of tensors: types, dtypes, broadcasting undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from coursekit.errors import DTypeError, ShapeError

__all__ = [
    "Array",
    "Vjp",
    "axes_of",
    "column_sums",
    "combine",
    "get_default_dtype",
    "incoming",
    "set_default_dtype",
    "unbroadcast",
]

Array = npt.NDArray[Any]
Vjp = Callable[[Array], tuple[Array | None, ...]]


class Holder(Protocol):
    """Anything with an array in `.data`: a tensor, seen from here."""

    data: Array


_default_dtype: np.dtype[Any] = np.dtype(np.float32)


def get_default_dtype() -> np.dtype[Any]:
    """The dtype that incoming floats are cast to and that new parameters have: float32 unless changed."""
    return _default_dtype


def set_default_dtype(dtype: npt.DTypeLike) -> None:
    """Change the dtype of incoming floats and new parameters, float32 or float64, from now on.

    Raises:
        DTypeError: the dtype is neither.
    """
    global _default_dtype
    wanted = np.dtype(dtype)
    if wanted not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise DTypeError(f"the default dtype must be float32 or float64, not {wanted}")
    _default_dtype = wanted


def incoming(value: Any, dtype: npt.DTypeLike | None = None) -> Array:
    """An array the engine can hold: floats in the default dtype, integers in int64, booleans as they are.

    float64 data would make every product twice as slow without a word, so floats are cast to the default
    dtype unless another is asked for by name. A float or integer array that fits is passed on, not copied.

    Raises:
        ShapeError: nested lists of unequal length.
        DTypeError: complex numbers, text or objects.
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ShapeError("the nested lists have unequal lengths; give every row as many entries") from None
    if array.dtype.kind not in "fiub":
        raise DTypeError(
            f"a tensor holds real numbers or booleans, not {array.dtype}; convert the values first"
        )
    if dtype is not None:
        return array.astype(dtype, copy=False)
    if array.dtype.kind == "f":
        return array.astype(_default_dtype, copy=False)
    # int64 by name: the default integer has 32 bits in the browser.
    return array if array.dtype.kind == "b" else array.astype(np.int64, copy=False)


def combine(operation: Callable[[Array, Array], Array], a: Holder, b: Holder) -> Array:
    """operation(a.data, b.data), with one sentence where the shapes do not fit.

    Raises:
        ShapeError: the shapes cannot be broadcast, or a matrix product's inner sizes differ.
    """
    try:
        return operation(a.data, b.data)
    except ValueError:
        name, x, y = operation.__name__, a.data.shape, b.data.shape
    if name == "matmul":
        raise ShapeError(
            f"cannot multiply {x} @ {y}: the columns on the left must equal the rows on the right; "
            "is one of them transposed?"
        )
    raise ShapeError(
        f"cannot {name} shapes {x} and {y}: from the right, each pair of sizes must be equal or contain a 1; "
        "does one need a reshape?"
    )


def unbroadcast(g: Array, shape: tuple[int, ...]) -> Array:
    """Sum a gradient over the axes along which a value of this shape was repeated.

    Broadcasting uses one number many times, so its gradient is the sum over all the uses.
    """
    if g.shape == shape:
        return g
    extra = g.ndim - len(shape)
    stretched = [extra + i for i, n in enumerate(shape) if n == 1]
    return np.add.reduce(g, axis=(*range(extra), *stretched), keepdims=True).reshape(shape)


def column_sums(g: Array) -> Array:
    """(n, m) → (m,), as a product with ones: BLAS adds rows two to four times faster than np.sum."""
    sums: Array = ones(len(g), g.dtype).dot(g)
    return sums


@lru_cache(maxsize=64)
def ones(n: int, dtype: np.dtype[Any]) -> Array:
    """A vector of ones, kept for the next call; not to be written to."""
    return np.ones(n, dtype)


def axes_of(dim: int | Sequence[int] | None, ndim: int) -> tuple[int, ...]:
    """`dim` as a tuple of axes counted from the front; None means all of them.

    Raises:
        ShapeError: an axis the tensor does not have, or one named twice.
    """
    if dim is None:
        return tuple(range(ndim))
    named = (dim,) if isinstance(dim, int | np.integer) else tuple(dim)
    # PyTorch lets a number (no axes at all) be reduced along dim 0 or -1.
    bound = max(ndim, 1)
    for d in named:
        if not -bound <= d < bound:
            raise ShapeError(
                f"there is no dim {d} in a tensor with {ndim} dims; count from {-bound} to {bound - 1}"
            )
    axes = tuple(d % bound for d in named)
    if len(set(axes)) < len(axes):
        raise ShapeError(f"dim {tuple(named)} names one axis twice; name each once")
    return axes if ndim else ()
