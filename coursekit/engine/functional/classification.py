"""Losses of classifiers: minus the log-probability of the right class. Each is one operation."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.engine.arrays import Array, combine, largest, total, unbroadcast
from coursekit.engine.functional.linear import indices
from coursekit.engine.functional.losses import check_reduction, elementwise_loss, reduce_losses, same_shape
from coursekit.engine.tensor import Tensor, record
from coursekit.errors import ArgumentError, GraphError, LabelError, ShapeError

# ruff: noqa: A002 - `input` is PyTorch's name for the predictions


def cross_entropy(
    input: Tensor,
    target: Any,
    weight: Any = None,
    *,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """Minus the log-probability of the right class, from logits, averaged.

    Goodfellow et al. (2016), section 6.2.2.

    Args:
        input: logits, (n_classes,), (N, n_classes) or (N, n_classes, d1, …).
        target: class labels, integers of the input's shape without n_classes; or probabilities of its whole
            shape.
        weight: (n_classes,), how much each class counts.
        ignore_index: a label that does not count.
        reduction: "mean", "sum" or "none".
        label_smoothing: this part of each target is spread evenly over the classes.

    Ignored examples have the loss 0 and the gradient 0, whatever their logits. Where all are ignored the mean
    is NaN, as in PyTorch, and the gradient still 0, so that a step destroys nothing.

    Raises:
        LabelError: a label outside the classes.
        ShapeError: labels that do not fit the logits.
        ArgumentError: `reduction` is not mean, sum or none.
        GraphError: labels, and weights that require a gradient; with probabilities they get one.
    """
    z = input.data
    y = target.data if isinstance(target, Tensor) else indices(target, "cross_entropy", floats=True)
    if y.dtype.kind != "f":
        y = indices(y, "cross_entropy")
        if z.ndim == 2 and weight is None and not label_smoothing:
            return hard_cross_entropy(input, y, ignore_index, reduction)
    dim = class_dim(z)
    if not 0 <= label_smoothing <= 1:
        raise ArgumentError(f"label_smoothing is a part, from 0 to 1, not {label_smoothing}")
    if y.dtype.kind != "f":
        w = constant(weight, "cross_entropy with labels")
        w = class_weights(input, w, dim).data
        return label_cross_entropy(input, y, w, ignore_index, reduction, label_smoothing)
    if y.shape != z.shape or z.size == 0:
        raise ShapeError(f"probabilities {y.shape} and logits {z.shape} must have one shape, and entries")
    w = class_weights(input, weight, dim).reshape([-1 if i == dim else 1 for i in range(z.ndim)])
    return soft_cross_entropy(input, input.as_tensor(target), w, reduction, label_smoothing)


def hard_cross_entropy(input: Tensor, y: Array, ignore_index: int, reduction: str) -> Tensor:
    """The common case, integer labels (N,) for logits (N, n_classes), without building one-hot targets."""
    n, n_classes = input.data.shape
    counts = check_labels(y, n_classes, ignore_index, input.data.shape, (n,))
    # The position of each row's right class in the flattened logits.
    flat_index = np.arange(0, n * n_classes, n_classes) + (y if counts is None else np.where(counts, y, 0))
    # What is ignored may be anything, so it is made 0 before it can spoil a row.
    logits = input.data if counts is None else np.where(counts[:, None], input.data, 0)
    z = np.subtract(logits, largest(logits, 1), order="C")
    p = np.exp(z)
    sums = total(p, 1)
    losses = np.log(sums[:, 0]) - z.ravel().take(flat_index)
    if counts is not None:
        losses *= counts
    n_counted = n if counts is None else int(counts.sum())

    def vjp(g: Array) -> tuple[Array]:
        d = p / sums
        d.ravel()[flat_index] -= 1
        if reduction == "mean":
            g = g / (n_counted or 1)
        if counts is not None:
            g = g * counts
        d *= g if g.ndim == 0 else g[:, None]
        return (d,)

    return record(reduce_losses(losses, reduction, n_counted), (input,), vjp)


def label_cross_entropy(
    input: Tensor, y: Array, w: Array, ignore_index: int, reduction: str, smoothing: float
) -> Tensor:
    """Integer labels with class weights w (n_classes,), smoothing, or further dims."""
    shape, dim = input.data.shape, 0 if input.ndim == 1 else 1
    places, n_classes = shape[:dim] + shape[dim + 1 :], shape[dim]
    found = check_labels(y, n_classes, ignore_index, shape, places)
    rows = input.data  # one for each label
    if rows.ndim != 2:
        rows, y = np.moveaxis(rows, dim, -1).reshape(y.size, n_classes), y.ravel()
    counts: Any = 1 if found is None else found.ravel()
    if found is not None:  # what is ignored may be anything: it is made 0 before it can spoil a row
        rows, y = np.where(counts[:, None], rows, 0), np.where(counts, y, 0)
    flat_index, own = np.arange(0, rows.size, n_classes) + y, w[y] * counts
    z = np.subtract(rows, largest(rows, 1), order="C")
    p = np.exp(z)
    sums = total(p, 1)
    log_sums = np.log(sums)
    losses = own * (log_sums[:, 0] - z.ravel().take(flat_index))
    spread = smoothing / n_classes * w
    if smoothing:
        losses = (1 - smoothing) * losses + (log_sums - z).dot(spread) * counts
    total_weight = float(own.sum())

    def vjp(g: Array) -> tuple[Array]:
        picked = (1 - smoothing) * own
        d = p * ((picked + spread.sum() * counts)[:, None] / sums)
        if smoothing:
            d -= spread * np.expand_dims(counts, -1)
        d.ravel()[flat_index] -= picked
        if reduction == "mean":
            g = g / (total_weight or 1)
        d *= g if g.ndim == 0 else g.reshape(-1, 1)
        return (d if d.shape == shape else np.moveaxis(d.reshape(*places, n_classes), -1, dim),)

    value = reduce_losses(losses, reduction, total_weight)
    return record(value.reshape(places) if reduction == "none" else value, (input,), vjp)


def soft_cross_entropy(input: Tensor, target: Tensor, w: Tensor, reduction: str, smoothing: float) -> Tensor:
    """−Σ w · target · log softmax(input) over the classes; probabilities and weights may want gradients too."""
    z, t = input.data, target.data
    dim = 0 if z.ndim == 1 else 1
    n_classes = z.shape[dim]
    n = z.size // n_classes
    soft = t * (1 - smoothing) + smoothing / n_classes
    z = z - largest(z, dim)
    log_p = z - np.log(total(np.exp(z), dim))
    losses = -np.add.reduce(w.data * soft * log_p, axis=dim)

    def vjp(g: Array) -> tuple[Array | None, ...]:
        g = g / n if reduction == "mean" else np.expand_dims(g, dim) if reduction == "none" else g
        dz = dt = dw = None
        if input.requires_grad:
            weighted = w.data * soft
            dz = g * (np.exp(log_p) * np.add.reduce(weighted, axis=dim, keepdims=True) - weighted)
        if target.requires_grad:
            dt = g * ((smoothing - 1) * w.data * log_p)
        if w.requires_grad:
            dw = unbroadcast(g * (-soft * log_p), w.data.shape)
        return dz, dt, dw

    return record(reduce_losses(losses, reduction, n), (input, target, w), vjp)


def nll_loss(
    input: Tensor, target: Any, weight: Any = None, *, ignore_index: int = -100, reduction: str = "mean"
) -> Tensor:
    """Minus the entry that the label names, from log-probabilities; otherwise as `cross_entropy`."""
    dim = class_dim(input.data)
    y = indices(target, "nll_loss")
    shape = input.data.shape
    counts = check_labels(y, shape[dim], ignore_index, shape, shape[:dim] + shape[dim + 1 :])
    y = y if counts is None else np.where(counts, y, 0)
    weights = class_weights(input, constant(weight, "nll_loss"), dim).data[y]
    others = np.indices(y.shape, sparse=True)
    losses = -input[(*others[:dim], y, *others[dim:])] * weights
    if counts is not None:
        weights, losses = weights * counts, losses.masked_fill(~counts, 0.0)
    check_reduction(reduction)
    if reduction == "none":
        return losses
    return losses.sum() / weights.sum() if reduction == "mean" else losses.sum()


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Any,
    weight: Any = None,
    *,
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
        return elementwise_loss(
            (1 - t) * z + tail, input, y, lambda: np.exp(-tail) - t, reduction, lambda: -z
        )
    w, p = (entry_weights(input, given, "binary_cross_entropy_with_logits") for given in (weight, pos_weight))
    counted = 1 + (p - 1) * t
    return elementwise_loss(
        w * ((1 - t) * z + counted * tail),
        input,
        y,
        lambda: w * (counted * np.exp(-tail) - p * t),
        reduction,
        lambda: w * ((p - 1) * tail - z),
    )


def binary_cross_entropy(
    input: Tensor, target: Any, weight: Any = None, *, reduction: str = "mean"
) -> Tensor:
    """−y log p − (1 − y) log(1 − p) for probabilities p, averaged; logarithms are cut at −100, as in PyTorch.

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
    w = entry_weights(input, weight, "binary_cross_entropy")
    with np.errstate(divide="ignore"):
        log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log1p(-p), -100)
    value = -w * (t * log_p + (1 - t) * log_q)
    return elementwise_loss(
        value,
        input,
        y,
        lambda: np.asarray(w * (p - t) / np.maximum(p * (1 - p), 1e-12)),
        reduction,
        lambda: np.asarray(w * (log_q - log_p)),
    )


