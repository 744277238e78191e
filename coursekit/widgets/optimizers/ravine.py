"""A long valley, and the paths of four optimizers through it at every learning rate, computed once.

The optimizers work on each number by itself. So one tensor holds the place for every learning rate (and, with
noise, for every seed), and one step of the engine's optimizer moves them all.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, optim

Array = npt.NDArray[np.float64]

CURVATURES = np.array([1.0, 25.0])
START = np.array([-4.0, 1.0])
STEPS = 60
SEEDS = 20
NOISE = 2.0  # standard deviation of what is added to each partial derivative
RATES = np.round(np.arange(1, 201) * 0.001, 3)

OPTIMIZERS: dict[str, Callable[[list[Tensor]], optim.Optimizer]] = {
    "plain descent": lambda p: optim.SGD(p, lr=0.1),
    "momentum": lambda p: optim.SGD(p, lr=0.1, momentum=0.9),
    "RMSProp": lambda p: optim.RMSprop(p, lr=0.1, alpha=0.9),
    "Adam": lambda p: optim.Adam(p, lr=0.1),
}


def loss(places: Array) -> Array:
    """Half of 1·x² + 25·y²: (…, 2) → (…)."""
    found: Array = 0.5 * (CURVATURES * places * places).sum(axis=-1)
    return found


@functools.cache
def paths(name: str, *, noisy: bool) -> Array:
    """The places of an optimizer after each step: (rates, seeds, steps + 1, 2), one seed if not noisy."""
    seeds = SEEDS if noisy else 1
    w = Tensor(np.tile(START, (len(RATES), seeds, 1)), requires_grad=True, dtype=np.float64)
    optimizer = OPTIMIZERS[name]([w])
    # A rate of its own for every number: optimizers multiply by `lr` entry by entry.
    optimizer.param_groups[0]["lr"] = np.repeat(RATES, seeds * 2)
    noise = _noise(seeds) if noisy else np.zeros((STEPS, 1, 2))
    visited = [w.data.copy()]
    for added in noise:
        w.grad = CURVATURES * w.data + added
        optimizer.step()
        visited.append(w.data.copy())
    return np.stack(visited, axis=2)


def learner_path(step: Callable[..., Any], rate: float) -> Array:
    """The path of a learner's `step(w, gradient, state, lr)`, which returns w and state: (steps + 1, 2).

    Raises:
        ValueError: it returns no pair of numbers and state.
    """
    place = START.copy()
    state: Any = {"m": np.zeros(2), "v": np.zeros(2), "t": 0}
    visited = [place]
    for _ in range(STEPS):
        place, state = step(place.copy(), CURVATURES * place, state, rate)
        place = np.asarray(place, dtype=float)
        if place.shape != (2,):
            raise ValueError("w must keep its two entries")
        visited.append(place)
    cleaned: Array = np.nan_to_num(np.stack(visited), nan=1e9, posinf=1e9, neginf=-1e9)
    return cleaned


@functools.cache
def _noise(seeds: int) -> Array:
    """The noise of each seed, the same for every optimizer and rate: (steps, seeds, 2)."""
    drawn = [np.random.default_rng(seed).normal(0.0, NOISE, (STEPS, 2)) for seed in range(seeds)]
    return np.stack(drawn, axis=1)
