"""The numbers that lesson 1's texts name in braces, and those its author chose."""

from __future__ import annotations

import itertools
import math
from functools import cache

import numpy as np

from coursekit.content.neuron.diagnoses import CORNERS, XOR
from coursekit.datasets import digits, house_prices
from coursekit.widgets.neuron.digit_pairs import examples, fit_neuron
from coursekit.widgets.neuron.paint_neuron import GOALS

CHOSEN = {
    "squares and ink of a digit, digits to draw and to tell apart": "64 7 8 9",
    "the goal of the painting": "98",
    "inputs, weights and biases of the worked examples": "0.5 2 −1 1 3 −2 −5 −4 0.1",
    "what is not above zero is off; corners, labels and shares of XOR": "0 4",
    "sizes and prices of the houses, hours and minutes": "100 200 100,000 5 6 120",
    "how many random neurons": "200,000 10,000",
    "biases of the gates, and the margin of the exercise": "−1.5 −0.5 −0.1",
    "two weights that cannot be compared": "−0.01 0.01",
}

W, B, X = (0.5, 2.0, -1.0), 1.0, (2.0, -1.0, 3.0)
"""The neuron worked out by hand."""
products = [w * x for w, x in zip(W, X, strict=True)]
total = sum(products)
z = total + B

BENT_W, BENT_B, BENT_X = (3, -1, 2), -5, (2, 4, 1)
"""The neuron that ReLU bends to 0."""
bent_total = sum(w * x for w, x in zip(BENT_W, BENT_X, strict=True))
bent_z = bent_total + BENT_B
bent_each = sum(max(0, w * x) for w, x in zip(BENT_W, BENT_X, strict=True)) + BENT_B

first_total = 3 * 1 + -1 * 2
"""The weighted sum of the lesson's first example, w = (3, −1) and x = (1, 2)."""
first_z = first_total + 0.5

picture_total = -0.5 * 2 + 1 * 3
"""The weighted sum of the neuron taken apart in the picture, w = (−0.5, 1) and x = (2, 3)."""

zeros_and_ones = len(examples("0 and 1").X)
"""Digits that the first painting is tried on."""

hourly = 6.0
"""Euros for an hour."""
distance_weight, rooms_weight = -0.01, 2.0


def houses() -> int:
    """Return how many houses the widget draws."""
    return len(_houses()[0])


def one_square() -> list[int]:
    """Return how many zeros and ones come out right with one square and the best bias, for the two best squares."""
    X, zero = examples("0 and 1")
    paints = list(itertools.product((-2, -1, 1, 2), np.arange(-12, 12.5, 0.5)))
    return sorted(max(int(((w * ink + b > 0) == zero).sum()) for w, b in paints) for ink in X.T)[:-3:-1]


def odd_even_goal() -> float:
    """Return the goal of the painting for odd and even."""
    return GOALS["odd and even"]


def odd_even_painted() -> list[float]:
    """Return the share of digits told odd or even by 1, 2, … 5 painted squares, each the best one to add."""
    X, odd = examples("odd and even")
    votes, shares = np.zeros(len(X)), []
    for _ in range(5):
        tried = [votes + weight * ink for ink in X.T for weight in (-2, -1, 1, 2)]
        best = [max(float(((each + b > 0) == odd).mean()) for b in range(-12, 13)) for each in tried]
        votes = tried[int(np.argmax(best))]
        shares.append(max(best))
    return shares


splits = 20
"""Times that the digits are divided anew into those to train on and new ones."""


def eight_nine() -> float:
    """Return the mean share of new eights and nines that a neuron trained on 200 of them gets right, over all splits."""
    return float(np.mean(_new_ones_right("8 and 9", training=200)))


odd_even_new = len(examples("odd and even").X) - 1000
"""Digits that are left to test on when a neuron was trained on 1,000."""


def odd_even_best() -> float:
    """Return the mean share of new digits that a neuron trained on 1,000 calls odd or even rightly, over all splits."""
    return float(np.mean(odd_even_shares()))


def odd_even_shares() -> list[float]:
    """Return that share on each of the splits."""
    return _new_ones_right("odd and even", training=1000)


def best_line() -> float:
    """Return the mean squared error of the best straight line."""
    size, price = _houses()
    design = np.stack([size, np.ones_like(size)], axis=1)
    solution = np.linalg.lstsq(design, price)[0]
    return float(np.mean((design @ solution - price) ** 2))


def best_line_euros() -> float:
    """Return the root of that loss in euros, rounded to 10,000: the loss counts 100,000 euros as 1."""
    return round(100_000 * math.sqrt(best_line()), -4)


def bent_w() -> float:
    """Return the weight of the best bent line that the sliders reach."""
    return _best_bent()[0]


def bent_b() -> float:
    """Return the bias of that line."""
    return _best_bent()[1]


def bent_loss() -> float:
    """Return the loss of that line."""
    return _bent_losses()[_best_bent()]


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


@cache
def _new_ones_right(task: str, *, training: int) -> list[float]:
    X, first = examples(task)
    shares = []
    for seed in range(splits):
        order = np.random.default_rng(seed).permutation(len(X))
        seen, new = order[:training], order[training:]
        neuron = fit_neuron(X[seen], first[seen])
        shares.append(float(((neuron.sums(X[new]) > 0) == first[new]).mean()))
    return shares


def _best_bent() -> tuple[float, float]:
    return min(_bent_losses(), key=_bent_losses().__getitem__)


@cache
def _houses() -> tuple[np.ndarray, np.ndarray]:
    return house_prices(rng=np.random.default_rng(1))


@cache
def _bent_losses() -> dict[tuple[float, float], float]:
    """Every (w, b) that the two sliders can be set to, in steps of 0.1, with the loss of max(0, w·size + b)."""
    size, price = _houses()
    settings = [(w / 10, b / 10) for w in range(-10, 41) for b in range(-40, 41)]
    return {(w, b): float(np.mean((np.maximum(0, w * size + b) - price) ** 2)) for w, b in settings}
