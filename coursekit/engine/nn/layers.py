"""Layers with or without parameters that are neither convolutions, nor recurrent, nor attention."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import functional as F  # noqa: N812 - PyTorch's habit
from coursekit.engine.init import normal_, uniform_
from coursekit.engine.nn.module import Module, empty
from coursekit.engine.randomness import default_rng
from coursekit.engine.tensor import Tensor


class Linear(Module):
    """x @ weightᵀ + bias: (..., in_features) → (..., out_features).

    Weights and biases start uniform within ±1/√in_features, as in PyTorch.

    Args:
        in_features: size of each input.
        out_features: number of neurons.
        bias: add a bias to each output.
        dtype: float32 by default.
        rng: draws the initial values.

    Attributes:
        weight: (out_features, in_features).
        bias: (out_features,), or None.

    Raises:
        ArgumentError: a size below 1.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,  # noqa: FBT001, FBT002 - PyTorch's order
        *,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        self.in_features, self.out_features = in_features, out_features
        self.weight = empty(out_features, in_features, dtype=dtype)
        self.bias = empty(out_features, dtype=dtype) if bias else None
        bound = 1 / math.sqrt(in_features)
        uniform_(self.weight, -bound, bound, rng)
        if self.bias is not None:
            uniform_(self.bias, -bound, bound, rng)

    def forward(self, x: Tensor) -> Tensor:
        """(..., in_features) → (..., out_features)."""
        return F.linear(x, self.weight, self.bias)

    def extra_repr(self) -> str:
        """The sizes."""
        return (
            f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"
        )


class Embedding(Module):
    """A table of vectors looked up by integers: (...) → (..., embedding_dim).

    Args:
        num_embeddings: rows of the table.
        embedding_dim: entries of each row.
        padding_idx: a row that is zero and does not learn.
        dtype: float32 by default.
        rng: draws the initial values, normal with std 1.

    Attributes:
        weight: (num_embeddings, embedding_dim).
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        *,
        dtype: npt.DTypeLike | None = None,
        rng: np.random.Generator | None = None,
    ) -> None:
        self.num_embeddings, self.embedding_dim, self.padding_idx = num_embeddings, embedding_dim, padding_idx
        self.weight = normal_(empty(num_embeddings, embedding_dim, dtype=dtype), rng=rng)
        if padding_idx is not None:
            F.embedding(0, self.weight, padding_idx)  # refuses a row that the table does not have
            self.weight.data[padding_idx] = 0

    def forward(self, x: Any) -> Tensor:
        """Integers (...) → (..., embedding_dim)."""
        return F.embedding(x, self.weight, self.padding_idx)

    def extra_repr(self) -> str:
        """The sizes."""
        return f"{self.num_embeddings}, {self.embedding_dim}"


class Dropout(Module):
    """While training, each entry is zeroed with probability p and the others are divided by 1 − p."""

    def __init__(self, p: float = 0.5, *, rng: np.random.Generator | None = None) -> None:
        F.dropout(Tensor([0.0]), p)  # refuses a p that is no probability
        self.p = p
        self.rng = rng

    def forward(self, x: Tensor) -> Tensor:
        """Any shape, kept."""
        return F.dropout(x, self.p, self.training, rng=self.rng or default_rng())

    def extra_repr(self) -> str:
        """The probability."""
        return f"p={self.p}"


class Flatten(Module):
    """The dims from start_dim to end_dim made one: (N, c, h, w) → (N, c·h·w)."""

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, x: Tensor) -> Tensor:
        """(N, ...) → (N, features)."""
        return x.flatten(self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        """The dims."""
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"
