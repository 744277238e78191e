"""The numbers that lesson 2's texts name in braces, and those its author chose."""

from __future__ import annotations

import math

import numpy as np

from coursekit.content.nonlinearity.pictures import LINES, TENT
from coursekit.engine import Tensor, functional
from coursekit.widgets.nonlinearity.hinges import TARGETS

CHOSEN = {
    "weights, biases and inputs of the worked examples": "0 1 2 3 4 −1 −2 −3 −4 1.5 −1.5 100",
    "kinks that are read off a drawn curve, and its corners": "−0.5 1.0 6",
    "the shape of the layers that become one": "15 10",
    "the formulas of the activations; the slope that our pictures take": "0.01 0.1",
    "a bias to stay at, and a loss to reach": "−3.0 0.001",
    "GELU's lowest point where checks.py gives its reason": "−0.170",
    "how far the checks go": "1000 −1000",
}

(W1, B1), (W2, B2) = LINES
"""The two neurons without a bend, first to last."""
SLOPE, INTERCEPT = W1 * W2, W2 * B1 + B2
KINK = 3 / 2
"""Where 2x − 3 is zero."""
HIDDEN = 3
"""Neurons in the hidden layer whose kinks are asked for."""
KINKS = (-1.5, -0.5, 1.0)
"""Of the target "hill and valley"."""
DIGITS = round(53 * math.log10(2))
"""Decimal digits that a computer keeps of a number."""


def both(x: float) -> float:
    """Return the second neuron's output when the first one sees x."""
    return W2 * (W1 * x + B1) + B2


def hinges(x: float) -> list[float]:
    """Return the two hinges of the example at x, the second not yet counted −2 times."""
    return [float(y) for y in np.maximum(0, x * TENT.w + TENT.b)]


def tent(x: float) -> float:
    """Return the sum of the two hinges at x."""
    return float(TENT.v @ hinges(x))


def layer_parameters() -> int:
    """Return the weights and biases of one layer with 4 inputs and 4 outputs."""
    return 4 * 4 + 4


def apart() -> float:
    """Return how far ten layers and the one layer they make are apart, relative to the answers.

    The products are written out in plain Python, which has the same bits on every processor.
    """
    rng = np.random.default_rng(9)
    layers = [((rng.normal(size=(4, 4)) / 2).tolist(), rng.normal(size=4).tolist()) for _ in range(10)]
    inputs = rng.normal(size=(100, 4)).tolist()
    ten, (table, bias) = inputs, layers[0]
    for k, (weights, biases) in enumerate(layers):
        ten = _plus(_product(ten, weights), biases)
        if k > 0:
            table, bias = _product(table, weights), _plus(_product([bias], weights), biases)[0]
    one = _plus(_product(inputs, table), bias)
    gaps = [x - y for left, right in zip(ten, one, strict=True) for x, y in zip(left, right, strict=True)]
    return math.hypot(*gaps) / math.hypot(*(x for row in ten for x in row))


def hill_turns() -> list[float]:
    """Return the change of slope at each kink of the target "hill and valley", first to last."""
    slopes = _hill_slopes()
    return [slopes[0], *np.diff(slopes)]


def hill_loss() -> float:
    """Return the mean squared error of three hinges at the kinks with these turns."""
    x = np.linspace(-2, 2, 401)
    curve = sum(turn * np.maximum(0, x - kink) for turn, kink in zip(hill_turns(), KINKS, strict=True))
    return float(np.mean((curve - TARGETS["hill and valley"](x)) ** 2))


def without_the_bend() -> tuple[float, float]:
    """Return slope and intercept of the line that the three hinges make without their bend."""
    turns = hill_turns()
    return sum(turns), -sum(turn * kink for turn, kink in zip(turns, KINKS, strict=True))


def gelu_lowest() -> tuple[float, float]:
    """Return GELU's lowest value, and where it lies."""
    return _lowest("gelu")


def silu_lowest() -> tuple[float, float]:
    """Return SiLU's lowest value, and where it lies."""
    return _lowest("silu")


def gelu_slopes() -> tuple[float, float]:
    """Return GELU's smallest and largest slope."""
    return _slopes("gelu")


def silu_slopes() -> tuple[float, float]:
    """Return SiLU's smallest and largest slope."""
    return _slopes("silu")


def sigmoid_steepest() -> float:
    """Return the sigmoid's largest slope."""
    return _slopes("sigmoid")[1]


def tanh_steepest() -> float:
    """Return the largest slope of tanh."""
    return _slopes("tanh")[1]


def half_active() -> float:
    """Return the bias at which half of the widget's inputs are active, in steps of 0.1 and nearest to zero."""
    return min((b for b, share in _active().items() if share == 0.5), key=abs)


def none_active() -> float:
    """Return the largest bias at which none of the widget's inputs is active, in steps of 0.1."""
    return max(b for b, share in _active().items() if share == 0)


Table = list[list[float]]


def _product(a: Table, b: Table) -> Table:
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a
    ]


def _plus(table: Table, row: list[float]) -> Table:
    return [[x + y for x, y in zip(each, row, strict=True)] for each in table]


def _hill_slopes() -> np.ndarray:
    corners = np.array([*KINKS, 2.0])
    return np.diff(TARGETS["hill and valley"](corners)) / np.diff(corners)


def _lowest(name: str) -> tuple[float, float]:
    z = np.linspace(-3, 0, 30_001)
    values = getattr(functional, name)(Tensor(z, dtype=np.float64)).data
    return float(values.min()), float(z[values.argmin()])


def _slopes(name: str) -> tuple[float, float]:
    z = Tensor(np.linspace(-6, 6, 12_001), requires_grad=True, dtype=np.float64)
    getattr(functional, name)(z).sum().backward()
    return float(z.grad.min()), float(z.grad.max())


def _active() -> dict[float, float]:
    """The bias in steps of 0.1 → the share of 20 inputs from −2 to 2 with a sum above zero, at the weight 1.5."""
    inputs = np.linspace(-2, 2, 20)
    return {b / 10: float(np.mean((1.5 * inputs + b / 10).round(9) > 0)) for b in range(-60, 61)}
