"""Train a network of hinges on the temperature of a day, a few steps at a time."""

from __future__ import annotations

import functools
from itertools import pairwise

import numpy as np

from coursekit.engine import Tensor, nn, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.quiz import CurveRange
from coursekit.widgets.nonlinearity.hinges import Array

DAY = CurveRange((0, 24), (0, 30))
"""Hours of the day, and temperatures in °C."""

STEPS, PIECE, RATE = 1500, 50, 0.02
SPREAD = 0.3
"""Of the second hidden layer's weights around the identity, so that its units differ from the start."""


class HingeTraining:
    """One or two hidden layers that start as the given hinges and are trained on a drawn day with Adam.

    Inside, hours and temperatures are scaled to run from −1 to 1.

    Args:
        places: of the kinks, (n,), in hours.
        turns: of the curve there, (n,), in °C an hour.
        start: temperature at 0 h, in °C.
        heights: the drawn temperatures at the places of `DAY`, (65,), in °C.
        bend: ReLU after each hidden layer.
        deep: a second hidden layer of n units.

    Attributes:
        steps: steps done so far, of `STEPS`.
    """

    def __init__(
        self, places: Array, turns: Array, start: float, heights: Array, *, bend: bool, deep: bool
    ) -> None:
        n = len(places)
        sizes = (1, n, n, 1) if deep else (1, n, 1)
        layers = [nn.Linear(a, b, dtype=np.float64) for a, b in pairwise(sizes)]
        first, *between, last = layers
        _set(first, np.ones((n, 1)), 1 - places / 12)
        for layer in between:
            noise = np.random.default_rng(0).normal(0, SPREAD / np.sqrt(n), (n, n))
            _set(layer, np.eye(n) + noise, np.zeros(n))
        _set(last, turns[None, :] * 12 / 15, np.array([start / 15 - 1]))
        bends = [nn.ReLU()] if bend else []
        self._model = nn.Sequential(*[part for layer in layers[:-1] for part in (layer, *bends)], last)
        self._inputs, self._targets = _scaled(DAY.places()), Tensor.constant(heights[:, None] / 15 - 1)
        self._optimizer = optim.Adam(self._model.parameters(), lr=RATE)
        self.steps = 0

    def advance(self) -> None:
        """Take the next `PIECE` steps, as far as there are some left."""
        for _ in range(min(PIECE, STEPS - self.steps)):
            loss = F.mse_loss(self._model(self._inputs), self._targets)
            self._optimizer.zero_grad()
            loss.backward()
            self._optimizer.step()
            self.steps += 1

    def curve(self, x: Array) -> Array:
        """The temperatures (m,) in °C that the network gives now at hours x (m,)."""
        return np.asarray(15 * (self._model(_scaled(x)).data[:, 0] + 1))


@functools.lru_cache(maxsize=4)
def hinge_training(
    places: tuple[float, ...],
    turns: tuple[float, ...],
    start: float,
    heights: tuple[float, ...],
    bend: bool,  # noqa: FBT001
    deep: bool,  # noqa: FBT001
) -> HingeTraining:
    """The training with these settings, as far as it has come; the same object at every call."""
    return HingeTraining(np.array(places), np.array(turns), start, np.array(heights), bend=bend, deep=deep)


def _scaled(hours: Array) -> Tensor:
    return Tensor.constant(hours[:, None] / 12 - 1)


def _set(layer: nn.Linear, weight: Array, bias: Array) -> None:
    for parameter, values in zip(layer.parameters(), (weight, bias), strict=True):
        parameter.data[...] = values
