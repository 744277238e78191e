"""Small data sets, made here from a generator or a table; nothing is downloaded."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.errors import ArgumentError

__all__ = ["house_prices", "logic", "moons", "spirals"]

FloatArray = npt.NDArray[np.float64]

_LABELS = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}


def logic(task: str) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """The four corners of the unit square and their labels under AND, OR or XOR.

    Returns:
        X of shape (4, 2) with entries 0 and 1, and labels of shape (4,), 0 or 1.

    Raises:
        ArgumentError: the task is none of the three.
    """
    if task not in _LABELS:
        raise ArgumentError(f"there is no logic task {task!r}; choose one of {', '.join(_LABELS)}")
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float64)
    return corners, np.array(_LABELS[task], dtype=np.int64)


def house_prices(*, n: int = 24, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Made-up houses: what each adds to the price of its plot.

    Small old houses add nothing (buyers pay for the plot and tear them down); from 90 m² on the price
    rises by 240,000 for each further 100 m², with scatter. Sizes are in units of 100 m², prices in 100,000.

    Returns:
        sizes (n,) rising from 0.3 to 2.5, and prices (n,), none below zero.
    """
    size = np.linspace(0.3, 2.5, n)
    price = np.maximum(0.0, 2.4 * (size - 0.9))
    return size, np.maximum(0.0, price + rng.normal(0.0, 0.15, n))


def moons(
    *, n: int, noise: float = 0.3, rng: np.random.Generator
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Two half circles that reach into each other, blurred; as good as no rule gets every point right.

    Args:
        n: how many points, half of each class (the odd one is in class 1).
        noise: standard deviation of the blur; the half circles have radius 1.
        rng: draws places and blur.

    Returns:
        X of shape (n, 2), centred on 0, and labels of shape (n,), 0 or 1, in random order.
    """
    labels = rng.permutation(np.arange(n) % 2 if n % 2 == 0 else (np.arange(n) + 1) % 2)
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    places = np.where(labels[:, None] == 1, -upper, upper)
    return places + rng.normal(0.0, noise, (n, 2)), labels.astype(np.int64)


def spirals(
    *, n: int, turns: float = 1.0, noise: float = 0.03, even: bool = False, rng: np.random.Generator
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Two arms that wind around each other, as in Lang and Witbrock (1988).

    Args:
        n: how many points, half of each class (the odd one is in class 0).
        turns: how often each arm goes around.
        noise: standard deviation of the blur; the arms end at radius 1.
        even: spread the points evenly along the arms, the first arm first; else they lie anywhere, in random order.
        rng: draws places and blur.

    Returns:
        X of shape (n, 2) and labels of shape (n,), 0 or 1.
    """
    labels = np.arange(n) % 2
    if even:
        labels = np.sort(labels)
        # The root makes the steps along the arm alike, since its turns grow longer as they go outwards.
        arms = [np.sqrt(np.linspace(0.02, 1.0, k)) for k in np.bincount(labels, minlength=2)]
        along = np.concatenate(arms)
    else:
        labels = rng.permutation(labels)
        along = rng.uniform(0.12, 1.0, n)
    angle = 2 * np.pi * turns * along + np.pi * labels
    places = along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return places + rng.normal(0.0, noise, (n, 2)), labels.astype(np.int64)
