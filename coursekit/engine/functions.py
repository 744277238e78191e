"""The functions of several tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coursekit.engine.arrays import Array
from coursekit.engine.ops import shaping
from coursekit.engine.tensor import Tensor, record
from coursekit.errors import DTypeError


def where(condition: Any, input: Any, other: Any) -> Tensor:  # noqa: A002 - PyTorch's name
    """Entries of `input` where the condition holds, of `other` elsewhere; all three broadcast.

    Raises:
        ShapeError: they do not broadcast to one shape.
    """
    one = input if isinstance(input, Tensor) else other if isinstance(other, Tensor) else Tensor(input)
    return one.as_tensor(input).where(condition, other)


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors along an existing dim.

    Raises:
        ShapeError: sizes that differ outside `dim`.
        ArgumentError: no tensors.
    """
    value, vjp = shaping.cat(data_of("cat", tensors), dim)
    return record(value, tuple(tensors), vjp)


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors of one shape along a new dim.

    Raises:
        ShapeError: shapes that differ.
        ArgumentError: no tensors.
    """
    value, vjp = shaping.stack(data_of("stack", tensors), dim)
    return record(value, tuple(tensors), vjp)


def data_of(name: str, tensors: Sequence[Tensor]) -> list[Array]:
    """The arrays of tensors.

    Raises:
        DTypeError: one of them is no tensor.
    """
    for t in tensors:
        if not isinstance(t, Tensor):
            raise DTypeError(
                f"{name} joins tensors, one of these is {type(t).__name__}; wrap it: tensor(...)"
            )
    return [t.data for t in tensors]
