"""The 20-layer network trained for a while under each start and remedy, from several seeds.

The trainings take minutes, so their losses are kept.
`python -c "from coursekit.widgets.backprop.deep_training import write_trainings; write_trainings()"` trains again and writes
the file; a test trains some of it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from coursekit.engine import Tensor, functional
from coursekit.widgets.backprop.deep_network import CLIP, DeepNetwork, standardised

FILE = Path(__file__).with_name("deep_training.json")
STARTS = ("0.05", "Xavier", "He", "0.3")
RATES = (3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003)
SEEDS = range(5)
STEPS = 200
EVERY = 10
_BATCH = 50
_TRIAL = 9  # the seed on which the rate is chosen


class Kept(NamedTuple):
    """Trainings of one network: the rate that did best, and the losses (seeds, moments) with it."""

    rate: float
    losses: list[list[float]]

    @property
    def ends(self) -> list[float]:
        """The loss of each seed at the end."""
        return [each[-1] for each in self.losses]


def train_deep(  # noqa: PLR0913 - the settings of a training, each by its name
    start: str = "He",
    *,
    residual: bool = False,
    norm: str = "none",
    clip: bool = False,
    seed: int = 0,
    rate: float = 0.1,
    steps: int = STEPS,
) -> list[float]:
    """Train 20 ReLU layers of 100 units on the training digits by plain steps on batches of 50.

    Args:
        start: the spread of the first weights, "0.05", "Xavier", "He" or "0.3".
        residual: a wire around each layer but the first.
        norm: "none", "layer" or "batch".
        clip: shrink each gradient to a total length of 1 where it is longer.
        seed: of the first weights and the batches.
        rate: η, the learning rate.
        steps: how many steps.

    Returns:
        the mean loss of every ten steps; 99 once a loss is no number, or above 99.
    """
    X, labels = standardised()
    network = DeepNetwork(start=start, residual=residual, norm=norm, seed=seed)
    weights = [Tensor(W, requires_grad=True, dtype=np.float64) for W in network.weights()]
    rng = np.random.default_rng(seed)
    found: list[float] = []
    with np.errstate(all="ignore"):
        for _ in range(steps):
            batch = rng.integers(0, len(X), _BATCH)
            scores, _outputs = network.forward(Tensor(X[batch], dtype=np.float64), weights)
            loss = functional.cross_entropy(scores, labels[batch])
            loss.backward()
            _step(weights, rate, clip=clip)
            found.append(min(99.0, loss.item()) if np.isfinite(loss.item()) else 99.0)
    means: list[float] = np.reshape(found, (-1, EVERY)).mean(axis=1).round(3).tolist()
    return means


def _step(weights: list[Tensor], rate: float, *, clip: bool) -> None:
    gradients = [np.asarray(W.grad) for W in weights]
    length = float(np.sqrt(sum(np.sum(g**2) for g in gradients)))
    factor = min(1.0, CLIP / length) if clip and length > 0 else 1.0
    for W, g in zip(weights, gradients, strict=True):
        W.data -= rate * factor * g
        W.grad = None


def settings() -> list[dict[str, Any]]:
    """Every setting that is kept: each start alone, with each remedy, and with a residual connection around layer normalisation."""
    remedies: tuple[dict[str, Any], ...] = (
        {},
        {"clip": True},
        {"residual": True},
        {"norm": "layer"},
        {"norm": "batch"},
        {"residual": True, "norm": "layer"},
    )
    return [{"start": start, **remedy} for start in STARTS for remedy in remedies]


def name_of(start: str, *, residual: bool = False, norm: str = "none", clip: bool = False) -> str:
    """The key of a setting in the file."""
    return " ".join([start, *["residual"] * residual, *[norm] * (norm != "none"), *["clip"] * clip])


def train_setting(setting: dict[str, Any], *, steps: int = STEPS) -> Kept:
    """Choose the rate that ends lowest from a start that isn't counted, and train with it from each seed.

    Of several that end alike it's the largest; where none ends below 99, the smallest.
    """
    trial = {rate: train_deep(**setting, seed=_TRIAL, rate=rate, steps=steps)[-1] for rate in RATES}
    rate = min(RATES, key=trial.__getitem__) if min(trial.values()) < 99 else RATES[-1]
    return Kept(rate, [train_deep(**setting, seed=seed, rate=rate, steps=steps) for seed in SEEDS])


def write_trainings(
    path: Path = FILE, *, which: Iterable[dict[str, Any]] | None = None, steps: int = STEPS
) -> None:
    """Train every setting, or those in `which`, and write the rates and losses to a file."""
    found = {name_of(**each): train_setting(each, steps=steps)._asdict() for each in which or settings()}
    rows = [f" {json.dumps(name)}: {json.dumps(kept)}" for name, kept in found.items()]
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


@cache
def trainings(start: str, *, residual: bool = False, norm: str = "none", clip: bool = False) -> Kept | None:
    """The kept trainings of a setting; None where it isn't among them."""
    found = json.loads(FILE.read_text(encoding="utf-8")).get(
        name_of(start, residual=residual, norm=norm, clip=clip)
    )
    return Kept(**found) if found else None
