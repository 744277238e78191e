"""The table of which letter follows which, as counted and as a learner has trained it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit import datasets
from coursekit.scenes import Bars, HeatMap, Line, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Word
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.language.letters import ALPHABET, counted, table_loss
from coursekit.widgets.language.parts import Array


class BigramTable(SceneWidget):
    """Probabilities of the next letter for each letter: counted in names, or softmax of a learner's scores.

    Args:
        scores: a learner's table (27, 27), a row of scores for each letter.
        names: what is counted, with 0.1 added to each count; the training names where it is left out.
        **state: the settings.
    """

    title = "Which letter follows which?"
    goal = "Find a letter after which the likeliest next letter has more than 0.80."

    letter = Word("m", label="after the letter", letters=ALPHABET, longest=1)

    def __init__(
        self, *, scores: npt.ArrayLike | None = None, names: Sequence[str] | None = None, **state: Any
    ) -> None:
        counts = counted(datasets.names().training if names is None else names, 1, add=0.1)
        self._counted = counts / counts.sum(axis=1, keepdims=True)
        self._own: Array | None = None
        self._remark = ""
        if scores is not None:
            self._own, self._remark = guarded(lambda: _shares(scores), "Your table could not be shown")
        if self._own is not None:
            self.goal = "Find a letter after which a bar and its square are more than 0.10 apart."  # type: ignore[misc]
        super().__init__(**state)

    def scene(self) -> Scene:
        """The whole table in ink, and one row of it as bars, with the counted shares as open squares."""
        table = self._counted if self._own is None else self._own
        row = ALPHABET.index(self.letter or ".")
        n = len(ALPHABET)
        frame = np.array([0, n, n, 0, 0]), np.array([n - row - 1, n - row - 1, n - row, n - row, n - row - 1])
        ticks = tuple((k + 0.5, letter) for k, letter in enumerate(ALPHABET) if k % 2 == 0)
        left = Panel(
            (0, n),
            (0, n),
            (HeatMap(2 * table[::-1], (0, n), (0, n), style="ink"), Line(*frame, role="negative", width=2)),
            x_label="next letter",
            y_label="rows from . (top) to z",
            x_ticks=ticks,
            share=0.8,
        )
        marks: list[Any] = [Bars(np.arange(n), table[row], role="accent", width=0.7)]
        if self._own is not None:
            marks.append(
                Points(np.arange(n), self._counted[row], role="ink", marker="square", size=7, filled=False)
            )
        named = tuple((float(k), letter) for k, letter in enumerate(ALPHABET))
        right = Panel(
            (-0.8, n - 0.2),
            (0, 1),
            tuple(marks),
            y_label="probability",
            x_ticks=named,
            title=f"after “{ALPHABET[row]}”",
        )
        best = int(table[row].argmax())
        apart = float(np.abs(table[row] - self._counted[row]).max())
        loss = table_loss(table, datasets.names().held_out)
        whose, beside = "Counted in training names", ""
        if self._own is not None:
            whose, beside = "Your own table", f" Bars and squares are up to {apart:.2f} apart."
        words = (
            f"{whose}. After “{ALPHABET[row]}” the likeliest letter is “{ALPHABET[best]}” with {table[row, best]:.2f}.{beside} "
            f"The loss of the table on held-out names is {loss:.3f}.{self._remark}"
        )
        facts = {
            "likeliest": float(table[row, best]),
            "held-out loss": loss,
            "goal reached": table[row, best] > 0.8 if self._own is None else apart > 0.1,
        }
        return Scene((left, right), words, aspect=2.2, facts=facts)


def _shares(scores: npt.ArrayLike) -> Array:
    """Softmax of each row of a table."""
    table = np.array(scores, dtype=np.float64).reshape(27, 27)
    powers = np.exp(table - table.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    if not np.isfinite(shares).all():
        raise ValueError("it holds something that is no finite number")
    return np.asarray(shares)
