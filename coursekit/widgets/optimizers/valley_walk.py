"""A walk down a long valley: learning rate and momentum as sliders, the whole path at once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_number, format_significant
from coursekit.scenes import HeatMap, Line, Mark, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.marks import grid_points, level

Array = npt.NDArray[np.float64]

START = np.array([-4.0, 1.0])
STEPS = 60
_X, _Y = (-4.8, 4.8), (-1.6, 1.6)
_FLOOR, _CEILING = -6.0, 4.0  # of the loss as a power of ten
_FAR = 1e6


class ValleyWalk(SceneWidget):
    """Sixty steps of gradient descent in the valley ½(x² + c·y²) from (−4, 1), with a learning rate, a momentum and c at choice.

    With `step=f` a learner's f(w, gradient, v, lr, beta) → (w, v) walks. A question can read `facts()`: the place `x`, `y` at
    the end, the `loss` there, and the `start` loss.
    """

    title = "A walk down a valley"
    goal = "Without momentum, bring the loss below 0.1 for c = 25. Then find the largest learning rate for each c."

    rate = Slider(0.01, 0.001, 0.25, label="learning rate η", step=0.001)
    momentum = Slider(0.0, 0, 0.99, label="momentum β", step=0.01)
    c = Choice(10, 25, 50, label="steepness c across the valley", default=25)

    def __init__(self, *, step: Callable[..., Any] | None = None, **state: Any) -> None:
        self._step = step
        super().__init__(**state)

    def scene(self) -> Scene:
        """The path from above, and the loss after each step."""
        path, remark = self._path()
        losses = self._losses(path)
        (x, y), start, end = path[-1], float(losses[0]), float(losses[-1])
        facts = {"x": float(x), "y": float(y), "loss": end, "start": start}
        words = (
            f"Learning rate {self.rate:.3f}, momentum {self.momentum:.2f}, c = {self.c}. After {STEPS} steps the walk is at x = "
            f"{_place(x)}, y = {_place(y)}, {_compared(abs(y))} The loss is {_shown(end)}; it was {_shown(start)} at the "
            f"start.{remark}"
        )
        return Scene((self._above(path), _curve(losses)), words, aspect=2.05, facts=facts)

    def code(self) -> str:
        """The widget's state, and the walk in NumPy."""
        return (
            f"{super().code()}\n\n# the walk in NumPy\nimport numpy as np\n\nw, v = np.array([-4.0, 1.0]), np.zeros(2)\n"
            f"for step in range({STEPS}):\n    v = {self.momentum:.2f} * v + np.array([1, {self.c}]) * w\n"
            f"    w = w - {self.rate:.3f} * v\nw"
        )

    def _path(self) -> tuple[Array, str]:
        """The places (steps + 1, 2), by the learner's own step where there is one that works."""
        settings = (self.c, self.rate, self.momentum)
        if self._step is None:
            return walk(_step, *settings), ""
        path, failure = guarded(
            functools.partial(walk, self._step, *settings), "Your step stopped", ". Does it return w and v?"
        )
        if path is None:
            return walk(_step, *settings), f"{failure} So the course's own walks."
        return path, " The steps are your own."

    def _losses(self, path: Array) -> Array:
        losses: Array = 0.5 * (path**2 @ np.array([1.0, self.c]))
        return losses

    def _above(self, path: Array) -> Panel:
        grid = grid_points(_X, _Y, 72, 40)
        height = 0.5 * (grid**2 @ np.array([1.0, self.c]))
        turn = np.linspace(0, 2 * np.pi, 73)
        rings = [
            Line(reach * np.cos(turn), reach * np.sin(turn) / np.sqrt(self.c), "muted", 1.0)
            for reach in (1.0, 2.0, 3.0, 4.0)
        ]
        seen = np.clip(path, -1e3, 1e3)  # far out a painter may lose its way
        near = seen[(np.abs(seen) < [_X[1], _Y[1]]).all(axis=1)]
        marks: tuple[Mark, ...] = (
            HeatMap(-np.minimum(1, np.sqrt(height / 60)) * 0.5, _X, _Y),
            *rings,
            Points(np.zeros(1), np.zeros(1), "ink", "cross", 12),
            Line(seen[:, 0], seen[:, 1], "accent", 1.6),
            Points(near[:, 0], near[:, 1], "accent", size=5),
            Points(START[:1], START[1:], "ink", "square", 10),
        )
        return Panel(_X, _Y, marks, "seen from above", "x, along", "y, across", share=1.15)


def walk(step: Callable[..., Any], c: float, rate: float, beta: float) -> Array:
    """The places (steps + 1, 2) of a `step(w, gradient, v, lr, beta)` that returns w and v, no entry beyond a million.

    Raises:
        ValueError: it changes the shape of w.
    """
    place, v = START.copy(), np.zeros(2)
    visited = [place]
    for _ in range(STEPS):
        place, v = step(place.copy(), np.array([1.0, c]) * place, v, rate, beta)
        place = np.asarray(place, dtype=float)
        if place.shape != (2,):
            raise ValueError("w must keep its two entries")
        visited.append(place)
    path: Array = np.nan_to_num(np.stack(visited), nan=_FAR, posinf=_FAR, neginf=-_FAR)
    return path.clip(-_FAR, _FAR)


def _step(w: Array, gradient: Array, v: Array, lr: float, beta: float) -> tuple[Array, Array]:
    v = beta * v + gradient
    return w - lr * v, v


def _curve(losses: Array) -> Panel:
    logs = np.log10(np.clip(losses, 10**_FLOOR, 10**_CEILING))
    marks = (
        level(float(logs[0]), 0, STEPS),
        Line(np.arange(STEPS + 1), logs, "accent", 2.4),
    )
    return Panel((0, STEPS), (_FLOOR, _CEILING), marks, "loss, as a power of ten", "step", "log₁₀ loss")


def _compared(size: float) -> str:
    """The distance from the floor, compared with that of the start."""
    if np.isclose(size, 1, atol=1e-6):
        return "as far from the floor of the valley as at the start."
    return f"{'nearer to' if size < 1 else 'further from'} the floor of the valley than at the start."


def _place(number: float) -> str:
    return "beyond 1,000" if abs(number) > 1e3 else format_number(number, 3)


def _shown(loss: float) -> str:
    return "beyond 10,000" if loss > 1e4 else format_significant(loss, 3)
