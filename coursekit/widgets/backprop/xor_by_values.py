"""XOR learned by a small network of single numbers, each a Value that finds its own gradient."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import logic
from coursekit.engine.cost import mlp
from coursekit.formatting import format_number
from coursekit.scenes import HeatMap, Line, Panel, Points, Scene
from coursekit.widgets.backprop import learner_functions
from coursekit.widgets.backprop.value import ADD, MULTIPLY, RELU
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.core.cost import cost_line

Array = npt.NDArray[Any]
STEPS = 200
_PIECE = 10  # steps in a piece of computation
_POINTS, _TARGETS = logic("XOR")
_GRID = np.linspace(-0.3, 1.3, 33)


class XorByValues(SceneWidget):
    """A network 2-units-1 with ReLU learns XOR; every gradient comes from `Value.backward`.

    After `use(Value=Value)` it's the learner's own class that computes.
    """

    title = "XOR, number by number"
    goal = "Train from all nine starts with 4 units: how often are all 4 points right in the end? Then try 2 units, and 8."

    start = Slider(0, 0, 8, label="start", step=1)
    units = Slider(4, 2, 8, label="hidden units", step=1)
    rate = Choice(0.03, 0.1, 0.3, label="Learning rate η", default=0.1)

    @property
    def cost(self) -> str:  # type: ignore[override]  # it follows the units
        """The cost of this network."""
        return cost_line(mlp((2, int(self.units), 1)))

    def progress(self) -> float:
        """The share of the training's steps that are done."""
        return (len(self._training().losses) - 1) / STEPS

    def advance(self) -> None:
        """Take a few steps."""
        self._training().advance()

    def scene(self) -> Scene:
        """The output over the plane with the four points, and the loss so far."""
        training = self._training()
        outputs = training.outputs(_POINTS)
        right = int(((outputs > 0.5) == (_TARGETS == 1)).sum())
        plane = np.stack(np.meshgrid(_GRID, _GRID), axis=-1).reshape(-1, 2)
        surface = np.clip(2 * training.outputs(plane).reshape(33, 33) - 1, -1, 1)
        ends = (float(_GRID[0]), float(_GRID[-1]))
        on = _TARGETS == 1
        left = Panel(
            ends,
            ends,
            (
                HeatMap(surface, ends, ends),
                Points(_POINTS[on, 0], _POINTS[on, 1], role="positive", size=14),
                Points(_POINTS[~on, 0], _POINTS[~on, 1], role="negative", marker="square", size=14),
            ),
            title="output: blue above ½, orange below",
            x_label="x₁",
            y_label="x₂",
            square=True,
        )
        losses = np.array(training.losses)
        top = max(1.0, float(np.ceil(losses.max())))
        curve = Line(np.arange(len(losses)), losses, role="accent")
        right_panel = Panel(
            (0, STEPS), (0, top), (curve,), title="loss", x_label="step of training", share=1.2
        )
        words = (
            f"2-{int(self.units)}-1, start {int(self.start)}, after {len(losses) - 1} of {STEPS} steps: the loss went from "
            f"{format_number(losses[0], 2)} to {format_number(losses[-1], 3)}, and {right} of 4 points are right. Each forward pass "
            f"computes {training.program_length} numbers, and the way back goes through all of them."
        )
        facts = {"right": right, "loss": float(losses[-1]), "steps": len(losses) - 1}
        return Scene((left, right_panel), words + training.remark, aspect=2.0, facts=facts)

    def _training(self) -> XorTraining:
        return _training(int(self.start), int(self.units), self.rate, learner_functions.version("Value"))

    def code(self) -> str:
        """The widget's state, and one neuron with a Value."""
        return (
            f"{super().code()}\n\n# one neuron and its gradients\nfrom coursekit.widgets import Value\n\n"
            "x, w, b = Value(2.0), Value(3.0), Value(-1.0)\ny = (x * w + b).relu()\ny.backward()\nw.grad, b.grad"
        )


class XorTraining:
    """Plain steps on the mean squared error of the four points, by the learner's Value if in use.

    Attributes:
        losses: at each moment so far, the start first.
        remark: a sentence about the learner's class; empty for the course's own.
    """

    def __init__(self, start: int, units: int, rate: float) -> None:
        rng = np.random.default_rng(start)
        self._units, self._rate = units, rate
        hidden = rng.normal(size=2 * units)
        self._parameters = np.concatenate([hidden, np.zeros(units), rng.normal(size=units) / 2, [0.0]])
        self._program = _program(units)
        self.remark = ""
        self.losses = [self._gradient()[0]]

    @property
    def program_length(self) -> int:
        """The number of values that a forward pass computes."""
        return len(self._program)

    def advance(self) -> None:
        """Take a few steps."""
        for _ in range(min(_PIECE, STEPS - (len(self.losses) - 1))):
            self._parameters -= self._rate * self._gradient()[1]
            self.losses.append(self._gradient()[0])
        said = learner_functions.remark("Value")
        self.remark = self.remark if "took over" in self.remark else said

    def outputs(self, x: Array) -> Array:
        """The network's output for points (n, 2): (n,)."""
        n, p = self._units, self._parameters
        hidden = np.maximum(0, x @ p[: 2 * n].reshape(2, n) + p[2 * n : 3 * n])
        return np.asarray(hidden @ p[3 * n : 4 * n] + p[4 * n])

    def _gradient(self) -> tuple[float, Array]:
        constants = [0.0, 1.0, -1.0, 1 / len(_TARGETS)]
        loss, gradient = learner_functions.compute(
            "Value", self._program, np.concatenate([self._parameters, constants])
        )
        return float(loss), gradient[: len(self._parameters)]


@lru_cache(maxsize=32)
def _training(start: int, units: int, rate: float, _version: tuple[int, ...]) -> XorTraining:
    return XorTraining(start, units, rate)


@lru_cache(maxsize=8)
def _program(units: int) -> Array:
    """The loss of all four points, as rows for `gradients_with`; behind the parameters stand 0, 1, −1 and 1/4."""
    rows: list[tuple[int, int, int]] = []
    zero = 4 * units + 1
    one, minus, share = zero + 1, zero + 2, zero + 3

    def add(i: int, j: int) -> int:
        return _put(rows, ADD, i, j, share)

    def multiply(i: int, j: int) -> int:
        return _put(rows, MULTIPLY, i, j, share)

    total = zero
    for point, target in zip(_POINTS.astype(int).tolist(), _TARGETS.tolist(), strict=True):
        y = 4 * units
        for k in range(units):
            inputs = [one if bit else zero for bit in point]
            z = add(add(multiply(k, inputs[0]), multiply(units + k, inputs[1])), 2 * units + k)
            y = add(multiply(_put(rows, RELU, z, z, share), 3 * units + k), y)
        error = add(y, minus) if target else y
        total = add(multiply(error, error), total)
    multiply(total, share)
    return np.array(rows)


def _put(rows: list[tuple[int, int, int]], operation: int, i: int, j: int, last: int) -> int:
    """Add a row, and return the place of its result."""
    rows.append((operation, i, j))
    return last + len(rows)
