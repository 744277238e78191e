"""The validation digits that a reader is least or most sure of, with what it reads and with which probability."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits
from coursekit.formatting import format_count
from coursekit.scenes import HeatMap, Line, Mark, Panel, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice
from coursekit.widgets.core.learner_code import call
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.layers.digit_params import digit_params

Array = npt.NDArray[Any]

_ORDERS = ("the most doubtful", "the surest", "the surest mistakes")
_COLUMNS, _ROWS = 4, 3
_WIDE, _TALL = 15.0, 12.0  # a digit of 8 × 8 and its words, such as "7 (over 99 %)"


class DigitSheet(SceneWidget):
    """Twelve of the 300 validation digits, each with the digit that 64-16-10 reads and its probability.

    With `read=f` a learner's f(images, params), which returns digits and probabilities, reads them once it agrees. A question
    can read `facts()`: how many are read `wrong`, and the lowest and highest probability that is `shown`.
    """

    title = "How sure is the reader?"
    goal = "Look at its surest mistakes. How many of them does it make with a probability above 80 %?"

    order = Choice(*_ORDERS, label="Show")

    def __init__(self, *, read: Callable[..., Any] | None = None, **state: Any) -> None:
        self._read = read
        super().__init__(**state)

    def scene(self) -> Scene:
        """The twelve digits, a frame around those that are read wrongly."""
        X, labels = digits().validation
        (digit, sure), remark = self._reading(X)
        wrong = digit != labels
        doubtful = np.argsort(np.round(sure, 6), kind="stable")
        surest = doubtful[::-1]
        order = {_ORDERS[0]: doubtful, _ORDERS[1]: surest, _ORDERS[2]: surest[wrong[surest]]}[self.order]
        chosen = order[: _COLUMNS * _ROWS]
        marks = [
            mark
            for place, k in enumerate(chosen)
            for mark in digit_tile(
                _WIDE * (place % _COLUMNS) + (_WIDE - 8) / 2,
                _TALL * (_ROWS - 1 - place // _COLUMNS) + 3,
                X[k],
                f"{digit[k]} ({_percent(sure[k])})",
                wrong=bool(wrong[k]),
            )
        ]
        told = ", ".join(
            f"{digit[k]} ({_percent(sure[k])}{f', in truth {labels[k]}' * bool(wrong[k])})" for k in chosen
        )
        words = (
            f"{format_count(int(wrong.sum()), 'digit')} of {len(labels)} are read wrongly. Here are {self.order}, with what is read "
            f"and how surely: {told}.{remark}"
        )
        panel = Panel((0, _WIDE * _COLUMNS), (0, _TALL * _ROWS), tuple(marks), axes=False, square=True)
        facts = {
            "wrong": int(wrong.sum()),
            "lowest": float(sure[chosen].min()),
            "highest": float(sure[chosen].max()),
        }
        return Scene((panel,), words, aspect=1.6, facts=facts)

    def code(self) -> str:
        """The widget's state, and the reading in NumPy."""
        return (
            f"{super().code()}\n\n# the reading in NumPy\nimport numpy as np\nfrom coursekit.datasets import digits\n"
            "from coursekit.widgets import digit_params\n\nX, labels = digits().validation\n(W1, b1), (W2, b2) = digit_params()\n"
            "z = np.maximum(0, X @ W1 + b1) @ W2 + b2\ne = np.exp(z - z.max(axis=1, keepdims=True))\n"
            "p = e / e.sum(axis=1, keepdims=True)\n(p.argmax(axis=1) != labels).sum()"
        )

    def _reading(self, X: Array) -> tuple[tuple[Array, Array], str]:
        """Digits and probabilities for images (n, 64), the learner's where they agree; with a remark."""
        want = _read()
        if self._read is None:
            return want, ""
        got, found = call("read", self._read, (X, digit_params()), want, ("digits", "probabilities"))
        if found:
            return want, f" {found} So the course's own reading is shown."
        return got, " Your own function reads them."


@cache
def _read() -> tuple[Array, Array]:
    """The readings of the validation digits: digits (300,) and probabilities (300,)."""
    z = relu_forward(digits().validation.X.astype(np.float64), digit_params())
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p.argmax(axis=1), p.max(axis=1)


def digit_tile(x: float, y: float, image: Array, told: str, *, wrong: bool) -> list[Mark]:
    """A digit of 8 × 8 whose lower left corner is (x, y), with what is read below it."""
    role: Role = "negative" if wrong else "muted"
    frame = Line(
        np.array([x, x + 8, x + 8, x, x]),
        np.array([y, y, y + 8, y + 8, y]),
        role=role,
        width=3.0 if wrong else 1.2,
    )
    shown = HeatMap(image.reshape(8, 8)[::-1], (x, x + 8), (y, y + 8), style="ink")
    return [
        shown,
        frame,
        Text(
            x + 4, y - 1.4, f"{told}{' ✗' * wrong}", role=role if wrong else "ink", align="center", bold=True
        ),
    ]


def _percent(share: float) -> str:
    """A probability in whole percent, and never a whole 100 that it isn't."""
    return "over 99 %" if share > 0.995 else f"{100 * share:.0f} %"
