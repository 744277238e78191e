"""The numbers that lesson 6's texts name in braces, and those its author chose."""

from __future__ import annotations

from math import ceil

import numpy as np

from coursekit.content.scale.checks import FLOPS, PARAMETERS, WANTED
from coursekit.content.scale.pictures import TEN_STEPS_RIGHT
from coursekit.engine import Tensor, cost, nn
from coursekit.widgets import AttentionPeek, EmergenceOrRuler, Writer
from coursekit.widgets.scale.five_seeds import BATCH, GOAL, SEEDS
from coursekit.widgets.scale.the_bill import PEAK, PRICE, TOKENS, USED
from coursekit.widgets.scale.writer import CONTEXT

CHOSEN = {
    "bits and bytes of a number": "4 8 16 32 2",
    "the networks and the layer that are counted": "4,096 784 128 10 256 64 20 3 6 85 11,008",
    "billions of parameters, also in names of models; memory of a card": "7 70 280 700 80",
    "GPT-2's tokens and blocks": "50,257 12",
    "rental prices, and years": "5 2026 2007 2017 2022",
    "examples at once": "100 1,001",
    "single steps that go right, as they are or in short": "0.80 0.90 0.95 0.99 .80 .99 1",
    "sums of a gate, queries, and settings of cells": "−4 0 10.0 8786",
    "sentences and steps of the writer": "400 50",
    "the plan of the solution and its rivals": "48 0.02 1,500 1,000 600",
}

READ = 3.35e12
"""Bytes a second that an H100 SXM reads, from its data sheet."""

layer = 4096 * 4096
megabytes = layer * 2 / 1e6

weight, gradient, moments, copy = cost.training_memory(1, "adam", bits=16).values()
"""Bytes of one parameter in training with Adam at 16 bits."""
adam, momentum, sgd = (
    sum(cost.training_memory(1, name, bits=16).values()) for name in ("adam", "momentum", "sgd")
)

_one_weight = cost.linear(1, 1, bias=False)
reading, learning = _one_weight.forward_flops(), _one_weight.training_flops()
"""FLOPs for each weight and example."""
a_trillion_tokens = learning * 7e9 * 1e12
"""FLOPs of a training."""
multiplying, fetching = reading * 7e9 / PEAK, weight * 7e9 / READ
"""Seconds on an H100 for one token of a 7B model."""

gpt2 = cost.gpt2().parameters
writer = sum(p.data.size for p in Writer(20, rng=np.random.default_rng(0)).parameters())
plan_flops = cost.mlp((2, 48, 1)).training_flops(BATCH) * 1500

cat, milk = AttentionPeek(living=3).weights()[1], AttentionPeek(food=3).weights()[4]
"""The largest weight of "it", for each of the two queries."""
knows_nothing = nn.CrossEntropyLoss()(Tensor(np.zeros((1, 50_257))), Tensor(np.array([7]))).item()
"""The cross-entropy of the same score for every token."""
fewest_steps = next(k for k in range(1, 21) if EmergenceOrRuler(steps=k).shown(2) < 0.5)
"""Steps at which the widget's model with 0.90 a step falls below half."""


def parameters(*sizes: int) -> int:
    """Return the weights and biases of a network with these layers."""
    return cost.mlp(sizes).parameters


def weights(*sizes: int) -> int:
    """Return the weights alone."""
    return cost.mlp(sizes, bias=False).parameters


def gigabytes(billions: float, bits: int) -> float:
    """Return what so many parameters take."""
    return billions * bits / 8


def bare(share: float) -> str:
    """Return a share without the zero in front, such as .107."""
    return f"{share:.3f}".lstrip("0")


def gate(z: float) -> float:
    """Return what SiLU makes of a sum."""
    return nn.SiLU()(Tensor(np.array(z))).item()
