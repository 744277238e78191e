"""A language model small enough to train while you watch: characters in, the next character out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit import engine as ck
from coursekit.engine import cost, nn, optim
from coursekit.engine.cost import Cost

CONTEXT, WIDTH, HEADS, BATCH, LEARNING_RATE = 16, 32, 4, 32, 3e-3
_WHO = ("the cat", "the dog", "a child", "the baker", "an owl")
_DOES = ("sees", "feeds", "follows", "draws")
_WHOM = ("the moon", "a bird", "the old horse", "a small boat", "her friend")

Ids = npt.NDArray[np.int64]


def sentences(n: int, *, rng: np.random.Generator) -> str:
    """Text of n random sentences of one pattern, such as "an owl follows the moon. "."""
    return "".join(f"{rng.choice(_WHO)} {rng.choice(_DOES)} {rng.choice(_WHOM)}. " for _ in range(n))


class Writer(nn.Module):
    """A language model over characters: embedding, one transformer block, and a score for each next character.

    Args:
        letters: how many different characters there are.
        rng: draws the start.
    """

    def __init__(self, letters: int, *, rng: np.random.Generator) -> None:
        self.letter = nn.Embedding(letters, WIDTH, rng=rng)
        self.place = nn.Embedding(CONTEXT, WIDTH, rng=rng)
        self.block = nn.TransformerBlock(WIDTH, HEADS, rng=rng)
        self.scores = nn.Linear(WIDTH, letters, rng=rng)

    def forward(self, ids: Any) -> ck.Tensor:
        """(N, T) characters as numbers → (N, T, letters) scores of the character that comes next."""
        x = self.letter(ids) + self.place(ck.arange(ids.shape[1]))
        scores: ck.Tensor = self.scores(self.block(x, is_causal=True))
        return scores


def writer_cost(letters: int) -> Cost:
    """The cost of a Writer for this many letters, one text of CONTEXT characters at a time."""
    tables = cost.embedding(letters, WIDTH, positions=CONTEXT) + cost.embedding(
        CONTEXT, WIDTH, positions=CONTEXT
    )
    block = cost.transformer_block(WIDTH, CONTEXT, heads=HEADS)
    return tables + block + cost.linear(WIDTH, letters, positions=CONTEXT)


class WriterTraining:
    """A writer in training, with the text that it learns from."""

    def __init__(self, *, seed: int = 0) -> None:
        self._rng = np.random.default_rng(seed)
        text = sentences(400, rng=self._rng)
        self.letters = sorted(set(text))
        self.ids: Ids = np.array([self.letters.index(letter) for letter in text])
        self.model = Writer(len(self.letters), rng=self._rng)
        self._optimizer = optim.AdamW(self.model.parameters(), lr=LEARNING_RATE)
        self._loss = nn.CrossEntropyLoss()

    def batch(self, rng: np.random.Generator) -> tuple[Ids, Ids]:
        """Pieces of the text (32, 16), and for each character the one that follows, (512,)."""
        at = rng.integers(0, len(self.ids) - CONTEXT - 1, BATCH)
        pieces = self.ids[at[:, None] + np.arange(CONTEXT + 1)]
        return pieces[:, :-1], pieces[:, 1:].ravel()

    def loss(self, inputs: Ids, targets: Ids) -> ck.Tensor:
        """Mean cross-entropy of the next character."""
        scores = self.model(ck.tensor(inputs))
        mean: ck.Tensor = self._loss(scores.reshape(-1, len(self.letters)), ck.tensor(targets))
        return mean

    def train(self, batches: int) -> list[float]:
        """Train with AdamW for this many batches; return the loss before each step."""
        losses = []
        for _ in range(batches):
            loss = self.loss(*self.batch(self._rng))
            losses.append(loss.item())
            self._optimizer.zero_grad()
            loss.backward()
            self._optimizer.step()
        return losses

    def fresh_loss(self) -> float:
        """The loss on a few pieces that are the same at every stage."""
        with ck.no_grad():
            return self.loss(*self.batch(np.random.default_rng(99))).item()

    def write(self, n: int, temperatures: Sequence[float], *, seed: int = 1) -> list[str]:
        """One text of n characters for each temperature, each character drawn from the model's probabilities."""
        rngs = [np.random.default_rng(seed) for _ in temperatures]
        written = np.full((len(temperatures), 1), self.letters.index("."))
        with ck.no_grad():
            for _ in range(n):
                scores = self.model(ck.tensor(written[:, -CONTEXT:])).data[:, -1].astype(np.float64)
                scores /= np.array(temperatures)[:, None]
                odds = np.exp(scores - scores.max(axis=1, keepdims=True))
                reached = np.cumsum(odds / odds.sum(axis=1, keepdims=True), axis=1)
                drawn = [
                    int(np.searchsorted(row, rng.random())) for row, rng in zip(reached, rngs, strict=True)
                ]
                written = np.column_stack([written, np.minimum(drawn, len(self.letters) - 1)])
        return ["".join(self.letters[i] for i in row[1:]) for row in written]
