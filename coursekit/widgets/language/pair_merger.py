"""Byte-pair encoding on given names: the most frequent pair of neighbours becomes one piece, again and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from coursekit.datasets import names
from coursekit.formatting import format_count
from coursekit.scenes import Bars, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Stepper
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.language.parts import Pair, merge_pair, pair_counts

_SHOWN = ("anna", "marianne", "christian", "katherine", "leon")
_MERGES, _PAIRS = 12, 6
_NAMES = 1000


class PairMerger(SceneWidget):
    """Pieces of five names, and the most frequent pairs among 1,000 training names, after some merges.

    Args:
        merge_pair: a learner's merge_pair(pieces, pair); where it differs from the course's, the picture says so.
        **state: the settings.
    """

    title = "Which letters belong together?"
    goal = "Merge until “katherine” is cut into 7 pieces or fewer. How many merges does it take?"

    merges = Stepper(_MERGES, label="Merge the most frequent pair")

    def __init__(self, *, merge_pair: Callable[..., Any] | None = None, **state: Any) -> None:
        self._merge_pair = merge_pair
        super().__init__(**state)

    def scene(self) -> Scene:
        """The five names in pieces, and bars for the most frequent pairs."""
        words, remark = self._pieces()
        pairs = _course()[self.merges][0]
        counts = np.array([count for _, count in pairs])
        marks: list[Mark] = [
            mark
            for row, word in enumerate(words)
            for mark in (
                Text(0.2, 4.6 - row, " | ".join(word), size=15),
                Text(9.6, 4.6 - row, str(len(word)), role="muted"),
            )
        ]
        left = Panel((0, 10), (0, 5.6), tuple(marks), axes=False, title="names in pieces")
        ticks = tuple((float(k), "+".join(pair)) for k, (pair, _) in enumerate(pairs))
        bars: tuple[Mark, ...] = (
            Bars(np.arange(_PAIRS), counts, role="accent", width=0.6),
            *(
                Text(k, count + 12, str(count), align="center", size=12)
                for k, count in enumerate(counts.tolist())
            ),
        )
        right = Panel((-0.6, _PAIRS - 0.4), (0, 480), bars, y_label="pairs in 1,000 names", x_ticks=ticks)
        (first, second), most = pairs[0]
        pieces = "; ".join(" ".join(word) for word in words)
        done = ", ".join(_joined(self.merges)) or "none yet"
        text = (
            f"Merged so far: {done}. The names in pieces: {pieces}. The most frequent pair now is {first} and {second}, "
            f"{most} times in 1,000 names. There are {format_count(26 + self.merges, 'different piece')} to choose from.{remark}"
        )
        facts = {"pieces of katherine": len(words[3]), "most": most, "goal reached": len(words[3]) <= 7}
        return Scene((left, right), text, aspect=2.3, facts=facts)

    def _pieces(self) -> tuple[list[list[str]], str]:
        want = _course()[self.merges][1]
        if self._merge_pair is None:
            return want, ""
        learners = self._merge_pair

        def run() -> list[list[str]]:
            words: Any = [list(name) for name in _SHOWN]
            for step in range(self.merges):
                pair = _course()[step][0][0][0]
                words = [learners(list(word), pair) for word in words]
            return [[str(piece) for piece in word] for word in words]

        got, remark = guarded(run, "Your merge_pair gave no pieces", "; the course's own is shown.")
        if got is None:
            return want, remark
        same = (
            " Merged by your own merge_pair."
            if got == want
            else " Your merge_pair gives other pieces; the course's own are shown."
        )
        return want, same


@cache
def _course() -> list[tuple[list[tuple[Pair, int]], list[list[str]]]]:
    """After each number of merges: the most frequent pairs with their counts, and the five names in pieces."""
    words: Sequence[Sequence[str]] = [list(name) for name in names().training[:_NAMES]]
    shown: list[list[str]] = [list(name) for name in _SHOWN]
    found = []
    for _ in range(_MERGES + 1):
        counts = pair_counts(words)
        pairs = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:_PAIRS]
        found.append((pairs, shown))
        words, shown = ([merge_pair(word, pairs[0][0]) for word in each] for each in (words, shown))
    return found


def _joined(merges: int) -> list[str]:
    """The pieces made so far."""
    return ["".join(_course()[step][0][0][0]) for step in range(merges)]
