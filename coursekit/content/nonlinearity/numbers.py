"""The numbers that lesson 2's texts name in braces, and those its author chose."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from coursekit.content.neuron.numbers import odd_even_best as one_best
from coursekit.content.neuron.numbers import odd_even_shares
from coursekit.content.nonlinearity.pictures import LINES, TENT
from coursekit.datasets import digits
from coursekit.engine import Tensor, functional
from coursekit.engine.cost import mlp
from coursekit.widgets import HingeChase, bent
from coursekit.widgets.nonlinearity import reader_training
from coursekit.widgets.nonlinearity.hinges import kinks_seen

CHOSEN = {
    "weights, biases and inputs of the worked examples": "0 1 2 3 4 −1 −2 −3 −4 −5 0.5",
    "tables that show what an array operation does": "5 7 10 11 15 20 22 26 30 50",
    "digits and their squares; neurons of the reader, and digits it learns from and is tried on": "8 9 64 300 1,000 1,300",
    "hours, turns and temperature of a drawn day; the hinges of a chain": "−3.5 1.5 4.5 6 8.5 16 24",
    "kinks that are read off a drawn curve, and its corners": "−0.5 −1.5",
    "digits on which two answers agree; places where a gap is looked for": "14 1,001",
    "the formulas of the activations; the slope that our pictures take": "0.01 0.1",
    "models": "152",
    "the GELU neuron for XOR": "−10 −0.75 −0.1",
    "a loss to reach": "0.002",
    "how far the checks go": "1000 −1000",
}

(W1, B1), (W2, B2) = LINES
"""The two neurons without a bend, first to last."""
(V1, C1), (V2, C2) = (4, 3), (2, -5)
"""The two neurons of the question, first to last."""
SLOPE, INTERCEPT = W1 * W2, W2 * B1 + B2
ENTRY, SWAPPED = 2 * 4 + 3 * 3, 1 * 3 + 4 * 2
"""The entry of the product of tables that a question asks for, and what stands there if their order is turned round."""
KINK = 3 / 2
"""Where 2x − 3 is zero."""
HIDDEN = 3
"""Neurons in the hidden layer whose kinks are asked for."""
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


first_layer = [1 * 1 + 2 * 3 + 1, 1 * 2 + 2 * 0 - 1]
"""The two sums of the layer worked out by hand, for x = (1, 2)."""
joined = [
    [sum(a * b for a, b in zip(row, column, strict=True)) for column in ((1, 2), (1, -1))]
    for row in ((1, 2), (3, 0))
]
"""The product of the two tables."""
SPLITS = reader_training.SPLITS
TUNED = reader_training.TUNED


def layer_parameters() -> int:
    """Return the weights and biases of one layer with 4 inputs and 4 outputs."""
    return 4 * 4 + 4


def apart() -> float:
    """Return how far ten layers and the one layer that was read off them are apart, relative to the answers.

    The products are written out in plain Python, which has the same bits on every processor.
    """
    rng = np.random.default_rng(9)
    layers = [((rng.normal(size=(4, 4)) / 2).tolist(), rng.normal(size=4).tolist()) for _ in range(10)]
    inputs = rng.normal(size=(100, 4)).tolist()
    (bias,) = _through(layers, [[0.0] * 4])
    table = [[y - c for y, c in zip(row, bias, strict=True)] for row in _through(layers, np.eye(4).tolist())]
    ten, one = _through(layers, inputs), _plus(_product(inputs, table), bias)
    gaps = [x - y for left, right in zip(ten, one, strict=True) for x, y in zip(left, right, strict=True)]
    return math.hypot(*gaps) / math.hypot(*(x for row in ten for x in row))


def validation_digits() -> int:
    """Return how many digits the exercise tries its readers on."""
    return len(digits().validation.labels)


def straight_best() -> float:
    """Return the mean share of new digits that 8 hidden units without a bend read rightly as odd or even, over 20 splits."""
    return float(reader_training.shares("straight").mean())


def straight_spread() -> float:
    """Return the standard deviation of that share from split to split."""
    return float(reader_training.shares("straight").std())


def bent_best() -> float:
    """Return the mean share that 8 hidden units with ReLU read rightly, over the same 20 splits."""
    return float(reader_training.shares("bent").mean())


def bent_spread() -> float:
    """Return the standard deviation of that share from split to split."""
    return float(reader_training.shares("bent").std())


def gain() -> float:
    """Return how much more the bent layer reads than the neuron of lesson 1 on the same split, in the mean."""
    return float(_gains().mean())


def gain_spread() -> float:
    """Return the standard deviation of that difference from split to split."""
    return float(_gains().std())


def fresh_gain() -> float:
    """Return that difference in the mean over the splits on which no setting of the training was chosen."""
    return float(_gains()[reader_training.TUNED :].mean())


def one_spread() -> float:
    """Return the standard deviation from split to split of the share that one neuron reads."""
    return float(np.std(odd_even_shares()))


def ahead() -> int:
    """Return on how many of the splits the bent layer reads more than the neuron."""
    return int((_gains() > 0).sum())


def reader_parameters() -> int:
    """Return the weights and biases of 64-8-1."""
    return mlp([64, reader_training.UNITS, 1]).parameters


def line_error() -> float:
    """Return how far the least-squares line is from the picture's summer day, in °C on average."""
    return _chase("by you")["line"]


