"""The functions of several tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coursekit.engine.ops import shaping
from coursekit.engine.tensor import Tensor, record


def where(condition: Any, x: Any, y: Any) -> Tensor:
    """Entries of x where the condition holds, of y elsewhere; all three broadcast. x or y is a tensor.

    Raises:
        ShapeError: they do not broadcast to one shape.
    """
    first = x if isinstance(x, Tensor) else y.as_tensor(x)
    return first.where(condition, y)


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors along an existing dim.

    Raises:
        ShapeError: sizes that differ outside `dim`.
        ArgumentError: no tensors.
    """
    value, vjp = shaping.cat([t.data for t in tensors], dim)
    return record(value, tuple(tensors), vjp)


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Join tensors of one shape along a new dim.

    Raises:
        ShapeError: shapes that differ.
        ArgumentError: no tensors.
    """
    value, vjp = shaping.stack([t.data for t in tensors], dim)
    return record(value, tuple(tensors), vjp)
