"""The numbers that lesson 3's texts name in braces, and those its author chose."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from itertools import pairwise

import numpy as np

from coursekit.content.layers.readers import shares as shares_read
from coursekit.content.neuron.numbers import odd_even_best
from coursekit.content.nonlinearity.numbers import bent_best
from coursekit.datasets import digits
from coursekit.engine import Tensor, functional, nn
from coursekit.scenes import Line, Points
from coursekit.widgets import Origami, digit_params, ten_neurons
from coursekit.widgets.layers.depth_results import SEEDS, SHAPES, STEPS, load_results
from coursekit.widgets.layers.folding_net import SIZES, folding_params, spirals

CHOSEN = {
    "inputs, weights and biases of the worked examples": "0 0.5 1 2 3 4 5 6 7 −1 −2 −4 −0.5 −12",
    "squares and ink of a digit, digits, and the sizes of its reader": "64 8 9 10 16 12",
    "a fold takes these places of the strip to each other": "0.25 0.75",
    "sizes of the layers that are counted and compared": "20 30 200",
    "shapes of the images and layers that are handed in": "28 784 32 128",
    "folds and their units that are asked about": "5 6 10 14",
    "a sentence about layers that is warned of": "8 15",
    "the margin that the exercise sets": "0.1 −0.1",
    "scores with and without a shift, temperatures, and a goal": "500 501 1000 0.2 0.9 0.99",
}

E_TO = np.exp([2.0, 1.0, 0.0])
"""The scores 2, 1 and 0, made positive."""


def softmax(*scores: float) -> list[float]:
    """Return the shares that softmax makes of scores."""
    return functional.softmax(Tensor(np.array(scores, dtype=float), dtype=np.float64)).data.tolist()


def shares() -> list[float]:
    """Return the shares that softmax makes of the scores 2, 1 and 0."""
    return softmax(2, 1, 0)


def weights(*sizes: int) -> int:
    """Return how many arrows the drawing of a network has."""
    return sum(m * n for m, n in pairwise(sizes))


def parameters(*sizes: int) -> int:
    """Return how many parameters dense layers of these sizes have."""
    layers = nn.Sequential(*(nn.Linear(m, n) for m, n in pairwise(sizes)))
    return _count(layers)


def neuron(w: tuple[float, float], b: float) -> tuple[float, float]:
    """Return the sum of a neuron on (1, 2), and its output after ReLU."""
    z = w[0] * 1 + w[1] * 2 + b
    return z, max(0.0, z)


FIRST, SECOND = neuron((3, -1), 0.5), neuron((1, 1), -4)
"""The layer worked out by hand."""


def first_of(x1: float, x2: float) -> float:
    """Return the sum of that layer's first neuron."""
    return 3 * x1 - x2 + 0.5


def second_of(x1: float, x2: float) -> float:
    """Return the sum of its second neuron."""
    return x1 + x2 - 4


# --- readers of digits ----------------------------------------------------------------------------

validation = len(digits().validation.X)
"""Digits that a reader is tried on."""


def splits() -> int:
    """Return how often each reader was trained."""
    return len(shares_read(0))


def ten_validation() -> float:
    """Return the share of the validation digits that the ten kept neurons read."""
    W, b = ten_neurons()
    X, labels = digits().validation
    return float(((X @ W + b).argmax(axis=1) == labels).mean())


def ten_read() -> float:
    """Return the mean share of new digits that ten neurons read."""
    return float(np.mean(shares_read(0)))


def ten_spread() -> float:
    """Return the standard deviation of that share from split to split."""
    return float(np.std(shares_read(0)))


def hidden_read() -> float:
    """Return the mean share of new digits that 64-16-10 reads."""
    return float(np.mean(shares_read(16)))


def hidden_spread() -> float:
    """Return the standard deviation of that share from split to split."""
    return float(np.std(shares_read(16)))


def better() -> int:
    """Return on how many splits 64-16-10 reads more digits than ten neurons."""
    return sum(more > less for more, less in zip(shares_read(16), shares_read(0), strict=True))


def worse() -> int:
    """Return on how many splits it reads fewer."""
    return sum(less > more for more, less in zip(shares_read(16), shares_read(0), strict=True))


def wide_gain() -> float:
    """Return how much more of the new digits 64-32-10 reads on average than ten neurons."""
    return float(np.mean(shares_read(32))) - ten_read()


def wide_better() -> int:
    """Return on how many splits 64-32-10 reads more digits than ten neurons."""
    return sum(more > less for more, less in zip(shares_read(32), shares_read(0), strict=True))


