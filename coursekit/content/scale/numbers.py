"""The numbers that lesson 6's texts name in braces, and those its author chose."""

from __future__ import annotations

from functools import cache
from math import ceil

import numpy as np

from coursekit.content.scale.checks import FLOPS, PARAMETERS, WANTED
from coursekit.content.scale.pictures import TEN_STEPS_RIGHT
from coursekit.content.scale.rivals import RATES, accuracies, most_steps, widest
from coursekit.content.scale.rivals import SEEDS as N_SEEDS
from coursekit.datasets import digits
from coursekit.engine import Tensor, cost, nn
from coursekit.widgets import (
    EmergenceOrRuler,
    RoundTheReader,
    WhoHoldsWhat,
    digit_params,
    trial,
)
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.scale import facts
from coursekit.widgets.scale.facts import AS_OF, LLAMA, USED
from coursekit.widgets.scale.five_seeds import BATCH, GOAL, SEEDS
from coursekit.widgets.scale.round_the_reader import UNIT as ROUNDED_UNIT
from coursekit.widgets.scale.the_bill import TOKENS, price_of

CHOSEN = {
    "bits and bytes of a number": "3 4 8 16 32 2 128 1,024",
    "the networks and the layer that are counted": "4,096 4096 784 28 128 10 64 3 5 6 26 50 48",
    "billions of parameters, also in names of models; memory of a card": "7 70 280 700 80",
    "years of models": "2022 2023",
    "a training that is priced, and a made-up machine": "8.4 40 989 3,600 0.1 100 300 10 200 50",
    "examples at once, and points of a patch": "1,001 300 16",
    "single steps that go right": "0 0.80 0.90 0.95 0.99 1",
    "the plan of the solution, and the example": "48 0.02 1,500 8 200",
    "a card, and weights that are rounded": "24 127 0.7 -0.2 0.04",
    "another layer, and a stricter goal": "8,192 95 93",
}

PEAK, READ, PRICE = facts.H100_PEAK.value, facts.H100_READ.value, facts.H100_PRICE.value
CARD_24 = facts.RTX_4090_MEMORY.value / 1e9
A100_PEAK = facts.A100_PEAK.value
LLAMA_70B = 69e9  # Touvron and others 2023; its name rounds
LLAMA_7B_HOURS, LLAMA_70B_HOURS = facts.LLAMA_7B_HOURS.value, facts.LLAMA_70B_HOURS.value
CUDA_YEAR, TENSOR_CORE_YEAR = facts.CUDA_YEAR.value, facts.TENSOR_CORE_YEAR.value

layer = 4096 * 4096
megabytes = layer * 2 / 1e6
large = 8192 * 8192

weight, gradient, moments, copy = cost.training_memory(1, "adam", bits=16).values()
"""Bytes of one parameter in training with Adam at 16 bits."""
adam, momentum, sgd = (
    sum(cost.training_memory(1, name, bits=16).values()) for name in ("adam", "momentum", "sgd")
)
adam_8 = sum(cost.training_memory(1, "adam", bits=8).values())

_two_weights = cost.mlp([1, 1, 1], bias=False)
reading = cost.linear(1, 1).forward_flops()
learning = _two_weights.training_flops() - cost.linear(1, 1).training_flops()
"""FLOPs for each weight and example; of the second layer, since the first saves one product."""

reader_flops = cost.mlp([64, 16, 10]).forward_flops()
reader_learning = cost.mlp([64, 16, 10]).training_flops() / cost.mlp([64, 16, 10]).parameters
stack_learning = cost.mlp([4096] * 9).training_flops() / cost.mlp([4096] * 9).parameters
llama_learning = cost.llama().training_flops() / 4096 / cost.llama().parameters
"""FLOPs of training for each parameter and example."""

attention_learning = learning * 2 * 32 * 4096 * 4096 / cost.llama().parameters
"""The FLOPs that attention adds in Llama 2 7B: two products in each of 32 blocks with each of 4,096 tokens."""

