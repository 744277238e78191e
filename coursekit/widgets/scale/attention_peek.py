"""One word of a sentence looks at the words before it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.scenes import Bars, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider

SENTENCE = ("the", "cat", "left", "the", "milk", "because", "it")
# Made up for this picture: how much of a living thing, and how much of a food, each word has in it.
KEYS = np.array([[0, 0], [2, 0], [0.5, 0], [0, 0], [0, 2], [0, 0], [0.5, 0.5]], dtype=float)


class AttentionPeek(SceneWidget):
    """The weight that the word "it" gives to each word: softmax of query times key, divided by √2.

    Keys are two made-up numbers a word; in a trained model they are many, and learned.
    """

    title = "What does “it” look at?"
    goal = "Make “it” look at “cat” with a weight of 0.80 or more (“… it was tired”). Then at “milk” (“… it was sour”)."

    living = Slider(0.0, -3, 3, label="query: living thing")
    food = Slider(0.0, -3, 3, label="query: food")

    def weights(self) -> npt.NDArray[np.float64]:
        """The attention weights over the seven words; they add up to 1."""
        scores = KEYS @ np.array([self.living, self.food]) / np.sqrt(2)
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum())

    def scene(self) -> Scene:
        """The sentence, with a bar for each weight."""
        weights = self.weights()
        mixed = weights @ KEYS
        marks: list[Mark] = [Bars(np.arange(7), weights, role="accent", width=0.5)]
        for place, (word, weight) in enumerate(zip(SENTENCE, weights, strict=True)):
            strongest = weight == weights.max()
            marks += [
                Text(place, weight + 0.05, f"{weight:.2f}", align="center", bold=bool(strongest), size=12),
                Text(place, -0.09, word, align="center", bold=place == 6, size=15),
                Text(place, -0.19, _key_text(place), role="muted", align="center", size=12),
            ]
        panel = Panel((-0.6, 6.6), (-0.26, 1.12), tuple(marks), axes=False)
        listed = ", ".join(f"{word} {weight:.2f}" for word, weight in zip(SENTENCE, weights, strict=True))
        at_rest = not (self.living or self.food)  # where the sliders begin; later the words would repeat it
        held = ", ".join(f"{SENTENCE[k]} {_key_text(k)}" for k in np.flatnonzero(KEYS.any(axis=1)).tolist())
        words = (
            f"The word “it” looks at: {listed}. What it takes along is the mix of what they hold: "
            f"{mixed[0]:.2f} of a living thing, {mixed[1]:.2f} of a food."
        )
        if at_rest:
            words += f" Each word holds so much of a living thing and of a food: {held}, the others 0 and 0."
        facts = {"living": float(mixed[0]), "food": float(mixed[1])}
        facts |= {f"weight {place}": float(weight) for place, weight in enumerate(weights)}
        return Scene((panel,), words, aspect=2.5, facts=facts)


def _key_text(place: int) -> str:
    """The two numbers of a word, in words."""
    return " and ".join(f"{value:g}" for value in KEYS[place])
