"""Panels for 8×8 pictures: a digit in ink, weights or votes with their signs, and many small digits."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from coursekit.scenes import HeatMap, Line, Mark, Panel, Text

Array = npt.NDArray[Any]

_SIGNED = 0.35  # of the largest weight: smaller ones are too pale for a sign


def digit_panel(image: Array, title: str) -> Panel:
    """A digit (64,) of entries from 0 to 1."""
    return _picture(_upright(image), "ink", title)


def signed_panel(values: Array, title: str, *, largest: float | None = None) -> Panel:
    """Weights or votes, (64,) or a smaller square: blue with a + above zero, orange with a − below; `largest` gets the full colour."""
    grid = _upright(values) / (largest or float(np.abs(values).max()) or 1.0)
    return _picture(grid, "squares", title, signs(grid))


def many_digits(images: Array, title: str, *, columns: int = 4, rows: int = 3) -> Panel:
    """The first columns · rows of some digits (n, 64), as small pictures; the word "none" where there are none."""
    shown = np.zeros((rows * columns, 9, 9))
    few = images[: len(shown)]
    shown[: len(few), :8, :8] = few.reshape(-1, 8, 8)
    sheet = shown.reshape(rows, columns, 9, 9).swapaxes(1, 2).reshape(9 * rows, 9 * columns)
    x, y = (0.0, 9.0 * columns), (0.0, 9.0 * rows)
    marks: tuple[Mark, ...] = (HeatMap(sheet[::-1], x, y, style="ink"),)
    if not len(few):
        marks = (Text(x[1] / 2, y[1] / 2, "none", role="muted", align="center"),)
    return Panel(x, y, marks, title=title, axes=False, square=True)


def _upright(values: Array) -> Array:
    """A square picture with its first row at the top, where a heat map has its last."""
    side = math.isqrt(values.size)
    return np.asarray(values, np.float64).reshape(side, side)[::-1]


def _picture(grid: Array, style: Literal["squares", "ink"], title: str, *marks: Mark) -> Panel:
    low, high = span = (0.0, float(len(grid)))
    frame = Line(
        np.array([low, high, high, low, low]), np.array([low, low, high, high, low]), role="muted", width=1.5
    )
    shown = HeatMap(grid, span, span, style=style)
    return Panel(span, span, (shown, *marks, frame), title=title, axes=False, square=True)


def signs(grid: Array) -> Line:
    """A small + or − in each square of a grid from −1 to 1 that is strong enough to carry one, the first row at the bottom."""
    x, y = [], []
    for row, column in np.argwhere(np.abs(grid) > _SIGNED):
        x += [column + 0.3, column + 0.7, np.nan]
        y += [row + 0.5, row + 0.5, np.nan]
        if grid[row, column] > 0:
            x += [column + 0.5, column + 0.5, np.nan]
            y += [row + 0.3, row + 0.7, np.nan]
    return Line(np.array(x), np.array(y), role="ink", width=1.3)
