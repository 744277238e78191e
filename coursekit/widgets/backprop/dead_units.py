"""A ReLU unit that is off on all data: one that stays so for good, and one that may come back."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, cost, optim, tensor
from coursekit.engine.functional import leaky_relu
from coursekit.formatting import format_number
from coursekit.scenes import Line, Mark, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Toggle
from coursekit.widgets.core.marks import level

Array = npt.NDArray[np.float64]
STEPS = 200
_UNITS = 8
_X = np.linspace(-1.0, 1.0, 40)[:, None]
_TARGET = 1.5 + np.sin(3 * _X) + _X
_BILL = cost.mlp([1, _UNITS, _UNITS, 1])
FIRST, SECOND = "first hidden layer", "second hidden layer"


class UnitHistory(NamedTuple):
    """The unit during one training.

    Attributes:
        sums: its sum z for each of the 40 inputs, at each of the 201 moments from the start on.
        gradient: the length of the gradient of its weights and bias at each moment.
        distance: from the starting values of its weights and bias to those at each moment.
    """

    sums: Array
    gradient: Array
    distance: Array

    @property
    def share(self) -> Array:
        """The share of inputs for which the unit is on, (201,)."""
        return np.asarray((self.sums > 0).mean(axis=1))

    @property
    def first_on(self) -> int | None:
        """The first step at which the unit is on for some input; None if there is none."""
        on = np.flatnonzero(self.share)
        return int(on[0]) if len(on) else None


class DeadUnits(SceneWidget):
    """A 1-8-8-1 network learns a curve by plain gradient descent; one of its ReLU units starts dead.

    The first look at a start trains its network, about 35 ms; after that every step is only looked up.
    """

    title = "Dead, or asleep?"
    goal = (
        "Unit in the second hidden layer, start 3: find the first step at which it's on again. "
        "Then look for such a step with the unit in the first hidden layer, and with one that begins 0.5 below 0."
    )
    cost = (
        f"1-8-8-1: {_BILL.parameters} parameters · {_BILL.weight_bytes():.0f} bytes · "
        f"{_BILL.multiply_adds} multiply-adds"
    )

    where = Choice(FIRST, SECOND, label="The unit is in the", default=SECOND)
    start = Slider(3, 0, 8, label="start", step=1)
    step = Slider(0, 0, STEPS, label="training step", step=1)
    below = Choice(0.1, 0.5, 1.0, label="Its largest sum at the start lies below 0 by")
    leaky = Toggle(label="Leaky ReLU, slope 0.1 below zero")

    def history(self) -> UnitHistory:
        """The record of the unit in the present setting."""
        return unit_history(self.where, int(self.start), below=self.below, leaky=self.leaky)

    def scene(self) -> Scene:
        """The unit's sum over the inputs now, and the share of inputs that it was on for up to now."""
        unit, now = self.history(), int(self.step)
        share, sums = unit.share, unit.sums[now]
        on = sums > 0
        low = float(np.floor(min(-1.0, unit.sums.min())))
        high = float(np.ceil(max(1.0, unit.sums.max())))
        marks: tuple[Mark, ...] = (
            level(0, -1, 1),
            Points(_X[~on, 0], sums[~on], role="negative", marker="square", size=7),
            Points(_X[on, 0], sums[on], role="positive", size=8),
        )
        left = Panel(
            (-1.05, 1.05), (low, high), marks, x_label="input x", y_label="sum z", title="the unit now"
        )
        line: tuple[Mark, ...] = (
            Line(np.arange(now + 1), share[: now + 1], role="positive"),
            Line(np.array([now, now]), np.array([0, 0.5]), role="accent", width=2, dashed=True),
        )
        right = Panel(
            (0, STEPS), (-0.02, 0.5), line, x_label="training step", title="share of inputs it is on for"
        )
        facts = {
            "on": int(on.sum()),
            "gradient": float(unit.gradient[now]),
            "distance": float(unit.distance[now]),
        }
        return Scene((left, right), self._words(unit, now), aspect=2.2, facts=facts)

    def _words(self, unit: UnitHistory, now: int) -> str:
        sums, first = unit.sums[now], unit.first_on
        so_far = "It has not been on yet." if first is None or first > now else f"First on at step {first}."
        return (
            f"Step {now}: on for {int((sums > 0).sum())} of {len(_X)} inputs. Its sum z lies between "
            f"{format_number(sums.min(), 2)} and {format_number(sums.max(), 2)}. {so_far} The gradient of its own weights and bias "
            f"has length {format_number(unit.gradient[now], 3)}; since the start they have moved by {format_number(unit.distance[now], 3)}."
        )


@functools.lru_cache(maxsize=64)
def unit_history(where: str, start: int, *, below: float = 0.1, leaky: bool = False) -> UnitHistory:
    """Train one network and record unit 0 of that layer."""
    parameters = _network(where, below, np.random.default_rng(start))
    W1, b1, W2, b2, W3, b3 = parameters
    x, target = tensor(_X, np.float64), tensor(_TARGET, np.float64)
    watched = (W1, b1) if where == FIRST else (W2, b2)
    began = _unit_parameters(watched)
    descent = optim.SGD(parameters, lr=0.1)
    sums, gradient, distance = [], [], []
    for _ in range(STEPS + 1):
        z1 = x @ W1 + b1
        z2 = _activate(z1, leaky=leaky) @ W2 + b2
        loss = ((_activate(z2, leaky=leaky) @ W3 + b3 - target) ** 2).mean()
        descent.zero_grad()
        loss.backward()
        sums.append((z1 if where == FIRST else z2).data[:, 0].copy())
        gradient.append(np.linalg.norm(np.append(watched[0].grad[:, 0], watched[1].grad[0])))  # type: ignore[index]
        distance.append(np.linalg.norm(_unit_parameters(watched) - began))
        descent.step()
    return UnitHistory(np.array(sums), np.array(gradient), np.array(distance))


def _activate(z: Tensor, *, leaky: bool) -> Tensor:
    return leaky_relu(z, 0.1) if leaky else z.relu()


def _unit_parameters(watched: tuple[Tensor, Tensor]) -> Array:
    """The unit's weights and bias in one row."""
    return np.append(watched[0].data[:, 0], watched[1].data[0])


def _network(where: str, below: float, rng: np.random.Generator) -> list[Tensor]:
    """Weights and biases of 1-8-8-1; the largest sum of unit 0 in one hidden layer lies `below` under 0."""
    n = _UNITS
    W1, b1 = rng.normal(size=(1, n)), rng.uniform(0, 0.5, n)
    W2, b2 = rng.normal(size=(n, n)) * np.sqrt(2 / n), np.zeros(n)
    W3, b3 = rng.normal(size=(n, 1)) * np.sqrt(1 / n), np.zeros(1)
    if where == FIRST:
        W1[0, 0], b1[0] = 1.0, -1.0 - below
    else:
        W2[:, 0] = np.abs(W2[:, 0])
        b2[0] = -(np.maximum(0, _X @ W1 + b1) @ W2[:, 0]).max() - below
    return [tensor(values, np.float64, requires_grad=True) for values in (W1, b1, W2, b2, W3, b3)]


def first_active_steps(where: str, starts: range = range(9), *, below: float = 0.1) -> list[Any]:
    """The first step at which the unit is on, for each start; None if it stays off."""
    return [unit_history(where, start, below=below).first_on for start in starts]
