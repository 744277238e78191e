"""The numbers of lesson 1 computed another way, and what it claims without a number."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from coursekit.content import find_question
from coursekit.datasets import digits, house_prices

CORNERS = tuple(itertools.product((0, 1), repeat=2))
AND, OR, XOR = (0, 0, 0, 1), (0, 1, 1, 1), (0, 1, 1, 0)


def total():
    return float(np.dot([0.5, 2, -1], [2, -1, 3]))


def z():
    return float(np.dot([0.5, 2, -1, 1], [2, -1, 3, 1]))


def bent_z():
    return float(np.dot([3, -1, 2, -5], [2, 4, 1, 1]))


def first_z():
    return float(np.array([1, 2]) @ np.array([3, -1]) + 0.5)


def picture_total():
    return float(np.array([-0.5, 1]) @ np.array([2, 3]))


def best_line():
    """The variance of the price, less what the size explains."""
    size, price = house_prices(rng=np.random.default_rng(1))
    ds, dp = size - size.mean(), price - price.mean()
    return float(np.mean(dp**2) - np.mean(ds * dp) ** 2 / np.mean(ds**2))


def xor_ceiling():
    """The best of a fine grid of directions and thresholds."""
    angles = np.linspace(0, 2 * np.pi, 721)
    biases = np.linspace(-2, 2, 401)
    sums = [a * np.cos(angles)[:, None] + b * np.sin(angles)[:, None] + biases for a, b in CORNERS]
    return int(sum((each > 0).astype(int) == on for each, on in zip(sums, XOR, strict=True)).max())


def no_luck_among_200_000_neurons():
    w1, w2, b = np.random.default_rng(7).normal(size=(3, 200_000))
    hits = [(w1 * x1 + w2 * x2 + b > 0) == on for (x1, x2), on in zip(CORNERS, XOR, strict=True)]
    return float(np.mean(hits, axis=0).max()) == 0.75


def both_sides_of_the_proof_are_the_same_sum():
    """z(1, 0) + z(0, 1) and z(0, 0) + z(1, 1), as sums of w₁, w₂ and b."""
    rows = {corner: np.array([*corner, 1]) for corner in CORNERS}
    return bool((rows[1, 0] + rows[0, 1] == rows[0, 0] + rows[1, 1]).all())


def one_corner_apart_gets_three_points():
    return _right(-1, 1, -0.5, XOR) == 3


def each_gate_has_its_bias():
    """Of the multiples of a half that leave no point on the boundary, one solves AND and one OR."""
    clear = [k / 2 for k in range(-6, 7) if all(x1 + x2 + k / 2 for x1, x2 in CORNERS)]
    solving = [[b for b in clear if _right(1, 1, b, labels) == 4] for labels in (AND, OR)]
    return solving == [[-1.5], [-0.5]]


def one_square():
    """The paper's middle alone: a strongly orange square says 1 where its ink is at least a quarter."""
    parts = digits(scaled=False)[:2]
    labels = np.concatenate([part.labels for part in parts])
    X = np.concatenate([part.X for part in parts])
    return [int(((X[:, 8 * row + 4] < 4) == (labels == 0))[labels <= 1].sum()) for row in (4, 3)]


def training_ends_near_the_number_to_remember():
    """A single neuron trained with plain gradient descent stays near the share that Newton's method reaches."""
    training, validation, _ = digits()
    X, odd = training.X.astype(float), training.labels % 2
    w, b = np.zeros(64), 0.0
    for _ in range(2000):
        error = 1 / (1 + np.exp(-(X @ w + b))) - odd
        w, b = w - 2.0 * X.T @ error / len(X), b - 2.0 * error.mean()
    share = float((((validation.X @ w + b) > 0) == (validation.labels % 2 == 1)).mean())
    return 0.87 < share < 0.95


def one_gelu_neuron_can_do_xor():
    """With a bend that goes down and up again, and a level below zero: the exception that the lesson names."""
    bend = _gelu(np.array([10 * x1 - 10 * x2 - 0.75 for x1, x2 in CORNERS]))
    return ((bend > -0.1).astype(int) == XOR).all()


def the_pictures_of_the_bias_show_what_their_texts_say():
    options: Any = find_question("neuron.only-b-changes").options
    show = {option.id: option.show for option in options}
    return all(each["before"] == [1, 1, -1] for each in show.values()) and (
        show["up"]["b"],
        show["down"]["b"],
        show["turn"]["w1"],
        show["stay"]["b"],
    ) == (-2, 0, 0.5, -1)


def _gelu(z):
    """z·Φ(z)."""
    return z * np.array([0.5 * (1 + math.erf(each / math.sqrt(2))) for each in z])


def _right(w1: float, w2: float, b: float, labels: tuple[int, ...]) -> int:
    return sum((w1 * x1 + w2 * x2 + b > 0) == on for (x1, x2), on in zip(CORNERS, labels, strict=True))
