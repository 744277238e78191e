"""Is it faster with more hands? One training step alone and split, on this machine or on a cluster."""

from __future__ import annotations

import importlib.util
import itertools
import os
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from coursekit.engine import nn
from coursekit.errors import ArgumentError
from coursekit.parallel.data_parallel import Share, cut, gradient, split_gradient
from coursekit.parallel.worker_pool import HOW_TO_GET_IT, Crew

__all__ = ["SAVED", "Comparison", "compare"]

_SIZES, _BATCH, _REPEATS = (784, 512, 256, 10), 16384, 3


class Comparison(NamedTuple):
    """One step's gradient alone and split.

    Attributes:
        workers: how many shares, each on a worker of its own.
        alone: seconds in one process.
        split: seconds with the workers, sending weights and gradients included.
        apart: largest difference between the two gradients, relative to the largest entry.
        note: what the reader should know.
    """

    workers: int
    alone: float
    split: float
    apart: float
    note: str = ""

    def __repr__(self) -> str:
        hands = f"{self.workers} worker{'s' * (self.workers != 1)}"
        lines = [
            f"{hands}: one process {1000 * self.alone:.0f} ms a step, "
            f"{hands} {1000 * self.split:.0f} ms, {self.alone / self.split:.2f} times as fast",
            f"the same gradient, apart from rounding: {self.apart < 1e-4}",
        ]
        return "\n".join([*([self.note] if self.note else []), *lines])


SAVED = Comparison(
    workers=2, alone=0.369, split=0.259, apart=1.3e-6, note="A saved run, on a small machine with 2 cores."
)
"""Measured once, for readers who do not measure it themselves."""


def compare(workers: int = 0, *, address: str | None = None) -> Comparison:
    """Time one step's gradient of a 784-512-256-10 network on 16,384 examples, alone and split.

    Args:
        workers: processes on this machine; 0 shows a saved run.
        address: of a cluster's scheduler; its workers do the work then.

    Raises:
        ArgumentError: more workers than this machine has cores, or not a whole number of them.
    """
    cores = max(2, os.cpu_count() or 1)
    if isinstance(workers, bool) or not isinstance(workers, int) or not 0 <= workers <= cores:
        raise ArgumentError(
            f"workers must be a whole number from 0 to {cores} on this machine, not {workers!r}"
        )
    if workers == 0 and address is None:
        return SAVED
    if importlib.util.find_spec("distributed") is None:
        return SAVED._replace(note=f"{HOW_TO_GET_IT}\n{SAVED.note}")
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(_BATCH, _SIZES[0])).astype(np.float32)
    targets = rng.integers(0, _SIZES[-1], _BATCH)
    model, loss = _network(rng), nn.CrossEntropyLoss()
    whole, alone = _timed(lambda: gradient(model, loss, inputs, targets))
    with Crew(max(workers, 1), address=address) as crew:
        count = crew.workers
        xs, ys = map(crew.place, cut(inputs, targets, parts=count))
        parted, split = _timed(lambda: split_gradient(model, loss, xs, ys, run=crew.map))
    return Comparison(count, alone, split, _apart(whole, parted))


def _network(rng: np.random.Generator) -> nn.Module:
    layers: list[nn.Module] = []
    for n_in, n_out in itertools.pairwise(_SIZES):
        layers += [nn.Linear(n_in, n_out, rng=rng), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def _timed(run: Callable[[], Share]) -> tuple[Share, float]:
    """The result, and the shortest of a few runs after one to warm up."""
    found, best = run(), np.inf
    for _ in range(_REPEATS):
        start = time.perf_counter()
        found = run()
        best = min(best, time.perf_counter() - start)
    return found, float(best)


def _apart(one: Share, two: Share) -> float:
    gaps = [np.abs(a - b).max() for a, b in zip(one.gradients, two.gradients, strict=True)]
    return float(max(gaps) / max(np.abs(each).max() for each in one.gradients))
