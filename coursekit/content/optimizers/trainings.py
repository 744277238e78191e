"""The trainings behind lesson 5's numbers and still pictures: three rules at seven rates, twenty starts, pairs of curves, a choice.

What takes long is kept in a file, so that a picture is there at once on every machine.
`python -c "from coursekit.content.optimizers.trainings import write_trainings; write_trainings()"` trains again and
writes the file; a test trains some of it again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import Examples, digits
from coursekit.engine import Tensor, nn, no_grad, optim
from coursekit.engine import functional as F  # noqa: N812 - the engine's own name for it
from coursekit.widgets.optimizers.overfit_pair import RATE, OverfitPair, OverfitTraining

Array = npt.NDArray[np.float64]
Optimizer = Callable[[Iterable[Tensor]], optim.Optimizer]

RULES = ("plain SGD", "momentum", "Adam")
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
SEEDS, STARTS = 5, 20
EPOCHS, BATCH = 5, 32
"""Of the trainings by rule and rate."""
LONG = 20
"""Epochs of the twenty starts and of the candidates."""
CANDIDATES = ((8, 0.01), (16, 0.01), (64, 0.01), (64, 1.0))
"""Hidden units and weight decay."""
PAIRS = (RATE, 0.00003)
"""The rates of the pairs of curves."""
SWITCHES = ("", "dropout", "decay", "more", "early")
FILE = Path(__file__).with_name("trainings.json")


def shares() -> Array:
    """Validation digits read, for each rule, rate and seed: (3, 7, 5)."""
    return np.array([_kept()["shares"][rule] for rule in RULES])


def starts() -> Array:
    """Training loss and share of the validation digits read, for each of twenty starts: (2, 20)."""
    return np.array(_kept()["starts"])


def disagreement() -> float:
    """The share of the validation digits that two of the twenty networks read differently, on average over all pairs."""
    return float(_kept()["disagreement"])


def curves(rate: float) -> Array:
    """Training and validation loss in the middle of five seeds, at a rate of `PAIRS`: (2, epochs)."""
    return np.array(_kept()["curves"][PAIRS.index(rate)])


def candidates() -> Array:
    """Validation digits read by each candidate from each of five starts: (4, 5)."""
    return np.array(_kept()["candidates"])


def tested() -> list[float]:
    """Test digits read by the candidate that reads most validation digits, from each of five starts."""
    found: list[float] = _kept()["tested"]
    return found


def remedies() -> dict[str, dict[str, float]]:
    """The facts at the end of `OverfitPair`, for no switch ("") and for each switch alone."""
    found: dict[str, dict[str, float]] = _kept()["remedies"]
    return found


def overconfidence() -> dict[str, float]:
    """Without a remedy: the "lowest" validation loss, and how "sure" wrong answers on fresh digits are, "early" and at the end."""
    found: dict[str, float] = _kept()["overconfidence"]
    return found


def trained(optimizer: Optimizer, seed: int, *, epochs: int, hidden: int = 16) -> nn.Sequential:
    """A network 64-hidden-10 after some epochs on the training digits, in batches of 32, as the lesson trains it."""
    rng = np.random.default_rng(seed)
    net = nn.Sequential(nn.Linear(64, hidden, rng=rng), nn.ReLU(), nn.Linear(hidden, 10, rng=rng))
    stepper = optimizer(net.parameters())
    X, labels = digits().training
    with np.errstate(all="ignore"):  # a rate that is too large may end in infinities
        for _ in range(epochs):
            order = rng.permutation(len(X))
            for start in range(0, len(order), BATCH):
                rows = order[start : start + BATCH]
                stepper.zero_grad()
                F.cross_entropy(net(Tensor(X[rows])), labels[rows]).backward()
                stepper.step()
    return net


def read(net: nn.Module, part: Examples) -> npt.NDArray[np.int64]:
    """The digits that a network reads in images (n, 64): (n,)."""
    with no_grad(), np.errstate(all="ignore"):
        return np.asarray(net(Tensor(part.X)).data.argmax(axis=1))


def share_read(net: nn.Module, part: Examples) -> float:
    """The share of digits that a network reads."""
    return float((read(net, part) == part.labels).mean())


def by_rule(rule: str, rate: float) -> Optimizer:
    """The maker of the optimizer of one of `RULES`."""
    return {
        "plain SGD": lambda p: optim.SGD(p, lr=rate),
        "momentum": lambda p: optim.SGD(p, lr=rate, momentum=0.9),
        "Adam": lambda p: optim.Adam(p, lr=rate),
    }[rule]


def write_trainings(
    path: Path = FILE,
    *,
    rules: Sequence[str] = RULES,
    rates: Sequence[float] = RATES,
    pairs: Sequence[float] = PAIRS,
    seeds: int = STARTS,
    switches: Sequence[str] = SWITCHES,
) -> None:
    """Train everything that is kept, or a part of it, and write it to a file."""
    nets = [trained(by_rule("Adam", 0.01), seed, epochs=LONG) for seed in range(seeds)]
    validation = digits().validation
    answers = np.array([read(net, validation) for net in nets])
    chosen = [[_candidate(*each, seed) for seed in range(min(SEEDS, seeds))] for each in CANDIDATES]
    valid = [[_rounded(share_read(net, validation)) for net in each] for each in chosen]
    found = {
        "shares": {rule: [_shares(rule, rate) for rate in rates] for rule in rules},
        "starts": [[_loss(net) for net in nets], [_rounded(share_read(net, validation)) for net in nets]],
        "disagreement": _rounded(float((answers[:, None] != answers).mean()) * seeds / max(1, seeds - 1)),
        "candidates": valid,
        "tested": [
            _rounded(share_read(net, digits().test)) for net in chosen[int(np.mean(valid, axis=1).argmax())]
        ],
        "curves": [_curves(rate) for rate in pairs],
        "remedies": {name: _facts(name) for name in switches},
        "overconfidence": _overconfidence(),
    }
    path.write_text(json.dumps(found).replace("], [", "],\n["), encoding="utf-8")


def _candidate(hidden: int, decay: float, seed: int) -> nn.Sequential:
    return trained(lambda p: optim.AdamW(p, lr=0.01, weight_decay=decay), seed, epochs=LONG, hidden=hidden)


def _shares(rule: str, rate: float) -> list[float]:
    validation = digits().validation
    nets = [trained(by_rule(rule, rate), seed, epochs=EPOCHS) for seed in range(SEEDS)]
    return [_rounded(share_read(net, validation)) for net in nets]


def _loss(net: nn.Module) -> float:
    X, labels = digits().training
    with no_grad():
        return _rounded(F.cross_entropy(net(Tensor(X)), labels).item())


def _curves(rate: float) -> list[list[float]]:
    run = OverfitTraining(rate=rate)
    run.finish()
    return [
        [_rounded(loss) for loss in losses] for losses in np.median(run.curves(), axis=2)[:, :2].T.tolist()
    ]


def _facts(switch: str) -> dict[str, float]:
    pair = OverfitPair(**{switch: True} if switch else {})
    pair.finish()
    return {name: _rounded(value) for name, value in pair.facts().items()}


def _overconfidence() -> dict[str, float]:
    run = OverfitTraining()
    run.finish()
    lowest = float(np.median(run.curves()[:, 1].min(axis=0)))
    sure, early = (run.sure_mistakes(early=which) for which in (False, True))
    return {"lowest": _rounded(lowest), "sure": _rounded(sure), "early": _rounded(early)}


def _rounded(number: float) -> float:
    return round(number, 4)


@functools.cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept
