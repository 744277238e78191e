"""One word of a sentence looks at the words before it, with every product shown."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_number
from coursekit.scenes import Bars, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider

SENTENCE = ("the", "cat", "left", "the", "milk", "because", "it")
# Made up for this picture: how much of a living thing, and how much of a food, each word has in it.
KEYS = np.array([[0, 0], [2, 0], [0.5, 0], [0, 0], [0, 2], [0, 0], [0.5, 0.5]], dtype=float)
_ROWS = ((-0.1, "key"), (-0.2, "query · key"), (-0.3, "÷ √2"))


class AttentionPeek(SceneWidget):
    """The weight that the word "it" gives to each word: softmax of query times key, divided by √2.

    Keys are two made-up numbers a word, and the values are the same two; in a trained model they are many, and learned.
    """

    title = "What does “it” look at?"
    goal = "Make “it” look at “cat” with a share of 0.80 or more (“… it was tired”)."

    living = Slider(0.0, -3, 3, label="query: living thing", step=0.5)
    food = Slider(0.0, -3, 3, label="query: food", step=0.5)

    def weights(self) -> npt.NDArray[np.float64]:
        """The attention weights over the seven words; they add up to 1."""
        scores = self._products() / np.sqrt(2)
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum())

    def _products(self) -> npt.NDArray[np.float64]:
        return np.asarray(KEYS @ np.array([self.living, self.food]))

    def scene(self) -> Scene:
        """The sentence, a bar for each weight, and the steps that lead to it."""
        weights, products = self.weights(), self._products()
        mixed = weights @ KEYS
        marks: list[Mark] = [Bars(np.arange(7), weights, role="accent", width=0.5)]
        for place, (word, weight) in enumerate(zip(SENTENCE, weights, strict=True)):
            steps = (
                ", ".join(f"{value:g}" for value in KEYS[place]),
                format_number(products[place], 2),
                format_number(products[place] / np.sqrt(2), 2),
            )
            marks += [
                Text(
                    place,
                    weight + 0.04,
                    f"{weight:.2f}",
                    align="center",
                    bold=bool(weight == weights.max()),
                    size=12,
                ),
                Text(place, -0.07, word, align="center", bold=place == 6, size=14),
                *(
                    Text(place, y - 0.07, said, align="center", size=12)
                    for (y, _), said in zip(_ROWS, steps, strict=True)
                ),
            ]
        marks += [Text(-0.62, y - 0.07, name, role="muted", align="right", size=12) for y, name in _ROWS]
        marks.append(Text(-0.62, 0.02, "share", role="muted", align="right", size=12))
        panel = Panel((-1.75, 6.6), (-0.42, 1.1), tuple(marks), axes=False)
        return Scene((panel,), self._words(weights), aspect=2.2, facts=self._facts(weights, mixed))

    def _words(self, weights: npt.NDArray[np.float64]) -> str:
        most = int(weights.argmax())
        living, food = KEYS[most]
        by_hand = (
            f"{format_number(self.living)} · {living:g} + {format_number(self.food)} · {food:g} = "
            f"{format_number(self._products()[most], 2)}, divided by √2: {format_number(self._products()[most] / np.sqrt(2), 2)}"
        )
        mixed = weights @ KEYS
        listed = ", ".join(f"{word} {weight:.2f}" for word, weight in zip(SENTENCE, weights, strict=True))
        return (
            f"The query of “it” against the key of “{SENTENCE[most]}”: {by_hand}. Softmax of all seven makes the shares: {listed}. "
            f"The mix of the values is {format_number(mixed[0], 2)} of a living thing and {format_number(mixed[1], 2)} of a food."
        )

    def _facts(self, weights: npt.NDArray[np.float64], mixed: npt.NDArray[np.float64]) -> dict[str, float]:
        facts = {"living": float(mixed[0]), "food": float(mixed[1])}
        return facts | {f"weight {place}": float(weight) for place, weight in enumerate(weights)}
