"""The cards on which a model fits, at 32, 16, 8 and 4 bits."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from coursekit.engine import cost
from coursekit.formatting import format_bytes
from coursekit.scenes import Bars, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.marks import level
from coursekit.widgets.scale.cards import CARDS

_MODELS = {"7B": 7e9, "70B": 70e9}
_ANSWER, _TRAIN = "answer", "train with Adam"
_TOPS = (35.0, 160.0, 320.0, 1300.0)


class FitFinder(SceneWidget):
    """The memory of a model with 7 or 70 billion parameters, beside the memory of cards.

    With `memory=f` the bytes for training come from the learner's own f(n, optimizer, bits), once it agrees
    with the engine's.
    """

    title = "Does it fit?"
    goal = "Find the largest number of bits at which 70B answers from one 80 GB card. How many such cards train it?"

    model = Choice("7B", "70B", label="Parameters")
    purpose = Choice(_ANSWER, _TRAIN, label="Use")
    bits = Choice(32, 16, 8, 4, label="Bits")

    def __init__(self, *, memory: Callable[..., Any] | None = None, **state: Any) -> None:
        self._memory = memory
        super().__init__(**state)

    def widths(self) -> tuple[int, ...]:
        """The numbers of bits that the purpose allows; training needs at least 16."""
        return (32, 16, 8, 4) if self.purpose == _ANSWER else (32, 16)

    def chosen(self) -> int:
        """The number of bits that is shown: at least 16 for training."""
        return int(max(self.bits, self.widths()[-1]))

    def needed(self, bits: int) -> float:
        """Bytes at this number of bits: of the weights to answer; with gradients, moments and copy to train."""
        n = int(_MODELS[self.model])
        memory = cost.training_memory(n, "adam", bits)
        return memory["weights"] if self.purpose == _ANSWER else sum(memory.values())

    def scene(self) -> Scene:
        """A bar for each number of bits, a line for each card, and the cards it takes."""
        heights = {bits: self.needed(bits) / 1e9 for bits in self.widths()}
        top = next(each for each in _TOPS if max(heights.values()) < 0.95 * each)
        marks: list[Mark] = [
            Bars(
                np.array([float(place)]),
                np.array([height]),
                "accent" if bits == self.chosen() else "muted",
                0.55,
            )
            for place, (bits, height) in enumerate(heights.items())
        ]
        names = tuple(
            (
                float(place),
                f"{bits} bits: {height:,.3g} GB" if height < 1000 else f"{bits} bits: {height:,.0f} GB",
            )
            for place, (bits, height) in enumerate(heights.items())
        )
        marks += _card_lines(top)
        panel = Panel((-0.6, 4.4), (0, top), tuple(marks), y_label="GB", x_ticks=names)
        bits = self.chosen()
        facts = {"bits": bits, "bytes": self.needed(bits)}
        facts |= {f"{card.name} cards": math.ceil(self.needed(bits) / card.memory) for card in CARDS}
        return Scene((panel,), self._words(), aspect=2.2, facts=facts)

    def _words(self) -> str:
        bits = self.chosen()
        n, total = _MODELS[self.model], self.needed(bits)
        cards = "; ".join(f"{math.ceil(total / card.memory)} × {card.name}" for card in CARDS)
        kept = "Weights, gradients and moments" if bits == 32 else "Weights, gradients, moments and copy"
        what = "The weights alone take" if self.purpose == _ANSWER else f"{kept} take"
        floor = " Fewer than 16 bits are not offered for training." if bits != self.bits else ""
        return (
            f"{n / 1e9:.0f} billion parameters at {bits} bits, to {self.purpose}. {what} {format_bytes(total)}, "
            f"{total / n:g} byte{'s' * (total != n)} a parameter. Cards needed: {cards}. "
            f"Activations and working space come on top.{floor} The bars: {self._bars()}.{self._remark(bits, total)}"
        )

    def _bars(self) -> str:
        """Every bar with its height."""
        return ", ".join(f"{bits} bits {format_bytes(self.needed(bits))}" for bits in self.widths())

    def _remark(self, bits: int, total: float) -> str:
        """A remark on the learner's own function, if there is one for this purpose."""
        memory = self._memory
        if memory is None or self.purpose == _ANSWER:
            return ""
        found, failure = guarded(
            lambda: float(memory(int(_MODELS[self.model]), "adam", bits)),
            "Your function gave no number",
            "; the engine's is shown.",
        )
        if found is None:
            return failure
        said = (
            "finds the same"
            if math.isclose(found, total)
            else "says something else here, so the engine's number is shown"
        )
        return f" Your own training_memory {said}."


def _card_lines(top: float) -> list[Mark]:
    """A dashed line at each card's memory; where two would touch, the larger card's alone."""
    marks: list[Mark] = []
    last = 2 * top
    for card in reversed(CARDS):
        height = card.memory / 1e9
        if 0.04 * top < height <= top and last - height > 0.08 * top:
            last = height
            marks += [
                level(height, -0.6, 4.4),
                Text(4.35, height + 0.035 * top, f"{card.name} card", align="right", size=12),
            ]
    return marks
