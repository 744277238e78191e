"""Inputs for checks, of every kind that tells right code from nearly right code.

Random numbers differ from seed to seed, kinds do not: each kind that a docstring names occurs with every seed.
The simplest inputs come first, because the first that fails is the one a learner is shown.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]
_SHAPES = ((4,), (2, 3), (4,), (), (1,), (1, 1), (3, 1), (2, 1, 3), (2, 3, 2, 2), (3, 3), (7,))


def tenths(rng: np.random.Generator, shape: int | tuple[int, ...] = (), *, below: int = 3) -> Array:
    """Numbers with one decimal between −`below` and `below`, none of them 0, of both signs, all sizes different where they can be."""
    n = int(np.prod(shape))
    sizes = np.arange(1, 10 * below + 1)
    picked = rng.choice(sizes, n, replace=n > len(sizes)) / 10
    signs = np.where((np.arange(n) + rng.integers(2)) % 2, 1.0, -1.0)
    return np.array(rng.permutation(picked * signs), dtype=float).reshape(shape)


def any_shape(rng: np.random.Generator, *, huge: float = 1000.0) -> list[Array]:
    """Arrays for a function of each entry.

    They have 0 to 4 axes, size 1, a square, one shape twice, zeros of both signs, ties, whole numbers as int (positive or negative first), entries of many digits, all entries
    negative or positive, tiny entries, entries around ±5 to ±12 and up to ±`huge`, rows of very different scale, and strides of their own.
    """
    zeros = np.array([0.0, -0.0, 1.0, 1.0, -1.0, -1.0])
    rows = tenths(rng, (3, 4)) * np.array([[1.0], [1e-3], [huge / 3]])
    return [
        *(tenths(rng, shape) for shape in _SHAPES),
        zeros,
        np.array([2, -3, 0, 1, -2]),
        np.array([-3, 5, 0]),
        -np.abs(tenths(rng, 3)),
        np.abs(tenths(rng, 3)),
        tenths(rng, 5) / 7,
        np.array([-3.2, 3.2]),
        tenths(rng, 5) / 10 + np.array([-12.0, -8.0, -5.0, 5.0, 8.0]),
        huge * np.array([-1.0, -0.03, 0.0, 0.03, 1.0]),
        tenths(rng, 4) * 1e-3,
        rows,
        tenths(rng, (2, 4)).T,
    ]


def along_an_axis(rng: np.random.Generator, *, huge: float = 1000.0) -> list[tuple[Array, int | None]]:
    """Arrays with an axis for a function of rows or columns; None leaves the axis to its default.

    They have 1 to 4 axes, each axis by its number from the front and from the back, size 1, squares, one shape
    twice, ties, zeros, whole numbers as int, and entries far from 0 and far apart: alone, in some rows only, and with
    another offset in each row or column.
    """
    square, table = tenths(rng, (3, 3)), tenths(rng, (2, 3))
    cube = tenths(rng, (2, 3, 2))
    offsets = np.array([[0.0], [huge], [-huge]])
    return [
        (tenths(rng, 3), None),
        (table, None),
        (tenths(rng, (2, 3)), -1),
        (table, 0),
        (table, 1),
        (table, -2),
        (square, 0),
        (square, 1),
        (tenths(rng, 4), 0),
        (tenths(rng, 1), None),
        (tenths(rng, (3, 1)), 1),
        (tenths(rng, (3, 1)), 0),
        (np.array([1.0, -2.0, 1.0, 1.0]), None),
        (np.array([[0.0, -0.0, 0.0], [1.0, 1.0, -1.0]]), -1),
        (rng.permutation(np.array([-2, 0, 1, 3])), None),
        *((cube, axis) for axis in (None, 0, 1, 2, -3, -2)),
        (tenths(rng, (2, 2, 3, 2)), 2),
        (tenths(rng, (2, 2, 3, 2)), None),
        (tenths(rng, 3) + huge, None),
        (tenths(rng, 3) - huge, None),
        (huge * np.array([1.0, 0.0, -1.0]), None),
        (square + offsets, 1),
        (square + offsets.T, 0),
        (square * np.array([[1.0], [1e-3], [huge / 3]]), -1),
    ]


def sizes(rng: np.random.Generator) -> list[list[int]]:
    """Layer sizes, 2 to 5 of them, the ordinary ones first.

    They rise, fall, are all the same, repeat side by side and apart, and have a 1 at each place.
    """
    a, b, c = sorted(rng.choice(np.arange(2, 6), 3, replace=False).tolist())
    ordinary = [[b, c, a], [b, b, b], [c, b, a], [a, b, c], [a, c, c, b], [a, c, a, c], [b, b, b, b, a]]
    return [*ordinary, [b, 1, c, 1], [1, b, a], [a, b], [1, 1]]


def matrix_shapes() -> list[tuple[int, int]]:
    """Shapes of matrices: wide, tall, square, one twice, with one row, one column, and both."""
    return [(2, 3), (3, 2), (3, 3), (2, 3), (1, 4), (4, 1), (1, 1)]


def lengths(rng: np.random.Generator) -> list[int]:
    """Lengths of vectors: small ones, one twice, 1, and a longer one."""
    return [3, 2, 3, 1, int(rng.integers(5, 9))]
