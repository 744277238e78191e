"""Layers as functions: the affine map, table look-up, dropout, one-hot."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from coursekit.engine.arrays import (
    Array,
    column_sums,
    need_floats,
    need_one_dtype,
    need_shape,
    refuse_options,
)
from coursekit.engine.products import dot
from coursekit.engine.randomness import default_rng
from coursekit.engine.tensor import Tensor, record
from coursekit.errors import ArgumentError, DTypeError, LabelError, ShapeError


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:  # noqa: A002
    """The affine map input @ weightᵀ + bias as one operation: (..., n_in) → (..., n_out).

    Args:
        input: (..., n_in).
        weight: (n_out, n_in), one row a neuron.
        bias: (n_out,).

    Raises:
        ShapeError: the last size of `input` is not n_in.
        DTypeError: input and weight of different dtypes.
    """
    x, w = input.data, weight.data
    try:
        n_out, n_in = w.shape
    except ValueError:
        raise ShapeError(f"the weight of a linear layer is (n_out, n_in) and has shape {w.shape}") from None
    if x.ndim == 0 or x.shape[-1] != n_in:
        raise ShapeError(
            f"this linear layer takes {n_in} features and the input has shape {x.shape}; "
            f"its last size must be {n_in}, did you forget to flatten?"
        )
    need_one_dtype(x, w)
    # One product of two matrices, however many dims the input has.
    rows = x if x.ndim == 2 else x.reshape(math.prod(x.shape[:-1]), n_in)
    value = dot(rows, w.T)  # dot takes 0.4 µs a call less than @, a tenth of a step on tiny networks
    if bias is not None:
        if bias.data.size != n_out:  # NumPy would repeat a bias of one entry
            need_shape("bias", bias, (n_out,))
        value += bias.data

    def vjp(g: Array) -> tuple[Array | None, ...]:
        g = g if g.ndim == 2 else g.reshape(len(rows), n_out)
        dx = dot(g, w).reshape(x.shape) if input.requires_grad else None
        dw = dot(g.T, rows) if weight.requires_grad else None
        return (dx, dw) if bias is None else (dx, dw, column_sums(g))

    parents = (input, weight) if bias is None else (input, weight, bias)
    return record(value if x.ndim == 2 else value.reshape(*x.shape[:-1], n_out), parents, vjp)


def embedding(input: Any, weight: Tensor, padding_idx: int | None = None, **options: Any) -> Tensor:  # noqa: A002
    """The rows of a table named by integers: (...) → (..., n_features).

    Args:
        input: integers, any shape.
        weight: (n_rows, n_features).
        padding_idx: a row that receives no gradient.
        options: PyTorch's further ones; they may be there if they ask for nothing.

    Raises:
        LabelError: an integer outside the table.
        DTypeError: the input does not hold integers.
        ArgumentError: an option that only PyTorch has, such as max_norm.
    """
    refuse_options("embedding", **options)
    index, table = indices(input, "embedding"), weight.data
    if table.ndim != 2 or (padding_idx is not None and not -len(table) <= padding_idx < len(table)):
        raise ShapeError(
            f"a table has rows and columns, padding_idx {padding_idx} among them, not shape {table.shape}"
        )
    if index.size and (index.min() < 0 or index.max() >= len(table)):
        worst = index.min() if index.min() < 0 else index.max()
        raise LabelError(f"index {worst} is outside the embedding's {len(table)} rows, 0 to {len(table) - 1}")

    def vjp(g: Array) -> tuple[Array]:
        full = np.zeros_like(table)
        np.add.at(full, index, g)
        if padding_idx is not None:
            full[padding_idx] = 0
        return (full,)

    return record(table[index], (weight,), vjp)


def dropout(
    input: Tensor,  # noqa: A002
    p: float = 0.5,
    training: bool = True,  # noqa: FBT001, FBT002 - PyTorch's order
    *,
    rng: np.random.Generator | None = None,
) -> Tensor:
    """Each entry is zeroed with probability p and the others are divided by 1 − p (Srivastava et al. 2014).

    Raises:
        ArgumentError: p outside [0, 1].
    """
    if not isinstance(p, int | float) or not 0 <= p <= 1:
        raise ArgumentError(f"p is the probability to drop an entry and must be from 0 to 1, not {p!r}")
    need_floats("dropout", input.data)
    if not training or p == 0:
        return input
    kept = (rng or default_rng()).random(input.data.shape, dtype=np.float32) >= p
    scale = kept.astype(input.data.dtype)
    if p < 1:
        scale /= 1 - p

    def vjp(g: Array) -> tuple[Array]:
        return (g * scale,)

    return record(input.data * scale, (input,), vjp)


def one_hot(tensor: Any, num_classes: int = -1) -> Tensor:
    """A 1 at each label, 0 elsewhere: (...) → (..., num_classes), int64.

    Raises:
        LabelError: a label outside the classes.
    """
    labels = indices(tensor, "one_hot")
    n = int(labels.max(initial=-1)) + 1 if num_classes == -1 else num_classes
    if labels.size and (labels.min() < 0 or labels.max() >= n):
        raise LabelError(
            f"labels run from {labels.min()} to {labels.max()}, the {n} classes from 0 to {n - 1}"
        )
    return Tensor(np.eye(n, dtype=np.int64)[labels])


def indices(labels: Any, name: str, *, floats: bool = False) -> Array:
    """Labels as an integer array; with `floats` an array of floats passes as it is."""
    try:
        array = np.asarray(labels)
    except ValueError:
        raise ShapeError(f"the labels for {name} are lists of unequal lengths") from None
    if floats and array.dtype.kind == "f":
        return array
    if array.dtype.kind not in "iub":
        raise DTypeError(f"{name} takes integers and got {array.dtype}; call .long() first")
    return array.astype(np.int64, copy=False)
