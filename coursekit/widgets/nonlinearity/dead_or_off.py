"""One neuron over many inputs: off for some of them, or dead for all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.engine.cost import mlp
from coursekit.formatting import format_number
from coursekit.scenes import Bars, Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.nonlinearity.activations import bent

Array = npt.NDArray[np.float64]

_INPUTS = np.linspace(-2, 2, 20)
_LINE = np.linspace(-2.2, 2.2, 221)


class DeadOrOff(SceneWidget):
    """y = φ(w·x + b) for 20 inputs between −2 and 2; a neuron is active where its sum is above 0."""

    title = "Dead, or merely off?"
    goal = "Bring the active share down to 50%, then to 0%, with the bias. Which is the largest bias for 0%?"
    cost = cost_line(mlp((1, 1)))

    activation = Choice("ReLU", "Leaky ReLU", "GELU", label="Activation")
    w = Slider(1.5, -3, 3, label="weight w")
    b = Slider(1.5, -6, 6, label="bias b")

    def sums(self) -> Array:
        """The sum z for every input, (20,)."""
        return np.round(self.w * _INPUTS + self.b, 9)

    def active(self) -> float:
        """The share of inputs with a sum above 0."""
        return float(np.mean(self.sums() > 0))

    def scene(self) -> Scene:
        """The neuron's output over its input, and the share that is active."""
        on = self.sums() > 0
        y = bent(self.activation, self.sums())
        curve = bent(self.activation, self.w * _LINE + self.b)
        marks: list[Mark] = [
            Line(_LINE, curve, role="muted", width=2),
            Points(_INPUTS[~on], y[~on], role="negative", marker="square", size=9, filled=False),
            Points(_INPUTS[on], y[on], role="positive", size=10),
        ]
        heights = min(-1.0, float(y.min()) - 0.3), max(4.8, float(y.max()) + 0.3)
        panel = Panel((-2.2, 2.2), heights, tuple(marks), x_label="input x", y_label="output y")
        facts = {"active": int(on.sum()), "share": self.active()}
        words = self._words(y, int(on.sum()))
        return Scene((panel, _share_panel(self.active())), words, aspect=2.0, facts=facts)

    def code(self) -> str:
        """The widget's state, and the active share in NumPy."""
        return (
            f"{super().code()}\n\n# the active share in NumPy\nimport numpy as np\n\n"
            f"z = {self.w:.1f} * np.linspace(-2, 2, 20) + {self.b:.1f}\n(z.round(9) > 0).mean()"
        )

    def _words(self, y: Array, on: int) -> str:
        count = f"The sum is above 0 for {on} of 20 inputs, {self.active():.0%}."
        if on == 20:
            return f"{count} The neuron is active for all of them."
        if on > 0:
            turned_on = _INPUTS[self.sums() > 0]
            ends = f"{format_number(turned_on[0])} to {format_number(turned_on[-1])}"
            return f"{count} They run from {ends}. For the others it is off. It is not dead: some inputs still turn it on."
        if self.activation == "ReLU":
            return f"{count} Dead on these inputs: the same output {format_number(y[0], 1)} for every one of them."
        if np.ptp(y) == 0:
            return f"{count} The weight is 0, so every input gets the same output, {format_number(y[0], 3)}."
        low, high = format_number(y.min(), 3), format_number(y.max(), 3)
        span = f"outputs from {low} to {high}" if low != high else "by less than 0.001"
        return f"{count} {self.activation} still tells the inputs apart: {span}."


def _share_panel(active: float) -> Panel:
    bars = (
        Bars(np.array([0.0]), np.array([active]), role="good" if active > 0 else "negative", width=0.6),
        Text(0, active + 0.06, f"{active:.0%}", align="center", bold=True, size=15),
    )
    return Panel((-0.7, 0.7), (0, 1.15), bars, title="active", share=0.32, x_ticks=((0.0, "of 20 inputs"),))
