"""Losses: one number that says how wrong the predictions are. Each is one operation with its gradient under it."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.engine.activations import softmax_array
from coursekit.engine.arrays import Array, unbroadcast
from coursekit.engine.functional.linear import indices
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, LabelError, ShapeError

__all__ = [
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "cross_entropy", "huber_loss", "l1_loss", "mse_loss",
    "nll_loss", "smooth_l1_loss",
]  # fmt: skip
# ruff: noqa: A002 - `input` is PyTorch's name for the predictions


def mse_loss(input: Tensor, target: Any, reduction: str = "mean") -> Tensor:
    """(input − target)², averaged. Both of one shape.

    Raises:
        ShapeError: the shapes differ.
        ArgumentError: `reduction` is not mean, sum or none.
    """
    y = same_shape(input, target)
    r = input.data - y.data
    return reduced(r * r, input, y, lambda: 2 * r, reduction)


def l1_loss(input: Tensor, target: Any, reduction: str = "mean") -> Tensor:
    """|input − target|, averaged. Both of one shape; raises as `mse_loss`."""
    y = same_shape(input, target)
    r = input.data - y.data
    return reduced(np.abs(r), input, y, lambda: np.sign(r), reduction)


def huber_loss(input: Tensor, target: Any, reduction: str = "mean", delta: float = 1.0) -> Tensor:
    """Half the square of the error up to `delta`, a straight line beyond (Huber 1964); raises as `mse_loss`."""
    if not delta > 0:
        raise ArgumentError(f"delta is where the square becomes a line and must be positive, not {delta}")
    y = same_shape(input, target)
    r = input.data - y.data
    size = np.abs(r)
    value = np.where(size <= delta, 0.5 * r * r, delta * (size - 0.5 * delta))
    return reduced(value, input, y, lambda: np.clip(r, -delta, delta), reduction)


def smooth_l1_loss(input: Tensor, target: Any, reduction: str = "mean", beta: float = 1.0) -> Tensor:
    """huber_loss with delta = beta, divided by beta."""
    return huber_loss(input, target, reduction, beta) / beta


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Any,
    weight: Any = None,
    reduction: str = "mean",
    pos_weight: Any = None,
) -> Tensor:
    """−y log σ(z) − (1 − y) log(1 − σ(z)) from logits z, averaged.

    Args:
        input: logits, any shape.
        target: probabilities from 0 to 1, the same shape.
        weight: multiplies each entry's loss; broadcasts.
        reduction: "mean", "sum" or "none".
        pos_weight: multiplies the first term only; broadcasts.

    Raises:
        ShapeError: the shapes differ.
        ArgumentError: `reduction` is not mean, sum or none.
    """
    y = same_shape(input, target)
    z, t = input.data, y.data
    # −log σ(z) = log(1 + e^−z) and −log(1 − σ(z)) = z + log(1 + e^−z); logaddexp cannot overflow.
    tail = np.logaddexp(0, -z)
    if weight is None and pos_weight is None:
        return reduced((1 - t) * z + tail, input, y, lambda: np.exp(-tail) - t, reduction, lambda: -z)
    w: Any = 1.0 if weight is None else input.lift(weight).data
    p: Any = 1.0 if pos_weight is None else input.lift(pos_weight).data
    counted = 1 + (p - 1) * t
    return reduced(
        w * ((1 - t) * z + counted * tail),
        input,
        y,
        lambda: w * (counted * np.exp(-tail) - p * t),
        reduction,
        lambda: w * ((p - 1) * tail - z),
    )


def binary_cross_entropy(input: Tensor, target: Any, weight: Any = None, reduction: str = "mean") -> Tensor:
    """−y log p − (1 − y) log(1 − p) for probabilities p, averaged; logarithms are kept above −100, as in PyTorch.

    Raises:
        ArgumentError: a probability outside [0, 1].
        ShapeError: the shapes differ.
    """
    y = same_shape(input, target)
    p, t = input.data, y.data
    if p.size and not (p.min() >= 0 and p.max() <= 1):
        raise ArgumentError(
            f"probabilities lie from 0 to 1 and these run from {p.min():.4g} to {p.max():.4g}; "
            "for logits use binary_cross_entropy_with_logits"
        )
    w = 1 if weight is None else input.lift(weight).data
    with np.errstate(divide="ignore"):
        log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log1p(-p), -100)
    value = -w * (t * log_p + (1 - t) * log_q)
    return reduced(
        value,
        input,
        y,
        lambda: np.asarray(w * (p - t) / np.maximum(p * (1 - p), 1e-12)),
        reduction,
        lambda: np.asarray(w * (log_q - log_p)),
    )


def cross_entropy(
    input: Tensor,
    target: Any,
    weight: Any = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """Minus the log-probability of the right class, from logits, averaged (Goodfellow et al. 2016, section 6.2.2).

    Args:
        input: logits, (n_classes,), (N, n_classes) or (N, n_classes, d1, …).
        target: class labels, integers of the input's shape without n_classes; or probabilities of its whole shape.
        weight: (n_classes,), how much each class counts.
        ignore_index: a label that does not count.
        reduction: "mean", "sum" or "none".
        label_smoothing: this part of each target is spread evenly over the classes.

    Raises:
        LabelError: a label outside the classes.
        ShapeError: labels that do not fit the logits.
        ArgumentError: `reduction` is not mean, sum or none.
    """
    z = input.data
    dim = 0 if z.ndim == 1 else 1
    y = target.data if isinstance(target, Tensor) else np.asarray(target)
    if z.ndim == 2 and y.ndim == 1 and y.dtype.kind == "i" and weight is None and not label_smoothing:
        return hard_cross_entropy(input, y, ignore_index, reduction)
    w = np.ones(z.shape[dim], z.dtype) if weight is None else input.lift(weight).data
    w = w.reshape([-1 if i == dim else 1 for i in range(z.ndim)])
    if y.dtype.kind == "f":
        if y.shape != z.shape:
            raise ShapeError(f"probabilities {y.shape} and logits {z.shape} must have one shape")
        share, total = y.astype(z.dtype, copy=False), z.size / z.shape[dim]
    else:
        share, total = one_hot_shares(y, z, w, dim, ignore_index)
    counted = np.add.reduce(share, axis=dim, keepdims=True)
    share = w * (share * (1 - label_smoothing) + counted * (label_smoothing / z.shape[dim]))
    return soft_cross_entropy(input, share, dim, reduction, total)


def hard_cross_entropy(input: Tensor, y: Array, ignore_index: int, reduction: str) -> Tensor:
    """The common case, integer labels (N,) for logits (N, n_classes), without building one-hot targets."""
    z = input.data
    n, n_classes = z.shape
    check_labels(y, n_classes, ignore_index, z.shape, (n,))
    rows = np.arange(n)
    counts = y != ignore_index
    all_count = counts.all()
    y = y if all_count else np.where(counts, y, 0)
    z = z - np.maximum.reduce(z, axis=1, keepdims=True)
    p = np.exp(z)
    total = np.add.reduce(p, axis=1, keepdims=True)
    losses = np.log(total[:, 0]) - z[rows, y]
    if not all_count:
        losses *= counts
    n_counted = n if all_count else int(counts.sum())

    def vjp(g: Array) -> tuple[Array]:
        d = p / total
        d[rows, y] -= 1
        scale = g / n_counted if reduction == "mean" else g
        if not all_count or reduction == "none":
            scale = (scale * counts)[:, None]
        d *= scale
        return (d,)

    return Tensor.record(reduce_losses(losses, reduction, n_counted), (input,), vjp)


def soft_cross_entropy(input: Tensor, share: Array, dim: int, reduction: str, total: float) -> Tensor:
    """−Σ share · log softmax(input) along `dim`; `total` is what the mean divides by."""
    z = input.data
    z = z - np.maximum.reduce(z, axis=dim, keepdims=True)
    log_p = z - np.log(np.add.reduce(np.exp(z), axis=dim, keepdims=True))
    losses = -np.add.reduce(share * log_p, axis=dim)

    def vjp(g: Array) -> tuple[Array]:
        d = softmax_array(z, dim) * np.add.reduce(share, axis=dim, keepdims=True) - share
        return (
            d * (np.expand_dims(g, dim) if reduction == "none" else g / total if reduction == "mean" else g),
        )

    return Tensor.record(reduce_losses(losses, reduction, total), (input,), vjp)


def one_hot_shares(y: Array, z: Array, w: Array, dim: int, ignore_index: int) -> tuple[Array, float]:
    """Labels as one-hot targets (all zero where ignored), and the weight they have together."""
    check_labels(y, z.shape[dim], ignore_index, z.shape, z.shape[:dim] + z.shape[dim + 1 :])
    classes = np.arange(z.shape[dim]).reshape(w.shape)
    share = (np.expand_dims(y, dim) == classes).astype(z.dtype)
    if 0 <= ignore_index < z.shape[dim]:
        share *= np.expand_dims(y != ignore_index, dim)
    return share, float((share * w).sum())


def nll_loss(input: Tensor, target: Any, reduction: str = "mean") -> Tensor:
    """Minus the entry of each row that the label names: (N, n_classes) log-probabilities and (N,) labels.

    Raises:
        LabelError: a label outside the classes.
        ShapeError: labels that do not fit the input.
    """
    y = indices(target, "nll_loss")
    check_labels(y, input.shape[1], None, input.shape, input.shape[:1])
    losses = -input[np.arange(len(y)), y]
    known(reduction)
    return losses.mean() if reduction == "mean" else losses.sum() if reduction == "sum" else losses


def check_labels(
    y: Array, n_classes: int, ignore_index: int | None, logits: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    """Refuse labels that do not fit the logits."""
    if y.shape != wanted:
        raise ShapeError(f"labels {y.shape} do not fit logits {logits}; they must have shape {wanted}")
    if y.size == 0:
        return
    low, high = y.min(), y.max()
    if low >= 0 and high < n_classes:
        return
    bad = y[((y < 0) | (y >= n_classes)) & (y != ignore_index)]
    if bad.size:
        raise LabelError(
            f"label {bad[0]} is outside the {n_classes} classes, 0 to {n_classes - 1}; "
            "do the labels start at 1, or does the last layer have too few outputs?"
        )


def same_shape(pred: Tensor, target: Any) -> Tensor:
    """The target as a tensor of exactly the prediction's shape."""
    y = pred.lift(target)
    if y.data.shape != pred.data.shape:
        raise ShapeError(
            f"predictions {pred.data.shape} and targets {y.data.shape} must have one shape; "
            "did you forget to reshape the targets?"
        )
    return y


def known(reduction: str) -> None:
    """Refuse a reduction nobody knows."""
    if reduction not in ("mean", "sum", "none"):
        raise ArgumentError(f'reduction must be "mean", "sum" or "none", not {reduction!r}')


def reduce_losses(losses: Array, reduction: str, total: float) -> Any:
    """The losses summed, summed and divided by `total`, or as they are."""
    known(reduction)
    if reduction == "none":
        return losses
    s = np.add.reduce(losses, axis=None)
    return s / s.dtype.type(total) if reduction == "mean" else s


def reduced(
    losses: Array, x: Tensor, y: Tensor, slope: Any, reduction: str, target_slope: Any = None
) -> Tensor:
    """A loss of each entry made one number; `slope` and `target_slope` give its derivatives when asked."""
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

    return Tensor.record(value, (x, y), vjp)