def pure() -> tuple[int, int, int]:
    """Return the hidden unit whose twelve digits are most alike, how many are the same, and which digit that is."""
    counted = {unit: Counter(labels).most_common(1)[0] for unit, labels in _exciting().items()}
    unit = max(counted, key=lambda each: counted[each][1])
    digit, times = counted[unit]
    return unit, times, digit


def mixed() -> tuple[int, list[int]]:
    """Return the hidden unit whose most frequent digit is the least frequent of all, and its digits."""
    unit = min(_exciting(), key=lambda each: Counter(_exciting()[each]).most_common(1)[0][1])
    return unit, sorted(set(_exciting()[unit]))


# --- two layers by hand, and XOR ------------------------------------------------------------------

SUMS = 3 * 2 - 1 + 1, -2 + 1 - 2
"""The sums of the two hidden units for x = (2, 1)."""


def output(h1: float, h2: float) -> float:
    """Return −2h₁ + 3h₂ + 1."""
    return -2 * h1 + 3 * h2 + 1


def xor_units(x1: float, x2: float) -> tuple[float, float, float]:
    """Return h₁, h₂ and z of the network for XOR."""
    h1, h2 = max(0, x1 + x2), max(0, x1 + x2 - 1)
    return h1, h2, h1 - 2 * h2 - 0.5


# --- folds ----------------------------------------------------------------------------------------


def pieces(k: int) -> int:
    """Return the straight pieces of a line after k folds of two units each, one after the other."""
    return 2**k


def one_layer(n: int) -> int:
    """Return the most straight pieces that n ReLU units make side by side."""
    return n + 1


# --- origami --------------------------------------------------------------------------------------


def points() -> int:
    """Return how many points the two spirals have."""
    return len(spirals()[0])


def fold_width() -> int:
    """Return how many ReLU units each hidden layer has."""
    (width,) = {size for size in SIZES if size > 2}
    return width


def right_after(layers: int) -> int:
    """Return how many points lie on the right side of the cut that is drawn after so many layers."""
    (crosses,) = [mark for mark in _marks(layers) if isinstance(mark, Points) and mark.marker == "cross"]
    return points() - len(crosses.x)


def nearest_after(layers: int) -> float:
    """Return how near the nearest point is to the cut that is drawn after so many layers."""
    cut = next(mark for mark in _marks(layers) if isinstance(mark, Line) and mark.role == "accent")
    (x0, x1), (y0, y1) = cut.x.astype(float), cut.y.astype(float)
    away = [
        ((x1 - x0) * (dots.y - y0) - (y1 - y0) * (dots.x - x0)) / np.hypot(x1 - x0, y1 - y0)
        for dots in _marks(layers)
        if isinstance(dots, Points)
    ]
    return float(np.abs(np.concatenate(away)).min())


def wide_after(layers: int) -> float:
    """Return how far apart the leftmost and the rightmost point lie after so many layers."""
    x = np.concatenate([dots.x for dots in _marks(layers) if isinstance(dots, Points)])
    return float(np.ptp(x))


def right_with(activation: str) -> int:
    """Return how many points the trained network gets right with another activation in its hidden layers."""
    inputs, labels = spirals()
    x = Tensor(inputs, dtype=np.float64)
    *folds, (W, b) = folding_params()
    for (up, a), (down, c) in zip(folds[::2], folds[1::2], strict=True):
        x = getattr(functional, activation)(x @ up + a) @ down + c
    return int((((x @ W + b).data[:, 0] > 0) == (labels == 1)).sum())


# --- depth against width, and a convolution ---------------------------------------------------------


def about_250() -> int:
    """Return the parameters of the compared networks, rounded to fifties; all are near it."""
    (found,) = {50 * round(parameters(*shape) / 50) for shape in SHAPES.values()}
    return found


def middle(task: str, depth: int) -> float:
    """Return the median share of new points that the kept trainings get right."""
    return float(np.median(load_results()[task][str(depth)]))


def convolution() -> int:
    """Return the parameters of a 3 × 3 convolution on one channel."""
    return _count(nn.Conv2d(1, 1, 3, padding=1))


def lstm() -> int:
    """Return the parameters of an LSTM that reads 8 numbers at a time and carries a state of 8."""
    return _count(nn.LSTM(8, 8))


def _count(layer: nn.Module) -> int:
    return sum(parameter.data.size for parameter in layer.parameters())


@cache
def _marks(layers: int) -> tuple:
    return Origami(layer=layers).scene().panels[0].marks


@cache
def _exciting() -> dict[int, list[int]]:
    """Hidden unit, counted from 1 → the labels of the twelve training digits that excite it most."""
    X, labels = digits().training
    W, b = digit_params()[0]
    order = np.argsort(-np.round(X @ W + b, 6), axis=0, kind="stable")[:12]
    return {unit: labels[column].tolist() for unit, column in enumerate(order.T, start=1)}
