"""Three scores become three probabilities: what moves them, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, functional
from coursekit.formatting import format_number
from coursekit.scenes import Bars, Mark, Panel, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.guard import guarded

Array = npt.NDArray[np.float64]

_NAMES = ((0.0, "cat"), (1.0, "dog"), (2.0, "owl"))
_PLACES = np.arange(3.0)


class SoftmaxMixer(SceneWidget):
    """Softmax of three scores, each with the same shift added and divided by the same temperature.

    Args:
        softmax: a learner's softmax(x, axis); once it agrees it works out the probabilities.
        **state: the settings.
    """

    title = "Softmax mixer"
    goal = (
        "Bring cat to 0.99 or more: first with the scores alone, then with the temperature alone. "
        "What does the shift do?"
    )

    score1 = Slider(2.0, -5, 5, label="score of cat")
    score2 = Slider(1.0, -5, 5, label="score of dog")
    score3 = Slider(0.0, -5, 5, label="score of owl")
    shift = Slider(0.0, -1000, 1000, label="shift, added to all", step=10)
    temperature = Slider(1.0, 0.1, 5, label="temperature")

    def __init__(self, *, softmax: Callable[..., Any] | None = None, **state: Any) -> None:
        self._softmax = softmax
        super().__init__(**state)

    def scores(self) -> Array:
        """The input of softmax, (3,): shifted scores over the temperature."""
        scores = np.array([self.score1, self.score2, self.score3])
        return (scores + self.shift) / self.temperature

    def shares(self) -> Array:
        """The output of softmax, (3,): positive, together 1."""
        return np.asarray(functional.softmax(Tensor(self.scores(), dtype=np.float64)).data)

    def scene(self) -> Scene:
        """Scores on the left, probabilities on the right."""
        scores, (shares, remark) = np.array([self.score1, self.score2, self.score3]), self._shares()
        left = Panel(
            (-0.6, 2.6),
            (-6, 6),
            (
                Bars(_PLACES, scores, role="muted", width=0.6),
                *_labels(scores, [format_number(s) for s in scores], 0.5),
            ),
            title=f"scores{_change(self.shift, self.temperature)}",
            x_ticks=_NAMES,
        )
        right = Panel(
            (-0.6, 2.6),
            (0, 1.12),
            (
                Bars(_PLACES, shares, role="positive", width=0.6),
                *_labels(shares, [f"{s:.3f}" for s in shares], 0.05),
            ),
            title="probabilities",
            x_ticks=_NAMES,
        )
        facts = {name: float(share) for (_, name), share in zip(_NAMES, shares, strict=True)}
        listed = ", ".join(f"{name} {share:.3f}" for name, share in facts.items())
        given = ", ".join(format_number(score, 2) for score in self.scores())
        together = format_number(float(shares.sum()), 3)
        rounded = "" if format_number(float(shares.round(3).sum()), 3) == together else " before rounding"
        words = (
            f"Softmax is given ({given}). The probabilities: {listed}. Together {together}{rounded}.{remark}"
        )
        return Scene((left, right), words, aspect=2.3, facts=facts)

    def code(self) -> str:
        """The widget's state, and the probabilities in NumPy."""
        scores = [round(score, 4) for score in self.scores().tolist()]
        return (
            f"{super().code()}\n\n# the probabilities in NumPy\nimport numpy as np\n\nz = np.array({scores})\n"
            "e = np.exp(z - z.max())\ne / e.sum()"
        )

    def _shares(self) -> tuple[Array, str]:
        """The shares, from the learner's softmax where it agrees; with a remark."""
        want = self.shares()
        softmax, shown = self._softmax, ", so the course's own are shown."
        if softmax is None:
            return want, ""
        found, failure = guarded(
            lambda: np.array(softmax(self.scores(), -1), dtype=np.float64),
            "Your softmax gave no probabilities",
            shown,
        )
        if found is None:
            return want, failure
        if found.shape != want.shape:
            return want, f" Your softmax did not give one probability for each score{shown}"
        if not np.allclose(found, want, atol=1e-6):
            return want, f" Your softmax gives {', '.join(format_number(s, 3) for s in found)}{shown}"
        return found, " The probabilities are your own function's."


def _labels(heights: Array, texts: list[str], above: float) -> list[Mark]:
    return [
        Text(float(x), float(max(y, 0.0)) + above, text, align="center", bold=True, size=15)
        for x, y, text in zip(_PLACES, heights, texts, strict=True)
    ]


def _change(shift: float, temperature: float) -> str:
    """Shift and temperature, as the title shows them."""
    added = "" if format_number(shift, 0) == "0" else f" {'−' if shift < 0 else '+'} {abs(shift):.0f}"
    return added + ("" if f"{temperature:.1f}" == "1.0" else f", all divided by {temperature:.1f}")
