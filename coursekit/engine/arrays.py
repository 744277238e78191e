"""Helpers on plain NumPy arrays that know nothing of tensors: types, dtypes, and broadcasting undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.errors import ArgumentError, DTypeError, ShapeError

Array = npt.NDArray[Any]
Vjp = Callable[[Array], tuple[Array | None, ...]]
Result = tuple[Any, Vjp]
"""An operation's value, and how a gradient of the value becomes gradients of the inputs."""


_default_dtype: np.dtype[Any] = np.dtype(np.float32)


def get_default_dtype() -> np.dtype[Any]:
    """The dtype of floats that come in and of new parameters: float32 unless changed."""
    return _default_dtype


def set_default_dtype(dtype: npt.DTypeLike) -> None:
    """Change the dtype of floats that come in and of new parameters, float32 or float64, from now on.

    Raises:
        DTypeError: the dtype is neither.
    """
    global _default_dtype
    wanted = as_dtype(dtype)
    if wanted not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise DTypeError(f"the default dtype must be float32 or float64, not {wanted}")
    _default_dtype = wanted


def as_dtype(dtype: npt.DTypeLike) -> np.dtype[Any]:
    """NumPy's dtype of that name.

    Raises:
        DTypeError: there is none, or none that holds real numbers or booleans.
    """
    try:
        found = np.dtype(dtype)
    except TypeError:
        raise DTypeError(
            f'{dtype!r} is not a dtype such as np.float32, and the one device is "cpu"'
        ) from None
    if found.kind not in "fiub":
        raise DTypeError(f"a tensor holds real numbers or booleans, not {found}; convert the values first")
    return found


def need_shape(name: str, x: Any, wanted: tuple[int, ...]) -> None:
    """Raise a ShapeError for a tensor, such as a bias, of another shape; None is no tensor and passes."""
    if x is not None and x.data.shape != wanted:
        raise ShapeError(
            f"the {name} has shape {x.data.shape} and must have {wanted}, the sizes of the layer"
        )


def as_array(value: Any, dtype: npt.DTypeLike | None = None) -> Array:
    """An array the engine can hold: floats in the default dtype, integers in int64, booleans as they are.

    float64 data would silently make every product twice as slow, so floats are cast to the default
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
        return array.astype(as_dtype(dtype), copy=False)
    if array.dtype.kind == "f":
        return array.astype(_default_dtype, copy=False)
    # int64 by name: the default integer has 32 bits in the browser.
    return array if array.dtype.kind == "b" else array.astype(np.int64, copy=False)


def floating(x: Array) -> Array:
    """The array itself if it holds floats, else its values in the default dtype."""
    return x if x.dtype.kind == "f" else x.astype(_default_dtype)


def combine(ufunc: Callable[[Array, Array], Array], x: Array, y: Array) -> Array:
    """ufunc(x, y), with one sentence where the shapes do not fit.

    Raises:
        ShapeError: the shapes cannot be broadcast, or a matrix product's inner sizes differ.
        DTypeError: the operation does not exist for these dtypes, as booleans cannot be subtracted.
    """
    try:
        return ufunc(x, y)
    except TypeError:
        raise DTypeError(
            f"{ufunc.__name__} is not defined for {x.dtype} and {y.dtype}; call .long() or .float() first"
        ) from None
    except ValueError:
        name = ufunc.__name__
    if name == "matmul":
        raise ShapeError(
            f"cannot multiply {x.shape} @ {y.shape}: the columns on the left must equal the rows on the right; "
            "is one of them transposed?"
        )
    raise ShapeError(
        f"cannot {name} shapes {x.shape} and {y.shape}: from the right, each pair of sizes must be equal or contain a 1; "
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


def need_floats(name: str, x: Array) -> None:
    """Raise a DTypeError for integers and booleans."""
    if x.dtype.kind != "f":
        raise DTypeError(f"{name} needs floats, this tensor holds {x.dtype}; call .float() first")


def need_one_dtype(x: Array, w: Array) -> None:
    """Raise an error for inputs and weights of different dtypes: NumPy would compute in float64, at half the speed.

    Raises:
        DTypeError: they differ.
    """
    if x.dtype is not w.dtype and x.dtype != w.dtype:
        raise DTypeError(
            f"the input holds {x.dtype} and the layer's weights {w.dtype}; convert the input with .float() "
            "or .double(), or the model"
        )


def refuse_options(name: str, **options: Any) -> None:
    """Raise an ArgumentError that names the options that are set and that only PyTorch has."""
    asked = [option for option, value in options.items() if value]
    if asked:
        raise ArgumentError(f"{name} does not know {', '.join(asked)}; leave it out")


def sign(x: Array) -> Array:
    """−1, 0 or 1: the slope of |x|, which PyTorch takes as 0 at NaN too."""
    return np.subtract(x > 0, x < 0, dtype=x.dtype)


def column_sums(g: Array) -> Array:
    """(n, m) → (m,), as a product with ones: BLAS adds rows two to four times faster than np.sum."""
    sums: Array = ones(len(g), g.dtype).dot(g)
    return sums


def row_sums(g: Array) -> Array:
    """(n, m) → (n,), in the same way."""
    sums: Array = g.dot(ones(g.shape[1], g.dtype))
    return sums


def total(z: Array, axis: int) -> Array:
    """The sum along one axis, which is kept with length 1; along the last one six times as fast as np.sum."""
    if axis != z.ndim - 1:
        return np.add.reduce(z, axis=axis, keepdims=True)
    sums: Array = z @ ones(z.shape[-1], z.dtype)
    return sums[..., None]


def largest(z: Array, axis: int) -> Array:
    """The maximum along one axis, which is kept with length 1.

    Along the last axis np.max takes ten times as long as np.argmax, so the maximum is read at the index that
    np.argmax gives.
    """
    if axis != z.ndim - 1 or z.size == 0:
        return np.maximum.reduce(z, axis=axis, keepdims=True, initial=-np.inf)
    index = z.argmax(-1)
    index += np.arange(0, z.size, z.shape[-1]).reshape(index.shape)
    found: Array = z.ravel().take(index)[..., None]
    return found


def dots(a: Array, b: Array, axis: int) -> Array:
    """The sum of a · b along one axis, which is kept with length 1."""
    products: Array = np.vecdot(a, b, axis=axis)  # type: ignore[call-overload]  # missing in NumPy's stubs
    return np.expand_dims(products, axis)


@lru_cache(maxsize=16)
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
