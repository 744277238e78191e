"""The numbers that lesson 1's texts name in braces, and those its author chose."""

from __future__ import annotations

import itertools
import math
from functools import cache

import numpy as np

from coursekit.content.neuron.diagnoses import CORNERS, XOR
from coursekit.content.neuron.pictures import VOTES, VOTES_BIAS
from coursekit.datasets import house_prices

CHOSEN = {
    "inputs, weights and biases of the worked examples": "0.5 2 −1 1 3 −2 0.1",
    "what is not above zero is off; corners, labels and shares of XOR": "0 4",
    "sizes and prices of the houses and shelves": "100 200 100,000 10 30",
    "how many bits and random neurons": "32 200,000",
    "equal weights with the biases of AND and OR, and the margin of the exercise": "−1.5 −0.5 −0.1",
    "two weights that cannot be compared": "−0.01 0.01",
}

W, B, X = (0.5, 2.0, -1.0), 1.0, (2.0, -1.0, 3.0)
"""The neuron worked out by hand."""
products = [w * x for w, x in zip(W, X, strict=True)]
total = sum(products)
z = total + B

first_total = 3 * 1 + -1 * 2
"""The weighted sum of the lesson's first example, w = (3, −1) and x = (1, 2)."""
first_z = first_total + 0.5

votes = [seen * weight for _, seen, weight in VOTES]
cat = sum(votes) + VOTES_BIAS

shelf_weight = 30.0
"""Euros for a metre."""
distance_weight, rooms_weight = -0.01, 2.0


def last_bias_off() -> float:
    """Return the largest bias, in steps of 0.1, that leaves the lesson's first example at zero."""
    return max(b / 10 for b in range(-60, 61) if first_total + b / 10 <= 0)


def houses() -> int:
    """Return how many houses the widget draws."""
    return len(_houses()[0])


def best_line() -> float:
    """Return the mean squared error of the best straight line."""
    size, price = _houses()
    design = np.stack([size, np.ones_like(size)], axis=1)
    solution = np.linalg.lstsq(design, price)[0]
    return float(np.mean((design @ solution - price) ** 2))


def best_line_bent() -> float:
    """Return the loss of max(0, w·size + b) at the best straight line that the sliders reach."""
    return _losses(bent=True)[min(_losses(bent=False), key=_losses(bent=False).__getitem__)]


def bent_line_stays_below() -> float:
    """Return the next hundredth above the smallest loss of max(0, w·size + b) that the sliders reach."""
    return math.ceil(100 * min(_losses(bent=True).values())) / 100


def xor_ceiling() -> int:
    """Return the most points of XOR that one neuron gets right, by trying every straight cut.

    A cut puts a threshold somewhere into the order of the four projections onto w. That order changes only at
    finitely many directions, and small whole weights reach every order, ties included.
    """
    cuts = (
        (w1, w2, -threshold + side)
        for w1, w2 in itertools.product(range(-4, 5), repeat=2)
        for threshold in {w1 * x1 + w2 * x2 for x1, x2 in CORNERS}
        for side in (-0.5, 0.0, 0.5)
    )
    return max(
        sum((w1 * x1 + w2 * x2 + b > 0) == on for (x1, x2), on in zip(CORNERS, XOR, strict=True))
        for w1, w2, b in cuts
    )


def neuron_at(x: float) -> float:
    """Return the output of the lesson's neuron on one input, max(0, 2x − 1)."""
    return max(0.0, 2 * x - 1)


@cache
def _houses() -> tuple[np.ndarray, np.ndarray]:
    return house_prices(rng=np.random.default_rng(1))


@cache
def _losses(*, bent: bool) -> dict[tuple[float, float], float]:
    """Every (w, b) that the two sliders can be set to, in steps of 0.1, with its loss."""
    size, price = _houses()
    settings = [(w / 10, b / 10) for w in range(-10, 41) for b in range(-40, 41)]
    floor = 0 if bent else -np.inf
    return {(w, b): float(np.mean((np.maximum(floor, w * size + b) - price) ** 2)) for w, b in settings}
