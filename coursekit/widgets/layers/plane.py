"""The plane under a network: its grid of lines, the best straight cut, and where a function changes its sign."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from coursekit.scenes import Line, Points
from coursekit.widgets.core.marks import class_points, grid_points, wrong_points

Array = npt.NDArray[np.float64]
Cut = tuple[Array, float]
_PEN_UP = np.full((1, 2), np.nan)


def squared_sheet(side: tuple[float, float], *, lines: int = 13, steps: int = 41) -> Array:
    """The lines of a squared sheet as points, (lines · 2 · (steps + 1), 2), divided by rows of NaN."""
    places, along = np.linspace(*side, lines), np.linspace(*side, steps)
    strokes = []
    for place in places:
        level = np.full(steps, place)
        strokes += [np.stack([along, level], axis=1), _PEN_UP, np.stack([level, along], axis=1), _PEN_UP]
    return np.concatenate(strokes)


def grid_line(points: Array) -> Line:
    """The lines of a squared sheet whose points (n, 2) have moved."""
    return Line(points[:, 0], points[:, 1], role="muted", width=0.8)


def classified_points(
    points: Array, labels: npt.NDArray[np.int64], wrong: npt.NDArray[np.bool_], size: float
) -> list[Points]:
    """Circles for label 1, squares for label 0, and a cross on each point that is on the wrong side."""
    return [
        *class_points(points, labels, square=size, circle=size),
        wrong_points(points, wrong, size=0.55 * size),
    ]


def best_cut(points: Array, labels: npt.NDArray[np.int64], before: Array | None = None) -> Cut:
    """Weights (2,) of length 1 and the bias of the neuron that gets most points right, of 720 directions.

    Among equally good cuts the one in the widest gap wins, less the angle by which it turns away from `before`.
    """
    angles = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    directions = np.stack([np.cos(angles), np.sin(angles)])
    along = points @ directions
    order = np.argsort(along, axis=0)
    along = np.take_along_axis(along, order, axis=0)
    # Left of the cut all zeros are right, to its right all ones: each point that the cut passes adds or takes one.
    right = np.cumsum(np.where(labels == 0, 1, -1)[order], axis=0)[:-1]
    gaps = np.diff(along, axis=0)
    turned = 0.0 if before is None else np.arccos(np.clip(before @ directions, -1, 1))
    row, column = np.unravel_index(
        np.argmax(np.where(right == right.max(), gaps - turned, -np.inf)), gaps.shape
    )
    return directions[:, column], -float(along[row, column] + gaps[row, column] / 2)


def zero_contour(f: Callable[[Array], Array], side: tuple[float, float], *, cells: int = 70) -> Line:
    """The line along which f is zero on a square: one short stroke for each triangle that it crosses.

    Args:
        f: from points (n, 2) to values (n,).
        side: lowest and highest coordinate of the square.
        cells: squares along each side; each square is divided into two triangles.
    """
    plane = grid_points(side, side, cells + 1, cells + 1)
    values = f(plane.reshape(-1, 2)).reshape(plane.shape[:2])
    # The third coordinate is the value, so that a crossing is found for all three at once.
    corners = np.concatenate([plane, values[..., None]], axis=-1)
    a, b, c, d = corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]
    halves = np.concatenate([np.stack([a, b, c], axis=2), np.stack([a, c, d], axis=2)]).reshape(-1, 3, 3)
    on = halves[..., 2] > 0
    crossed = halves[on.any(axis=1) & ~on.all(axis=1)]
    above = crossed[..., 2] > 0
    # The corner that is alone on its side: from it the line leaves through both edges.
    alone = np.argmax(above == (above.sum(axis=1) == 1)[:, None], axis=1)
    rows = np.arange(len(crossed))
    tip, left, right = (crossed[rows, (alone + k) % 3] for k in range(3))
    strokes = np.full((len(crossed), 3, 2), np.nan)
    for k, other in enumerate((left, right)):
        share = tip[:, 2] / (tip[:, 2] - other[:, 2])
        strokes[:, k] = tip[:, :2] + share[:, None] * (other[:, :2] - tip[:, :2])
    ends = strokes.reshape(-1, 2)
    return Line(ends[:, 0], ends[:, 1], role="accent", width=2.5)
