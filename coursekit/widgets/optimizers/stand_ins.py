"""Ten digits drawn with straight strokes, for a reader who hasn't drawn any: as bitmaps of a sketchpad."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np

from coursekit.widgets.core.bitmap import SIDE, Bitmap
from coursekit.widgets.core.sketchpad import value_of

Corner = tuple[int, int]

_BRUSH = 1.3
"""Half the width of a stroke, in squares."""
_STROKES: tuple[tuple[tuple[Corner, ...], ...], ...] = (
    (((12, 4), (20, 4), (23, 10), (23, 21), (20, 27), (12, 27), (9, 21), (9, 10), (12, 4)),),
    (((11, 10), (17, 4), (17, 27)), ((10, 27), (24, 27))),
    (((9, 9), (12, 4), (20, 4), (23, 9), (22, 14), (9, 27), (24, 27)),),
    (((9, 4), (23, 4), (15, 13), (22, 17), (22, 23), (18, 27), (9, 27)),),
    (((20, 27), (20, 4), (8, 20), (25, 20)),),
    (((23, 4), (10, 4), (10, 14), (19, 14), (23, 18), (23, 23), (18, 27), (9, 27)),),
    (((20, 4), (12, 11), (9, 20), (12, 27), (20, 27), (23, 22), (20, 17), (10, 18)),),
    (((9, 4), (24, 4), (13, 27)), ((12, 16), (22, 16))),
    (((16, 15), (10, 10), (12, 4), (20, 4), (22, 10), (16, 15), (9, 21), (12, 27), (21, 27), (23, 21), (16, 15)),),
    (((22, 13), (12, 15), (9, 9), (13, 4), (20, 4), (22, 9), (22, 27)),),
)  # fmt: skip
"""For each digit its strokes, as corners (column, row)."""


@cache
def stand_ins() -> tuple[str, ...]:
    """The drawings of 0 to 9, as values of a sketchpad."""
    return tuple(value_of(_drawn(strokes)) for strokes in _STROKES)


def _drawn(strokes: tuple[tuple[Corner, ...], ...]) -> Bitmap:
    """A bitmap (32, 32) that is dark near the strokes."""
    row, column = np.mgrid[:SIDE, :SIDE]
    place = column + 1j * row
    dark = np.zeros((SIDE, SIDE), dtype=np.bool_)
    for corners in strokes:
        for start, end in pairwise(complex(*corner) for corner in corners):
            along = end - start
            share = np.clip(((place - start) * along.conjugate()).real / abs(along) ** 2, 0, 1)
            dark |= np.abs(place - start - share * along) <= _BRUSH
    return dark
