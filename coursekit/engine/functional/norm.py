"""Normalisation: shift and scale entries to mean 0 and variance 1, then by learned amounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from coursekit.engine.arrays import Array
from coursekit.engine.tensor import Tensor
from coursekit.errors import ShapeError

__all__ = ["batch_norm", "layer_norm", "rms_norm", "sizes_of"]
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
    axes = tuple(range(x.ndim - len(sizes), x.ndim))
    standard, inverse = standardise(x, axes, eps)
    return scaled(input, standard, inverse, axes, weight, bias, sizes)


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

    While training the batch's own mean and variance are used, and the running ones move towards them by `momentum`
    in place; otherwise the running ones are used.

    Args:
        input: (N, channels, ...).
        running_mean: (channels,).
        running_var: (channels,).
        weight: (channels,).
        bias: (channels,).
        training: which statistics.
        momentum: how far the running statistics move.
        eps: added to the variance.

    Raises:
        ShapeError: fewer than two dims, other channels than the statistics, or one value a channel while training.
    """
    x = input.data
    if x.ndim < 2:
        raise ShapeError(f"batch_norm takes (N, channels, ...) and got shape {x.shape}")
    channels = x.shape[1]
    expected = next((len(p.data) for p in (weight, running_mean) if p is not None), channels)
    if channels != expected:
        raise ShapeError(f"this batch_norm has {expected} channels and the input {x.shape} has {channels}")
    axes, column = (0, *range(2, x.ndim)), (channels, *[1] * (x.ndim - 2))
    if not training and running_mean is not None and running_var is not None:
        inverse = 1 / np.sqrt(running_var.data.reshape(column) + eps)
        return scaled(
            input, (x - running_mean.data.reshape(column)) * inverse, inverse, (), weight, bias, column
        )
    n = x.size // channels
    if n < 2:
        raise ShapeError(
            f"batch_norm needs more than one value a channel to train on and got shape {x.shape}"
        )
    standard, inverse = standardise(x, axes, eps)
    if running_mean is not None and running_var is not None:
        spread = (1 / inverse**2 - eps) * (n / (n - 1))
        move(running_mean.data, x.mean(axis=axes), momentum)
        move(running_var.data, spread.reshape(-1), momentum)
    return scaled(input, standard, inverse, axes, weight, bias, column)


def rms_norm(
    input: Tensor, normalized_shape: int | Sequence[int], weight: Tensor | None = None, eps: float = 1e-6
) -> Tensor:
    """Each example divided by its root mean square over the last dims, times weight (Zhang and Sennrich 2019)."""
    sizes = sizes_of(normalized_shape)
    if input.shape[input.ndim - len(sizes) :] != sizes or input.ndim < len(sizes):
        raise ShapeError(f"rms_norm over {sizes} needs an input that ends in these sizes, not {input.shape}")
    value = input * (input.square().mean(tuple(range(-len(sizes), 0)), keepdim=True) + eps) ** -0.5
    return value if weight is None else value * weight


def sizes_of(normalized_shape: int | Sequence[int]) -> tuple[int, ...]:
    """One size or several, as a tuple."""
    return (normalized_shape,) if isinstance(normalized_shape, int) else tuple(normalized_shape)


def standardise(x: Array, axes: tuple[int, ...], eps: float) -> tuple[Array, Array]:
    """X with mean 0 and variance 1 along the axes, and what it was multiplied by."""
    standard = x - x.mean(axis=axes, keepdims=True)
    inverse = 1 / np.sqrt(np.square(standard).mean(axis=axes, keepdims=True) + eps)
    standard *= inverse
    return standard, inverse


def scaled(
    input: Tensor,
    standard: Array,
    inverse: Array,
    axes: tuple[int, ...],
    weight: Tensor | None,
    bias: Tensor | None,
    column: tuple[int, ...],
) -> Tensor:
    """The value standard · weight + bias, recorded as one operation on the input that was standardised along `axes`."""
    w = None if weight is None else weight.data.reshape(column)
    value = standard if w is None else standard * w
    if bias is not None:
        value = value + bias.data.reshape(column)

    def vjp(g: Array) -> tuple[Array | None, ...]:
        others = tuple(i for i in range(g.ndim) if i < g.ndim - len(column) or column[i - g.ndim] == 1)
        grads: list[Array | None] = [None]
        if input.requires_grad:
            d = g if w is None else g * w
            if axes:  # the mean and the variance move with every entry
                d = (
                    d
                    - d.mean(axis=axes, keepdims=True)
                    - standard * (d * standard).mean(axis=axes, keepdims=True)
                )
            grads[0] = d * inverse
        if weight is not None:
            grads.append((g * standard).sum(axis=others).reshape(weight.data.shape))
        if bias is not None:
            grads.append(g.sum(axis=others).reshape(bias.data.shape))
        return tuple(grads)

    return Tensor.record(value, tuple(t for t in (input, weight, bias) if t is not None), vjp)


def move(running: Array, towards: Any, momentum: float) -> None:
    """An exponential moving average, in place."""
    running *= 1 - momentum
    running += momentum * towards
