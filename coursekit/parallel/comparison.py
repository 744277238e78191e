"""A timing of one training step, in one process and split over workers here or on a cluster."""

from __future__ import annotations

import importlib.util
import itertools
import os
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from coursekit.engine import nn
from coursekit.errors import ArgumentError
from coursekit.parallel.data_parallel import BatchGradient, cut, gradient, split_gradient
from coursekit.parallel.worker_pool import INSTALL_HINT, WorkerPool

_SIZES, _BATCH, _REPEATS = (784, 512, 256, 10), 16384, 3
_IN_A_BROWSER = "Python in a browser has one core, so this cannot be measured here; in JupyterLab it can."


class Comparison(NamedTuple):
    """One step's gradient alone and split.

    Attributes:
        workers: the number of workers; each takes one share of the batch.
        alone: seconds a step in one process.
        split: seconds a step with the workers, sending weights and gradients included.
        difference: the largest difference between the two gradients, relative to the largest entry.
        note: what the reader should know.
    """

    workers: int
    alone: float
    split: float
    difference: float
    note: str = ""

    def __repr__(self) -> str:
        workers = f"{self.workers} worker{'s' * (self.workers != 1)}"
        lines = [
            f"{workers}: one process {1000 * self.alone:.0f} ms a step, "
            f"{workers} {1000 * self.split:.0f} ms, {self.alone / self.split:.2f} times as fast",
            f"the same gradient, apart from rounding: {self.difference < 1e-4}",
        ]
        return "\n".join([*([self.note] if self.note else []), *lines])


SAVED = Comparison(
    workers=2,
    alone=0.369,
    split=0.259,
    difference=1.3e-6,
    note="A saved run, on a small machine with 2 cores.",
)
"""Measured once, and shown where nothing is measured."""


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
    if sys.platform == "emscripten":
        return SAVED._replace(note=f"{_IN_A_BROWSER}\n{SAVED.note}")
    if importlib.util.find_spec("distributed") is None:
        return SAVED._replace(note=f"{INSTALL_HINT}\n{SAVED.note}")
    rng = np.random.default_rng(0)
    inputs = rng.normal(size=(_BATCH, _SIZES[0])).astype(np.float32)
    targets = rng.integers(0, _SIZES[-1], _BATCH)
    model, loss = _network(rng), nn.CrossEntropyLoss()
    whole, alone = _timed(lambda: gradient(model, loss, inputs, targets))
    with WorkerPool(max(workers, 1), address=address) as pool:
        count = pool.workers
        xs, ys = map(pool.scatter, cut(inputs, targets, parts=count))
        parts, split = _timed(lambda: split_gradient(model, loss, xs, ys, run=pool.map))
    return Comparison(count, alone, split, _relative_difference(whole, parts))


def _network(rng: np.random.Generator) -> nn.Module:
    layers: list[nn.Module] = []
    for n_in, n_out in itertools.pairwise(_SIZES):
        layers += [nn.Linear(n_in, n_out, rng=rng), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def _timed(run: Callable[[], BatchGradient]) -> tuple[BatchGradient, float]:
    """The result, and the shortest time of a few runs after one to warm up, in seconds."""
    found, best = run(), np.inf
    for _ in range(_REPEATS):
        start = time.perf_counter()
        found = run()
        best = min(best, time.perf_counter() - start)
    return found, float(best)


def _relative_difference(one: BatchGradient, two: BatchGradient) -> float:
    gaps = [np.abs(a - b).max() for a, b in zip(one.gradients, two.gradients, strict=True)]
    return float(max(gaps) / max(np.abs(each).max() for each in one.gradients))
