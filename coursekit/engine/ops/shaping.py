"""Operations that move entries without changing them; their gradients move back the same way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array, Result, axes_of, unbroadcast
from coursekit.errors import ArgumentError, ShapeError


def reshape(x: Array, *shape: Any) -> Result:
    """The same entries in reading order under another shape; one size may be −1.

    Raises:
        ShapeError: the number of entries differs.
    """
    old, new = x.shape, as_shape(shape)
    try:
        value = x.reshape(new)
    except ValueError:
        raise ShapeError(
            f"{x.size} entries of shape {old} do not fill shape {new}; the products of the sizes must agree"
        ) from None

    def vjp(g: Array) -> tuple[Array]:
        return (g.reshape(old),)

    return value, vjp


def flatten(x: Array, start_dim: int = 0, end_dim: int = -1) -> Result:
    """The dims from start_dim to end_dim made one."""
    shape = x.shape or (1,)
    (start,), (end,) = axes_of(start_dim, len(shape)), axes_of(end_dim, len(shape))
    if start > end:
        raise ShapeError(
            f"flatten runs from start_dim {start_dim} to end_dim {end_dim}, which comes before it"
        )
    return reshape(x, *shape[:start], math.prod(shape[start : end + 1]), *shape[end + 1 :])


def permute(x: Array, *dims: Any) -> Result:
    """The dims in another order."""
    order = axes_of(as_shape(dims), x.ndim)
    if len(order) != x.ndim:
        raise ShapeError(
            f"permute got {len(order)} dims for a tensor of shape {x.shape}; name every dim once"
        )
    back = tuple(np.argsort(order)) if order else ()

    def vjp(g: Array) -> tuple[Array]:
        return (g.transpose(back),)

    return x.transpose(order), vjp


def transpose(x: Array, dim0: int, dim1: int) -> Result:
    """Two dims exchanged; a number stays as it is."""
    if not [*axes_of(dim0, x.ndim), *axes_of(dim1, x.ndim)]:
        return reshape(x, ())

    def vjp(g: Array) -> tuple[Array]:
        return (g.swapaxes(dim0, dim1),)

    return x.swapaxes(dim0, dim1), vjp


def unsqueeze(x: Array, dim: int) -> Result:
    """A new dim of length 1 at `dim`."""
    axes_of(dim, x.ndim + 1)
    return reshape(x, np.expand_dims(x, dim).shape)


def squeeze(x: Array, dim: int | Sequence[int] | None = None) -> Result:
    """Without the dims of length 1, or without those of `dim` that have length 1."""
    axes = axes_of(dim, x.ndim)
    return reshape(x, tuple(n for i, n in enumerate(x.shape) if n != 1 or i not in axes))


def expand(x: Array, *shape: Any) -> Result:
    """Dims of length 1 repeated to `shape`, −1 keeps a length; nothing is copied.

    Raises:
        ShapeError: a dim that is neither 1 nor the length asked for.
    """
    old, new = x.shape, as_shape(shape)
    lead = len(new) - len(old)
    wanted = tuple(old[i - lead] if n == -1 and i >= lead else n for i, n in enumerate(new))
    try:
        value = np.broadcast_to(x, wanted)
    except ValueError:
        raise ShapeError(
            f"cannot expand shape {old} to {new}: only dims of length 1 can be repeated"
        ) from None

    def vjp(g: Array) -> tuple[Array]:
        return (unbroadcast(g, old),)

    return value, vjp


def getitem(x: Array, index: Any) -> Result:
    """x[index]: slices, integers, masks, integer arrays; an entry taken twice adds both gradients.

    Raises:
        ShapeError: an index outside the tensor, or more indices than dims.
    """
    shape, dtype = x.shape, x.dtype
    try:
        value = x[index]
    except IndexError as error:
        raise ShapeError(f"this index does not fit shape {shape}: {error}") from None

    def vjp(g: Array) -> tuple[Array]:
        full = np.zeros(shape, dtype)
        if may_repeat(index):
            np.add.at(full, index, g)
        else:
            full[index] = g
        return (full,)

    return value, vjp


def cat(arrays: Sequence[Array], dim: int = 0) -> Result:
    """Join arrays along an existing dim.

    Raises:
        ShapeError: sizes that differ outside `dim`.
        ArgumentError: no arrays.
    """
    refuse_none("cat", arrays)
    shapes = [x.shape for x in arrays]
    axis = existing_axis("cat", arrays[0], dim)
    try:
        value = np.concatenate(arrays, axis)
    except ValueError:
        raise ShapeError(f"cannot cat shapes {shapes} along dim {dim}: all other sizes must agree") from None
    ends = np.cumsum([shape[axis] for shape in shapes])[:-1]

    def vjp(g: Array) -> tuple[Array, ...]:
        return tuple(np.split(g, ends, axis))

    return value, vjp


def stack(arrays: Sequence[Array], dim: int = 0) -> Result:
    """Join arrays of one shape along a new dim.

    Raises:
        ShapeError: shapes that differ.
        ArgumentError: no arrays.
    """
    refuse_none("stack", arrays)
    axes_of(dim, arrays[0].ndim + 1)
    try:
        value = np.stack(arrays, dim)
    except ValueError:
        shapes = [x.shape for x in arrays]
        raise ShapeError(f"cannot stack shapes {shapes}: all must be equal; did you mean cat?") from None

    def vjp(g: Array) -> tuple[Array, ...]:
        return tuple(np.moveaxis(g, dim, 0))

    return value, vjp


def split_indices(x: Array, split_size: int | Sequence[int], dim: int = 0) -> list[tuple[slice, ...]]:
    """The index of each piece of split_size entries along `dim` (the last may be shorter), or of the sizes listed.

    Raises:
        ArgumentError: a split_size below 1.
        ShapeError: sizes that do not add up to the length, or no such dim.
    """
    axis = existing_axis("split", x, dim)
    n = x.shape[axis]
    if isinstance(split_size, int):
        if split_size < 1:
            raise ArgumentError(f"split_size must be at least 1, not {split_size}")
        split_size = [min(split_size, n - start) for start in range(0, n or 1, split_size)]
    if isinstance(split_size, float | str) or not all(
        isinstance(size, int | np.integer) for size in split_size
    ):
        raise ArgumentError(f"split takes one whole number or several, not {split_size!r}")
    if sum(split_size) != n or min(split_size, default=0) < 0:
        raise ShapeError(
            f"the sizes {list(split_size)} add up to {sum(split_size)} and dim {dim} has length {n}"
        )
    before = (slice(None),) * axis
    ends = np.cumsum(split_size)
    return [(*before, slice(end - size, end)) for end, size in zip(ends, split_size, strict=True)]


def chunk_sizes(x: Array, chunks: int, dim: int = 0) -> int | list[int]:
    """The size that makes at most `chunks` equal pieces along `dim`; all are empty where there is nothing to cut.

    Raises:
        ArgumentError: fewer than one piece.
        ShapeError: no such dim.
    """
    if not isinstance(chunks, int) or chunks < 1:
        raise ArgumentError(f"chunk makes at least 1 piece, a whole number, not {chunks!r}")
    n = x.shape[existing_axis("chunk", x, dim)]
    return -(-n // chunks) or [0] * chunks


def existing_axis(name: str, x: Array, dim: int) -> int:
    """`dim` counted from the front.

    Raises:
        ShapeError: there is no such dim, as in a number, which has none.
    """
    axes = axes_of(dim, x.ndim)
    if not axes:
        raise ShapeError(
            f"{name} needs a dim to work along, and a number has none; give it one with unsqueeze(0)"
        )
    return axes[0]


def as_shape(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """The arguments (2, 3) or ((2, 3),) of a call as the shape (2, 3)."""
    return tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], Sequence) else sizes


def may_repeat(index: Any) -> bool:
    """Return True if an index may name one entry twice: only arrays of integers can."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(part, np.ndarray) and part.dtype.kind in "iu" for part in parts)


def refuse_none(name: str, arrays: Sequence[Array]) -> None:
    """Raise an ArgumentError where there is nothing to join."""
    if not arrays:
        raise ArgumentError(f"{name} needs at least one tensor and got none")
