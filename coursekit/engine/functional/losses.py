"""Losses of predictions that are numbers: how far off they are. Each is one operation.

`reduction` is given by name: in its place PyTorch has two older arguments.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.engine.arrays import Array, sign, unbroadcast
from coursekit.engine.tensor import Tensor, record
from coursekit.errors import ArgumentError, ShapeError

# ruff: noqa: A002 - `input` is PyTorch's name for the predictions


def mse_loss(input: Tensor, target: Any, *, reduction: str = "mean") -> Tensor:
    """(input − target)², averaged. Both of one shape.

    Raises:
        ShapeError: the shapes differ.
        ArgumentError: `reduction` is not mean, sum or none.
    """
    y = same_shape(input, target)
    r = input.data - y.data
    return elementwise_loss(r * r, input, y, lambda: 2 * r, reduction)


def l1_loss(input: Tensor, target: Any, *, reduction: str = "mean") -> Tensor:
    """|input − target|, averaged. Both of one shape; raises as `mse_loss`."""
    y = same_shape(input, target)
    r = input.data - y.data
    return elementwise_loss(np.abs(r), input, y, lambda: sign(r), reduction)


def huber_loss(input: Tensor, target: Any, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """Half the squared error up to `delta`, a straight line beyond (Huber 1964); raises as `mse_loss`."""
    if not delta > 0:
        raise ArgumentError(f"delta is where the square becomes a line and must be positive, not {delta}")
    y = same_shape(input, target)
    r = input.data - y.data
    size = np.abs(r)
    value = np.where(size <= delta, 0.5 * r * r, delta * (size - 0.5 * delta))
    return elementwise_loss(value, input, y, lambda: np.clip(r, -delta, delta), reduction)


def smooth_l1_loss(input: Tensor, target: Any, *, reduction: str = "mean", beta: float = 1.0) -> Tensor:
    """huber_loss with delta = beta, divided by beta; l1_loss where beta is 0."""
    if beta == 0:
        return l1_loss(input, target, reduction=reduction)
    return huber_loss(input, target, reduction, beta) / beta


def same_shape(pred: Tensor, target: Any) -> Tensor:
    """The target as a tensor; raises a ShapeError unless it has the prediction's shape."""
    y = pred.as_tensor(target)
    if y.data.shape != pred.data.shape:
        raise ShapeError(
            f"predictions {pred.data.shape} and targets {y.data.shape} must have one shape; "
            "did you forget to reshape the targets?"
        )
    return y


def check_reduction(reduction: str) -> None:
    """Raise an ArgumentError unless the reduction is mean, sum or none."""
    if reduction not in ("mean", "sum", "none"):
        raise ArgumentError(f'reduction must be "mean", "sum" or "none", not {reduction!r}')


def reduce_losses(losses: Array, reduction: str, count: float) -> Any:
    """The losses summed, summed and divided by `count`, or as they are."""
    check_reduction(reduction)
    if reduction == "none":
        return losses
    s = np.add.reduce(losses, axis=None)
    # The mean of nothing is NaN.
    return s / s.dtype.type(count or np.nan) if reduction == "mean" else s


def elementwise_loss(
    losses: Array, x: Tensor, y: Tensor, slope: Any, reduction: str, target_slope: Any = None
) -> Tensor:
    """A loss of each entry, reduced to one number.

    `slope` and `target_slope` compute the derivatives for the prediction and the target when backward needs them.
    """
    n = losses.size
    value = reduce_losses(losses, reduction, n)

    def vjp(g: Array) -> tuple[Array | None, Array | None]:
        if reduction == "mean":
            g = g / n
        dx = g * slope() if x.requires_grad else None
        if not y.requires_grad:
            return dx, None
        dy = -slope() if target_slope is None else target_slope()
        return dx, unbroadcast(g * dy, y.data.shape)

    return record(value, (x, y), vjp)
