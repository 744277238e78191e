"""The square of XOR on a sheet that two ReLU units press onto a bent line, until one cut is enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import logic
from coursekit.engine import cost
from coursekit.formatting import format_points
from coursekit.scenes import Mark, Panel, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.layers.plane import classified_points, grid_line, squared_sheet, zero_contour
from coursekit.widgets.neuron.xor_meter import boundary_line

Array = npt.NDArray[np.float64]
Params = list[tuple[Array, Array]]
SIDE = (-0.5, 1.5)
_LEARNERS = " The weights are your own."


def xor_params() -> Params:
    """One set of weights that solves XOR: h₁ = relu(x₁ + x₂), h₂ = relu(x₁ + x₂ − 1), z = h₁ − 2h₂ − 0.5."""
    return [
        (np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])),
        (np.array([[1.0], [-2.0]]), np.array([-0.5])),
    ]


class FoldedXor(SceneWidget):
    """Two hidden ReLU units and one output neuron on the four points of XOR.

    With `params=` the learner's own [(W1, b1), (W2, b2)] move the sheet.
    """

    title = "A hidden layer for XOR"
    goal = "Move the slider to the end. How many of the 4 points does the straight cut of the output neuron get right?"
    cost = cost_line(cost.mlp((2, 2, 1)))
    frames_of = "moved"

    moved = Slider(0.0, 0, 1, label="on the way", step=0.05)

    def __init__(self, *, params: Any = None, **state: Any) -> None:
        self._params, self._remark = _checked(params)
        self._learners = self._remark == _LEARNERS
        self._range = _range(self._params)
        super().__init__(**state)

    def frames(self) -> list[Scene]:
        """The sheet on its way from (x₁, x₂) to (h₁, h₂), with the last neuron's cut when it has arrived."""
        return [self._scene_at(share) for share in type(self).moved.steps()]

    def _scene_at(self, share: float) -> Scene:
        points, labels = logic("XOR")
        (W1, b1), (W2, b2) = self._params
        done = share > 1 - 1e-6

        def moved(flat: Array) -> Array:
            return (1 - share) * flat + share * np.maximum(0.0, flat @ W1 + b1)

        w, b = W2[:, 0], float(b2[0])
        z = moved(points) @ w + b
        wrong = (z > 0) != (labels == 1) if done else np.zeros(4, dtype=bool)
        table: tuple[Mark, ...] = (
            grid_line(moved(squared_sheet(SIDE, lines=9))),
            *classified_points(moved(points), labels, wrong, 20),
        )
        flat: tuple[Mark, ...] = tuple(classified_points(points, labels, wrong, 20))
        if done:
            table = (*table, boundary_line(w, b, side=self._range, role="accent"))
            flat = (*flat, zero_contour(lambda p: moved(p) @ w + b, SIDE))
        right = int((~wrong).sum())
        return Scene(
            (
                Panel(
                    self._range,
                    self._range,
                    table,
                    title="behind the hidden layer" if done else "on the way",
                    square=True,
                    x_label="h₁" if done else "x₁ → h₁",
                    y_label="h₂" if done else "x₂ → h₂",
                ),
                Panel(SIDE, SIDE, flat, title="the flat sheet", square=True, x_label="x₁", y_label="x₂"),
            ),
            self._words(moved(points), done=done, right=right),
            aspect=1.85,
            facts={"moved": share} | ({"right": right} if done else {}),
        )

    def _words(self, places: Array, *, done: bool, right: int) -> str:
        where = f"(0, 0), (0, 1), (1, 0) and (1, 1) {'arrive' if done else 'are'} at {format_points(np.round(places, 2))}."
        if not done:
            return f"{where} The two in the middle should be on, they are circles; the others are squares.{self._remark}"
        return f"{where} One straight cut gets {right} of 4 points right.{self._unfolded_cut()}{self._remark}"

    def _unfolded_cut(self) -> str:
        """A sentence about the cut of the course's own weights on the flat sheet."""
        if self._learners:
            return ""
        return (
            " The cut runs through (0.5, 0) and (1.5, 0.5). On the flat sheet it has become two lines, x₁ + x₂ = 0.5 and "
            "x₁ + x₂ = 1.5; the circles lie in the band between them."
        )


def _range(params: Params) -> tuple[float, float]:
    """Lowest and highest coordinate of a square that holds the flat sheet and the four points after folding."""
    points, _ = logic("XOR")
    W1, b1 = params[0]
    both = np.concatenate([points, np.maximum(0.0, points @ W1 + b1)])
    margin = 0.2 * float(np.ptp(both))
    return min(float(both.min()) - margin, SIDE[0] - 0.1), max(float(both.max()) + margin, SIDE[1] + 0.1)


def _checked(params: Any) -> tuple[Params, str]:
    """The learner's weights if they are two layers of the right shapes, else the course's; with a remark."""
    if params is None:
        return xor_params(), ""
    try:
        (W1, b1), (W2, b2) = [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in params]
        fits = [part.shape for part in (W1, b1, W2, b2)] == [(2, 2), (2,), (2, 1), (1,)]
        fits = fits and all(np.isfinite(part).all() for part in (W1, b1, W2, b2))
    except (TypeError, ValueError):
        fits = False
    if not fits:
        return (
            xor_params(),
            " These are the course's weights; yours are not two layers of numbers in the right shapes yet.",
        )
    return [(W1, b1), (W2, b2)], _LEARNERS
