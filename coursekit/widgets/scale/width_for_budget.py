"""The widest network that a budget of parameters allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coursekit.engine import cost
from coursekit.scenes import Bars, Panel, Role, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.marks import level


def parameters_at(width: int) -> int:
    """The number of parameters of 784 → width → width → 10; 0 for width 0."""
    return cost.mlp((784, width, width, 10)).parameters if width > 0 else 0


def widest(budget: int) -> int:
    """The largest width whose network has at most `budget` parameters; 0 where not even one unit fits."""
    low, high = 0, 1
    while parameters_at(high) <= budget:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if parameters_at(middle) <= budget else (low, middle)
    return low


class WidthForBudget(SceneWidget):
    """Two bars: the network at the found width, and the one that is a unit wider.

    With `largest_width=f` the width comes from the learner's own f(budget).
    """

    title = "Width for a budget"
    goal = "Find the smallest budget that pays for a width of 64. How much was it for 32?"

    budget = Slider(100, 1, 1000, label="budget (thousands)", step=1)

    def __init__(self, *, largest_width: Callable[..., Any] | None = None, **state: Any) -> None:
        self._largest_width = largest_width
        super().__init__(**state)

    def found(self) -> tuple[int, str]:
        """The width that is shown, and a remark if the learner's function was called."""
        budget = int(self.budget) * 1000
        largest_width = self._largest_width
        if largest_width is None:
            return widest(budget), ""
        width, failure = guarded(
            lambda: int(largest_width(budget)), "Your function gave no number", "; the course's is shown."
        )
        if width is None:
            return widest(budget), failure
        return max(0, width), " The width is an answer of your own function."

    def scene(self) -> Scene:
        """The parameters at the width and one unit further, and the budget as a line."""
        width, remark = self.found()
        budget = int(self.budget)
        counts = [parameters_at(width) / 1000, parameters_at(width + 1) / 1000]
        top = 1.15 * max(budget, *counts)
        roles: list[Role] = ["good" if count <= budget else "accent" for count in counts]
        bars = tuple(
            Bars(np.array([float(place)]), np.array([count]), role, 0.5)
            for place, (count, role) in enumerate(zip(counts, roles, strict=True))
        )
        line = level(budget, -0.7, 1.7)
        names = ((0.0, f"width {width}"), (1.0, f"width {width + 1}"))
        panel = Panel((-0.7, 1.7), (0, top), (*bars, line), y_label="thousand parameters", x_ticks=names)
        words = (
            f"A budget of {budget},000 parameters: 784 → {width} → {width} → 10 has {parameters_at(width):,}, "
            f"and one unit wider {parameters_at(width + 1):,}.{remark}"
        )
        facts = {"width": width, "parameters": parameters_at(width), "wider": parameters_at(width + 1)}
        return Scene((panel,), words, aspect=2.4, facts=facts)
