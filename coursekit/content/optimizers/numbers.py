"""The numbers that lesson 5's texts name in braces, and those its author chose."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from coursekit.content.optimizers.checks import NEEDED, PARAMETERS, RUNS, SHARE
from coursekit.content.optimizers.counted_digits import BATCHES, SIZES
from coursekit.content.optimizers.trainings import (
    BATCH,
    EPOCHS,
    LONG,
    RATES,
    RULES,
    STARTS,
    candidates,
    disagreement,
    overconfidence,
    remedies,
    shares,
    starts,
    tested,
)
from coursekit.datasets import digits
from coursekit.engine import optim, tensor
from coursekit.widgets import ValleyWalk
from coursekit.widgets.core.sketchpad import counts_of
from coursekit.widgets.optimizers import ravine
from coursekit.widgets.optimizers.overfit_pair import (
    DECAY,
    DROP,
    FEW,
    JUDGES,
    MANY,
    PATIENCE,
    RATE,
)
from coursekit.widgets.optimizers.overfit_pair import EPOCHS as EPOCHS_LONG
from coursekit.widgets.optimizers.ravine import STEPS as RACE_STEPS
from coursekit.widgets.optimizers.schedule_drawer import GOAL, STEPS, ScheduleDrawer
from coursekit.widgets.optimizers.stand_ins import stand_ins

CHOSEN = {
    "curvatures, slopes, factors and powers": "1 2 3 4 10 25 40 50 22 0 −1 8",
    "rates that are tried": "0.001 0.01 0.03 0.04 0.07 0.079 0.08 0.080 0.081 0.1 0.12 0.3 10 100",
    "shares that averages keep or take": "0.9 0.95 0.99 0.999",
    "Adam's slopes": "500 0.01",
    "rates and knots of schedules": "0.10 0.30 0.25 0.3 30 200 300",
    "sizes of readers, batches and examples": "64 16 10 32 60 400 6 13",
    "steps, starts, and epochs of walks and trainings": "5 20 40 50 100",
    "the networks of the schedule and of the clinic": "32 2 16 30 0.2",
    "a playground's goal": "0.4",
    "a made-up run, probabilities and the best of a search": "0.69 0.58 0.91 4.2 37 93 95",
    "the share that dropout drops, and usual decays": "0.5 0.01 0.1",
    "a chapter of a book": "9",
}

limit, gentle_limit = 2 / 25, 2 / 1
"""The rates beyond which a walk grows, along the steep direction and along the gentle one."""
momentum_limit = math.ceil(1000 * 2 * (1 + 0.9) / 25) / 1000 - 0.001
"""The largest rate below 2(1 + β)/c, in thousandths, with momentum 0.9."""
at_rest = 1 / (1 - 0.9)
"""The velocity after many steps of slope 1."""


def training() -> int:
    """Return how many training digits there are."""
    return len(digits().training.labels)


def validation() -> int:
    """Return how many validation digits there are."""
    return len(digits().validation.labels)


def test() -> int:
    """Return how many test digits there are."""
    return len(digits().test.labels)


def factor(rate: float, curvature: float = 25) -> float:
    """Return what a step of gradient descent multiplies the weight by."""
    return 1 - rate * curvature


def valley_loss(rate: float, momentum: float) -> float:
    """Return the loss at the end of a walk in the valley with c = 25."""
    return ValleyWalk(rate=rate, momentum=momentum).facts()["loss"]


def velocity(steps: int) -> float:
    """Return the velocity after so many steps of slope 1, with momentum 0.9."""
    return sum(0.9**k for k in range(steps))


def nesterov(ahead: float) -> float:
    """Return how far a walk is from the floor after 20 steps, with so much of the velocity's next move looked ahead."""
    y, v = 1.0, 0.0
    for _ in range(20):
        v = 0.9 * v + 25 * (y - ahead * 0.03 * v)
        y -= 0.03 * v
    return abs(y)


