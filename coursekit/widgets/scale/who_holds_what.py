"""The memory of each card when several train one model: all of it on every card, or a part on each."""

from __future__ import annotations

import numpy as np

from coursekit.engine import cost
from coursekit.formatting import format_bytes, format_count
from coursekit.scenes import Bars, Mark, Panel, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.marks import level, point
from coursekit.widgets.scale.facts import H100_MEMORY, LLAMA

_PARTS: dict[str, tuple[str, Role]] = {
    "weights": ("weights", "positive"),
    "gradients": ("gradients", "negative"),
    "moments": ("moments", "accent"),
    "copy": ("32-bit copy", "ink"),
}
_SHARDED: dict[str, tuple[str, ...]] = {
    "nothing (data-parallel)": (),
    "moments and copy": ("moments", "copy"),
    "all four parts": tuple(_PARTS),
}
_TRAVELS = {
    "nothing (data-parallel)": "At every step the gradients travel, so that all cards take the same step.",
    "moments and copy": "At every step the gradients travel to the card that updates these weights, and the new weights travel back.",
    "all four parts": "The weights travel too: each layer's are collected right before they're needed, forward and backward.",
}


class WhoHoldsWhat(SceneWidget):
    """Training with Adam at 16 bits on 1 to 64 cards: what each card holds, before activations.

    A question can read `facts()`: the `bytes` on a card, and what is `left` of 80 GB, below zero where they don't suffice.
    """

    title = "Who holds what?"
    goal = "Find the fewest 80 GB cards that train 70B, with 10 GB left on each for activations. What has to be cut up?"

    model = Choice("7B", "70B", label="Parameters")
    cards = Slider(8, 1, 64, label="cards", step=1)
    sharded = Choice(*_SHARDED, label="Cut up between the cards")

    def held(self) -> dict[str, float]:
        """Bytes of each part on one card."""
        memory = cost.training_memory(int(LLAMA[self.model].billions * 1e9), "adam", 16)
        cut = _SHARDED[self.sharded]
        return {name: size / int(self.cards) if name in cut else size for name, size in memory.items()}

    def scene(self) -> Scene:
        """The parts on one card as a stack, beside the list of what every card has and what travels."""
        held = self.held()
        total = sum(held.values())
        count = int(self.cards)
        left = H100_MEMORY.value - total
        facts = {"cards": count, "bytes": total, "left": left}
        listed = ", ".join(f"{_PARTS[name][0]} {format_bytes(size)}" for name, size in held.items())
        room = f"On an 80 GB card that leaves {format_bytes(left)} for activations."
        verdict = room if left >= 0 else "That's too much for an 80 GB card."
        words = (
            f"{self.model} in training with Adam at 16 bits on {format_count(count, 'card')}; cut up: {self.sharded}. Each card holds "
            f"{listed}, together {format_bytes(total)}. {verdict} {self._travels()}"
        )
        return Scene((_stack(held, total), self._list(held, total)), words, aspect=2.1, facts=facts)

    def _travels(self) -> str:
        return _TRAVELS[self.sharded] if self.cards > 1 else "With a single card nothing travels."

    def _list(self, held: dict[str, float], total: float) -> Panel:
        cut = _SHARDED[self.sharded]
        marks: list[Mark] = [Text(0.6, 9.2, f"on each of {format_count(int(self.cards), 'card')}", bold=True)]
        for y, (name, size) in zip(np.linspace(7.6, 3.1, len(held)), held.items(), strict=True):
            label, role = _PARTS[name]
            share = f" (1/{int(self.cards)})" if name in cut and self.cards > 1 else ""
            marks += [point(0.25, y, role=role, size=14), Text(0.6, y, f"{label}{share}")]
            marks.append(Text(9.9, y, format_bytes(size), align="right"))
        marks += [
            Text(0.6, 1.4, "together", bold=True),
            Text(9.9, 1.4, format_bytes(total), align="right", bold=True),
        ]
        return Panel((0, 10), (0, 10), tuple(marks), axes=False, share=1.25)


def _stack(held: dict[str, float], total: float) -> Panel:
    """The parts on top of each other, and a line at the card's 80 GB."""
    top = next(each for each in (100.0, 200.0, 600.0, 1300.0) if total < 0.95e9 * each)
    marks: list[Mark] = []
    foot = 0.0
    for name, size in held.items():
        marks.append(Bars(np.array([0.5]), np.array([foot + size / 1e9]), _PARTS[name][1], 0.55, foot))
        foot += size / 1e9
    card = H100_MEMORY.value / 1e9
    marks += [level(card, 0, 2), Text(1.95, card + 0.025 * top, "80 GB card", align="right", size=12)]
    return Panel((0, 2), (0, top), tuple(marks), title="memory of one card", y_label="GB", x_ticks=())
