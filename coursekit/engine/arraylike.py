"""The part of a tensor that is its array: shape, dtype, pieces, conversions to Python and NumPy, printing."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.ops import shaping
from coursekit.errors import GraphError, ShapeError


class ArrayLike:
    """The facts of `self.data` under PyTorch's names."""

    __slots__ = ()
    data: Array
    requires_grad: bool
    to: Callable[[Any], Self]
    permute: Callable[..., Self]
    transpose: Callable[..., Self]
    if TYPE_CHECKING:

        def __getitem__(self, index: Any) -> Self: ...

    @property
    def shape(self) -> tuple[int, ...]:
        """The length along each dim."""
        return self.data.shape

    @property
    def ndim(self) -> int:
        """The number of dims."""
        return self.data.ndim

    @property
    def dtype(self) -> np.dtype[Any]:
        """NumPy's dtype of the entries."""
        return self.data.dtype

    def size(self, dim: int | None = None) -> Any:
        """The shape, or the length along one dim.

        Raises:
            ShapeError: there is no such dim.
        """
        if dim is None:
            return self.shape
        if not -self.ndim <= dim < self.ndim:
            raise ShapeError(f"there is no dim {dim} in a tensor with {self.ndim} dims")
        return self.shape[dim]

    def dim(self) -> int:
        """The number of dims."""
        return self.ndim

    def numel(self) -> int:
        """The number of entries."""
        return self.data.size

    @property
    def T(self) -> Self:  # noqa: N802 - NumPy's name
        """The transpose of a matrix."""
        return self.permute(*range(self.ndim)[::-1])

    @property
    def mT(self) -> Self:  # noqa: N802
        """Every matrix in the last two dims transposed."""
        return self.transpose(-2, -1)

    def __iter__(self) -> Iterator[Self]:
        return (self[i] for i in range(len(self)))

    def __setitem__(self, index: Any, value: Any) -> None:
        raise GraphError(
            f"entries of a tensor cannot be set, here x[{index!r}]; build a new one with where(...), "
            "or set x.data[...] before the tensor is used"
        )

    def split(self, split_size: int | Sequence[int], dim: int = 0) -> tuple[Self, ...]:
        """Pieces of split_size entries along `dim` (the last may be shorter), or of the sizes listed."""
        return tuple(self[index] for index in shaping.split_indices(self.data, split_size, dim))

    def chunk(self, chunks: int, dim: int = 0) -> tuple[Self, ...]:
        """At most `chunks` equal pieces along `dim`."""
        return self.split(shaping.chunk_sizes(self.data, chunks, dim), dim)

    def item(self) -> builtins.float:
        """The one entry as a Python number.

        Raises:
            ShapeError: there is more than one entry.
        """
        if self.data.size != 1:
            raise ShapeError(
                f"item() needs one entry and this tensor has shape {self.shape}; index or reduce it first"
            )
        number: builtins.float = self.data.item()
        return number

    def tolist(self) -> Any:
        """The entries as nested Python lists."""
        return self.data.tolist()

    def numpy(self) -> Array:
        """The array itself, not a copy."""
        return self.data

    def float(self) -> Self:
        """The values as float32."""
        return self.to(np.float32)

    def double(self) -> Self:
        """The values as float64."""
        return self.to(np.float64)

    def long(self) -> Self:
        """The values as int64."""
        return self.to(np.int64)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:  # noqa: FBT001
        return np.array(self.data, dtype, copy=copy)

    def __len__(self) -> int:
        if self.ndim == 0:
            raise ShapeError("a tensor with no dims, a single number, has no length; use item()")
        return self.shape[0]

    def __bool__(self) -> bool:
        if self.data.size != 1:
            raise ShapeError(
                f"a tensor of shape {self.shape} is neither true nor false; use .all() or .any()"
            )
        return bool(self.data)

    def __float__(self) -> builtins.float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __index__(self) -> int:
        return self.data.__index__()

    def __format__(self, spec: str) -> str:
        return format(self.item() if self.data.size == 1 and spec else str(self), spec)

    def __repr__(self) -> str:
        note = ", requires_grad=True" if self.requires_grad else ""
        name = type(self).__name__.lower()
        return np.array2string(self.data, prefix=f"{name}(", separator=", ").join((f"{name}(", f"{note})"))
