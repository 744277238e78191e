"""A jump that comes from the ruler: smooth accuracy a step, sudden success of whole answers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_count
from coursekit.scenes import Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider

_FINE = np.linspace(0, 6, 121)
_SIZES = np.arange(7)


def per_step(size: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Made-up accuracy of a single step: 0.6 for size 0, and half the errors with every further size."""
    return np.asarray(1 - 0.4 * 0.5 ** np.asarray(size, dtype=float))


class EmergenceOrRuler(SceneWidget):
    """Seven made-up models whose errors halve from size to size, on tasks of 1 to 20 steps."""

    title = "Emergence or ruler?"
    goal = (
        "With 10 steps, switch the ruler and watch the curve change its shape. Then find the fewest steps at which the "
        "model that gets 0.90 of its steps right gets less than half of its answers right."
    )

    steps = Slider(1, 1, 20, label="steps in one answer", step=1)
    ruler = Choice("whole answers right", "steps right", label="Ruler")

    def shown(self, size: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """The readings of the ruler for models of these sizes, in the shape of `size`."""
        accuracy = per_step(size)
        return accuracy ** int(self.steps) if self.ruler == "whole answers right" else accuracy

    def scene(self) -> Scene:
        """The readings of the ruler against the size, with the seven models as points."""
        read = self.shown(_SIZES)
        marks: list[Mark] = [Line(_FINE, self.shown(_FINE), role="positive", width=3)]
        if self.ruler == "whole answers right" and self.steps > 1:
            marks.append(Line(_FINE, per_step(_FINE), role="muted", width=2, dashed=True))
        marks.append(Points(_SIZES, read, role="positive", size=12))
        marks += [
            Text(float(size), value - 0.07, f"{value:.2f}", align="center", size=12)
            for size, value in zip(_SIZES, read, strict=True)
        ]
        names = tuple((float(size), f"{2**size}×") for size in _SIZES)
        panel = Panel(
            (-0.4, 6.4), (-0.1, 1.08), tuple(marks), x_label="size of the made-up model", y_label=self.ruler, x_ticks=names
        )  # fmt: skip
        listed = ", ".join(f"{value:.3f}" for value in read)
        count = f"{format_count(int(self.steps), 'step')} in one answer"
        words = (
            f"Ruler: {self.ruler}; {count}. For seven models, each twice the size of the one before, it reads {listed}. "
            f"A single step goes right with {', '.join(f'{value:.3f}' for value in per_step(_SIZES))}."
        )
        facts = {f"size {size}": float(value) for size, value in zip(_SIZES, read, strict=True)}
        return Scene((panel,), words, aspect=1.8, facts=facts)
