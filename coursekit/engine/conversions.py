"""The same values in other memory or as another dtype; gradients come back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from coursekit.engine.arrays import Array, get_default_dtype

if TYPE_CHECKING:
    from coursekit.engine.tensor import Tensor

__all__ = ["clone", "double", "float", "floating", "long", "to"]


def clone(x: Tensor) -> Tensor:
    """A copy with its own memory; gradients pass through it."""

    def vjp(g: Array) -> tuple[Array]:
        return (g,)

    return x.record(x.data.copy(), (x,), vjp)


def to(x: Tensor, dtype: npt.DTypeLike) -> Tensor:
    """The values as another dtype; x itself where nothing changes."""
    own = x.data.dtype
    if own == dtype:
        return x
    value = x.data.astype(dtype)

    def vjp(g: Array) -> tuple[Array]:
        return (g.astype(own),)

    return x.record(value, (x,), vjp) if value.dtype.kind == "f" else x.constant(value)


def floating(x: Tensor) -> Tensor:
    """X itself if it holds floats, else its values in the default dtype."""
    return x if x.data.dtype.kind == "f" else to(x, get_default_dtype())


def float(x: Tensor) -> Tensor:  # noqa: A001 - PyTorch's name
    """As float32."""
    return to(x, np.float32)


def double(x: Tensor) -> Tensor:
    """As float64."""
    return to(x, np.float64)


def long(x: Tensor) -> Tensor:
    """As int64."""
    return to(x, np.int64)