def by_hand_error() -> float:
    """Return how far two hinges set by hand are from the summer day, in °C on average."""
    return _chase("by you", hinges=2, start=8.5, place1=4.5, turn1=1.5, place2=16, turn2=-3.5)["error"]


def fitted_error(hinges: int) -> float:
    """Return how far hinges at their usual places are with the best turns, in °C on average."""
    return _chase("by least squares", hinges=hinges)["error"]


def trained_error() -> float:
    """Return how far four trained hinges are from the summer day, in °C on average."""
    return _chase("by training")["error"]


def first_places() -> list[float]:
    """Return where the picture's first four hinges have their kinks, in hours."""
    return sorted((-HingeChase().model().b).tolist())


def cut_kinks() -> list[float]:
    """Return where max(0, tent − 0.5) has its kinks, found on a fine grid."""
    x = np.linspace(-1, 3, 4001)
    return kinks_seen(x, np.array([tent_cut(each) for each in x])).tolist()


def tent_cut(x: float) -> float:
    """Return a third neuron, on the sum of the two hinges: max(0, tent − 0.5)."""
    return max(0.0, tent(x) - 0.5)


def gelu_xor(x1: float, x2: float) -> float:
    """Return the output of one GELU neuron with w = (10, −10) and b = −0.75."""
    return float(bent("GELU", np.array([10.0 * x1 - 10.0 * x2 - 0.75]))[0])


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


Table = list[list[float]]


def _product(a: Table, b: Table) -> Table:
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a
    ]


def _plus(table: Table, row: list[float]) -> Table:
    return [[x + y for x, y in zip(each, row, strict=True)] for each in table]


def _lowest(name: str) -> tuple[float, float]:
    z = np.linspace(-3, 0, 30_001)
    values = getattr(functional, name)(Tensor(z, dtype=np.float64)).data
    return float(values.min()), float(z[values.argmin()])


def _slopes(name: str) -> tuple[float, float]:
    z = Tensor(np.linspace(-6, 6, 12_001), requires_grad=True, dtype=np.float64)
    getattr(functional, name)(z).sum().backward()
    return float(z.grad.min()), float(z.grad.max())


def _through(layers: list[tuple[Table, list[float]]], rows: Table) -> Table:
    for weights, biases in layers:
        rows = _plus(_product(rows, weights), biases)
    return rows


def _gains() -> np.ndarray:
    return reader_training.shares("bent") - reader_training.shares("neuron")


@cache
def _chase(set_by: str, **state: float) -> dict[str, float]:
    widget = HingeChase(set_by=set_by, **state)
    widget.finish()
    return widget.facts()
