"""A drawn digit, read as odd or even by one neuron and by a network with one bent layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine.cost import mlp
from coursekit.formatting import format_number
from coursekit.scenes import Bars, Mark, Panel, Role, Scene, Text
from coursekit.widgets.core.controls import Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.digit_panels import digit_panel
from coursekit.widgets.core.digit_reader import EMPTY, DigitReader
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.nonlinearity.reader_training import UNITS, bent_layer, one_neuron, sums

Array = npt.NDArray[np.float64]


class OddOrEven(DigitReader):
    """Two readers of one digit: a single neuron, and 8 hidden neurons with an output neuron. Each gives a probability of odd.

    Args:
        network: a learner's network(X, W1, b1, W2, b2) → sums (n, 1), or None; it then reads the digit.
        **state: drawing, bend.
    """

    title = "Odd or even?"
    goal = (
        "Draw ten digits. Which of the two readers is right more often? Find one that the single neuron gets wrong and the "
        "network right. Then take the bend away."
    )
    cost = cost_line(mlp([64, UNITS, 1]))

    bend = Toggle(label="bend (ReLU)", on=True)

    def __init__(self, *, network: Callable[..., Any] | None = None, **state: Any) -> None:
        self._network = network
        super().__init__(**state)

    def scene(self) -> Scene:
        """The digit, the hidden neurons, and how sure each reader is that it's odd."""
        x = self.squares()
        W, b = bent_layer()[:2]
        hidden = x @ W + b
        if self.bend:
            hidden = np.maximum(0, hidden)
        neuron = _probability(float(one_neuron().sums(x)))
        total, remark = self._sum(x)
        network = _probability(total)
        panels = (digit_panel(x, "your digit"), _hidden_bars(hidden), _answers(neuron, network))
        facts = {"neuron": neuron, "network": network, "on": int((hidden > 0).sum())}
        words = f"The single neuron says {_said(neuron)}. The network says {_said(network)}. " + (
            f"{facts['on']} of its {UNITS} hidden neurons are on."
            if self.bend
            else f"None of its {UNITS} hidden neurons bends."
        )
        return Scene(panels, (words if self.drawing else EMPTY) + remark, aspect=2.8, facts=facts)

    def code(self) -> str:
        """The widget's state, and both probabilities in NumPy."""
        bent = "np.maximum(0, x @ W1 + b1)" if self.bend else "(x @ W1 + b1)"
        return (
            f"{super().code()}\n\n# both probabilities in NumPy\nimport numpy as np\n"
            f"from coursekit.widgets import bent_layer, one_neuron\n\n{self.code_of_squares()}\n"
            f"(w, b), (W1, b1, W2, b2) = one_neuron(), bent_layer()\nz = w @ x + b, ({bent} @ W2 + b2)[0]\n"
            "1 / (1 + np.exp(-np.array(z)))"
        )

    def _sum(self, x: Array) -> tuple[float, str]:
        """The output neuron's sum: by the learner's network where it agrees with the course's, with a remark."""
        layer = bent_layer()
        want = float(sums(layer, x[None], bend=self.bend)[0])
        network = self._network
        if network is None or not self.bend:
            return want, ""
        found, failure = guarded(
            lambda: float(np.asarray(network(x[None].copy(), *layer)).reshape(())),
            "Your network gave no number",
        )
        if found is None:
            return want, f"{failure}"
        if not np.isclose(found, want, atol=1e-4):
            said = f"{format_number(found, 2)}, and the course's {format_number(want, 2)}"
            return found, f" Your network's sum is {said}; what you see is yours."
        return found, " The sum is your own network's."


def _probability(z: float) -> float:
    """The sigmoid of a sum that may be large."""
    return float(np.exp(-np.logaddexp(0.0, -z)))


def _said(odd: float) -> str:
    sure = max(odd, 1 - odd)
    return f"{'odd' if odd > 0.5 else 'even'}, with a probability of {format_number(100 * sure, 0)} %"


def _hidden_bars(hidden: Array) -> Panel:
    marks = (Bars(np.arange(1.0, UNITS + 1), hidden, role="accent"),)
    ticks = tuple((float(k), str(k)) for k in range(1, UNITS + 1))
    low, high = min(0.0, 1.1 * float(hidden.min())), max(3.0, 1.1 * float(hidden.max()))
    return Panel(
        (0.3, UNITS + 0.7),
        (low, high),
        marks,
        title=f"{UNITS} hidden neurons",
        x_label="neuron",
        share=1.3,
        x_ticks=ticks,
    )


def _answers(neuron: float, network: float) -> Panel:
    kinds: tuple[tuple[str, Role], ...] = (("odd", "positive"), ("even", "negative"))
    marks: list[Mark] = []
    for place, odd in enumerate((neuron, network)):
        for k, ((kind, role), share) in enumerate(zip(kinds, (odd, 1 - odd), strict=True)):
            x = 2.4 * place + k
            marks += [
                Bars(np.array([x]), np.array([100 * share]), role=role),
                Text(x, 100 * share + 7, kind, role=role, align="center", bold=True),
            ]
    return Panel(
        (-0.8, 4.2),
        (0, 115),
        tuple(marks),
        title="how sure, %",
        share=1.2,
        x_ticks=((0.5, "one neuron"), (2.9, "network")),
    )
