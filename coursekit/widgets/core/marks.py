"""Marks that several pictures share: a dashed level, a single point, two classes of points, a square grid."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from coursekit.scenes import Line, Points, Role

Array = npt.NDArray[Any]
Range = tuple[float, float]


def level(height: float, left: float, right: float, *, role: Role = "ink") -> Line:
    """A dashed horizontal line, such as a limit."""
    return Line(np.array([left, right]), np.array([height, height]), role=role, width=1.5, dashed=True)


def point(
    x: float, y: float, *, role: Role, marker: Literal["circle", "square", "cross"] = "square", **style: Any
) -> Points:
    """One point."""
    return Points(np.array([x]), np.array([y]), role=role, marker=marker, **style)


def class_points(points: Array, labels: Array, *, square: float, circle: float) -> tuple[Points, Points]:
    """Points (n, 2) by their labels (n,): squares for 0 and circles for 1, of these sizes in pixels."""
    zeros, ones = points[labels == 0], points[labels == 1]
    return (
        Points(zeros[:, 0], zeros[:, 1], role="negative", marker="square", size=square),
        Points(ones[:, 0], ones[:, 1], role="positive", size=circle),
    )


def wrong_points(points: Array, wrong: Array, *, size: float) -> Points:
    """A cross on each of the points (n, 2) for which `wrong` (n,) is true."""
    missed = points[wrong]
    return Points(missed[:, 0], missed[:, 1], role="ink", marker="cross", size=size)


def grid_points(x: Range, y: Range, columns: int, rows: int) -> Array:
    """The points of an even grid over a rectangle: (rows, columns, 2)."""
    return np.stack(np.meshgrid(np.linspace(*x, columns), np.linspace(*y, rows)), axis=-1)
