"""A neuron whose 64 weights are painted by hand, and a meter that counts the digits it tells apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine.cost import linear
from coursekit.formatting import format_count, format_number
from coursekit.scenes import Panel, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.digit_panels import many_digits, signed_panel
from coursekit.widgets.core.gauge import Bar, gauge
from coursekit.widgets.core.guard import as_number, guarded
from coursekit.widgets.core.painting import Painting, weights_of
from coursekit.widgets.neuron.digit_pairs import PAIRS, Neuron, examples, trained_neuron

GOALS = dict.fromkeys(PAIRS, 0.98) | {"1 and 8": 0.9, "odd and even": 0.8}
"""The share of the digits of each pair that a painted neuron is to get right: a few squares reach it."""


class PaintNeuron(SceneWidget):
    """One neuron with 64 painted weights and a bias, tried on the digits of two kinds in training and validation.

    It says the first digit of the pair where z = w · x + b is above 0, and the second elsewhere; x are the 64 squares
    of a digit, from 0 (paper) to 1 (dark). `PaintNeuron()` starts unpainted, `PaintNeuron(pair="8 and 9")` with another
    pair, and `DrawAndVote(neuron)` shows the votes of a painted one. `bill=True` adds what the neuron costs. What training
    found can be shown after the first move. A question can read `facts()`: `right` of `of` digits, the `share`, how many
    squares are `painted`, and `goal reached`.
    """

    title = "Paint a neuron"
    goal = (
        "Blue squares speak for the first of the two kinds, orange ones against it. Paint until the meter is at its goal, "
        "and don't forget the bias."
    )

    weights = Painting(label="Your 64 weights")
    b = Slider(0.0, -12, 12, label="bias b", step=0.5)
    pair = Choice(*PAIRS, label="Tell apart")
    trained = Toggle(label="show me what training found")

    def __init__(self, *, neuron: Callable[..., Any] | None = None, bill: bool = False, **state: Any) -> None:
        self._neuron = neuron
        self.cost = cost_line(linear(64, 1)) if bill else ""  # type: ignore[misc]  # not before the lesson explains it
        super().__init__(**state)

    def hidden(self) -> list[str]:
        """Hide what training found until the learner has tried: it answers what they are to predict."""
        return [] if self.weights or self.b or self.trained else ["trained"]

    def neuron(self) -> Neuron:
        """The painted neuron: weights (64,) and its bias."""
        return Neuron(weights_of(self.weights).ravel(), self.b)

    def scene(self) -> Scene:
        """The painting, what training found if wanted, some digits that are read wrongly, and the meter."""
        X, first = examples(self.pair)
        mine = self.neuron()
        sums, remark = self._sums(X, mine)
        right = (sums > 0) == first
        best = float(((trained_neuron(self.pair).sums(X) > 0) == first).mean())
        share = float(right.mean())
        # The worst first. Equal sums stay in the order of the data, on every machine.
        worst = np.argsort(np.where(right, 0, -np.abs(sums) - 1), kind="stable")[: (~right).sum()]
        panels = [signed_panel(mine.w, "your weights", largest=2.0)]
        if self.trained:
            panels.append(signed_panel(trained_neuron(self.pair).w, "what training found"))
        panels += [many_digits(X[worst], "still read wrongly"), self._meter(share, best)]
        facts = {
            "right": int(right.sum()),
            "of": len(right),
            "share": share,
            "painted": int(np.count_nonzero(mine.w)),
            "training": best,
            "goal reached": share >= GOALS[self.pair],
        }
        words = self._words(mine.w, right, first, best) + remark
        return Scene(tuple(panels), words, aspect=2.9, facts=facts)

    def _sums(self, X: npt.NDArray[np.float64], mine: Neuron) -> tuple[npt.NDArray[np.float64], str]:
        """The sums z of the images X (n, 64), from the learner's neuron where it works, with a remark about it."""
        want, neuron, shown = mine.sums(X), self._neuron, ", so the course's own is shown."
        if neuron is None:
            return want, ""
        got, failure = guarded(
            lambda: np.array([as_number(neuron(x.copy(), mine.w.copy(), mine.b, lambda z: z)) for x in X]),
            "Your neuron gave no number",
            shown,
        )
        if got is None:
            return want, failure
        if not np.allclose(got, want):
            k = int(np.argmax(~np.isclose(got, want)))
            found, right = format_number(got[k], 2), format_number(want[k], 2)
            return want, f" Your neuron gave z = {found} for image {k}, expected {right}{shown}"
        return (
            want,
            " Every answer is one of your own neuron.",
        )  # alike, and none on the other side of 0 by rounding

    def _meter(self, share: float, best: float) -> Panel:
        """The share of digits read correctly, beside the goal or what training reaches."""
        goal = GOALS[self.pair]
        name, height = ("training", best) if self.trained else ("goal", goal)
        mine, other = (Bar(*bar, _number(bar[1])) for bar in (("you", 100 * share), (name, 100 * height)))
        return gauge(
            mine, other, reached=share >= goal, top=118, gap=7, title="read correctly, %", share=0.95
        )

    def _words(
        self,
        w: npt.NDArray[np.float64],
        right: npt.NDArray[np.bool_],
        first: npt.NDArray[np.bool_],
        best: float,
    ) -> str:
        one, other = self.pair.split(" and ")
        painted = (
            f"You have painted {format_count(int((w > 0).sum()), 'square')} blue, for {one}, and {(w < 0).sum()} orange, against it"
            if w.any()
            else f"Nothing is painted yet; a blue square speaks for {one}, an orange one against it"
        )
        ones, others = _plural(one), _plural(other)
        counted = (
            f"The neuron reads {right.sum()} of {len(right):,} digits correctly ({_number(100 * right.mean())} %): "
            f"{right[first].sum()} of the {first.sum()} {ones} and {right[~first].sum()} of the {(~first).sum()} {others}."
        )
        words = f"{painted}, and the bias is {format_number(self.b)}. {counted}"
        if right.mean() >= GOALS[self.pair]:
            words += (
                f" Goal of {100 * GOALS[self.pair]:.0f} % reached: 64 products and a bias, all chosen by you."
            )
        if self.trained:
            w, b = trained_neuron(self.pair)
            low, high = (format_number(float(end), 2) for end in (w.min(), w.max()))
            words += (
                f" Training found weights from {low} to {high} with a bias of {format_number(b, 2)}, "
                f"and they read {_number(100 * best)} % of the digits they were trained on correctly."
            )
        return words

    def code(self) -> str:
        """The widget's state, and the count in NumPy."""
        first, second = PAIRS[self.pair]
        rows = self.weights or " ".join(["." * 8] * 8)
        return (
            f"{super().code()}\n\n# the count in NumPy\nimport numpy as np\nfrom coursekit.datasets import digits\n\n"
            f'painting = "{rows}"\nw = np.array(["=-.+#".index(square) - 2 for square in painting.replace(" ", "")])\n'
            "parts = digits()[:2]  # training and validation\nX = np.concatenate([part.X for part in parts])\n"
            "labels = np.concatenate([part.labels for part in parts])\n"
            f"pair = np.isin(labels, {[*first, *second]})\n"
            f"((X @ w + {self.b:g} > 0) == np.isin(labels, {[*first]}))[pair].sum()"
        )


def _plural(kind: str) -> str:
    return f"{kind}s" if kind.isdigit() else f"{kind} ones"


def _number(percent: float) -> str:
    """A percentage with one decimal, so that 97.7 isn't taken for the goal; a whole one without."""
    return format_number(percent).removesuffix(".0")
