"""A template for a new widget: copy this file to `coursekit/widgets/<chapter>/<name>.py` and change what it shows.

Its test, `tests/widgets/core/test_template.py`, is the template of the test.
"""

from __future__ import annotations

import numpy as np

from coursekit.formatting import format_count, format_number
from coursekit.scenes import Line, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider, Toggle

# Data is a constant, or made from a Generator with a seed: the saved notebook shows the same on every machine.
_SCORES = np.array([0.12, 0.23, 0.31, 0.43, 0.57, 0.52, 0.66, 0.74, 0.82, 0.93])
_SPAM = np.array([False, False, False, False, False, True, True, True, True, True])


class Threshold(SceneWidget):
    """Ten messages with their scores; those above the threshold are called spam."""

    title = "Where does spam begin?"
    goal = "Move the threshold until only 1 of the 10 messages is judged wrongly."  # something to reach, with a number

    # Each control is a trait of the class, shown in this order. Others: Choice, Number, Stepper, Path.
    threshold = Slider(0.2, 0, 1, label="threshold", step=0.05)
    truth = Toggle(label="show which messages are spam", on=True)

    # The logic stands in methods of its own, which need no browser and no picture.
    def wrong(self) -> np.ndarray:
        """Messages that the threshold judges wrongly, (10,) of bool."""
        judged: np.ndarray = (self.threshold < _SCORES) != _SPAM
        return judged

    def scene(self) -> Scene:
        """The messages along the axis of scores, and the threshold as a line."""
        wrong = int(self.wrong().sum())
        height = _SPAM.astype(float) if self.truth else np.full(len(_SCORES), 0.5)
        # Groups differ by their shape as well as by their colour. Roles, not colours: every theme has its own.
        marks = (
            Line(np.full(2, self.threshold), np.array([-0.3, 1.3]), role="ink", dashed=True),
            Points(_SCORES[_SPAM], height[_SPAM], role="negative", marker="square"),
            Points(_SCORES[~_SPAM], height[~_SPAM], role="positive"),
        )
        panel = Panel((0, 1), (-0.3, 1.3), marks, x_label="score", y_label="spam")
        # Words for whoever cannot see the picture, and the numbers in them by name, for the test.
        words = (
            f"Above {format_number(self.threshold, 2)} a message is called spam: "
            f"{format_count(wrong, 'message')} of 10 judged wrongly."
        )
        return Scene((panel,), words, aspect=2.4, facts={"wrong": wrong, "goal reached": wrong == 1})

    def code(self) -> str:
        """The widget's state, and the count in NumPy."""
        return (
            f"{super().code()}\n\n# the count in NumPy\nimport numpy as np\n\nscores = np.array({_SCORES.tolist()})\n"
            f"spam = np.array({_SPAM.tolist()})\nint(((scores > {self.threshold:.2f}) != spam).sum())"
        )
