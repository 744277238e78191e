"""A drawn digit, the votes of its 64 squares, and how they add up to the sum z of one neuron."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_number
from coursekit.scenes import Line, Panel, Scene
from coursekit.widgets.core.controls import Toggle
from coursekit.widgets.core.digit_panels import digit_panel, signed_panel
from coursekit.widgets.core.digit_reader import EMPTY, DigitReader
from coursekit.widgets.core.marks import level, point
from coursekit.widgets.neuron.digit_pairs import PAIRS, Neuron, trained_neuron
from coursekit.widgets.neuron.paint_neuron import PaintNeuron


class DrawAndVote(DigitReader):
    """The sum z of a drawn digit: each of its 64 squares votes with weight × darkness, and the bias is added.

    `DrawAndVote(painted)` takes weights, bias and pair from a `PaintNeuron` and follows it as it is painted;
    `DrawAndVote(weights="…", b=1, pair="8 and 9")` takes them by themselves, in the form that `PaintNeuron` shows. With
    neither, the neuron that training found votes. A question can read `facts()`: `z`, the sum of votes `for` the
    first digit and `against` it, and the `bias`.
    """

    title = "Draw a digit and watch it vote"
    goal = "Draw the first digit of the pair so that z is above 5. Then change it by a single stroke so that z falls below 0."

    trained = Toggle(label="use the weights that training found")

    def __init__(
        self,
        neuron: PaintNeuron | None = None,
        *,
        weights: str = "",
        b: float = 0.0,
        pair: str = next(iter(PAIRS)),
        **state: Any,
    ) -> None:
        self._painted = neuron or PaintNeuron(weights=weights, b=b, pair=pair)
        state.setdefault("trained", not self._painted.weights)
        super().__init__(**state)
        self._painted.observe(self._repainted, names=["weights", "b", "pair"])

    def neuron(self) -> Neuron:
        """The neuron that votes: the painted one, or the one that training found."""
        return trained_neuron(self._painted.pair) if self.trained else self._painted.neuron()

    def scene(self) -> Scene:
        """The digit, the weights, their products, and the running sum of the products."""
        x, (w, b) = self.squares(), self.neuron()
        votes = w * x
        z = float(votes.sum() + b)
        panels = (
            digit_panel(x, "your digit"),
            signed_panel(w, "× weights"),
            signed_panel(votes, "= 64 votes", largest=float(np.abs(w).max())),
            _adding_up(votes, b),
        )
        facts = {
            "z": z,
            "for": float(votes[votes > 0].sum()),
            "against": float(votes[votes < 0].sum()),
            "bias": b,
        }
        return Scene(panels, self._words(facts), aspect=3.3, facts=facts)

    def _words(self, facts: dict[str, float]) -> str:
        if not self.drawing:
            return EMPTY
        one, other = self._painted.pair.split(" and ")
        z, *parts = (facts[name] for name in ("z", "for", "against", "bias"))
        said = f"above 0, so the neuron says {one}" if z > 0 else f"not above 0, so the neuron says {other}"
        pro, contra, bias = (format_number(each, 2) for each in _rounded(parts, z))
        return (
            f"The dark squares cast their votes: {pro} for {one} and {contra} against it. "
            f"With the bias of {bias}, z is {format_number(z, 2)}. That is {said}."
        )

    def code(self) -> str:
        """The widget's state, and z in NumPy, with weights rounded to two decimals."""
        w, b = self.neuron()
        rows = ",\n    ".join(", ".join(f"{value:.2f}" for value in row) for row in w.reshape(8, 8) + 0.0)
        return (
            f"{super().code()}\n\n# z in NumPy\nimport numpy as np\n\n{self.code_of_squares()}\n"
            f"w = np.array([\n    {rows},\n])\nvotes = w * x\nvotes.sum() + {b:.2f}"
        )

    def __repr__(self) -> str:
        painted = self._painted
        return (
            f"DrawAndVote(weights={painted.weights!r}, b={painted.b:g}, pair={painted.pair!r}, "
            f"drawing={self.drawing!r}, trained={self.trained!r})"
        )

    def _repainted(self, _: Any) -> None:
        with self._lock:
            self._send_picture(reply=False)


def _rounded(parts: list[float], total: float) -> list[float]:
    """Numbers rounded to hundredths that add up to the rounded total; the one that was rounded farthest gives way."""
    rounded = [round(each, 2) for each in parts]
    missing = round(round(total, 2) - sum(rounded), 2)
    k = int(np.argmax([(each - r) * missing for each, r in zip(parts, rounded, strict=True)]))
    rounded[k] += missing
    return rounded


def _adding_up(votes: npt.NDArray[np.float64], b: float) -> Panel:
    """The sum after 0 to 64 votes, row by row, and after the bias."""
    sums = np.concatenate([[0.0], np.cumsum(votes), [votes.sum() + b]])
    low, high = min(float(sums.min()), -1.0), max(float(sums.max()), 1.0)
    room = 0.08 * (high - low)
    place = np.arange(66)
    end = (
        point(65, float(sums[-1]), role="positive", size=12)
        if sums[-1] > 0
        else point(65, float(sums[-1]), role="negative", marker="square", size=12)
    )
    marks = (
        level(0.0, 0, 68),
        Line(place[:65], sums[:65], role="accent"),
        Line(place[64:], sums[64:], role="muted", dashed=True),
        point(64, float(sums[64]), role="accent", marker="circle", size=6),
        end,
    )
    ticks = tuple((8.0 * row, str(row)) for row in (2, 4, 6, 8))
    return Panel(
        (0, 68),
        (low - room, high + room),
        marks,
        title="added up, then the bias",
        x_label="after row",
        share=1.2,
        x_ticks=ticks,
    )
