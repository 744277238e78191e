"""The network that writes names: embeddings, one transformer block, a score for each next letter; and its training."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit import engine as ck
from coursekit.engine import cost, nn, optim
from coursekit.engine.cost import Cost
from coursekit.widgets.language.letters import ALPHABET, PLACES, Ids, held_out_table, training_table

WIDTH, HEADS = 32, 4
STEPS, BATCH, RATE = 1000, 64, 6e-3
_START = 0.1  # the spread of the embeddings at the start; with PyTorch's 1 it ends about 0.04 higher


class NameModel(nn.Module):
    """A language model of letters with one transformer block.

    Args:
        heads: of the attention; must divide 32.
        positions: add to each letter a list for its place.
        residual: add to what attention and feedforward network compute what went into them.
        mask: let no place look at later ones.
        rng: draws the start.
    """

    def __init__(
        self,
        *,
        heads: int = HEADS,
        positions: bool = True,
        residual: bool = True,
        mask: bool = True,
        rng: np.random.Generator,
    ) -> None:
        self.letter = nn.Embedding(len(ALPHABET), WIDTH, rng=rng)
        self.place = nn.Embedding(PLACES, WIDTH, rng=rng)
        for table in (self.letter, self.place):
            table.weight.data *= np.float32(_START)
        kind = nn.TransformerBlock if residual else _NoResidual
        self.block = kind(WIDTH, heads, rng=rng)
        self.scores = nn.Linear(WIDTH, len(ALPHABET), rng=rng)
        self._positions, self._mask = positions, mask

    def forward(self, ids: Any) -> ck.Tensor:
        """(n, T) letters as numbers → (n, T, 27) scores of the letter that comes next."""
        x = self.letter(ids)
        if self._positions:
            x = x + self.place(ck.arange(ids.shape[1]))
        scores: ck.Tensor = self.scores(self.block(x, is_causal=self._mask))
        return scores


class _NoResidual(nn.TransformerBlock):
    """A block without the two residual connections."""

    def forward(
        self,
        src: ck.Tensor,
        src_mask: Any = None,
        src_key_padding_mask: Any = None,
        is_causal: bool = False,  # noqa: FBT001, FBT002 - the block's own order
    ) -> ck.Tensor:
        """(n, T, width), kept."""
        return self._feed_forward(
            self.norm2(self._attend(self.norm1(src), src_mask, src_key_padding_mask, is_causal))
        )


class NameTraining:
    """A name model in training: AdamW whose rate falls in a straight line to 0.

    Args:
        seed: of the start and of the batches.
        steps: of the whole training.
        model: what is trained instead of a whole name model; it takes ids (n, 12) to scores (n, 12, 27).
        settings: of the NameModel.
    """

    def __init__(
        self, seed: int = 0, *, steps: int = STEPS, model: nn.Module | None = None, **settings: Any
    ) -> None:
        self._rng = np.random.default_rng(seed)
        self.model = NameModel(**settings, rng=self._rng) if model is None else model
        self.steps, self.done = steps, 0
        self._optimizer = optim.AdamW(self.model.parameters(), lr=RATE)

    def train(self, steps: int) -> float:
        """Take this many steps and return the mean of their losses; the last step of the training is the end."""
        inputs, targets = training_table()
        losses = []
        for _ in range(min(steps, self.steps - self.done)):
            self._optimizer.param_groups[0]["lr"] = RATE * (1 - self.done / self.steps)
            rows = self._rng.integers(0, len(inputs), BATCH)
            loss = loss_of(self.model, inputs[rows], targets[rows])
            self._optimizer.zero_grad()
            loss.backward()
            self._optimizer.step()
            losses.append(loss.item())
            self.done += 1
        return float(np.mean(losses))

    def held_out_loss(self, names: int = 0) -> float:
        """The loss on held-out names, in nats a letter; on the first `names` of them, or on all."""
        inputs, targets = held_out_table()
        rows = slice(names or None)
        with ck.no_grad():
            return loss_of(self.model, inputs[rows], targets[rows]).item()


def loss_of(model: nn.Module, inputs: Ids, targets: Ids) -> ck.Tensor:
    """Mean cross-entropy of the next letter, in nats a letter; the targets −100 are left out."""
    scores = model(ck.tensor(inputs)).reshape(-1, len(ALPHABET))
    mean: ck.Tensor = nn.CrossEntropyLoss()(scores, ck.tensor(targets.ravel()))
    return mean


def name_model_cost() -> Cost:
    """The cost of a NameModel for one name of 12 places."""
    tables = cost.embedding(len(ALPHABET), WIDTH, positions=PLACES) + cost.embedding(
        PLACES, WIDTH, positions=PLACES
    )
    block = cost.transformer_block(WIDTH, PLACES, heads=HEADS)
    return tables + block + cost.linear(WIDTH, len(ALPHABET), positions=PLACES)
