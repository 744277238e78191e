"""What lesson 5's claims compute: the rules written out once more without the engine, and trainings done again."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np

from coursekit.content import chapter
from coursekit.content.optimizers import trainings
from coursekit.engine import nn, optim, tensor
from coursekit.widgets import OverfitPair
from coursekit.widgets.optimizers.ravine import RATES, loss, paths
from coursekit.widgets.optimizers.schedule_drawer import schedule_training

__all__ = [
    "BETA1",
    "BETA2",
    "ETA",
    "LIMIT",
    "SWITCHES",
    "C",
    "ahead",
    "all_home",
    "factor",
    "final_loss",
    "first_step",
    "held_for_long",
    "largest",
    "learned_without_minus",
    "like_losses",
    "passed",
    "shown",
    "table",
    "velocity",
    "widths",
]

C = 25.0
LIMIT = 2 / C
BETA1, BETA2, ETA = 0.9, 0.999, 0.001
SWITCHES = ("dropout", "decay", "more", "early")


def factor(rate: float, curvature: float = C) -> float:
    """What a step multiplies the weight by."""
    return 1 - rate * curvature


def shown(option: str) -> float:
    """The learning rate of one picture of the question `which-rate`."""
    question: Any = chapter("optimizers").bank.questions["which-rate"]
    return float(next(each.show["rate"] for each in question.options if each.id == option))


def first_step(gradient: float, *, m_whole: bool = True, v_whole: bool = True) -> float:
    """How far Adam's first step goes, with or without the corrections."""
    m, v = (1 - BETA1) * gradient, (1 - BETA2) * gradient**2
    m, v = m / (1 - BETA1) if m_whole else m, v / (1 - BETA2) if v_whole else v
    return ETA * m / (math.sqrt(v) + 1e-8)


def table(rule: str, rate: float, *, noisy: bool = False) -> float:
    """The middle loss of a racer after all steps."""
    k = int(np.argmin(np.abs(RATES - rate)))
    return float(np.median(loss(paths(rule, noisy=noisy)[k, :, -1])))


def largest(rule: str) -> float:
    """The largest rate of the slider at which a racer ends below its start."""
    return float(max(rate for rate in RATES if table(rule, rate) < 20.5))


def ahead(rate: float) -> str:
    """Who has the smallest loss with noise."""
    return min(
        ("plain descent", "momentum", "RMSProp", "Adam"), key=lambda rule: table(rule, rate, noisy=True)
    )


def passed(rule: str, rate: float) -> int:
    """How many of five seeds get 95 % of the fresh points right."""
    shares = trainings.shares()[trainings.RULES.index(rule), trainings.RATES.index(rate)]
    return int((shares >= 0.95).sum())


def widths() -> dict[str, int]:
    """At how many of the rates most seeds pass, for each rule."""
    return {rule: sum(passed(rule, rate) >= 3 for rate in trainings.RATES) for rule in trainings.RULES}


def all_home(*rates: float) -> int:
    """How many of five seeds a drawn schedule brings to 95 %."""
    run = schedule_training(rates)
    run.finish()
    return int((run.shares >= 0.95).sum())


def final_loss(**switches: bool) -> float:
    """The median test loss of the pair with these switches on."""
    pair = OverfitPair(**switches)
    pair.finish()
    return pair.facts()["test"]


@cache
def velocity(steps: int) -> float:
    """The velocity after so many steps of slope 1, with momentum 0.9."""
    return 0.0 if steps == 0 else BETA1 * velocity(steps - 1) + 1


def like_losses() -> bool:
    """Of twenty final losses most are small and a few are several times as large."""
    found = trainings.twenty_losses()
    return bool(found[14] < 1.8 * found[0] and found[-1] > 4 * found[0])


def held_for_long() -> bool:
    """The worst of the twenty starts has lost less than a tenth of its loss after twice as many steps."""
    now, later = trainings.twenty()[0], trainings.twenty(600)[0]
    return bool(later[now.argmax()] > 0.9 * now.max())


def learned_without_minus() -> bool:
    """The loop of the lesson, from five starts: the last batch's loss is below a hundredth each time."""
    return all(_last_loss(np.random.default_rng(seed)) < 0.01 for seed in range(1, 6))


def _last_loss(rng: np.random.Generator) -> float:
    x = rng.normal(size=(10_000, 1)).astype(np.float32)
    net = nn.Sequential(nn.Linear(1, 8, rng=rng), nn.ReLU(), nn.Linear(8, 1, rng=rng))
    optimizer = optim.Adam(net.parameters(), lr=0.01)
    found = 0.0
    for _ in range(500):
        rows = rng.integers(0, len(x), 32)
        optimizer.zero_grad()
        loss = nn.MSELoss()(net(tensor(x[rows])), tensor(abs(x[rows])))
        loss.backward()
        optimizer.step()
        found = loss.item()
    return found
