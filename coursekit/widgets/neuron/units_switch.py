"""The same function in metres and in millimetres: what the size of a weight does not tell."""

from __future__ import annotations

import numpy as np

from coursekit.engine.cost import linear
from coursekit.formatting import format_number
from coursekit.scenes import Line, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Number
from coursekit.widgets.core.cost import cost_line

_WIDTHS = np.array([0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 1.8, 2.0])  # metres
_PRICES = 30 * _WIDTHS + 10  # euros


class UnitsSwitch(SceneWidget):
    """Shelves: price = w·width + 10. The unit of the width is the reader's choice."""

    title = "Metres or millimetres"
    cost = cost_line(linear(1, 1))
    goal = "Switch to millimetres. Which weight brings the average error back to 0.00 euros?"

    unit = Choice("m", "mm", label="Width in")
    w = Number(30.0, label="weight w (euros per m or mm)")

    def widths(self) -> np.ndarray:
        """The widths of the shelves in the chosen unit, (8,)."""
        return _WIDTHS * (1000 if self.unit == "mm" else 1)

    def error(self) -> float:
        """Average distance between predicted and real price, in euros."""
        return float(np.abs(self.w * self.widths() + 10 - _PRICES).mean())

    def scene(self) -> Scene:
        """Shelves and the line, over an axis in the chosen unit."""
        end = 2.2 * (1000 if self.unit == "mm" else 1)
        ends = np.array([0.0, end])
        marks = (
            Line(ends, self.w * ends + 10, role="positive", width=3),
            Points(self.widths(), _PRICES, role="ink", size=9),
        )
        panel = Panel((0, end), (0, 90), marks, x_label=f"width ({self.unit})", y_label="price (euros)")
        words = (
            f"With the width in {self.unit} and w = {self.w:g}, the average error is "
            f"{self.error():,.2f} euros. A shelf of {format_number(self.widths()[3], 0)} {self.unit} costs 40 euros; "
            f"the line says {format_number(self.w * self.widths()[3] + 10, 2)}."
        )
        return Scene((panel,), words, aspect=2.3, facts={"error": self.error()})