def first_step(gradient: float, *, m_whole: bool = True, s_whole: bool = True) -> float:
    """Return how far Adam's first step goes at a rate of 0.001, with or without the corrections."""
    m, s = 0.1 * gradient, 0.001 * gradient**2
    m, s = m / (1 - 0.9) if m_whole else m, s / (1 - 0.999) if s_whole else s
    return 0.001 * m / (math.sqrt(s) + 1e-8)


uncorrected = first_step(500, m_whole=False, s_whole=False)


def raced(rule: str, rate: float) -> float:
    """Return the loss of a racer at the end of the race without noise."""
    k = int(np.argmin(np.abs(ravine.RATES - rate)))
    return float(ravine.loss(ravine.paths(rule, noisy=False)[k, 0, -1]))


def best(rule: str) -> tuple[float, float]:
    """Return the rate at which an optimizer reads most in the middle of five starts, and that share."""
    middles = np.median(shares()[RULES.index(rule)], axis=1)
    return RATES[int(middles.argmax())], float(middles.max())


def half_cosine(step: int, peak: float) -> float:
    """Return the rate at a step of 300, after a warmup of 30."""
    return peak * (1 + math.cos(math.pi * (step - 30) / (STEPS - 30))) / 2


@cache
def lost(peak: float) -> int:
    """Return how many of five seeds fail with a half cosine drawn up to a peak."""
    knots = (0.0, *(round(half_cosine(step, peak), 2) for step in (30, 100, 200, 300)))
    drawer = ScheduleDrawer(**dict(zip(("start", "warm", "early", "late", "end"), knots, strict=True)))
    drawer.finish()
    return 5 - int(drawer.facts()["seeds"])


def parameters(*sizes: int) -> int:
    """Return how many parameters dense layers of these sizes have."""
    return sum(m * n + n for m, n in pairwise(sizes))


def overfit(what: str) -> float:
    """Return "lowest", the lowest validation loss, or a fact at the end of the training without a remedy, all in the middle of five seeds."""
    return {**remedies()[""], **overconfidence()}[what]


def fresh(switch: str = "") -> float:
    """Return the middle loss on fresh digits without a remedy, or with one."""
    return remedies()[switch]["fresh"]


def read(switch: str = "") -> float:
    """Return the middle share of the fresh digits read without a remedy, or with one."""
    return remedies()[switch]["read"]


def moved(rule: Any, gradient: float = 0.0, *, decay: float = 0.1) -> float:
    """Return how far the first step moves a weight of 2 at a rate of 0.01."""
    weight = tensor([2.0], requires_grad=True, dtype=np.float64)
    weight.grad = np.array([gradient])
    rule([weight], lr=0.01, weight_decay=decay).step()
    return 2 - weight.item()


with_l2, with_adamw = moved(optim.Adam), moved(optim.AdamW)


def candidate_share(k: int) -> float:
    """Return the mean share of the validation digits that a candidate reads."""
    return float(candidates()[k].mean())


def tested_share() -> float:
    """Return the mean share of the test digits that the chosen candidate reads."""
    return float(np.mean(tested()))


def feet(digit: int) -> int:
    """Return how many training digits of a kind have at least as many dark squares in their last row as the stand-in's 1."""
    X, labels = digits().training
    bottom = (X[labels == digit].reshape(-1, 8, 8)[:, 7] > 0.5).sum(axis=1)
    return int((bottom >= (counts_of(stand_ins()[1])[7] > 8).sum()).sum())


def blank() -> int:
    """Return how many validation digits have nothing in their last column."""
    return int((digits().validation.X.reshape(-1, 8, 8)[:, :, 7] == 0).all(axis=1).sum())


def wobble(share: float, n: int) -> float:
    """Return the standard deviation of a share counted on n digits."""
    return math.sqrt(share * (1 - share) / n)


def rarely() -> int:
    """Return in one of how many tries, rounded down to hundreds, the chosen reader misses three of ten or more."""
    p = 1 - tested()[0]
    few = sum(math.comb(10, k) * p**k * (1 - p) ** (10 - k) for k in range(3))
    return int(1 / (1 - few) // 100 * 100)
