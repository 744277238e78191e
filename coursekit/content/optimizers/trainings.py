"""The trainings behind lesson 5's still pictures: twenty starts, three rules at six rates, three pairs of curves.

What takes long is kept in a file, so that a picture is there at once on every machine.
`python -c "from coursekit.content.optimizers.trainings import write_trainings; write_trainings()"` trains again and
writes the file; a test trains some of it again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import moons
from coursekit.engine import Tensor, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.widgets.optimizers.overfit_pair import RATE, OverfitTraining
from coursekit.widgets.optimizers.schedule_drawer import ScheduleTraining
from coursekit.widgets.optimizers.seed_networks import SeedNetworks, forward

Array = npt.NDArray[np.float64]
RULES = ("plain SGD", "momentum", "Adam")
RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 0.6)
PAIRS = ((False, RATE), (True, RATE), (False, 0.00003))
"""More points or few, and the rate."""
FILE = Path(__file__).with_name("trainings.json")


@functools.cache
def twenty(steps: int = 300) -> tuple[Array, Array]:
    """Twenty starts of a 2-6-1 network on the same 200 points: final losses (20,), three surfaces (3, 40, 40)."""
    x, y = moons(n=200, noise=0.2, rng=np.random.default_rng(1))
    networks = SeedNetworks((2, 6, 1), seeds=range(20))
    optimizer = optim.Adam(networks.parameters, lr=0.03)
    points, labels = Tensor.constant(x[None]), y.astype(np.float64)
    targets = Tensor.constant(np.broadcast_to(labels[None, :, None], (20, 200, 1)).copy())
    for _ in range(steps):
        loss = F.binary_cross_entropy_with_logits(networks(points), targets, reduction="sum") * (1 / 200)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    side = np.linspace(-2.2, 2.2, 40)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(1, -1, 2)
    said = forward([p.data for p in networks.parameters], grid)[..., 0]
    losses = networks.losses(points, labels).astype(np.float64)
    order = np.argsort(losses)
    return losses, np.tanh(said[order[[0, 9, 19]]].reshape(3, 40, 40) / 2)


def shares() -> Array:
    """Fresh points right, for each rule, rate and seed: (3, 6, 5)."""
    return np.array([_kept()["shares"][rule] for rule in RULES])


def curves(*, more: bool, rate: float) -> Array:
    """Training and validation loss of one seed, one of `PAIRS`: (2, epochs)."""
    return np.array(_kept()["curves"][PAIRS.index((more, rate))])


def write_trainings(
    path: Path = FILE,
    *,
    rules: Sequence[str] = RULES,
    rates: Sequence[float] = RATES,
    pairs: Sequence[tuple[bool, float]] = PAIRS,
) -> None:
    """Train everything that is kept, or a part of it, and write it to a file."""
    found = {
        "shares": {rule: [_trained_shares(rule, rate) for rate in rates] for rule in rules},
        "curves": [_trained_curves(more=more, rate=rate) for more, rate in pairs],
    }
    path.write_text(json.dumps(found).replace("], [", "],\n["), encoding="utf-8")


def _trained_shares(rule: str, rate: float) -> list[float]:
    run = ScheduleTraining((rate,) * 5, rule)
    run.finish()
    return [float(share) for share in run.shares]


def _trained_curves(*, more: bool, rate: float) -> list[list[float]]:
    run = OverfitTraining(more=more, rate=rate)
    run.finish()
    return [[round(float(loss), 4) for loss in losses] for losses in run.curves()[:, :, 0].T]


@functools.cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept
