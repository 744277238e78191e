"""Hinges: one hidden layer of ReLU units on one input, and the curves it can draw."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, functional

Array = npt.NDArray[np.float64]

TARGETS: dict[str, Callable[[Array], Array]] = {
    "hill and valley": lambda x: np.interp(x, [-1.5, -0.5, 1.0, 2.0], [0.0, 2.0, 0.5, 1.5]),
    "wave": lambda x: np.sin(np.pi / 2 * x),
}
"""Curves over [−2, 2] to be matched; both start at height 0."""


@dataclass(frozen=True, eq=False)
class Hinges:
    """y = Σ vₖ · ReLU(wₖ·x + bₖ) + c.

    Attributes:
        w: weights of the hinges, (n,).
        b: their biases, (n,).
        v: their weights in the output, (n,).
        c: the output's bias.
    """

    w: Array
    b: Array
    v: Array
    c: float = 0.0

    def parts(self, x: Array) -> Array:
        """The share of every hinge in the output: (m,) → (m, n)."""
        sums = Tensor(x[:, None] * self.w + self.b, dtype=np.float64)
        return np.asarray(functional.relu(sums).data * self.v)

    def curve(self, x: Array) -> Array:
        """The output: (m,) → (m,)."""
        return np.asarray(self.parts(x).sum(axis=1) + self.c)

    def as_layers(self, *, layers: int = 1) -> list[tuple[Array, Array]]:
        """The network as pairs (W, b) for `x @ W + b`: the hinges, more hidden layers up to `layers`, the output."""
        first = (self.w[None, :], self.b)
        return [first, *_extra_layers(len(self.w), layers - 1), (self.v[:, None], np.array([self.c]))]

    def straight(self, x: Array, *, layers: int = 1) -> Array:
        """The output of these layers without any activation: (m,) → (m,)."""
        h = Tensor(x[:, None], dtype=np.float64)
        for weights, biases in self.as_layers(layers=layers):
            h = h @ weights + biases
        return np.asarray(h.data[:, 0])

    def line(self, *, layers: int = 1) -> tuple[float, float]:
        """Slope and intercept of `straight`, by multiplying the layers out."""
        slope, intercept = np.ones((1, 1)), np.zeros(1)
        for weights, biases in self.as_layers(layers=layers):
            slope, intercept = slope @ weights, intercept @ weights + biases
        return float(slope[0, 0]), float(intercept[0])

    def kinks(self, low: float, high: float) -> Array:
        """Places between low and high where the slope changes, sorted; hinges that meet or cancel make one or none."""
        sloped = np.abs(self.w) > 0
        places = np.round(-self.b[sloped] / self.w[sloped], 9)
        turns = self.v[sloped] * np.abs(self.w[sloped])
        found: Array = np.unique(places)
        net = np.array([turns[places == place].sum() for place in found])
        seen = (found > low) & (found < high) & (np.abs(net) > 1e-9)
        return np.asarray(found[seen])


def through(xs: Array, ys: Array) -> Hinges:
    """The n hinges that pass exactly through n + 1 points, xs rising."""
    slopes = np.diff(ys) / np.diff(xs)
    # The first hinge sets the first slope, each later one the change to the next.
    turns = np.diff(slopes, prepend=0.0)
    return Hinges(np.ones(len(turns)), -xs[:-1], turns, float(ys[0]))


@functools.cache
def _extra_layers(n: int, layers: int) -> tuple[tuple[Array, Array], ...]:
    """Weights (n, n) and biases (n,) of further layers; each mirrors its input, which keeps its length."""
    rng = np.random.default_rng(37)
    made = []
    for _ in range(layers):
        axis = rng.normal(size=n)
        axis /= np.sqrt((axis**2).sum())
        made.append((np.eye(n) - 2 * np.outer(axis, axis), rng.uniform(-0.1, 0.1, n)))
    return tuple(made)


def least_squares(places: Array, xs: Array, ys: Array, *, bend: bool = True) -> Hinges:
    """The hinges with their kinks at `places` (n,) that come nearest to points (xs, ys) in the sum of squares.

    Without the bend every hinge is a straight line, and so is the best sum of them.
    """
    sums = xs[:, None] - places
    columns = np.column_stack([np.maximum(0, sums) if bend else sums, np.ones(len(xs))])
    *turns, c = np.linalg.lstsq(columns, ys, rcond=None)[0]
    return Hinges(np.ones(len(places)), -places, np.array(turns), float(c))


def kinks_seen(xs: Array, ys: Array) -> Array:
    """The places where a curve of straight pieces turns, found on a fine grid (xs, ys)."""
    turns = np.abs(np.diff(ys, 2)) > 1e-6 * max(1.0, float(np.ptp(ys)))
    first = turns & ~np.concatenate([[False], turns[:-1]])  # a kink between two grid points turns at both
    return np.asarray(xs[1:-1][first])
