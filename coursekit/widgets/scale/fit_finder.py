"""The cards on which a model fits, with the keys and values of the conversations that it serves."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from coursekit.engine import cost
from coursekit.formatting import format_bytes, format_count
from coursekit.scenes import Bars, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.guard import as_number, guarded
from coursekit.widgets.core.marks import level
from coursekit.widgets.scale.cards import CARDS
from coursekit.widgets.scale.facts import LLAMA

_ANSWER, _TRAIN = "answer", "train with Adam"
_TOPS = (35.0, 70.0, 160.0, 350.0, 700.0, 1400.0)


class FitFinder(SceneWidget):
    """The memory of a model with 7 or 70 billion parameters, beside the memory of cards.

    With `memory=f` the bytes for training come from the learner's own f(n, optimizer, bits), and with `conversations=f` the
    number of conversations that fit on each card from f(card, n, bits, depth, kv_width, tokens), once they agree with
    the engine's. A question can read `facts()`: `bits`, `bytes`, `kv bytes`, and how many cards of each size it takes.
    """

    title = "Does it fit?"
    goal = "Find the largest number of bits at which 70B answers from one 80 GB card. How many such cards train it?"

    model = Choice("7B", "70B", label="Parameters")
    purpose = Choice(_ANSWER, _TRAIN, label="Use")
    bits = Choice(32, 16, 8, 4, label="Bits of a weight")
    talks = Slider(0, 0, 64, label="conversations at once", step=1)
    tokens = Slider(4096, 512, 4096, label="tokens in each", step=512)

    def __init__(
        self,
        *,
        memory: Callable[..., Any] | None = None,
        conversations: Callable[..., Any] | None = None,
        **state: Any,
    ) -> None:
        self._memory, self._conversations = memory, conversations
        super().__init__(**state)

    def hidden(self) -> list[str]:
        """The conversations, in training."""
        return [] if self.purpose == _ANSWER else ["talks", "tokens"]

    def widths(self) -> tuple[int, ...]:
        """The numbers of bits that the purpose allows; training needs at least 16."""
        return (32, 16, 8, 4) if self.purpose == _ANSWER else (32, 16)

    def chosen(self) -> int:
        """The number of bits that is shown: at least 16 for training."""
        return int(max(self.bits, self.widths()[-1]))

    def kept(self) -> float:
        """Bytes of all keys and values, at 16 bits; none in training."""
        shape = LLAMA[self.model]
        tokens = int(self.talks) * int(self.tokens)
        return (
            cost.kv_cache(shape.depth, shape.kv_width, tokens=tokens)
            if tokens and self.purpose == _ANSWER
            else 0.0
        )

    def needed(self, bits: int) -> float:
        """Bytes at this number of bits: of weights, keys and values to answer; with gradients, moments and copy to train."""
        memory = cost.training_memory(self._parameters(), "adam", bits)
        return memory["weights"] + self.kept() if self.purpose == _ANSWER else sum(memory.values())

    def scene(self) -> Scene:
        """A bar for each number of bits, keys and values on top, a line for each card, and the cards it takes."""
        heights = {bits: self.needed(bits) / 1e9 for bits in self.widths()}
        top = next(each for each in _TOPS if max(heights.values()) < 0.9 * each)
        kept = self.kept() / 1e9
        marks: list[Mark] = []
        for place, (bits, height) in enumerate(heights.items()):
            at = np.array([float(place)])
            marks.append(
                Bars(at, np.array([height - kept]), "accent" if bits == self.chosen() else "muted", 0.55)
            )
            if kept:
                marks.append(Bars(at, np.array([height]), "good", 0.55, height - kept))
            said = f"{height:,.3g} GB" if height < 1000 else f"{height:,.0f} GB"
            marks.append(Text(place, height + 0.035 * top, said, align="center", bold=bits == self.chosen()))
        names = tuple((float(place), f"{bits} bits") for place, bits in enumerate(heights))
        marks += _card_lines(top)
        panel = Panel((-0.6, 4.6), (0, top), tuple(marks), y_label="GB", x_ticks=names)
        bits = self.chosen()
        facts = {"bits": bits, "bytes": self.needed(bits), "kv bytes": self.kept()}
        facts |= {f"{card.name} cards": math.ceil(self.needed(bits) / card.memory) for card in CARDS}
        return Scene((panel,), self._words(), aspect=1.8, facts=facts)

    def _parameters(self) -> int:
        return int(LLAMA[self.model].billions * 1e9)

    def _words(self) -> str:
        bits = self.chosen()
        n, total = self._parameters(), self.needed(bits)
        weights = total - self.kept()
        cards = "; ".join(f"{math.ceil(total / card.memory)} × {card.name}" for card in CARDS)
        everything = (
            "Weights, gradients and moments" if bits == 32 else "Weights, gradients, moments and copy"
        )
        what = "The weights take" if self.purpose == _ANSWER else f"{everything} take"
        floor = " Fewer than 16 bits are not offered for training." if bits != self.bits else ""
        return (
            f"{n / 1e9:.0f} billion parameters at {bits} bits, to {self.purpose}. {what} {format_bytes(weights)}, "
            f"{weights / n:g} byte{'s' * (weights != n)} a parameter.{self._talk(total)} Cards needed: {cards}. "
            f"Activations and working space come on top.{floor} The bars: {self._bars()}.{self._remark(bits, total)}"
        )

    def _talk(self, total: float) -> str:
        """The keys and values in words."""
        if not self.kept():
            return ""
        talks = format_count(int(self.talks), "conversation")
        return (
            f" Keys and values of {talks} of {int(self.tokens):,} tokens, at 16 bits, take {format_bytes(self.kept())} (the green "
            f"part of each bar), together {format_bytes(total)}."
        )

    def _bars(self) -> str:
        """Every bar with its height."""
        return ", ".join(f"{bits} bits {format_bytes(self.needed(bits))}" for bits in self.widths())

    def _remark(self, bits: int, total: float) -> str:
        """A remark on the learner's own function, if there is one for this purpose."""
        memory, conversations = self._memory, self._conversations
        shape, n = LLAMA[self.model], self._parameters()
        rest = (n, bits, shape.depth, shape.kv_width, int(self.tokens))

        def ask_memory() -> list[Any]:
            return [memory(n, "adam", bits)] if memory else []

        def ask_conversations() -> list[Any]:
            return [conversations(card.memory, *rest) for card in CARDS] if conversations else []

        if self.purpose == _TRAIN and memory:
            name, ask, want = "training_memory", ask_memory, [total]
        elif self.purpose == _ANSWER and conversations:
            name, ask = "conversations", ask_conversations
            want = [float(fitting(card.memory, *rest)) for card in CARDS]
        else:
            return ""
        found, failure = guarded(
            lambda: [as_number(each) for each in ask()],
            f"Your {name} gave no number",
            "; the engine's is shown.",
        )
        if found is None:
            return failure
        if not np.allclose(found, want):
            return f" Your own {name} says something else here, so the engine's number is shown."
        if name == "training_memory":
            return " Your own training_memory finds the same."
        told = ", ".join(f"{count:.0f} on {card.name}" for card, count in zip(CARDS, found, strict=True))
        return f" Your own conversations says how many of {int(self.tokens):,} tokens fit beside the weights: {told}."


def fitting(card: float, n: int, bits: int, depth: int, kv_width: int, tokens: int) -> int:
    """Conversations of so many tokens whose keys and values, at 16 bits, fit on a card beside n weights of `bits` bits."""
    free = card - n * bits / 8
    return max(0, int(free // cost.kv_cache(depth, kv_width, tokens=tokens)))


def _card_lines(top: float) -> list[Mark]:
    """A dashed line at each card's memory; where two would touch, the larger card's alone."""
    marks: list[Mark] = []
    last = 2 * top
    for card in reversed(CARDS):
        height = card.memory / 1e9
        if 0.04 * top < height <= top and last - height > 0.08 * top:
            last = height
            marks += [
                level(height, -0.6, 4.6),
                Text(4.55, height + 0.035 * top, f"{card.name} card", align="right", size=12),
            ]
    return marks
