"""Three knobs, four points, and a problem that one neuron cannot solve."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import logic
from coursekit.engine.cost import linear
from coursekit.formatting import format_number, format_points, format_weighted_sum
from coursekit.scenes import HeatMap, Line, Mark, Panel, Role, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.gauge import Bar, gauge
from coursekit.widgets.core.guard import as_number, guarded
from coursekit.widgets.core.marks import class_points, grid_points, wrong_points

Array = npt.NDArray[np.float64]
SIDE = (-0.6, 1.6)
# A learner's function takes one point at a time, so it gets fewer of them.
_DIGITS = 9  # of z that count: 0.1 + 0.2 − 0.3 is 0
_FINE, _COARSE = (grid_points(SIDE, SIDE, n, n) for n in (56, 15))


class XorMeter(SceneWidget):
    """One neuron with two inputs on the four points of AND, OR or XOR.

    The neuron says 1 where z = w₁x₁ + w₂x₂ + b is above 0. With `neuron=f` the learner's own
    f(x, w, b, activation) decides about every point, once it agrees with the formula on the corners.
    """

    title = "Beat the XOR meter"
    goal = "Get 4 of 4 right for AND, then for OR. Then commit to a guess for XOR, and try how far one neuron gets."
    cost = cost_line(linear(2, 1))

    task = Choice("AND", "OR", "XOR", label="Points of")
    w1 = Slider(1.0, -3, 3, label="weight w₁")
    w2 = Slider(-1.0, -3, 3, label="weight w₂")
    b = Slider(0.2, -3, 3, label="bias b")
    guess = Choice(
        "no guess yet", "1", "2", "3", "4", label="My guess: the best of 200,000 random neurons gets"
    )

    def __init__(self, *, neuron: Callable[..., Any] | None = None, **state: Any) -> None:
        self._neuron = neuron
        super().__init__(**state)

    def hidden(self) -> list[str]:
        """The guess, where XOR isn't asked: it is about XOR alone."""
        return [] if self.task == "XOR" else ["guess"]

    def scene(self) -> Scene:
        """The plane with the boundary, and the meter beside it."""
        points, labels = logic(self.task)
        w = np.array([self.w1, self.w2])
        grid = _COARSE if self._neuron else _FINE
        everywhere = np.concatenate([points, grid.reshape(-1, 2)])
        sums, remark = self._sums(everywhere, w)
        z, surface = np.round(sums[:4], _DIGITS), HeatMap(sums[4:].reshape(grid.shape[:2]), SIDE, SIDE)
        right = (z > 0) == (labels == 1)
        best, guessed = best_of_random(self.task), "guess" in self.hidden() or self.guess != "no guess yet"
        corners = class_points(points, labels, square=20, circle=22)
        crosses = wrong_points(points, ~right, size=13)
        marks: tuple[Mark, ...] = (surface, boundary_line(w, self.b), *corners, crosses)
        plane = Panel(SIDE, SIDE, marks, x_label="x₁", y_label="x₂", title=" ", square=True)
        words = (
            f"{self.task}: {right.sum()} of 4 points right. Should be on: {format_points(points[labels == 1])}. On now: "
            f"{format_points(points[z > 0]) or 'none'}. {self._about_the_best(best)} {_boundary_text(w, self.b)} Wrong: {format_points(points[~right]) or 'none'}.{remark}"
        )
        count = int(right.sum())
        meter = gauge(
            Bar("you", count, str(count)), Bar("best random", best, str(best)) if guessed else Bar("best random", 0, "?"),
            reached=count == 4, top=4.6, gap=0.22, title="points right", x_label=" ", share=0.62,
        )  # fmt: skip
        facts = {"right": count, **({"best": best} if guessed else {})}
        return Scene((plane, meter), words, aspect=1.9, facts=facts)

    def _about_the_best(self, best: int) -> str:
        """Say what random neurons reach, once the reader has said what they expect."""
        found = f"The best of 200,000 random neurons gets {best} of 4"
        if "guess" in self.hidden():
            return f"{found}."
        if self.guess == "no guess yet":
            return "What the best of 200,000 random neurons gets is shown once you have guessed it."
        return f"{found}; your guess is {self.guess}."

    def _sums(self, points: Array, w: Array) -> tuple[Array, str]:
        """The sums z at points (n, 2), from the learner's neuron where it works, with a remark about it."""
        want, neuron, shown = points @ w + self.b, self._neuron, ", so the course's own is shown."
        if neuron is None:
            return want, ""
        got, failure = guarded(
            lambda: np.array([as_number(neuron(x.copy(), w.copy(), self.b, lambda z: z)) for x in points]),
            "Your neuron gave no number",
            shown,
        )
        if got is None:
            return want, failure
        if not np.allclose(got, want):
            k = int(np.argmax(~np.isclose(got, want)))
            at, z, right = (
                format_points(points[k : k + 1]),
                format_number(got[k], 2),
                format_number(want[k], 2),
            )
            return want, f" Your neuron gave z = {z} at {at}, expected {right}{shown}"
        return (
            want,
            " Every colour is an answer of your own neuron.",
        )  # alike, and none on the other side of 0 by rounding

    def code(self) -> str:
        """The widget's state, and the three lines of NumPy behind the meter."""
        return (
            f"{super().code()}\n\n# the meter in NumPy\nimport numpy as np\nfrom coursekit.datasets import logic\n\n"
            f'X, labels = logic("{self.task}")\nz = X @ [{self.w1:g}, {self.w2:g}] + {self.b:g}\n'
            "((z.round(9) > 0) == (labels == 1)).sum()  # rounded, because 0.1 + 0.2 - 0.3 isn't quite 0"
        )


@functools.cache
def best_of_random(task: str, *, n: int = 200_000, seed: int = 0) -> int:
    """Number of points of `task` that the best of n neurons gets right, weights and bias random in [−3, 3]."""
    points, labels = logic(task)
    drawn = np.random.default_rng(seed).uniform(-3, 3, (n, 3))
    right = (drawn[:, :2] @ points.T + drawn[:, 2:] > 0) == (labels == 1)
    return int(right.sum(axis=1).max())


def _boundary_text(w: Array, b: float) -> str:
    """The boundary as a formula; a sentence where there is none."""
    if not w.any():
        return "No boundary: both weights are 0, so the sum is the same everywhere."
    return f"Boundary: {format_weighted_sum(w, b)} = 0."


def boundary_line(w: Array, b: float, *, side: tuple[float, float] = SIDE, role: Role = "ink") -> Line:
    """The line w₁x₁ + w₂x₂ + b = 0, long enough to cross a square of the given side; empty if w = 0."""
    length = float(np.hypot(*w))
    if length == 0:
        return Line(np.empty(0), np.empty(0), role=role)
    normal = w / length
    middle = np.full(2, sum(side) / 2)
    foot = middle - (w @ middle + b) / length * normal
    along = np.array([-normal[1], normal[0]]) * 2 * (side[1] - side[0])
    ends = np.stack([foot - along, foot + along])
    return Line(ends[:, 0], ends[:, 1], role=role)