hours = learning * 7e9 * 2e12 / (USED * PEAK) / 3600
dollars = PRICE * hours
"""Of the training that is priced, on one H100."""
multiplying, fetching = reading * 7e9 / PEAK, weight * 7e9 / READ
"""Seconds on an H100 for one token of a 7B model."""

gpt2, llama = cost.gpt2().parameters, cost.llama().parameters
vocabulary = 32_000
"""Tokens that Llama 2 knows."""
inner = 1 - 2 * vocabulary * 4096 / llama
"""Part of Llama 2 7B's parameters that isn't in the two tables of its tokens, at its ends."""
kv_7b, kv_70b = (int(cost.kv_cache(LLAMA[name].depth, LLAMA[name].kv_width)) for name in ("7B", "70B"))
"""Bytes of keys and values for a token."""
sharded_7b = WhoHoldsWhat(cards=16, sharded="moments and copy").facts()["bytes"]

plan_flops = 3 * cost.mlp((2, 48, 1)).forward_flops(BATCH) * 1500

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


def reached() -> float:
    """Return the part of its top speed at which an A100 trained Llama 2 7B."""
    return _reached(llama, LLAMA_7B_HOURS)


def reached_70() -> float:
    """Return it for Llama 2 70B, of 69 billion parameters."""
    return _reached(LLAMA_70B, LLAMA_70B_HOURS)


def lost(bits: int, scales: str) -> float:
    """Return how many of 300 digits the reader loses with rounded weights."""
    return RoundTheReader(bits=bits, scales=scales).facts()["lost"]


def trained(bits: int, scales: str) -> int:
    """Return how many of the 1,000 training digits the reader reads with rounded weights; unrounded for 32 bits."""
    X, labels = digits().training
    params = digit_params()
    if bits < 32:
        rounded = RoundTheReader(bits=bits, scales=scales).weights()
        params = [(W, b) for W, (_, b) in zip(rounded, params, strict=True)]
    return int((relu_forward(X.astype(np.float64), params).argmax(axis=1) == labels).sum())


# --- the budget -----------------------------------------------------------------------------------


@cache
def _plan() -> tuple[float, ...]:
    return trial([48], 0.02, 1500, seeds=25).accuracies[SEEDS:]


def plan_reached(goal: float) -> int:
    """Return with how many of seeds 5 to 24 the plan of the solution reaches a goal."""
    return sum(each >= goal for each in _plan())


def rival(depth: int) -> str:
    """Return a row of the table of rivals."""
    hidden = widest(depth)
    counts = " | ".join(str(_reaching(depth, rate)) for rate in RATES)
    return (
        f"| {', '.join(map(str, hidden))} | {parameters(2, *hidden, 1)} | {most_steps(hidden):,} | {counts} |"
    )


def rivals_lowest() -> int:
    """Return the fewest of twenty seeds that reach the goal at the best rate of a rival."""
    return min(_best(depth) for depth in (1, 2, 3, 4))


def rivals_highest() -> int:
    """Return the most."""
    return max(_best(depth) for depth in (1, 2, 3, 4))


def rival_strict(depth: int) -> int:
    """Return how many of twenty seeds reach 95 % at the best rate of a rival."""
    return max(_reaching(depth, rate, 0.95) for rate in RATES)


def rival_rate(depth: int) -> float:
    """Return the best learning rate of a rival, by 93 % and, where two tie, by 95 %."""
    return max(RATES, key=lambda rate: (_reaching(depth, rate), _reaching(depth, rate, 0.95)))


def rival_worst(depth: int) -> float:
    """Return the lowest accuracy of a rival at its best rate."""
    return min(accuracies(depth, rival_rate(depth)))


def _best(depth: int) -> int:
    return max(_reaching(depth, rate) for rate in RATES)


def _reaching(depth: int, rate: float, goal: float = GOAL) -> int:
    return sum(each >= goal for each in accuracies(depth, rate))


def _reached(n: float, card_hours: float) -> float:
    return learning * n * facts.LLAMA_TOKENS.value / (A100_PEAK * 3600 * card_hours)
