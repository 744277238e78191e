"""Kept results of training the name writer and its variants, five seeds each, and the weights of one writer.

What takes long is kept in files, so that a picture is there at once on every machine.
`python -c "from coursekit.widgets.language.trainings import write_trainings; write_trainings()"` trains again and writes them
(minutes); a test trains some of it again.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.widgets.language.letters import held_out_table, training_table
from coursekit.widgets.language.name_model import STEPS, NameTraining, loss_of
from coursekit.widgets.language.window_model import WindowModel

Array = npt.NDArray[np.float64]

SEEDS = range(5)
EVERY = 50
"""Steps from one point of a curve to the next."""
LONG, LONG_EVERY = 4000, 250
"""Steps of the training that goes on too long, and from one measurement to the next."""
VARIANTS: dict[str, dict[str, Any]] = {
    "the whole writer": {},
    "one head": {"heads": 1},
    "no positions": {"positions": False},
    "no residual": {"residual": False},
}
WINDOWS = tuple(f"window {letters}" for letters in (1, 2, 3, 5, 8))
_HERE = Path(__file__).parent
RESULTS, WEIGHTS = _HERE / "trainings.json", _HERE / "writer.npz"


def held_out_losses(variant: str) -> list[float]:
    """Held-out loss after 1,000 steps, in nats a letter, for each seed; "window 3" is the network on three letters."""
    found: list[float] = _kept()["held_out"][variant]
    return found


def curve(name: str) -> Array:
    """A kept curve by seed: "masked" and "unmasked" hold the training loss every 50 steps, from step 50 on (5, 20).

    "long training" and "long held-out" hold both losses every 250 steps of 4,000, (5, 16).
    """
    return np.array(_kept()["curves"][name])


def train_variant(variant: str, seed: int, *, steps: int = STEPS) -> float:
    """Train one variant with one seed and return its held-out loss."""
    kind, _, letters = variant.partition(" ")
    if kind == "window":
        model = WindowModel(int(letters), rng=np.random.default_rng(seed))
        run = NameTraining(seed, steps=steps, model=model)
    else:
        run = NameTraining(seed, steps=steps, **VARIANTS[variant])
    run.train(steps)
    return run.held_out_loss()


def training_curve(seed: int, *, mask: bool, steps: int = STEPS) -> list[float]:
    """The training loss of a run, the mean of every 50 steps."""
    run = NameTraining(seed, mask=mask)
    return [run.train(EVERY) for _ in range(steps // EVERY)]


def long_curves(seed: int, *, steps: int = LONG, every: int = LONG_EVERY) -> tuple[list[float], list[float]]:
    """The loss on the first 1,033 training names and on the held-out names, every 250 steps of a long run."""
    run = NameTraining(seed, steps=LONG)
    rows = slice(len(held_out_table()[0]))
    seen, new = [], []
    for _ in range(steps // every):
        run.train(every)
        inputs, targets = training_table()
        seen.append(loss_of(run.model, inputs[rows], targets[rows]).item())
        new.append(run.held_out_loss())
    return seen, new


def write_trainings(
    results: Path = RESULTS,
    weights: Path = WEIGHTS,
    *,
    seeds: Iterable[int] = SEEDS,
    steps: int = STEPS,
    long: int = LONG,
) -> None:
    """Train everything that is kept with these seeds, and write both files."""
    kept = list(seeds)
    overlong = [long_curves(seed, steps=long) for seed in kept]
    found: Mapping[str, Any] = {
        "held_out": {
            name: [_round(train_variant(name, seed, steps=steps)) for seed in kept]
            for name in (*VARIANTS, *WINDOWS)
        },
        "curves": {
            "masked": [_rounded(training_curve(seed, mask=True, steps=steps)) for seed in kept],
            "unmasked": [_rounded(training_curve(seed, mask=False, steps=steps)) for seed in kept],
            "long training": [_rounded(seen) for seen, _ in overlong],
            "long held-out": [_rounded(new) for _, new in overlong],
        },
    }
    results.write_text(json.dumps(found).replace("], ", "],\n") + "\n", encoding="utf-8")
    run = NameTraining(0)
    at_start = run.model.letter.weight.data.copy()
    run.train(steps)
    arrays: dict[str, Any] = {
        name: value.astype(np.float16) for name, value in run.model.state_dict().items()
    }
    np.savez_compressed(weights, **arrays, start=at_start)


@functools.cache
def writer_weights() -> dict[str, Array]:
    """The weights of the writer of seed 0 after its training, by PyTorch's names, in float64; `start` is its letter table before it."""
    with np.load(WEIGHTS, allow_pickle=False) as file:
        return {name: file[name].astype(np.float64) for name in file.files}


def _round(value: float) -> float:
    return round(value, 4)


def _rounded(values: Iterable[float]) -> list[float]:
    return [_round(value) for value in values]


@functools.cache
def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return kept
