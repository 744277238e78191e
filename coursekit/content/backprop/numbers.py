"""The numbers that lesson 4's texts name in braces, and those its author chose."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from coursekit.datasets import digits, logic
from coursekit.engine import Tensor, cost, functional
from coursekit.formatting import format_power
from coursekit.widgets import DeadOrOff
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, unit_history
from coursekit.widgets.backprop.deep_network import DeepNetwork, compute, gradient_profile, weight_std
from coursekit.widgets.backprop.deep_training import RATES, Kept, trainings
from coursekit.widgets.backprop.hand_pass import right_numbers
from coursekit.widgets.backprop.reader_training import EVERY, Training
from coursekit.widgets.backprop.reader_training import STEPS as READER_STEPS
from coursekit.widgets.backprop.xor_by_values import STEPS
from coursekit.widgets.nonlinearity.activations import slope

CHOSEN = {
    "inputs, weights and targets of the worked examples": "0 1 1.0 1.5 2 3 4 −1 −2 5 100",
    "probabilities of the pictures that are asked about and marked": "0.8 0.5 0.9 0.01 0.0001 0.7",
    "nudges": "0.001 0.00001 −1.999",
    "biases of a neuron that is off, and how far below zero a unit begins": "−4 −6 0.1 0.5 1.0",
    "sizes of networks, steps and batches": "8 64 67 16 10 50 300 200",
    "layers, and the spreads of the first weights": "20 0.05 0.3 0.02",
    "η of a training": "0.1",
    "roots of squares": "6 9 12 36 144",
    "the largest logits that a check tries": "1000",
    "the largest loss that is kept": "99",
    "years": "1970 1986",
}

READER = cost.mlp([64, 16, 10]).parameters
"""Parameters of the reader."""
HAND = right_numbers()
"""The numbers of the pass by hand."""
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


# --- XOR, and the reader --------------------------------------------------------------------------


@cache
def xor_right(units: int) -> int:
    """Return from how many of nine starts a network 2-units-1 gets all four points right, as the widget trains it with η = 0.1."""
    return sum(_learns_xor(units, start) for start in range(9))


def _learns_xor(units: int, start: int) -> bool:
    rng = np.random.default_rng(start)
    x, labels = logic("XOR")
    W, b = rng.normal(size=2 * units).reshape(2, units), np.zeros(units)
    v, c = rng.normal(size=units) / 2, 0.0
    for _ in range(STEPS):
        z = x @ W + b
        h = np.maximum(0, z)
        g = 2 * (h @ v + c - labels) / 4
        dz = np.outer(g, v) * (z > 0)
        W, b, v, c = W - 0.1 * x.T @ dz, b - 0.1 * dz.sum(axis=0), v - 0.1 * h.T @ g, c - 0.1 * g.sum()
    return bool(((np.maximum(0, x @ W + b) @ v + c > 0.5) == (labels == 1)).all())


validation = len(digits().validation.X)
"""Digits that the reader isn't trained on."""


@cache
def _readers() -> list[Any]:
    readers = [Training(start, 0.3) for start in range(9)]
    for _ in range(READER_STEPS // EVERY):
        for each in readers:
            each.advance()
    return readers


def reader_passes() -> tuple[int, int]:
    """Return the first steps, in tens, at which nine out of ten digits were read: the earliest and the latest of nine starts."""
    found = [
        next(EVERY * k for k, layers in enumerate(each.snapshots) if each.share_read(layers) > 0.9)
        for each in _readers()
    ]
    return min(found), max(found)


def reader_read() -> tuple[float, float]:
    """Return the least and the largest share of validation digits that the nine read at the end."""
    found = [each.share_read(each.snapshots[-1]) for each in _readers()]
    return min(found), max(found)


# --- the diamond ----------------------------------------------------------------------------------

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
    return _middle(_ratios(start, activation, residual, norm))


def gradients(start: str, *, residual: bool = False, norm: str = "none") -> str:
    """Return the same, with the least and the largest of the nine in brackets."""
    found = _ratios(start, "ReLU", residual, norm)
    middle, least, largest = (format_power(f(found)) for f in (_middle, min, max))
    return f"{middle} ({least} to {largest})"


@cache
def _ratios(start: str, activation: str, residual: bool, norm: str) -> list[float]:  # noqa: FBT001
    networks = [
        DeepNetwork(start=start, activation=activation, residual=residual, norm=norm, seed=seed)
        for seed in range(NETWORKS)
    ]
    return [compute(network)[0].ratio for network in networks]


def _middle(found: list[float]) -> float:
    return float(np.median(found))


def trained(start: str, **remedy: Any) -> str:
    """Return the loss at the end of the kept trainings, in the middle of five starts."""
    return _loss(_middle(_kept(start, **remedy).ends))


def losses(start: str, **remedy: Any) -> str:
    """Return the same, with the least and the largest of the five in brackets where they differ."""
    ends = _kept(start, **remedy).ends
    middle, least, largest = (_loss(f(ends)) for f in (_middle, min, max))
    return middle if least == largest else f"{middle} ({least} to {largest})"


def rate(start: str, **remedy: Any) -> float:
    """Return the rate of the kept trainings."""
    return _kept(start, **remedy).rate


def _kept(start: str, **remedy: Any) -> Kept:
    kept = trainings(start, **remedy)
    assert kept
    return kept


def _loss(loss: float) -> str:
    return f"{loss:.2f}" if loss < 10 else "above 10"


def rates() -> str:
    """Return the rates that were tried, in words."""
    *most, last = (f"{rate:g}" for rate in RATES)
    return f"{', '.join(most)} and {last}"


def lengths(kind: str, layer: int) -> float:
    """Return the length of a gradient of the network with the spread 0.05 in a layer, of its outputs or its weights."""
    return float(getattr(gradient_profile("0.05"), kind)[layer - 1])


# --- dead units -----------------------------------------------------------------------------------


def first_on(where: str, start: int, below: float = 0.1) -> int | None:
    """Return the first step at which the unit is on for some input; None where it never is."""
    return unit_history(where, start, below=below).first_on


def came_back(where: str, below: float = 0.1) -> int:
    """Return from how many of nine starts the unit came back."""
    return sum(first_on(where, start, below) is not None for start in range(NETWORKS))


def came_back_leaky() -> int:
    """Return from how many of nine starts a Leaky ReLU unit of the first layer came back."""
    return sum(unit_history(FIRST, start, leaky=True).first_on is not None for start in range(NETWORKS))


def sank_leaky() -> int:
    """Return from how many of nine starts the largest sum of that unit was lower at the end than at the start."""
    sums = [unit_history(FIRST, start, leaky=True).sums.max(axis=1) for start in range(NETWORKS)]
    return sum(bool(each[-1] < each[0]) for each in sums)


def in_words(n: int) -> str:
    """Return a count, with "none" for 0."""
    return str(n) if n else "none"
