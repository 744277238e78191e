"""Depth against width at equal parameters: 20 seeds a column, nothing chosen by hand."""

from __future__ import annotations

import functools

import numpy as np

from coursekit.engine import cost
from coursekit.scenes import Line, Mark, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice
from coursekit.widgets.layers.depth_results import SHAPES, TASKS, load_results

_NAMES = dict(zip(("rings", "checkerboard"), TASKS, strict=True))


class DepthWidth(SceneWidget):
    """Share of new points right, for 1 to 4 hidden layers with about 250 parameters, 20 trainings each."""

    title = "Depth against width"
    goal = "Which number of hidden layers has the best middle score on the rings? And on the checkerboard?"

    task = Choice(*_NAMES, label="Task")

    def scene(self) -> Scene:
        """One dot a training, a bar at the median of each column."""
        found = _results()[_NAMES[self.task]]
        marks: list[Mark] = []
        texts, sizes, facts = [], [], {}
        for depth, shape in SHAPES.items():
            shares = np.array(found[str(depth)])
            middle = float(np.median(shares))
            spread = depth + 0.5 * (np.random.default_rng(depth).uniform(size=len(shares)) - 0.5)
            marks += [
                Points(spread, 100 * shares, role="positive", size=8),
                Line(
                    np.array([depth - 0.36, depth + 0.36]),
                    np.full(2, 100 * middle),
                    role="negative",
                    width=3.5,
                ),
            ]
            low, high = float(shares.min()), float(shares.max())
            facts[f"middle of {depth}"] = middle
            texts.append(f"{depth}: middle {middle:.1%}, from {low:.0%} to {high:.0%}")
            sizes.append(f"{cost.mlp(shape).parameters}")
        ticks = tuple((float(depth), _sizes(shape)) for depth, shape in SHAPES.items())
        panel = Panel(
            (0.5, 4.5), (45, 103), tuple(marks), x_label="sizes of the layers", y_label="new points right (%)",
            x_ticks=ticks, title="a dot is one training, the bar is the middle of 20",
        )  # fmt: skip
        words = (
            f"{self.task.capitalize()}, 20 trainings a column. Hidden layers and share right: {'; '.join(texts)}. "
            f"The networks have {', '.join(sizes)} parameters. A dot is one training, the bar the middle of a column."
        )
        return Scene((panel,), words, aspect=2.0, facts=facts)


def _sizes(shape: tuple[int, ...]) -> str:
    return "-".join(map(str, shape))


@functools.cache
def _results() -> dict[str, dict[str, list[float]]]:
    return load_results()
