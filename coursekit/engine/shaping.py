"""Operations that move entries without changing them; their gradients move back the same way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from coursekit.engine.arrays import Array, axes_of, unbroadcast
from coursekit.errors import ArgumentError, ShapeError

if TYPE_CHECKING:
    from coursekit.engine.tensor import Tensor

__all__ = [
    "cat",
    "chunk",
    "expand",
    "flatten",
    "getitem",
    "permute",
    "reshape",
    "split",
    "squeeze",
    "stack",
    "transpose",
    "unsqueeze",
]


def reshape(x: Tensor, *shape: Any) -> Tensor:
    """The same entries in reading order under another shape; one size may be −1.

    Raises:
        ShapeError: the number of entries differs.
    """
    old, new = x.data.shape, spread(shape)
    try:
        value = x.data.reshape(new)
    except ValueError:
        raise ShapeError(
            f"{x.data.size} entries of shape {old} do not fill shape {new}; "
            "the products of the sizes must agree"
        ) from None

    def vjp(g: Array) -> tuple[Array]:
        return (g.reshape(old),)

    return x.record(value, (x,), vjp)


def flatten(x: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The dims from start_dim to end_dim made one."""
    shape = x.data.shape or (1,)
    (start,), (end,) = axes_of(start_dim, len(shape)), axes_of(end_dim, len(shape))
    if start > end:
        raise ShapeError(
            f"flatten runs from start_dim {start_dim} to end_dim {end_dim}, which comes before it"
        )
    return reshape(x, *shape[:start], math.prod(shape[start : end + 1]), *shape[end + 1 :])


def permute(x: Tensor, *dims: Any) -> Tensor:
    """The dims in another order."""
    order = axes_of(spread(dims), x.data.ndim)
    if len(order) != x.data.ndim:
        raise ShapeError(
            f"permute got {len(order)} dims for a tensor of shape {x.data.shape}; name every dim once"
        )
    back = tuple(np.argsort(order)) if order else ()

    def vjp(g: Array) -> tuple[Array]:
        return (g.transpose(back),)

    return x.record(x.data.transpose(order), (x,), vjp)


def transpose(x: Tensor, dim0: int, dim1: int) -> Tensor:
    """Two dims exchanged."""
    axes_of(dim0, x.data.ndim), axes_of(dim1, x.data.ndim)

    def vjp(g: Array) -> tuple[Array]:
        return (g.swapaxes(dim0, dim1),)

    return x.record(x.data.swapaxes(dim0, dim1), (x,), vjp)


def unsqueeze(x: Tensor, dim: int) -> Tensor:
    """A new dim of length 1 at `dim`."""
    axes_of(dim, x.data.ndim + 1)
    return reshape(x, np.expand_dims(x.data, dim).shape)


def squeeze(x: Tensor, dim: int | Sequence[int] | None = None) -> Tensor:
    """Without the dims of length 1, or without those of `dim` that have length 1."""
    axes = axes_of(dim, x.data.ndim)
    return reshape(x, tuple(n for i, n in enumerate(x.data.shape) if n != 1 or i not in axes))


def expand(x: Tensor, *shape: Any) -> Tensor:
    """Dims of length 1 repeated to `shape`, −1 keeps a length; nothing is copied.

    Raises:
        ShapeError: a dim that is neither 1 nor the length asked for.
    """
    old, new = x.data.shape, spread(shape)
    lead = len(new) - len(old)
    wanted = tuple(old[i - lead] if n == -1 and i >= lead else n for i, n in enumerate(new))
    try:
        value = np.broadcast_to(x.data, wanted)
    except ValueError:
        raise ShapeError(
            f"cannot expand shape {old} to {new}: only dims of length 1 can be repeated"
        ) from None

    def vjp(g: Array) -> tuple[Array]:
        return (unbroadcast(g, old),)

    return x.record(value, (x,), vjp)


def getitem(x: Tensor, index: Any) -> Tensor:
    """x[index]: slices, integers, masks, integer arrays; an entry taken twice adds both gradients.

    Raises:
        ShapeError: an index outside the tensor, or more indices than dims.
    """
    index = tuple(map(plain, index)) if isinstance(index, tuple) else plain(index)
    shape, dtype = x.data.shape, x.data.dtype
    try:
        value = x.data[index]
    except IndexError as error:
        raise ShapeError(f"this index does not fit shape {shape}: {error}") from None

    def vjp(g: Array) -> tuple[Array]:
        full = np.zeros(shape, dtype)
        if repeats(index):
            np.add.at(full, index, g)
        else:
            full[index] = g
        return (full,)

    return x.record(value, (x,), vjp)


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """The tensors one after another along an existing dim.

    Raises:
        ShapeError: sizes that differ outside `dim`.
        ArgumentError: no tensors.
    """
    first = leading(tensors, "cat")
    shapes = [t.data.shape for t in tensors]
    (axis,) = axes_of(dim, first.data.ndim)
    try:
        value = np.concatenate([t.data for t in tensors], axis)
    except ValueError:
        raise ShapeError(f"cannot cat shapes {shapes} along dim {dim}: all other sizes must agree") from None
    ends = np.cumsum([shape[axis] for shape in shapes])[:-1]

    def vjp(g: Array) -> tuple[Array, ...]:
        return tuple(np.split(g, ends, axis))

    return first.record(value, tuple(tensors), vjp)


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Tensors of one shape side by side along a new dim.

    Raises:
        ShapeError: shapes that differ.
        ArgumentError: no tensors.
    """
    first = leading(tensors, "stack")
    axes_of(dim, first.data.ndim + 1)
    try:
        value = np.stack([t.data for t in tensors], dim)
    except ValueError:
        shapes = [t.data.shape for t in tensors]
        raise ShapeError(f"cannot stack shapes {shapes}: all must be equal; did you mean cat?") from None

    def vjp(g: Array) -> tuple[Array, ...]:
        return tuple(np.moveaxis(g, dim, 0))

    return first.record(value, tuple(tensors), vjp)


def split(x: Tensor, split_size: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """Pieces of split_size entries along `dim` (the last may be shorter), or of the sizes listed."""
    (axis,) = axes_of(dim, x.data.ndim)
    n = x.data.shape[axis]
    if isinstance(split_size, int):
        if split_size < 1:
            raise ArgumentError(f"split_size must be at least 1, not {split_size}")
        split_size = [min(split_size, n - start) for start in range(0, n, split_size)]
    if sum(split_size) != n:
        raise ShapeError(
            f"the sizes {list(split_size)} add up to {sum(split_size)} and dim {dim} has length {n}"
        )
    before = (slice(None),) * axis
    ends = np.cumsum(split_size)
    return tuple(x[(*before, slice(end - size, end))] for end, size in zip(ends, split_size, strict=True))


def chunk(x: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` equal pieces along `dim`."""
    return split(x, -(-x.data.shape[dim] // chunks), dim)


def spread(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """f(2, 3) and f((2, 3)) mean the same."""
    return tuple(sizes[0]) if len(sizes) == 1 and isinstance(sizes[0], Sequence) else sizes


def plain(index: Any) -> Any:
    """An index that NumPy understands: tensors and lists as arrays."""
    return np.asarray(index) if isinstance(index, list) or hasattr(index, "vjp") else index


def repeats(index: Any) -> bool:
    """Whether an index can name one entry twice: only arrays of integers can."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(part, np.ndarray) and part.dtype.kind in "iu" for part in parts)


def leading(tensors: Sequence[Tensor], name: str) -> Tensor:
    """The first of the tensors."""
    if not tensors:
        raise ArgumentError(f"{name} needs at least one tensor and got none")
    return tensors[0]
