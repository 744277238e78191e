"""Normalisation: shift and scale entries to mean 0 and variance 1, then by learned amounts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array, column_sums, dots, need_floats, need_shape, row_sums, total
from coursekit.engine.tensor import Tensor, record
from coursekit.errors import ArgumentError, ShapeError

# ruff: noqa: A002, PLR0913 - PyTorch's names and arguments


def layer_norm(
    input: Tensor,
    normalized_shape: int | Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Each example to mean 0 and variance 1 over its last dims, times weight plus bias (Ba et al. 2016).

    Args:
        input: (..., *normalized_shape).
        normalized_shape: the sizes normalised over.
        weight: normalized_shape.
        bias: normalized_shape.
        eps: added to the variance.

    Raises:
        ShapeError: the input does not end in normalized_shape.
    """
    sizes = sizes_of(normalized_shape)
    x = input.data
    if x.shape[x.ndim - len(sizes) :] != sizes or x.ndim < len(sizes):
        raise ShapeError(f"layer_norm over {sizes} needs an input that ends in these sizes, not {x.shape}")
    need_floats("layer_norm", x)
    need_shape("weight", weight, sizes)
    need_shape("bias", bias, sizes)
    n = math.prod(sizes)
    need_entries(x, n)
    normal, inverse_std = normalise(x.reshape(x.size // n, n), eps)
    w = None if weight is None else weight.data.ravel()
    value = normal if w is None else normal * w
    value = value if bias is None else value + bias.data.ravel()

    def vjp(g: Array) -> tuple[Array | None, ...]:
        g = g.reshape(x.size // n, n)
        dx = dw = db = None
        if input.requires_grad:
            dx = normalise_vjp(g if w is None else g * w, normal, inverse_std).reshape(x.shape)
        if weight is not None:
            dw = column_sums(g * normal).reshape(sizes)
        if bias is not None:
            db = column_sums(g).reshape(sizes)
        return only_given((dx, dw, db), given)

    given = (input, weight, bias)
    return record(value.reshape(x.shape), only_given(given, given), vjp)


def batch_norm(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,  # noqa: FBT001, FBT002 - PyTorch's order
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Each channel to mean 0 and variance 1 over the batch, times weight plus bias (Ioffe and Szegedy 2015).

    While training the batch's own mean and variance are used, and the running ones move towards them by
    `momentum` in place; otherwise the running ones are used.

    Args:
        input: (N, channels, ...).
        running_mean: (channels,).
        running_var: (channels,).
        weight: (channels,).
        bias: (channels,).
        training: use the batch's statistics, and update the running ones.
        momentum: how far the running statistics move.
        eps: added to the variance.

    Raises:
        ShapeError: fewer than two dims, other channels than the statistics, or one value a channel while
            training.
    """
    x = input.data
    if x.ndim < 2:
        raise ShapeError(f"batch_norm takes (N, channels, ...) and got shape {x.shape}")
    need_floats("batch_norm", x)
    need_entries(x, x.shape[1])
    channels = x.shape[1]
    expected = next((len(p.data) for p in (weight, running_mean) if p is not None), channels)
    if channels != expected:
        raise ShapeError(f"this batch_norm has {expected} channels and the input {x.shape} has {channels}")
    given = {"running_mean": running_mean, "running_var": running_var, "weight": weight, "bias": bias}
    for name, tensor in given.items():
        need_shape(name, tensor, (channels,))
    rows = x.transpose(1, *range(2, x.ndim), 0).reshape(channels, x.size // channels)
    if not training and running_mean is not None and running_var is not None:
        inverse_std = 1 / np.sqrt(running_var.data + eps)[:, None]
        normal = (rows - running_mean.data[:, None]) * inverse_std
        return affine_by_channel(input, weight, bias, normal, lambda d: d * inverse_std)
    if rows.shape[1] < 2:
        raise ShapeError(
            f"batch_norm needs more than one value a channel to train on and got shape {x.shape}"
        )
    normal, inverse_std = normalise(rows, eps)
    if running_mean is not None and running_var is not None:
        n = rows.shape[1]
        update_running(running_mean.data, row_sums(rows) / n, momentum)
        update_running(running_var.data, (1 / np.square(inverse_std[:, 0]) - eps) * (n / (n - 1)), momentum)
    return affine_by_channel(input, weight, bias, normal, lambda d: normalise_vjp(d, normal, inverse_std))


def affine_by_channel(
    input: Tensor, weight: Tensor | None, bias: Tensor | None, normal: Array, pull: Callable[[Array], Array]
) -> Tensor:
    """The value normal · weight + bias, one row a channel, recorded in the shape (N, channels, ...).

    `pull` turns the gradient of the normalised rows into that of the rows.
    """
    order = (1, *range(2, input.ndim), 0)
    shape, back = [input.data.shape[i] for i in order], np.argsort(order)
    value = normal if weight is None else normal * weight.data[:, None]
    value = value if bias is None else value + bias.data[:, None]

    def vjp(g: Array) -> tuple[Array | None, ...]:
        g = g.transpose(order).reshape(normal.shape)
        dx = dw = db = None
        if input.requires_grad:
            d = pull(g if weight is None else g * weight.data[:, None])
            dx = d.reshape(shape).transpose(back)
        if weight is not None:
            dw = dots(g, normal, 1)[:, 0]
        if bias is not None:
            db = row_sums(g)
        return only_given((dx, dw, db), given)

    given = (input, weight, bias)
    return record(value.reshape(shape).transpose(back), only_given(given, given), vjp)


def update_running(running: Array, new: Array, momentum: float) -> None:
    """Move the running statistics towards new ones by `momentum`, in place."""
    running *= 1 - momentum
    running += momentum * new


def rms_norm(
    input: Tensor,
    normalized_shape: int | Sequence[int],
    weight: Tensor | None = None,
    eps: float | None = None,
) -> Tensor:
    """Each example over its root mean square in the last dims, times weight (Zhang and Sennrich 2019).

    `eps` is the dtype's unless given, 1.2e-7 for float32, as in PyTorch.
    """
    need_floats("rms_norm", input.data)
    eps = float(np.finfo(input.dtype).eps) if eps is None else eps
    sizes = sizes_of(normalized_shape)
    need_shape("weight", weight, sizes)
    if input.shape[input.ndim - len(sizes) :] != sizes or input.ndim < len(sizes):
        raise ShapeError(f"rms_norm over {sizes} needs an input that ends in these sizes, not {input.shape}")
    value = input * (input.square().mean(tuple(range(-len(sizes), 0)), keepdim=True) + eps) ** -0.5
    return value if weight is None else value * weight


def need_entries(x: Array, n: int) -> None:
    """Raise a ShapeError where there is nothing to normalise over."""
    if n == 0:
        raise ShapeError(f"there is nothing to normalise over in an input of shape {x.shape}")


def sizes_of(normalized_shape: int | Sequence[int]) -> tuple[int, ...]:
    """One size or several, as a tuple."""
    if isinstance(normalized_shape, int):
        return (normalized_shape,)
    if not isinstance(normalized_shape, Sequence) or isinstance(normalized_shape, str):
        raise ArgumentError(f"normalized_shape is one size or several, not {normalized_shape!r}")
    return tuple(normalized_shape)


def normalise(rows: Array, eps: float) -> tuple[Array, Array]:
    """Rows (m, n) with mean 0 and variance 1, and the factor of each, 1 / std, (m, 1)."""
    n = rows.shape[1]
    normal = rows - total(rows, 1) / n
    inverse_std: Array = 1 / np.sqrt(dots(normal, normal, 1) / n + eps)
    normal *= inverse_std
    return normal, inverse_std


def normalise_vjp(d: Array, normal: Array, inverse_std: Array) -> Array:
    """The gradient of the rows from that of the normalised rows: mean and variance depend on every entry."""
    n = d.shape[1]
    dx: Array = d - total(d, 1) / n
    dx -= normal * (dots(d, normal, 1) / n)
    dx *= inverse_std
    return dx


def only_given(values: tuple[Any, ...], tensors: tuple[Tensor | None, ...]) -> tuple[Any, ...]:
    """The values whose tensors are not None."""
    return tuple(v for v, t in zip(values, tensors, strict=True) if t is not None)
