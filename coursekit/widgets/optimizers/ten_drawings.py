"""Ten drawings of the learner's, from 0 to 9, read by a network; stand-ins where nothing is drawn yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_count
from coursekit.scenes import Line, Mark, Panel, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.core.sketchpad import Sketchpad, counts_of, in_words
from coursekit.widgets.layers.digit_params import digit_params
from coursekit.widgets.layers.digit_sheet import digit_tile
from coursekit.widgets.optimizers.stand_ins import stand_ins

Array = npt.NDArray[np.float64]


class TenDrawings(SceneWidget):
    """Draw a 0, a 1 and so on up to 9, and see how many of the ten a network reads.

    With `scores=f` a learner's f(images) → scores, (n, 64) → (n, 10), reads them; otherwise it's the network 64-16-10 of
    lesson 3. A question can read `facts()`: how many are `own` drawings, how many of those are read rightly (`own right`), and how
    many of all ten (`right`).
    """

    title = "Ten digits of your own"
    goal = "Draw all ten digits. How many of the 10 does the network read?"

    digit = Slider(0, 0, 9, label="digit to draw", step=1)
    drawing0 = Sketchpad(label="Your 0")
    drawing1 = Sketchpad(label="Your 1")
    drawing2 = Sketchpad(label="Your 2")
    drawing3 = Sketchpad(label="Your 3")
    drawing4 = Sketchpad(label="Your 4")
    drawing5 = Sketchpad(label="Your 5")
    drawing6 = Sketchpad(label="Your 6")
    drawing7 = Sketchpad(label="Your 7")
    drawing8 = Sketchpad(label="Your 8")
    drawing9 = Sketchpad(label="Your 9")

    def __init__(self, *, scores: Callable[[Array], Any] | None = None, **state: Any) -> None:
        self._scores = scores
        super().__init__(**state)

    def drawings(self) -> list[str]:
        """The ten values of the sketchpads, "" where nothing is drawn."""
        return [getattr(self, f"drawing{digit}") for digit in range(10)]

    def hidden(self) -> list[str]:
        """All sketchpads but one."""
        return [f"drawing{digit}" for digit in range(10) if digit != self.digit]

    def scene(self) -> Scene:
        """The ten digits as the network gets them, and what it reads below each."""
        drawn = self.drawings()
        images = np.array([counts_of(mine or other) for mine, other in zip(drawn, stand_ins(), strict=True)])
        X = images.reshape(10, 64) / 16.0
        read, remark = self._read(X)
        right = read == np.arange(10)
        own = np.array([value != "" and not value.startswith("#") for value in drawn])
        marks: list[Mark] = [
            mark
            for digit in range(10)
            for mark in digit_tile(
                10.0 * (digit % 5) + 1,
                12.0 * (1 - digit // 5) + 3,
                X[digit],
                str(read[digit]),
                wrong=not right[digit],
            )
        ]
        now = int(self.digit)
        x, y = 10.0 * (now % 5), 12.0 * (1 - now // 5)
        turn = Line(np.array([x + 0.4, x + 9.6]), np.array([y + 0.5, y + 0.5]), "accent", 3.0)
        facts = {
            "own": int(own.sum()),
            "own right": int((own & right).sum()),
            "right": int(right.sum()),
        }
        panel = Panel((0, 50.0), (0, 24.0), (*marks, turn), axes=False, square=True)
        seen = f" Your {now}: {in_words(drawn[now])}" if own[now] else ""
        return Scene((panel,), _words(own, right, read, drawn) + seen + remark, aspect=2.2, facts=facts)

    def code(self) -> str:
        """The widget's state, and the reading in NumPy."""
        return (
            f"{super().code()}\n\n# the reading in NumPy, for images X of shape (10, 64)\nimport numpy as np\n"
            "from coursekit.widgets import digit_params\n\n(W1, b1), (W2, b2) = digit_params()\n"
            "read = lambda X: (np.maximum(0, X @ W1 + b1) @ W2 + b2).argmax(axis=1)"
        )

    def _read(self, X: Array) -> tuple[npt.NDArray[np.int64], str]:
        """The digit read in each image, and a remark about whose network reads."""
        by_course = relu_forward(X, digit_params()).argmax(axis=1)
        if self._scores is None:
            return by_course, ""
        scores = self._scores
        found, failure = guarded(lambda: _as_scores(scores(X)), "Your scores could not be used")
        if found is None:
            return by_course, f"{failure} So the network of lesson 3 reads."
        return found.argmax(axis=1), " The network is your own."


def _as_scores(value: Any) -> Array:
    """A learner's scores as an array (10, 10)."""
    scores = np.asarray(value, dtype=np.float64)
    if scores.shape != (10, 10):
        raise ValueError(f"their shape is {scores.shape}, expected (10, 10)")
    return scores


def _words(
    own: npt.NDArray[np.bool_],
    right: npt.NDArray[np.bool_],
    read: npt.NDArray[np.int64],
    drawn: list[str],
) -> str:
    wrong = [f"the {digit} as {read[digit]}" for digit in np.flatnonzero(~right)]
    missed = f" It misreads {', '.join(wrong)}." if wrong else ""
    borrowed = sum(value.startswith("#") for value in drawn)
    said = f"The network reads {int(right.sum())} of these 10.{missed} "
    if own.any():
        said += (
            f"{format_count(int(own.sum()), 'drawing')} of yours: {int((own & right).sum())} read rightly."
        )
    else:
        said += "None of them is yours yet."
    left = 10 - int(own.sum()) - borrowed
    if borrowed:
        said += f" {borrowed} from the data."
    if left:
        said += f" {left} stand in for drawings of yours: the authors of the course drew them with straight strokes."
    return said
