"""The numbers that lesson 4's texts name in braces, and those its author chose."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from coursekit.engine import Tensor, cost, functional
from coursekit.formatting import format_power
from coursekit.widgets import DeadOrOff
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, unit_history
from coursekit.widgets.backprop.deep_network import DeepNetwork, compute, weight_std
from coursekit.widgets.nonlinearity.activations import slope

CHOSEN = {
    "inputs, weights and targets of the worked examples": "0 1 1.0 1.5 2 3 −1 −2 5 100",
    "probabilities of the pictures that are asked about and marked": "0.8 0.5 0.9 0.01 0.0001",
    "nudges": "0.001 0.00001 −1.999",
    "biases of a neuron that is off": "−4 −6",
    "sizes of networks, and a number of steps": "8 64 67 20 200",
    "spreads of the first weights": "0.05 0.3",
    "the chain as it is drawn": "6 36 12 0.003 0.036",
    "powers of ten that a picture reaches": "10",
    "XOR's points, and the largest logits that a check tries": "4 1000",
    "years": "1970 1986",
}

BILL = cost.mlp([1, 8, 8, 1])
"""The network that starts five times."""
NETWORKS = 9
STARTS = ("0.05", "Xavier", "He", "0.3")

# --- how wrong, slopes and nudges -----------------------------------------------------------------

CROSS_ENTROPY = -(math.log(0.8) + math.log(0.5)) / 2


def slope_in_w(w: float) -> float:
    """Return the slope of (2w − 3)² in w."""
    return 2 * (2 * w - 3) * 2


def shares() -> list[float]:
    """Return the shares that softmax makes of the scores 2, 1 and 0."""
    return functional.softmax(Tensor(np.array([2.0, 1.0, 0.0]), dtype=np.float64)).data.tolist()


def cat_slopes() -> list[float]:
    """Return how fast each share moves with the first score."""
    found = []
    for k in range(3):
        scores = Tensor(np.array([2.0, 1.0, 0.0]), requires_grad=True, dtype=np.float64)
        functional.softmax(scores)[k].backward()
        found.append(float(scores.grad[0]))
    return found


def half_active() -> float:
    """Return the bias at which half of the widget's inputs are active, in steps of 0.1 and nearest to zero."""
    return min((b for b, share in _active().items() if share == 0.5), key=abs)


def none_active() -> float:
    """Return the largest bias at which none of the widget's inputs is active, in steps of 0.1."""
    return max(b for b, share in _active().items() if share == 0)


def gelu_flat() -> float:
    """Return the share of the widget's inputs at which GELU's slope is below 0.01 in size, with the bias −6."""
    return float(np.mean(np.abs(slope("GELU", DeadOrOff(b=-6).sums())) < 0.01))


def _active() -> dict[float, float]:
    """The bias in steps of 0.1 → the share of the widget's inputs with a sum above zero."""
    return {b / 10: DeadOrOff(b=b / 10).active() for b in range(-60, 61)}


def nudging_passes(hidden: int) -> int:
    """Return the forward passes that nudging each parameter of 64-hidden-10 up and down takes."""
    return 2 * cost.mlp([64, hidden, 10]).parameters


def passes_a_step() -> float:
    """Return the products of a training step over those of a forward pass, in 20 layers of 100 units.

    Each layer takes a product for its weights and one to hand on, but the first hands nothing on to the data.
    """
    return (20 + 20 + 19) / 20


# --- the chain, the neuron and the diamond --------------------------------------------------------

SLOPE_U, SLOPE_Y = 3, 2 * 6
"""Of u = 3·x and y = u² at x = 2."""
ERROR = max(0, 3 * 2 - 1) - 3
"""Of the recorded neuron; the gradient of its square comes next."""
BACK = 2 * ERROR
DIAMOND = 2 + 3
"""The factor by which `out` moves farther than `a`."""
CARELESS, CARELESS_OTHER = 2 + (2 + 3), 3 + (2 + 3)
"""The gradient of `a` when b passes on one part first, and then everything."""

# --- twenty layers --------------------------------------------------------------------------------


def factor(start: str) -> float:
    """Return what a layer does to the gradient's length, since about half of its 100 units are on."""
    return weight_std(start, 100) * math.sqrt(100 / 2)


def outputs(start: str, activation: str = "ReLU", *, residual: bool = False, norm: str = "none") -> float:
    """Return the gradient at layer 1 over that at layer 20, in the middle of nine random networks."""
    return _middle(start, activation, residual, norm)[0]


def weights(start: str) -> float:
    """Return the same for the gradients of the weights."""
    return _middle(start, "ReLU", False, "none")[1]


@cache
def _middle(start: str, activation: str, residual: bool, norm: str) -> tuple[float, float]:  # noqa: FBT001
    networks = [
        DeepNetwork(start=start, activation=activation, residual=residual, norm=norm, seed=seed)
        for seed in range(NETWORKS)
    ]
    found = [compute(network)[0] for network in networks]
    return (
        float(np.median([each.ratio for each in found])),
        float(np.median([each.weights[0] / each.weights[-1] for each in found])),
    )


# --- dead units -----------------------------------------------------------------------------------


def first_on(where: str, start: int) -> int | None:
    """Return the first step at which the unit is on for some input; None where it never is."""
    return unit_history(where, start).first_on


def came_back(where: str) -> int:
    """Return from how many of nine starts the unit came back."""
    return sum(first_on(where, start) is not None for start in range(NETWORKS))
