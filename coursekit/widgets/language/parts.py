"""The course's own versions of what the reader writes in lesson 7: merging pairs, a mask, attention, drawing the next letter."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Pair = tuple[str, str]


def pair_counts(words: Sequence[Sequence[str]]) -> Counter[Pair]:
    """The counts of each two pieces side by side, over all words."""
    return Counter(pair for word in words for pair in pairwise(word))


def merge_pair(pieces: Sequence[str], pair: Pair) -> list[str]:
    """The pieces of a word with each pair, from left to right, made one piece."""
    merged: list[str] = []
    rest = list(pieces)
    while rest:
        taken = 2 if tuple(rest[:2]) == tuple(pair) else 1
        merged.append("".join(rest[:taken]))
        del rest[:taken]
    return merged


def causal_mask(n: int) -> npt.NDArray[np.bool_]:
    """True where place i may look at place j, which is at j ≤ i: (n, n)."""
    return np.tril(np.ones((n, n), dtype=bool))


def attention(q: Array, k: Array, v: Array, mask: npt.NDArray[np.bool_]) -> Array:
    """softmax(q kᵀ / √d) v with scores only where the mask is True: (T, d), (T, d), (T, d_v), (T, T) → (T, d_v)."""
    scores = np.where(mask, q @ k.T / np.sqrt(q.shape[1]), -np.inf)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True) @ v)


def probabilities(logits: Array, temperature: float, top_k: int) -> Array:
    """Softmax of logits (n,) over the temperature, with 0 for all below the `top_k`-th largest."""
    kept = logits >= np.sort(logits)[-top_k]
    scores = np.where(kept, logits / temperature, -np.inf)
    powers = np.exp(scores - scores.max())
    return np.asarray(powers / powers.sum())


def sample(logits: Array, temperature: float, top_k: int, rng: np.random.Generator) -> int:
    """Draw one of the letters with `probabilities`; the generator of the caller stays where it is."""
    p = probabilities(logits, temperature, top_k)
    return int(copy.deepcopy(rng).choice(len(p), p=p))
