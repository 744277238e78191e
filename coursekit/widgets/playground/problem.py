"""The problem that the playground's network is given: its data, its inputs, its targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit import datasets
from coursekit.widgets.core.marks import grid_points
from coursekit.widgets.playground.settings import SIDE, Settings

Array = npt.NDArray[Any]

DATA, WEIGHTS, BATCHES, DROPOUT = range(4)
"""Each random thing has a generator of its own, `default_rng([seed, number])`, so that changing one leaves the others."""

_FEATURES: dict[str, Callable[[Array, Array], Array]] = {
    "x1": lambda x1, _: x1,
    "x2": lambda _, x2: x2,
    "x1^2": lambda x1, _: x1**2,
    "x2^2": lambda _, x2: x2**2,
    "x1*x2": lambda x1, x2: x1 * x2,
    "sin(x1)": lambda x1, _: np.sin(x1),
    "sin(x2)": lambda _, x2: np.sin(x2),
}


class Data(NamedTuple):
    """The points: coordinates (n, 2), and labels 0 or 1 or numbers (n,), to train on and to test with."""

    X_train: Array
    y_train: Array
    X_test: Array
    y_test: Array


def generator(settings: Settings, number: int) -> np.random.Generator:
    """The generator for one of the random things above."""
    return np.random.default_rng([settings.seed, number])


def make_data(settings: Settings) -> Data:
    """The points that the settings describe, at least one of them to train on; a few drawn ones may leave none to test."""
    rng = generator(settings, DATA)
    if settings.data == "drawn":
        rows = np.array(settings.points, dtype=np.float64)
        X, y = datasets.drawn(rows[:, :2], rows[:, 2])
        order = rng.permutation(len(X))
        X, y = X[order], y[order]
    else:
        X, y = datasets.planar(settings.data, noise=settings.noise, rng=rng)
    k = max(1, round(settings.train_share * len(X)))
    return Data(X[:k], y[:k], X[k:], y[k:])


def inputs(settings: Settings, X: Array) -> Array:
    """The network's inputs (n, features) for points (n, 2)."""
    return np.stack([_FEATURES[name](X[:, 0], X[:, 1]) for name in settings.features], axis=1)


def targets(settings: Settings, y: Array) -> Array:
    """The numbers (n, 1) that the loss compares with: labels 0 and 1 for cross-entropy, −1 and 1 for tanh and mse."""
    if settings.task == "classification" and settings.criterion == "mse":
        y = 2 * y - 1
    return y[:, None].astype(np.float64)


def grid(side: int) -> Array:
    """The points (side², 2) of a grid over the square, row by row from the bottom."""
    return grid_points((-SIDE, SIDE), (-SIDE, SIDE), side, side).reshape(-1, 2)