def class_dim(z: Array) -> int:
    """The dim of the classes in logits: the first of a vector, else the second.

    Raises:
        ShapeError: a number.
    """
    if z.ndim == 0:
        raise ShapeError("logits are (n_classes,), (N, n_classes) or (N, n_classes, …), not one number")
    return min(z.ndim - 1, 1)


def class_weights(input: Tensor, weight: Any, dim: int) -> Tensor:
    """The weight of each class, (n_classes,); 1 unless given."""
    n_classes = input.data.shape[dim]
    w = input.as_tensor(np.ones(n_classes) if weight is None else weight)
    if w.shape != (n_classes,):
        raise ShapeError(
            f"weight has shape {w.shape}; it must have one entry for each of the {n_classes} classes"
        )
    return w


def entry_weights(input: Tensor, weight: Any, name: str) -> Any:
    """A weight for each entry, which broadcasts to the input; 1 unless given."""
    if weight is None:
        return 1.0
    w = input.as_tensor(constant(weight, name)).data
    combine(np.multiply, input.data, w)
    return w


def constant(weight: Any, name: str) -> Any:
    """The weight as it is.

    Raises:
        GraphError: it wants a gradient, which this loss does not compute, as in PyTorch.
    """
    if isinstance(weight, Tensor) and weight.requires_grad:
        raise GraphError(f"{name} has no gradient for its weights; give them without one: weight.detach()")
    return weight


def check_labels(
    y: Array, n_classes: int, ignore_index: int, logits: tuple[int, ...], wanted: tuple[int, ...]
) -> Array | None:
    """Find which labels count, or None if all do.

    Raises:
        ShapeError: labels that do not fit the logits.
        LabelError: a label outside the classes.
    """
    if n_classes == 0:
        raise ShapeError(f"logits {logits} have no classes; each row needs one entry for each class")
    if y.shape != wanted:
        raise ShapeError(f"labels {y.shape} do not fit logits {logits}; they must have shape {wanted}")
    # Read as unsigned numbers, negative labels are huge: one pass finds both ends.
    if ignore_index < 0 and (y.size == 0 or y.view(np.uint64).max() < n_classes):
        return None
    counts = np.asarray(y != ignore_index)
    bad = y[((y < 0) | (y >= n_classes)) & counts]
    if bad.size:
        raise LabelError(
            f"label {bad[0]} is outside the {n_classes} classes, 0 to {n_classes - 1}; "
            "do the labels start at 1, or does the last layer have too few outputs?"
        )
    return counts
