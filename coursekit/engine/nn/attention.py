"""Attention layers: every position looks at every other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit
from coursekit.engine.functional.attention import additive, attention_weights
from coursekit.engine.init import xavier_uniform_, zeros_
from coursekit.engine.nn.layers import Dropout, Linear
from coursekit.engine.nn.module import Module, empty
from coursekit.engine.nn.norm import LayerNorm
from coursekit.engine.tensor import Tensor
from coursekit.errors import ArgumentError, ShapeError

# ruff: noqa: PLR0913, FBT001, FBT002 - PyTorch's arguments and their order


class MultiheadAttention(Module):
    """Attention in several narrower heads side by side (Vaswani et al. 2017, section 3.2.2).

    Args:
        embed_dim: e, the width of every position.
        num_heads: must divide embed_dim.
        dropout: probability to drop a weight while training.
        bias: give the projections biases.
        batch_first: sequences are (N, T, e) instead of (T, N, e).
        dtype: float32 by default.
        rng: draws the initial values and the dropout.

    Attributes:
        in_proj_weight: (3e, e), queries, keys and values stacked.
        in_proj_bias: (3e,), or None.
        out_proj: Linear(e, e).

    Raises:
        ArgumentError: num_heads does not divide embed_dim.
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        *,
        batch_first: bool = False,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        if num_heads < 1 or embed_dim % num_heads:
            raise ArgumentError(
                f"num_heads {num_heads} must divide embed_dim {embed_dim}: each head has equal width"
            )
        self.embed_dim, self.num_heads, self.dropout = embed_dim, num_heads, dropout
        self.batch_first, self.rng = batch_first, rng
        self.in_proj_weight = empty(3 * embed_dim, embed_dim, dtype=dtype)
        self.in_proj_bias = empty(3 * embed_dim, dtype=dtype) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias, dtype=dtype, rng=rng)
        xavier_uniform_(self.in_proj_weight, rng=rng)
        if self.out_proj.bias is not None:
            zeros_(self.out_proj.bias)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Any = None,
        need_weights: bool = True,
        attn_mask: Any = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:
        """(T, N, e) queries, (S, N, e) keys and values → (T, N, e) and the weights (N, T, S).

        Args:
            query: (T, N, e), or (N, T, e) with batch_first; so for key and value.
            key: (S, N, e).
            value: (S, N, e).
            key_padding_mask: (N, S), True where a key is padding and must not be looked at.
            need_weights: return the weights too, else None in their place.
            attn_mask: (T, S) or (N·heads, T, S), True where looking is forbidden, or floats that are added.
            average_attn_weights: weights averaged over the heads, else (N, heads, T, S).
            is_causal: no position looks ahead.

        Raises:
            ShapeError: not three dims, or another width than embed_dim.
        """
        for x in (query, key, value):
            if x.ndim != 3 or x.shape[2] != self.embed_dim:
                order = "(N, T, e)" if self.batch_first else "(T, N, e)"
                raise ShapeError(
                    f"attention takes sequences {order} with e = {self.embed_dim}, "
                    f"one of them has shape {x.shape}"
                )
        if not self.batch_first:
            query, key, value = query.transpose(0, 1), key.transpose(0, 1), value.transpose(0, 1)
        q, k, v = self._project(query, key, value)
        mask = self._mask(key_padding_mask, attn_mask, q)
        weights = attention_weights(q, k, mask, is_causal=is_causal)
        mixed = F.dropout(weights, self.dropout, self.training, rng=self.rng) @ v
        out = self.out_proj(mixed.transpose(1, 2).reshape(*query.shape))
        out = out if self.batch_first else out.transpose(0, 1)
        if not need_weights:
            return out, None
        return out, weights.mean(1) if average_attn_weights else weights

    def _project(self, query: Tensor, key: Tensor, value: Tensor) -> list[Tensor]:
        """Queries, keys and values of every head: (N, heads, T, e / heads)."""
        e, heads, weight, bias = self.embed_dim, self.num_heads, self.in_proj_weight, self.in_proj_bias
        parts = []
        for i, x in enumerate((query, key, value)):
            rows = slice(i * e, (i + 1) * e)
            projected = F.linear(x, weight[rows], None if bias is None else bias[rows])
            parts.append(projected.reshape(*x.shape[:2], heads, e // heads).transpose(1, 2))
        return parts

    def _mask(self, key_padding_mask: Any, attn_mask: Any, q: Tensor) -> Any:
        """Both masks as one array to add to the scores (N, heads, T, S); here True means forbidden."""
        total: Any = None
        if attn_mask is not None:
            total = forbidding(attn_mask)
            if total.ndim == 3:
                total = total.reshape(len(q), self.num_heads, *total.shape[1:])
        if key_padding_mask is not None:
            padding = forbidding(key_padding_mask)[:, None, None, :]
            total = padding if total is None else total + padding
        return total


def forbidding(mask: Any) -> Any:
    """A mask to add, from booleans that are True where looking is forbidden."""
    if isinstance(mask, Tensor) and mask.data.dtype.kind == "f":
        return mask
    array = np.asarray(mask)
    return additive(~array if array.dtype == bool else array)


class TransformerEncoderLayer(Module):
    """Attention, then a two-layer network at every position, each with a residual and a layer norm.

    Args:
        d_model: the width of every position.
        nhead: number of heads, must divide d_model.
        dim_feedforward: hidden units of the network.
        dropout: probability to drop an entry while training.
        activation: "relu", "gelu", or a function of tensors.
        layer_norm_eps: added to the variance.
        batch_first: sequences are (N, T, d_model) instead of (T, N, d_model).
        norm_first: normalise before attention and network (Xiong et al. 2020) instead of after.
        bias: give the layers biases.
        dtype: float32 by default.
        rng: draws the initial values and the dropout.

    Raises:
        ArgumentError: nhead does not divide d_model, or an unknown activation.
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: str | Callable[[Tensor], Tensor] = "relu",
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        *,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        if activation not in ("relu", "gelu") and not callable(activation):
            raise ArgumentError(f'activation must be "relu", "gelu" or a function, not {activation!r}')
        self.self_attn = MultiheadAttention(
            d_model, nhead, dropout, bias, batch_first=batch_first, dtype=dtype, rng=rng
        )
        self.linear1 = Linear(d_model, dim_feedforward, bias, dtype=dtype, rng=rng)
        self.dropout = Dropout(dropout, rng=rng)
        self.linear2 = Linear(dim_feedforward, d_model, bias, dtype=dtype, rng=rng)
        self.norm1 = LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)
        self.norm2 = LayerNorm(d_model, layer_norm_eps, bias=bias, dtype=dtype)
        named = {"relu": F.relu, "gelu": F.gelu}
        self.activation = named[activation] if isinstance(activation, str) else activation
        self.norm_first = norm_first

    def forward(
        self, src: Tensor, src_mask: Any = None, src_key_padding_mask: Any = None, is_causal: bool = False
    ) -> Tensor:
        """(T, N, d_model), or (N, T, d_model) with batch_first, kept. Masks as in MultiheadAttention."""
        masks = src_mask, src_key_padding_mask, is_causal
        if self.norm_first:
            x = src + self._attend(self.norm1(src), *masks)
            return x + self._feed_forward(self.norm2(x))
        x = self.norm1(src + self._attend(src, *masks))
        normed: Tensor = self.norm2(x + self._feed_forward(x))
        return normed

    def _attend(self, x: Tensor, mask: Any, padding: Any, is_causal: bool) -> Tensor:
        """The attention half."""
        mixed, _ = self.self_attn(x, x, x, padding, need_weights=False, attn_mask=mask, is_causal=is_causal)
        dropped: Tensor = self.dropout(mixed)
        return dropped

    def _feed_forward(self, x: Tensor) -> Tensor:
        """The network half, the same at every position."""
        hidden = self.dropout(self.activation(self.linear1(x)))
        out: Tensor = self.dropout(self.linear2(hidden))
        return out


class TransformerBlock(TransformerEncoderLayer):
    """The block of GPT-2: normalised first, GELU in its tanh form, four times as wide inside.

    (N, T, d_model), kept.

    A TransformerEncoderLayer(d_model, nhead, 4 * d_model, dropout, gelu, batch_first=True, norm_first=True), where
    gelu is its tanh form. For a language model call it with is_causal=True.
    """

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int | None = None,
        dropout: float = 0.0,
        *,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        inner = 4 * d_model if dim_feedforward is None else dim_feedforward
        gelu = partial(F.gelu, approximate="tanh")
        super().__init__(
            d_model, nhead, inner, dropout, gelu, batch_first=True, norm_first=True, dtype=dtype, rng=rng
        )
