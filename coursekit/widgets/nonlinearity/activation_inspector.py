"""One activation function under the lens: its value, its slope and its range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_number
from coursekit.scenes import Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Toggle
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.nonlinearity.activations import ACTIVATIONS, bent, slope

_Z = np.linspace(-5, 5, 401)
_SEARCHED = np.linspace(-20, 20, 4001)
_NAMES = tuple(name for name in ACTIVATIONS if name != "none")


class ActivationInspector(SceneWidget):
    """A point on the curve of an activation, with its value and slope there.

    Args:
        function: a learner's own version of the chosen activation, array → array; it draws the curve.
        **state: activation, z, show_slope.
    """

    title = "Activation inspector"
    goal = "Find a bend that goes down somewhere while z goes up, and the place where it turns."

    activation = Choice(*_NAMES, label="Activation")
    z = Slider(1.0, -5, 5, label="sum z", step=0.01)
    show_slope = Toggle(label="draw the slope too (dashed)")

    def __init__(self, *, function: Callable[..., Any] | None = None, **state: Any) -> None:
        self._function = function
        super().__init__(**state)
        self._replaced = self.activation  # the one that the learner's function stands for

    def scene(self) -> Scene:
        """The curve with the point and its tangent."""
        z = np.array([self.z])
        y, rise = float(bent(self.activation, z)[0]), float(slope(self.activation, z)[0])
        curve, remark = self._curve()
        near = self.z + np.array([-0.9, 0.9])
        marks: list[Mark] = [
            Line(_Z, curve, role="positive", width=3),
            Line(near, y + rise * (near - self.z), role="accent", width=2),
            Points(z, np.array([y]), role="ink", size=12),
            Text(-4.8, 4.4, f"value {format_number(y, 3)}", bold=True, size=15),
            Text(-4.8, 3.6, f"slope {format_number(rise, 3)}", role="accent", bold=True, size=15),
        ]
        if self.show_slope:
            marks.insert(1, Line(_Z, slope(self.activation, _Z), role="negative", width=2, dashed=True))
        panel = Panel((-5, 5), (-1.5, 5), tuple(marks), x_label="z", y_label="y")
        words = (
            f"{self.activation} at z = {format_number(self.z, 2)}: value {format_number(y, 3)}, slope {format_number(rise, 3)}. "
            f"{_range(self.activation)}{self._at_corner()}{self._slope_range()}{remark}"
        )
        return Scene((panel,), words, aspect=2.1, facts={"value": y, "slope": rise})

    def _at_corner(self) -> str:
        """A sentence about the slope at a corner of the curve."""
        if self.z or self.activation not in ("ReLU", "Leaky ReLU"):
            return ""
        return " At the corner there is no one slope; the engine takes the one on the left."

    def _slope_range(self) -> str:
        """The lowest and highest slope, when the slopes are drawn."""
        if not self.show_slope:
            return ""
        slopes = slope(self.activation, _SEARCHED)
        low, high = format_number(float(slopes.min()), 3), format_number(float(slopes.max()), 3)
        return f" The dashed slope lies between {low} and {high}."

    def code(self) -> str:
        """The widget's state, and the value and slope from the engine."""
        calls = {"Leaky ReLU": "functional.leaky_relu(z, 0.1)"}
        call = calls.get(self.activation, f"functional.{self.activation.lower()}(z)")
        return (
            f"{super().code()}\n\n# value and slope from the engine\nfrom coursekit.engine import "
            "functional, tensor\n\n"
            f"z = tensor({self.z:.2f}, requires_grad=True)\ny = {call}\ny.backward()\ny.item(), z.grad.item()"
        )

    def _curve(self) -> tuple[npt.NDArray[np.float64], str]:
        """The curve: the learner's own where it agrees; with a remark."""
        want = bent(self.activation, _Z)
        function, drawn = self._function, ", so the course's own is drawn."
        if function is None or self.activation != self._replaced:
            return want, ""
        found, failure = guarded(
            lambda: np.array(function(_Z.copy()), dtype=np.float64), "Your function gave no numbers", drawn
        )
        if found is None:
            return want, failure
        if found.shape != want.shape:
            return want, f" Your function did not give one number for each entry{drawn}"
        if not np.allclose(found, want, atol=2e-3):
            k = int(np.argmax(~np.isclose(found, want, atol=2e-3)))
            said = f"{format_number(found[k], 3)} at z = {format_number(_Z[k], 2)}; here it is {format_number(want[k], 3)}"
            return want, f" Your function gives {said}{drawn}"
        return found, " The curve is your own function's."


def _range(name: str) -> str:
    """Lowest and highest value, found by search."""
    values = bent(name, _SEARCHED)
    low, high = format_number(float(values.min()), 3), format_number(float(values.max()), 3)
    return f"Searched from −20 to 20, its values lie between {low} and {high}."
