"""The numbers that lesson 5's texts name in braces, and those its author chose."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from coursekit.content.optimizers.checks import NEEDED, PARAMETERS, RUNS, SHARE
from coursekit.content.optimizers.counted_spirals import BATCH, BATCHES
from coursekit.content.optimizers.pictures import CURVATURE
from coursekit.engine import cost, optim, tensor
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.optimizers.overfit_pair import EPOCHS, FEW, MANY, SIZES
from coursekit.widgets.optimizers.ravine import STEPS as RACE_STEPS
from coursekit.widgets.optimizers.schedule_drawer import GOAL, STEPS

CHOSEN = {
    "curvatures, starts, slopes and powers": "1 2 25 0 −1 −2 −4",
    "rates that are tried in valleys": "0.005 0.02 0.03 0.04 0.07 0.079 0.081 0.09 0.12",
    "shares that averages keep or take": "0.9 0.999 0.1 0.001 10",
    "Adam's gradients": "1000 0.01",
    "rates and knots of schedules": "0.10 0.30 0.25 0.3 30 100 200 300",
    "sizes of networks, batches and examples": "6 8 32 10,000 50,000",
    "steps and starts of walks, trainings and pictures": "12 20 50 95",
    "what the losses with a remedy stay below, and the share that dropout drops": "0.6 0.5",
    "a made-up run, and the best of a search": "0.69 0.58 0.91 4.2 37 93",
    "a training that passes": "24 600",
    "a chapter of a book": "9",
}

limit, gentle_limit = 2 / CURVATURE, 2 / 1
"""The rates beyond which a walk grows, along the steep direction and along the gentle one."""
limit_of_the_mean = 2 / ((1 + CURVATURE) / 2)
at_rest = 1 / (1 - 0.9)
"""The velocity after many steps of slope 1."""


def factor(rate: float, curvature: float = CURVATURE) -> float:
    """Return what a step of gradient descent multiplies the weight by."""
    return 1 - rate * curvature


def velocity(steps: int) -> float:
    """Return the velocity after so many steps of slope 1, with momentum 0.9."""
    return sum(0.9**k for k in range(steps))


def first_step(gradient: float, *, m_whole: bool = True, v_whole: bool = True) -> float:
    """Return how far Adam's first step goes at a rate of 0.001, with or without the corrections."""
    m, v = 0.1 * gradient, 0.001 * gradient**2
    m, v = m / (1 - 0.9) if m_whole else m, v / (1 - 0.999) if v_whole else v
    return 0.001 * m / (math.sqrt(v) + 1e-8)


uncorrected = first_step(1000, m_whole=False, v_whole=False)


def half_cosine(step: int, peak: float) -> float:
    """Return the rate at a step of 300, after a warmup of 30."""
    return peak * (1 + math.cos(math.pi * (step - 30) / (STEPS - 30))) / 2


def moved(rule: Any, gradient: float = 0.0, *, decay: float = 0.1) -> float:
    """Return how far the first step moves a weight of 2 at a rate of 0.01."""
    weight = tensor([2.0], requires_grad=True, dtype=np.float64)
    weight.grad = np.array([gradient])
    rule([weight], lr=0.01, weight_decay=decay).step()
    return 2 - weight.item()


with_l2, with_adamw = moved(optim.Adam), moved(optim.AdamW)


def bill(*sizes: int) -> str:
    """Return parameters, bytes and multiply-adds of a network."""
    return cost_line(cost.mlp(sizes))
