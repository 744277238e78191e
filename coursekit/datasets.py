"""Small data sets: made here from a generator or a table, drawn by hand, or shipped in `data/`; nothing is downloaded."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.errors import ArgumentError, LabelError, ShapeError

__all__ = [
    "Digits",
    "Examples",
    "Names",
    "digits",
    "drawn",
    "house_prices",
    "logic",
    "moons",
    "names",
    "planar",
    "spirals",
]

FloatArray = npt.NDArray[np.float64]

_DATA = Path(__file__).with_name("data")
_SEED = 1998  # of both splits: the year in which the digits were published
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


def planar(
    name: str, *, n: int = 500, noise: float = 0.0, rng: np.random.Generator
) -> tuple[FloatArray, Any]:
    """The playground's data sets: points in the square from −6 to 6, in random order.

    Each point gets its label or its number first and is then moved by the noise, so that noise blurs borders.

    Args:
        name: "circle", a disc inside a ring; "xor", opposite quarters; "blobs", two round heaps; "spirals", two arms;
            "plane", numbers that rise along a diagonal; "hills", numbers with three hills and three hollows.
        n: how many points.
        noise: standard deviation of the blur.
        rng: draws places and blur.

    Returns:
        X of shape (n, 2); labels 0 or 1 of shape (n,), integers, or for plane and hills numbers from −1 to 1.

    Raises:
        ArgumentError: there is no data set of this name.
    """
    if name not in _PLANAR:
        raise ArgumentError(f"there is no planar data set {name!r}; choose one of {', '.join(_PLANAR)}")
    X, y = _PLANAR[name](n, rng)
    return X + rng.normal(0.0, noise, X.shape), y


def _circle(n: int, rng: np.random.Generator) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    labels = rng.permutation(np.arange(n) % 2)
    radius = np.where(labels == 1, rng.uniform(0, 2.5, n), rng.uniform(3.5, 5, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1), labels.astype(np.int64)


def _xor(n: int, rng: np.random.Generator) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    X = rng.uniform(-5, 5, (n, 2))
    X += np.copysign(0.3, X)  # a gap along the axes
    return X, (X[:, 0] * X[:, 1] > 0).astype(np.int64)


def _blobs(n: int, rng: np.random.Generator) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    labels = rng.permutation(np.arange(n) % 2)
    return rng.normal(0.0, 0.8, (n, 2)) + np.where(labels == 1, 2.2, -2.2)[:, None], labels.astype(np.int64)


def _spirals(n: int, rng: np.random.Generator) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    X, labels = spirals(n=n, turns=1.5, noise=0.0, rng=rng)
    return 5 * X, labels


def _plane(n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    X = rng.uniform(-6, 6, (n, 2))
    return X, X.sum(axis=1) / 12


def _hills(n: int, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    X = rng.uniform(-6, 6, (n, 2))
    tops = np.array([(x, y) for y in (-2.5, 2.5) for x in (-4, 0, 4)])
    far = ((X[:, None, :] - tops) ** 2).sum(axis=2)
    return X, np.exp(-far / 2) @ np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0])


_PLANAR: dict[str, Callable[[int, np.random.Generator], tuple[FloatArray, Any]]] = {
    "circle": _circle,
    "xor": _xor,
    "blobs": _blobs,
    "spirals": _spirals,
    "plane": _plane,
    "hills": _hills,
}


def drawn(
    points: npt.ArrayLike, labels: npt.ArrayLike, *, classes: int = 2
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Points drawn by hand, as a data set like `moons` and `spirals`.

    Args:
        points: (n, 2), one row of finite coordinates a point.
        labels: (n,), whole numbers from 0 to `classes` − 1.
        classes: how many classes there are; not every one must have been drawn.

    Returns:
        Copies: X of shape (n, 2), and labels of shape (n,).

    Raises:
        ArgumentError: no points at all, or a coordinate that is not a finite number.
        ShapeError: rows that are not pairs, or not as many labels as points.
        LabelError: a label outside the classes.
    """
    try:
        X, given = np.array(points, dtype=np.float64), np.array(labels, dtype=np.float64)
    except (TypeError, ValueError):
        raise ArgumentError("points and labels must be numbers, one pair and one label a point") from None
    if X.size == 0:
        raise ArgumentError("nothing is drawn yet; set at least one point")
    if X.ndim != 2 or X.shape[1] != 2:
        raise ShapeError(f"points must have shape (n, 2), one x and one y each; they have {X.shape}")
    if given.shape != X.shape[:1]:
        raise ShapeError(f"{len(X)} points need labels of shape ({len(X)},); they have {given.shape}")
    if not np.isfinite(X).all():
        k = int(np.flatnonzero(~np.isfinite(X).all(axis=1))[0])
        raise ArgumentError(f"coordinates must be finite; point {k} is ({X[k, 0]}, {X[k, 1]})")
    for label in given:
        if not (0 <= label < classes and label == np.floor(label)):
            raise LabelError(f"labels must be whole numbers from 0 to {classes - 1}; one is {label:g}")
    return X, given.astype(np.int64)


