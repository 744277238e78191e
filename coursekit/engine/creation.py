"""New tensors: from data, and from sizes (zeros, ones, ranges, random numbers)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine.arrays import Array, as_array, get_default_dtype
from coursekit.engine.ops.shaping import as_shape
from coursekit.engine.randomness import default_rng
from coursekit.engine.tensor import Tensor


def from_numpy(array: Array) -> Tensor:
    """A tensor that shares the array's memory and keeps its dtype."""
    return Tensor(array, dtype=array.dtype)


def tensor(data: Any, dtype: npt.DTypeLike | None = None, *, requires_grad: bool = False) -> Tensor:
    """A leaf holding a copy of `data`; floats become float32 unless `dtype` says otherwise.

    PyTorch keeps NumPy's float64 here. The engine casts, because float64 halves the speed of everything
    after it.

    Raises:
        DTypeError: entries that are not real numbers, or a gradient asked of integers.
    """
    array = as_array(data.data if isinstance(data, Tensor) else data, dtype)
    return Tensor(array.copy(), requires_grad, dtype)


def zeros(*size: Any, dtype: npt.DTypeLike | None = None, requires_grad: bool = False) -> Tensor:
    """Zeros of a shape."""
    return with_dtype(np.zeros(as_shape(size)), dtype, requires_grad=requires_grad)


def ones(*size: Any, dtype: npt.DTypeLike | None = None, requires_grad: bool = False) -> Tensor:
    """Ones of a shape."""
    return with_dtype(np.ones(as_shape(size)), dtype, requires_grad=requires_grad)


def zeros_like(input: Any, dtype: npt.DTypeLike | None = None) -> Tensor:  # noqa: A002 - PyTorch's name
    """Zeros of a tensor's shape and dtype."""
    return with_dtype(np.zeros(input.shape), dtype or input.dtype)


def ones_like(input: Any, dtype: npt.DTypeLike | None = None) -> Tensor:  # noqa: A002 - PyTorch's name
    """Ones of a tensor's shape and dtype."""
    return with_dtype(np.ones(input.shape), dtype or input.dtype)


def tril(input: Tensor, diagonal: int = 0) -> Tensor:  # noqa: A002 - PyTorch's name
    """The matrices in the last two dims with zeros above the diagonal."""
    rows, columns = input.shape[-2:]
    kept: Tensor = input * np.tri(rows, columns, diagonal)
    return kept


def triu(input: Tensor, diagonal: int = 0) -> Tensor:  # noqa: A002 - PyTorch's name
    """The matrices in the last two dims with zeros below the diagonal."""
    rows, columns = input.shape[-2:]
    kept: Tensor = input * (1 - np.tri(rows, columns, diagonal - 1))
    return kept


def eye(n: int, dtype: npt.DTypeLike | None = None) -> Tensor:
    """The n × n identity matrix."""
    return with_dtype(np.eye(n), dtype)


def linspace(start: float, end: float, steps: int, dtype: npt.DTypeLike | None = None) -> Tensor:
    """`steps` numbers evenly from start to end, both included."""
    return with_dtype(np.linspace(start, end, steps), dtype)


def arange(*bounds: float, dtype: npt.DTypeLike | None = None) -> Tensor:
    """Numbers from start (0) to end, not included, in steps (1); integers stay integers."""
    return Tensor(np.arange(*bounds), dtype=dtype)


def randn(
    *size: Any,
    rng: np.random.Generator | None = None,
    dtype: npt.DTypeLike | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """Normally distributed numbers of a shape, mean 0, variance 1."""
    return with_dtype((rng or default_rng()).normal(size=as_shape(size)), dtype, requires_grad=requires_grad)


def rand(
    *size: Any,
    rng: np.random.Generator | None = None,
    dtype: npt.DTypeLike | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """Numbers spread evenly over [0, 1), of a shape."""
    return with_dtype((rng or default_rng()).random(size=as_shape(size)), dtype, requires_grad=requires_grad)


def with_dtype(array: Array, dtype: npt.DTypeLike | None, *, requires_grad: bool = False) -> Tensor:
    """The array as a tensor, in the dtype asked for or the default one."""
    return Tensor(array, requires_grad, get_default_dtype() if dtype is None else dtype)
