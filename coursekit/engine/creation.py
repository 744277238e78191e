"""New tensors: from data, and from sizes (zeros, ones, ranges, random numbers)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine.arrays import Array, as_array, get_default_dtype
from coursekit.engine.ops.shaping import as_shape
from coursekit.engine.randomness import default_rng
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, DTypeError, ShapeError


def from_numpy(array: Array) -> Tensor:
    """A tensor that shares the array's memory and keeps its dtype.

    Raises:
        DTypeError: no NumPy array, or one without real numbers.
    """
    if not isinstance(array, np.ndarray):
        raise DTypeError(f"from_numpy takes an array and got {type(array).__name__}; use tensor(...)")
    return Tensor(array, dtype=array.dtype)


def tensor(
    data: Any, dtype: npt.DTypeLike | None = None, *, device: str = "cpu", requires_grad: bool = False
) -> Tensor:
    """A leaf holding a copy of `data`; floats become float32 unless `dtype` says otherwise.

    PyTorch keeps NumPy's float64 here. The engine casts, because float64 halves the speed of everything
    after it.

    Raises:
        DTypeError: entries that are not real numbers, or a gradient asked of integers.
        ArgumentError: another device than "cpu", here and in all functions below.
    """
    need_cpu(device)
    array = as_array(data.data if isinstance(data, Tensor) else data, dtype)
    return Tensor(array.copy(), requires_grad, dtype)


def zeros(
    *size: Any, dtype: npt.DTypeLike | None = None, device: str = "cpu", requires_grad: bool = False
) -> Tensor:
    """Zeros of a shape."""
    need_cpu(device)
    return with_dtype(np.zeros(new_shape(size)), dtype, requires_grad=requires_grad)


def ones(
    *size: Any, dtype: npt.DTypeLike | None = None, device: str = "cpu", requires_grad: bool = False
) -> Tensor:
    """Ones of a shape."""
    need_cpu(device)
    return with_dtype(np.ones(new_shape(size)), dtype, requires_grad=requires_grad)


def zeros_like(
    input: Any,  # noqa: A002 - PyTorch's name
    dtype: npt.DTypeLike | None = None,
    *,
    device: str = "cpu",
    requires_grad: bool = False,
) -> Tensor:
    """Zeros of a tensor's shape and dtype."""
    return zeros(*input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


def ones_like(
    input: Any,  # noqa: A002 - PyTorch's name
    dtype: npt.DTypeLike | None = None,
    *,
    device: str = "cpu",
    requires_grad: bool = False,
) -> Tensor:
    """Ones of a tensor's shape and dtype."""
    return ones(*input.shape, dtype=dtype or input.dtype, device=device, requires_grad=requires_grad)


def tril(input: Tensor, diagonal: int = 0) -> Tensor:  # noqa: A002 - PyTorch's name
    """The matrices in the last two dims with zeros above the diagonal.

    Raises:
        ShapeError: fewer than two dims.
    """
    return zeros_like(input).where(~on_or_below(input, diagonal), input)


def triu(input: Tensor, diagonal: int = 0) -> Tensor:  # noqa: A002 - PyTorch's name
    """The matrices in the last two dims with zeros below the diagonal.

    Raises:
        ShapeError: fewer than two dims.
    """
    return zeros_like(input).where(on_or_below(input, diagonal - 1), input)


def on_or_below(matrices: Tensor, diagonal: int) -> Array:
    """True on a diagonal of the last two dims and below it."""
    if matrices.ndim < 2:
        raise ShapeError(f"a triangle needs a matrix in the last two dims and got shape {matrices.shape}")
    rows, columns = matrices.shape[-2:]
    return np.tri(rows, columns, diagonal, dtype=bool)


def eye(
    n: int,
    m: int | None = None,
    *,
    dtype: npt.DTypeLike | None = None,
    device: str = "cpu",
    requires_grad: bool = False,
) -> Tensor:
    """Ones on the diagonal of an n × m matrix, n × n unless m is given, zeros elsewhere."""
    need_cpu(device)
    new_shape((n, n if m is None else m))
    return with_dtype(np.eye(n, m), dtype, requires_grad=requires_grad)


def linspace(
    start: Any,
    end: Any,
    steps: int,
    dtype: npt.DTypeLike | None = None,
    *,
    device: str = "cpu",
    requires_grad: bool = False,
) -> Tensor:
    """`steps` numbers evenly from start to end, both included."""
    need_cpu(device)
    array = np.linspace(float(start), float(end), new_shape((steps,))[0])
    return with_dtype(array, dtype, requires_grad=requires_grad)


def arange(
    start: float,
    end: float | None = None,
    step: float = 1,
    *,
    dtype: npt.DTypeLike | None = None,
    device: str = "cpu",
    requires_grad: bool = False,
) -> Tensor:
    """Numbers from start to end, not included, in steps; from 0 where one number is given. Integers stay integers.

    Raises:
        ArgumentError: a step of 0, or one that leads away from the end.
    """
    need_cpu(device)
    first, last = (0, start) if end is None else (start, end)
    if not (all(map(math.isfinite, (first, last, step))) and step and (last - first) * step >= 0):
        raise ArgumentError(f"steps of {step} do not lead from {first} to {last}")
    return Tensor(np.arange(first, last, step), requires_grad, dtype)


def randn(
    *size: Any,
    rng: np.random.Generator | None = None,
    dtype: npt.DTypeLike | None = None,
    device: str = "cpu",
    requires_grad: bool = False,
) -> Tensor:
    """Normally distributed numbers of a shape, mean 0, variance 1."""
    need_cpu(device)
    return with_dtype((rng or default_rng()).normal(size=new_shape(size)), dtype, requires_grad=requires_grad)


def rand(
    *size: Any,
    rng: np.random.Generator | None = None,
    dtype: npt.DTypeLike | None = None,
    device: str = "cpu",
    requires_grad: bool = False,
) -> Tensor:
    """Numbers spread evenly over [0, 1), of a shape."""
    need_cpu(device)
    return with_dtype((rng or default_rng()).random(size=new_shape(size)), dtype, requires_grad=requires_grad)


def with_dtype(array: Array, dtype: npt.DTypeLike | None, *, requires_grad: bool = False) -> Tensor:
    """The array as a tensor, in the dtype asked for or the default one."""
    return Tensor(array, requires_grad, get_default_dtype() if dtype is None else dtype)


def new_shape(size: tuple[Any, ...]) -> tuple[int, ...]:
    """The sizes of a call as a shape.

    Raises:
        ShapeError: a size that is no whole number from 0.
    """
    shape = as_shape(size)
    if not all(isinstance(n, int | np.integer) and n >= 0 for n in shape):
        raise ShapeError(f"sizes are whole numbers from 0, not {', '.join(map(repr, shape))}")
    return shape


def need_cpu(device: str) -> None:
    """Raise an ArgumentError for a device that is not the processor."""
    if device != "cpu":
        raise ArgumentError(f'the engine computes on device="cpu" alone, not on {device!r}')