class Examples(NamedTuple):
    """Inputs with what they show: X of shape (n, …) and labels of shape (n,)."""

    X: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]


class Digits(NamedTuple):
    """The handwritten digits in three parts: 1,000 to train on, 300 to choose by, 497 to test once."""

    training: Examples
    validation: Examples
    test: Examples


def digits(*, scaled: bool = True) -> Digits:
    """Handwritten digits as 64 numbers each: an 8×8 picture, row by row from the top left, and the digit it shows.

    These are the 1,797 test digits of the UCI data set "Optical Recognition of Handwritten Digits" (E. Alpaydin and
    C. Kaynak, 1998; CC BY 4.0), written by 13 people; `data/NOTICE.txt` says more. Each number counts the dark pixels
    in one 4×4 block of a 32×32 bitmap, so it lies between 0 and 16.

    The split is the same everywhere and always: 100 of each digit for training, 30 for validation, and the remaining
    44 to 53 for the test, each part in random order. All 13 writers are in all parts, so the test says how well a
    network reads these people, and not yet how well it reads you.

    Measured on the test part: a softmax layer 64-10 reads 96 %, a network 64-16-10 reads 97 %. Between 8 and 9 a
    single neuron gets 98 % right, and so do 8 hidden units, as far as 94 images can tell: one image is 1.1 %.

    Args:
        scaled: divide the counts by 16, so that they lie between 0 and 1; False gives 0 to 16.

    Returns:
        Fresh arrays: for each part X of shape (n, 64), float32, and labels of shape (n,), 0 to 9.
    """
    counts, labels, parts = _split_digits()
    X = counts / np.float32(16 if scaled else 1)
    return Digits(*(Examples(X[part], labels[part]) for part in parts))


class Names(NamedTuple):
    """Given names in lower case, a to z, in two parts: 4,130 to train on and 1,033 held out."""

    training: tuple[str, ...]
    held_out: tuple[str, ...]


@cache
def names() -> Names:
    """The 5,163 given names of the US census of 1990, each once, of 2 to 11 letters.

    The lists are public domain (US Census Bureau, "Frequently Occurring Names"); `data/NOTICE.txt` says more. A fifth
    is held out. The split is the same everywhere and always, and each part is in random order.
    """
    every = gzip.decompress((_DATA / "names.txt.gz").read_bytes()).decode("ascii").split()
    shuffled = tuple(every[k] for k in _shuffle(len(every)))
    return Names(training=shuffled[:4130], held_out=shuffled[4130:])


@cache
def _split_digits() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64], list[npt.NDArray[np.int64]]]:
    """Counts (1797, 64), labels (1797,), and the rows of training, validation and test."""
    with np.load(_DATA / "digits.npz", allow_pickle=False) as file:
        counts, labels = file["images"].reshape(-1, 64), file["labels"]
    order = _shuffle(len(labels))
    rank = np.empty(len(labels), dtype=np.int64)  # the place of each image among those of its digit
    for digit in range(10):
        rows = order[labels[order] == digit]
        rank[rows] = np.arange(len(rows))
    part = np.searchsorted([100, 130], rank[order], side="right")
    return counts.astype(np.float32), labels.astype(np.int64), [order[part == k] for k in range(3)]


def _shuffle(n: int) -> npt.NDArray[np.int64]:
    """The numbers below n in an order that no machine and no version changes.

    Python promises the same `random()` for a seed for ever; NumPy's permutations may change between versions.
    """
    rng = random.Random(_SEED)
    return np.argsort(np.array([rng.random() for _ in range(n)])).astype(np.int64)
