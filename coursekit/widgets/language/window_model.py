"""A network on a window: it sees the last few letters and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit import engine as ck
from coursekit.engine import nn
from coursekit.widgets.language.letters import ALPHABET, Ids

LISTS, HIDDEN = 16, 128
"""Numbers for each letter that is seen, and hidden units."""


class WindowModel(nn.Module):
    """Embeddings side by side, a hidden layer with ReLU, a score for each next letter.

    Args:
        letters: how many are seen.
        rng: draws the start.
    """

    def __init__(self, letters: int, *, rng: np.random.Generator) -> None:
        self._seen = letters
        self.letter = nn.Embedding(len(ALPHABET), LISTS, rng=rng)
        self.layers = nn.Sequential(
            nn.Linear(letters * LISTS, HIDDEN, rng=rng), nn.ReLU(), nn.Linear(HIDDEN, len(ALPHABET), rng=rng)
        )

    def forward(self, ids: Any) -> ck.Tensor:
        """(n, T) letters as numbers → (n, T, 27) scores of the letter that comes next."""
        seen = ck.tensor(windows(ids.data, self._seen))
        scores: ck.Tensor = self.layers(self.letter(seen).reshape(*ids.shape, self._seen * LISTS))
        return scores


def windows(ids: Ids, letters: int) -> Ids:
    """The last few letters at each place, dots in front of the name: (n, T) → (n, T, letters)."""
    padded = np.pad(ids, ((0, 0), (letters - 1, 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, letters, axis=1).copy()
