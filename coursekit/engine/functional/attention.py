"""Attention: every position looks at every other (Vaswani et al. 2017)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from coursekit.engine.functional.linear import dropout
from coursekit.engine.tensor import Tensor
from coursekit.errors import ShapeError

# ruff: noqa: PLR0913 - PyTorch's arguments


def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Any = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,  # noqa: FBT001, FBT002 - PyTorch's order
    scale: float | None = None,
    *,
    rng: np.random.Generator | None = None,
) -> Tensor:
    """softmax(q kᵀ · scale) v: (..., T, d), (..., S, d), (..., S, d_v) → (..., T, d_v).

    Args:
        query: (..., T, d).
        key: (..., S, d).
        value: (..., S, d_v).
        attn_mask: broadcasts to (..., T, S); booleans (True: may look) or floats that are added.
        dropout_p: probability to drop a weight.
        is_causal: no position looks ahead.
        scale: 1/√d if left out.
        rng: draws the dropout.

    Raises:
        ShapeError: query and key of unlike width, or key and value of unlike length.
    """
    if min(query.ndim, key.ndim, value.ndim) < 2:
        raise ShapeError(f"attention takes (..., T, d), not {query.shape}, {key.shape} and {value.shape}")
    if key.shape[-2] != value.shape[-2]:
        raise ShapeError(
            f"each key needs its value: keys {key.shape} and values {value.shape} differ in length"
        )
    weights = attention_weights(query, key, attn_mask, is_causal=is_causal, scale=scale)
    return dropout(weights, dropout_p, rng=rng) @ value


def attention_weights(
    query: Tensor, key: Tensor, attn_mask: Any = None, *, is_causal: bool = False, scale: float | None = None
) -> Tensor:
    """softmax(q kᵀ · scale + mask): how much each position looks at each other, (..., T, S).

    A position that may look nowhere has weights 0, not NaN.
    """
    if query.shape[-1] != key.shape[-1]:
        raise ShapeError(f"queries {query.shape} and keys {key.shape} must have one width, their last size")
    if query.shape[-1] == 0:
        raise ShapeError(f"queries of shape {query.shape} have no entries to compare with keys")
    # The queries are scaled, not the scores, of which there are more.
    scores: Tensor = (query * (1 / math.sqrt(query.shape[-1]) if scale is None else scale)) @ key.mT
    if is_causal:
        scores = scores + np.triu(np.full(scores.shape[-2:], -np.inf, scores.dtype), 1)
    if attn_mask is None:
        return scores.softmax(-1)
    scores = scores + additive(attn_mask)
    nowhere = (scores.data == -np.inf).all(-1, keepdims=True)
    if nowhere.any():
        scores = scores.masked_fill(nowhere, 0.0)
        return scores.softmax(-1).masked_fill(nowhere, 0.0)
    return scores.softmax(-1)


def additive(mask: Any) -> Any:
    """A mask to add to scores: 0 where looking is allowed, −∞ where it is not."""
    if isinstance(mask, Tensor) and mask.data.dtype.kind == "f":
        return mask
    array = np.asarray(mask)
    return np.where(array, 0.0, -np.inf) if array.dtype == bool else array
