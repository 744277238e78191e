"""One neuron taken apart: weigh, sum, add the bias, bend."""

from __future__ import annotations

import numpy as np

from coursekit.formatting import format_count, format_exact, format_number
from coursekit.scenes import Arrow, Mark, Node, Panel, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Stepper

_SUM, _BEND, _OUT = (5.6, 3.0), (7.7, 3.0), (9.5, 3.0)
_ROWS = {1: (3.0,), 2: (4.3, 1.7), 3: (5.0, 3.0, 1.0)}


class WeighSumBend(SceneWidget):
    """A neuron with 1 to 3 inputs and ReLU, its numbers on the wires, one step at a time."""

    title = "Weigh, sum, bend"
    goal = "Say each number before you step to it. At the end: which is the largest bias that keeps y at 0?"

    step = Stepper(4, label="Next step")
    inputs = Choice(1, 2, 3, label="Inputs", default=3)
    x1 = Slider(2.0, -3, 3, label="input x₁")
    w1 = Slider(0.5, -3, 3, label="weight w₁")
    x2 = Slider(-1.0, -3, 3, label="input x₂")
    w2 = Slider(2.0, -3, 3, label="weight w₂")
    x3 = Slider(3.0, -3, 3, label="input x₃")
    w3 = Slider(-1.0, -3, 3, label="weight w₃")
    b = Slider(1.0, -6, 6, label="bias b")

    def hidden(self) -> list[str]:
        """The controls of inputs that are not there."""
        return [f"{letter}{k}" for k in (1, 2, 3) if k > self.inputs for letter in "xw"]

    def numbers(self) -> tuple[np.ndarray, np.ndarray]:
        """Inputs and weights, (n,) each."""
        count = range(1, self.inputs + 1)
        x, w = ([getattr(self, f"{letter}{k}") for k in count] for letter in "xw")
        return np.array(x), np.array(w)

    def scene(self) -> Scene:
        """The neuron as a diagram, filled in as far as the steps have gone."""
        x, w = self.numbers()
        total = float(x @ w)
        z = total + self.b
        marks: list[Mark] = []
        for k, (row, value, weight) in enumerate(zip(_ROWS[self.inputs], x, w, strict=True), start=1):
            marks += _wire(k, row, value, weight, weighed=self.step >= 1)
        marks += [
            Arrow((_SUM[0], 5.7), _SUM, gap=27),
            Text(
                _SUM[0],
                5.5,
                f"bias {format_number(self.b)}",
                role="accent",
                align="center",
                bold=self.step >= 3,
            ),
            Arrow(_SUM, _BEND, gap=27),
            Arrow(_BEND, _OUT, gap=27),
            _unit(
                _SUM,
                ["?", "?", format_exact(total), format_exact(z), format_exact(z)][self.step],
                active=self.step in (2, 3),
            ),
            _unit(_BEND, "bend", active=self.step == 4),
            _unit(_OUT, format_exact(max(0.0, z)) if self.step == 4 else "?", active=self.step == 4),
            Text(
                _SUM[0], 1.9, "weighted sum" if self.step < 3 else "z = sum + b", role="muted", align="center"
            ),
            Text(_BEND[0], 4.1, "max(0, z)", role="muted", align="center"),
            Text(_OUT[0], 1.9, "y", role="muted", align="center"),
        ]
        panel = Panel((-0.65, 10.4), (0, 6), tuple(marks), axes=False)
        facts = {"sum": total, "z": z, "y": max(0.0, z)}
        return Scene((panel,), self._words(x, w, total), aspect=2.1, facts=facts)

    def _words(self, x: np.ndarray, w: np.ndarray, total: float) -> str:
        z = total + self.b
        weighed = "; ".join(
            f"{format_number(a)} · {_in_formula(c)} = {format_exact(a * c)}"
            for a, c in zip(x, w, strict=True)
        )
        terms = " + ".join(
            _in_formula(a * c, first=k == 0) for k, (a, c) in enumerate(zip(x, w, strict=True))
        )
        return [
            f"{format_count(self.inputs, 'input')}, as many weights, one bias. Inputs {_in_brackets(x)}, weights "
            f"{_in_brackets(w)}, bias {format_number(self.b)}. Nothing is computed yet.",
            f"Weigh: each input times its weight. {weighed}.",
            f"Sum: {terms} = {format_exact(total)}. This is the weighted sum.",
            f"Add the bias: {format_exact(total)} + {_in_formula(self.b)} = {format_exact(z)}. This is z.",
            f"Bend: max(0, {format_exact(z)}) = {format_exact(max(0.0, z))}. This is y.",
        ][self.step]


def _in_brackets(values: np.ndarray) -> str:
    """Numbers in a row, in brackets."""
    return f"({', '.join(map(format_number, values))})"


def _in_formula(value: float, *, first: bool = False) -> str:
    """A number as it stands inside a formula, in brackets if it is negative."""
    text = format_exact(value)
    return f"({text})" if text.startswith("−") and not first else text


def _unit(place: tuple[float, float], text: str, *, active: bool) -> Node:
    role: Role = "accent" if active else "ink"
    return Node(*place, text, role=role, size=54, filled=active)


def _wire(k: int, row: float, value: float, weight: float, *, weighed: bool) -> list[Mark]:
    """One input, its wire to the sum, and the weight written on it."""
    start = (1.0, row)
    product = f" = {format_exact(value * weight)}" if weighed else ""
    role: Role = "positive" if weight >= 0 else "negative"
    slope = _SUM[1] - row
    side = 1 if slope <= 0 else -1  # on the outer side of the wire, further off the steeper it runs
    middle = (start[0] + 0.42 * (_SUM[0] - start[0]), row + 0.42 * slope + side * (0.36 + 0.13 * abs(slope)))
    return [
        Arrow(start, _SUM, role=role, width=1.2 + abs(weight), gap=27),
        Node(*start, format_number(value), size=54),
        Text(-0.6, row, f"x{'₁₂₃'[k - 1]}", role="muted"),
        Text(*middle, f"× {_in_formula(weight)}{product}", align="center", bold=weighed),
    ]
