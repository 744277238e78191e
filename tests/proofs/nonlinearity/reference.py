"""The arithmetic behind lesson 2's numbers, in plain Python and without the course's own functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np

__all__ = [
    "CORNERS",
    "SLOPES",
    "TURNS",
    "bell_share",
    "loss_of_hill",
    "lowest",
    "patterns",
    "relu",
    "sigmoid",
    "slopes",
    "wave_gap",
]

CORNERS = ((-1.5, 0.0), (-0.5, 2.0), (1.0, 0.5), (2.0, 1.5))
SLOPES = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(CORNERS)]
TURNS = [SLOPES[0], *(after - before for before, after in pairwise(SLOPES))]


def relu(z: float) -> float:
    """The larger of 0 and z."""
    return z if z > 0 else 0.0


@cache
def patterns() -> tuple[int, int]:
    """Kinks and combinations of on and off that three hinges at different places show along a line."""
    line = np.linspace(-5, 5, 1001)
    on = np.stack([line > place for place in (-1.5, 0.3, 2.2)])
    return int((on[:, 1:] != on[:, :-1]).any(axis=0).sum()), len({tuple(column) for column in on.T.tolist()})


def loss_of_hill() -> float:
    """Mean squared distance of the three hinges from the corners' chain."""
    xs = np.linspace(-2, 2, 401)
    chain = np.interp(xs, [x for x, _ in CORNERS], [y for _, y in CORNERS])
    hinges = [sum(v * relu(x - p) for v, (p, _) in zip(TURNS, CORNERS[:3], strict=True)) for x in xs.tolist()]
    return float(np.mean((np.array(hinges) - chain) ** 2))


def wave_gap(n: int) -> float:
    """The largest gap between the wave and the chain through n + 1 of its points."""
    xs, points = np.linspace(-2, 2, 1001), np.linspace(-2, 2, n + 1)
    wave = [math.sin(math.pi / 2 * x) for x in points.tolist()]
    chain = np.interp(xs, points, wave).tolist()
    gaps: list[float] = [abs(y - math.sin(math.pi / 2 * x)) for x, y in zip(xs.tolist(), chain, strict=True)]
    return max(gaps)


def sigmoid(z: float) -> float:
    """1/(1 + e⁻ᶻ)."""
    return 1 / (1 + math.exp(-z))


def bell_share(z: float) -> float:
    """The share of the bell curve to the left of z."""
    return (1 + math.erf(z / math.sqrt(2))) / 2


def lowest(bend: Callable[[float], float]) -> tuple[float, float]:
    """The lowest value of a bend, and where it lies."""
    grid = [k / 10_000 for k in range(-30_000, 0)]
    best = min(grid, key=bend)
    return bend(best), best


def slopes(bend: Callable[[float], float]) -> tuple[float, float]:
    """Smallest and largest slope, by differences."""
    found = [(bend(k / 1000 + 1e-5) - bend(k / 1000 - 1e-5)) / 2e-5 for k in range(-6000, 6001)]
    return min(found), max(found)
