"""Curves drawn by hand: 65 heights over a range of x, written as a short text.

The text has two letters a place: a hexadecimal level from 00, the lowest height, to f0, the highest; ".." where nothing was
drawn. It is "" while nothing is drawn at all. Between two drawn places the curve runs straight; outside them it stays level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.errors import ArgumentError
from coursekit.formatting import format_number

Array = npt.NDArray[np.float64]

PLACES = 65
LEVELS = 240
"""Steps between the lowest and the highest height: halves, thirds, quarters and fifths of the range fall on one."""

_DRAWN = re.compile(rf"(?:\.\.|[0-9a-e][0-9a-f]|f0){{{PLACES}}}")


@dataclass(frozen=True)
class CurveRange:
    """The rectangle in which a curve is drawn: (low, high) of x and of y."""

    x: tuple[float, float]
    y: tuple[float, float]

    def __post_init__(self) -> None:
        if not all(np.isfinite(ends).all() and ends[0] < ends[1] for ends in (self.x, self.y)):
            raise ArgumentError(
                f"a curve is drawn between two finite numbers, the lower first; x is {self.x}, y {self.y}"
            )

    def places(self) -> Array:
        """The places x at which heights are kept, (65,)."""
        return np.linspace(*self.x, PLACES)

    def check(self, value: Any) -> str:
        """Return a value of a drawn curve in its shortest form.

        Raises:
            ArgumentError: it is no such value.
        """
        if value == "":
            return ""
        if not isinstance(value, str) or not _DRAWN.fullmatch(value):
            raise ArgumentError(
                f'a drawn curve is "" or {PLACES} pairs of letters, each ".." or from "00" to "f0"; it is {value!r:.60}'
            )
        return value if set(value) != {"."} else ""

    def heights(self, value: str) -> Array:
        """The curve that a value stands for, (65,).

        Raises:
            ArgumentError: nothing is drawn, or it is no such value.
        """
        if not self.check(value):
            raise ArgumentError("no curve is drawn yet; draw one from left to right")
        pairs = [value[k : k + 2] for k in range(0, 2 * PLACES, 2)]
        drawn = [k for k, pair in enumerate(pairs) if pair != ".."]
        levels = np.array([int(pairs[k], 16) for k in drawn])
        low, high = self.y
        filled = np.interp(np.arange(PLACES), drawn, low + (high - low) * levels / LEVELS)
        return np.asarray(filled, dtype=np.float64)

    def value(self, heights: npt.ArrayLike) -> str:
        """The value of a curve with these heights (65,); those outside the range are drawn at its edge.

        Raises:
            ArgumentError: there are not 65 finite numbers.
        """
        ys = np.asarray(heights, dtype=np.float64)
        if ys.shape != (PLACES,) or not np.isfinite(ys).all():
            raise ArgumentError(f"a curve needs {PLACES} finite heights; got an array of shape {ys.shape}")
        low, high = self.y
        # A hair above the half, so that a tie falls to the same side on every machine.
        levels = np.floor(np.clip((ys - low) / (high - low), 0, 1) * LEVELS + 0.5 + 1e-9)
        return "".join(f"{int(level):02x}" for level in levels)

    def words(self, value: str, name: str = "The curve") -> str:
        """Describe a drawn curve, called by `name`, in a sentence: where it starts and ends, and its highest and lowest point."""
        if not value:
            return "No curve is drawn yet."
        xs, ys = self.places(), self.heights(value)
        first, last, top, bottom = (
            f"({_short(xs[k])}, {_short(ys[k])})" for k in (0, -1, int(ys.argmax()), int(ys.argmin()))
        )
        if np.ptp(ys) == 0:
            return f"{name} runs level from {first} to {last}."
        return f"{name} runs from {first} to {last}; its highest point is {top}, its lowest {bottom}."


def _short(number: float) -> str:
    return format_number(number, 2).rstrip("0").rstrip(".")
