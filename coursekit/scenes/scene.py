"""A picture as plain data: marks with their places and roles, and the same in words.

One scene, two painters: `coursekit.scenes.paint` draws it with matplotlib for saved notebooks, print
and tests; `widgets/core/static/paint.js` draws it on a canvas while the learner moves a slider. Neither
decides anything about the content, so the two pictures always agree.

Colours are roles, not values: each painter has a light and a dark palette for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.errors import ShapeError

Role: TypeAlias = Literal["positive", "negative", "accent", "good", "muted", "ink"]
Range: TypeAlias = tuple[float, float]
Array: TypeAlias = npt.NDArray[Any]  # handed in as any real type, kept as float32


def _same_length(kind: str, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Array, Array]:
    """Turn both into float32 vectors; raise ShapeError where their lengths differ."""
    xs, ys = np.atleast_1d(np.asarray(x, np.float32)), np.atleast_1d(np.asarray(y, np.float32))
    if xs.ndim != 1 or xs.shape != ys.shape:
        raise ShapeError(f"a {kind} needs x and y of one length; x has shape {xs.shape}, y {ys.shape}")
    return xs, ys


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Straight segments through x (n,), y (n,); a NaN leaves a gap."""

    x: Array
    y: Array
    role: Role = "accent"
    width: float = 2.5
    dashed: bool = False

    def __post_init__(self) -> None:
        x, y = _same_length("line", self.x, self.y)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """One marker at each of x (n,), y (n,); shape and fill tell groups apart without colour.

    `size` is the diameter in CSS pixels.
    """

    x: Array
    y: Array
    role: Role = "accent"
    marker: Literal["circle", "square", "cross"] = "circle"
    size: float = 11.0
    filled: bool = True

    def __post_init__(self) -> None:
        x, y = _same_length("group of points", self.x, self.y)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """A surface: values (rows, columns) from −1 (negative) through 0 (no colour) to 1 (positive).

    Row 0 lies at the bottom. Values outside the range are clipped; 8 bits are kept, which is what a
    screen shows. As a "surface" the colours are pale and blend into each other, so that marks on top of them can be
    seen; as "squares" each value is a square in full colour, and as "ink" one between paper (0 and below) and ink (1).
    """

    values: Array
    x: Range
    y: Range
    style: Literal["surface", "squares", "ink"] = "surface"

    def __post_init__(self) -> None:
        values = np.asarray(self.values, np.float32)
        if values.ndim != 2:
            raise ShapeError(f"a heat map needs values of shape (rows, columns), not {values.shape}")
        levels = np.nan_to_num(np.clip(values, -1.0, 1.0)) * 127.0 + 127.5
        object.__setattr__(self, "values", levels.astype(np.uint8))


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Bars centred at x (n,) from `base` up to y (n,); `width` is in units of x."""

    x: Array
    y: Array
    role: Role = "accent"
    width: float = 0.8
    base: float = 0.0

    def __post_init__(self) -> None:
        x, y = _same_length("group of bars", self.x, self.y)
        object.__setattr__(self, "x", x)
        object.__setattr__(self, "y", y)


@dataclass(frozen=True, slots=True)
class Node:
    """A unit of a network: a circle of `size` CSS pixels across, with text inside it."""

    x: float
    y: float
    text: str = ""
    role: Role = "ink"
    size: float = 46.0
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from `start` to `end`, `gap` CSS pixels shorter at both ends (to touch the edge of nodes)."""

    start: tuple[float, float]
    end: tuple[float, float]
    role: Role = "muted"
    width: float = 1.8
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Text:
    """Text at a place; `size` in CSS pixels."""

    x: float
    y: float
    text: str
    role: Role = "ink"
    size: float = 13.0
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False


Mark: TypeAlias = Line | Points | HeatMap | Bars | Node | Arrow | Text


@dataclass(frozen=True, slots=True)
class Panel:
    """One pair of axes with its marks, painted in the order given.

    `square` keeps one unit of x as long as one unit of y; `axes=False` leaves out frame, grid and
    ticks (for diagrams); `share` is the panel's part of the width. `x_ticks` replaces the numbers on
    the x axis by names: (place, name) pairs.
    """

    x: Range
    y: Range
    marks: tuple[Mark, ...] = ()
    title: str = ""
    x_label: str = ""
    y_label: str = ""
    axes: bool = True
    square: bool = False
    share: float = 1.0
    x_ticks: tuple[tuple[float, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Panels from left to right, and the same thing in words for whoever cannot see them.

    `aspect` is width over height of the whole picture. `facts` are the numbers behind the words, by name,
    such as `{"accuracy": 0.75}`; no painter shows them, tests compare them.
    """

    panels: tuple[Panel, ...]
    words: str
    aspect: float = 2.0
    facts: Mapping[str, float] = field(default_factory=dict)
