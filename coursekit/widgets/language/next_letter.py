"""The probabilities of the next letter, with temperature and top-k, and names written with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coursekit.engine import Tensor
from coursekit.scenes import Bars, Mark, Panel, Scene, Text
from coursekit.widgets.backprop.learner_functions import remark
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider, Stepper, Word
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.language.letters import ALPHABET, ids_of
from coursekit.widgets.language.parts import Array, probabilities
from coursekit.widgets.language.trained_writer import PARTS, scores_after, write

_NAMES = 7


class NextLetter(SceneWidget):
    """The letters that a writer expects after a few, and how it goes on from there.

    Args:
        model: a learner's own writer, ids (1, T) → scores (1, T, 27); the kept one where it fails.
        **state: the settings.
    """

    title = "Which letter comes next?"
    goal = (
        "Type “chr”. Find a temperature above 1 at which every name that it writes still begins like a name."
    )

    beginning = Word("ma", label="the beginning", letters=ALPHABET[1:], longest=9)
    temperature = Slider(1.0, 0.1, 3.0, label="temperature")
    top_k = Slider(27, 1, 27, label="top-k: letters that may be drawn", step=1)
    draws = Stepper(30, label="Write other names")

    def __init__(self, *, model: Callable[..., Any] | None = None, **state: Any) -> None:
        self._model, self._remark = model, ""
        if model is not None:
            _, failure = guarded(
                lambda: self._own_scores("ma"), "Your writer gave no scores", "; the course's own writes."
            )
            self._model = None if failure else model
            self._remark = failure or " Written by your own writer."
        super().__init__(**state)

    def _own_scores(self, text: str) -> Array:
        assert self._model is not None
        scores = self._model(Tensor(ids_of(f".{text}")[None]))
        table = scores.data if isinstance(scores, Tensor) else np.asarray(scores)
        return np.array(table[0, -1], dtype=np.float64).reshape(27)

    def _scores(self, text: str) -> Array:
        return scores_after(text) if self._model is None else self._own_scores(text)

    def shares(self) -> Array:
        """The probabilities of the dot and the 26 letters, (27,)."""
        return probabilities(self._scores(self.beginning), self.temperature, int(self.top_k))

    def scene(self) -> Scene:
        """A bar for each letter, and seven names."""
        shares = self.shares()
        order = np.argsort(-shares, kind="stable")
        ticks = tuple((float(k), letter) for k, letter in enumerate(ALPHABET))
        bars: tuple[Mark, ...] = (
            Bars(np.arange(27), shares, role="accent", width=0.7),
            *(
                Text(k, shares[k] + 0.02, f"{shares[k]:.2f}", align="center", size=12)
                for k in order[:1].tolist()
            ),
        )
        left = Panel(
            (-0.8, 26.8),
            (0, 1.1),
            bars,
            y_label="probability",
            x_ticks=ticks,
            title=f"after “{self.beginning}”",
        )
        names = [
            write(
                self.beginning,
                self.temperature,
                int(self.top_k),
                seed=7 * self.draws + k,
                scores=self._scores,
            )
            for k in range(_NAMES)
        ]
        page = tuple(Text(0.4, 6.4 - row, name, size=15) for row, name in enumerate(names))
        right = Panel((0, 6), (0, 7.2), page, axes=False, title="names written", share=0.5)
        drawn = int((shares > 0).sum())
        parts = PARTS if self._model is None else ("sample",)  # a model has an attention of its own
        first = ", ".join(f"{ALPHABET[k]} {shares[k]:.2f}" for k in order[: min(3, drawn)].tolist())
        words = (
            f"After “{self.beginning}” at temperature {self.temperature:.1f}, {drawn} of 27 can be drawn, the dot that ends a name "
            f"{'among them' if shares[0] > 0 else 'not among them'}. The likeliest: {first}. Names: {', '.join(names)}.{self._remark}{remark(*parts)}"
        )
        facts = {"likeliest": float(shares.max()), "can be drawn": drawn}
        return Scene((left, right), words, aspect=2.3, facts=facts)
