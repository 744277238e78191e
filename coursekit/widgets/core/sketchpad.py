"""A control to draw a digit on: its value as text, its bitmap, and the counts that a network reads.

A value is "" while nothing is drawn, "#3" for the image with number 3 of the test part of `datasets.digits()`, and otherwise
256 hexadecimal digits, eight a row from the top, four squares each. An image of the data keeps its own counts; a drawing is
brought to their form first (`bitmap.py`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from coursekit.datasets import digits
from coursekit.errors import ArgumentError
from coursekit.scenes import HeatMap, Panel
from coursekit.widgets.core.bitmap import SIDE, Bitmap, Counts, blow_up, digit_counts
from coursekit.widgets.core.controls import Control

SAMPLES = 30
"""Number of images of the test part that can be put on a sketchpad: three of each digit, `_ORDER` three times over."""

_ORDER = (0, 1, 8, 3, 5, 9, 2, 6, 4, 7)

_DRAWN = re.compile(f"[0-9a-f]{{{SIDE * SIDE // 4}}}")
_SAMPLE = re.compile(r"#(0|[1-9][0-9]?)")


class Sketchpad(Control, traitlets.TraitType[str, str]):
    """A drawing on 32×32 squares, made with pointer, finger or keyboard; starts at `default`, or empty."""

    kind = "sketchpad"

    def __init__(self, *, label: str, default: str = "") -> None:
        super().__init__(default)
        self._label(label)

    def validate(self, obj: Any, value: Any) -> str:  # noqa: ARG002 - traitlets fixes the signature
        """Return a value in its shortest form; raise ArgumentError for anything else."""
        bitmap = bitmap_of(value)
        return value if value.startswith("#") else value_of(bitmap)

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "side": SIDE, "samples": list(_samples())}


def bitmap_of(value: str) -> Bitmap:
    """The bitmap (32, 32) of a sketchpad's value.

    Raises:
        ArgumentError: it is no such value.
    """
    if value == "":
        return np.zeros((SIDE, SIDE), dtype=np.bool_)
    sample = _sample(value)
    if sample is not None:
        return blow_up(_images()[sample])
    if not isinstance(value, str) or not _DRAWN.fullmatch(value):
        raise ArgumentError(
            f'a drawing is "", "#0" to "#{SAMPLES - 1}" or {SIDE * SIDE // 4} hexadecimal digits; it is {value!r:.60}'
        )
    bits = np.unpackbits(np.frombuffer(bytes.fromhex(value), dtype=np.uint8))
    return np.asarray(bits.reshape(SIDE, SIDE), dtype=np.bool_)


def value_of(bitmap: npt.ArrayLike) -> str:
    """The value of a sketchpad that shows a bitmap (32, 32)."""
    dark = np.asarray(bitmap) != 0
    return np.packbits(dark).tobytes().hex() if dark.any() else ""


def counts_of(value: str) -> Counts:
    """The counts (8, 8), 0 to 16, of what is on a sketchpad: those of the data for one of its images.

    Raises:
        ArgumentError: nothing is drawn, or it is no such value.
    """
    sample = _sample(value)
    return digit_counts(bitmap_of(value)) if sample is None else _images()[sample].copy()


def panel_of(value: str, *, title: str = "") -> Panel:
    """Return a sketchpad's drawing as a panel of a scene: the picture that a saved notebook keeps."""
    dark = np.flipud(bitmap_of(value)).astype(np.float32)
    span = (0.0, float(SIDE))
    return Panel(span, span, (HeatMap(dark, span, span),), title=title, axes=False, square=True)


def in_words(value: str) -> str:
    """Describe a sketchpad's drawing in a sentence: how many squares are dark, and between which rows and columns."""
    dark = bitmap_of(value)
    rows, columns = np.flatnonzero(dark.any(axis=1)) + 1, np.flatnonzero(dark.any(axis=0)) + 1
    if not len(rows):
        return "The sketchpad is empty."
    place = f"{_span('row', rows)} and {_span('column', columns)}"
    return f"{int(dark.sum())} of {SIDE * SIDE:,} squares are dark, in {place}."


def _span(name: str, numbers: npt.NDArray[np.int64]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"{name} {first}" if first == last else f"{name}s {first} to {last}"


def _sample(value: Any) -> int | None:
    """The number of an image of the data; None for any other value."""
    found = _SAMPLE.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found and int(found[1]) < SAMPLES else None


@cache
def _images() -> Counts:
    """The counts (30, 8, 8) of the images that can be put on a sketchpad."""
    X, labels = digits(scaled=False).test
    rows = [np.flatnonzero(labels == digit)[k] for k in range(SAMPLES // 10) for digit in _ORDER]
    return X[rows].astype(np.int64).reshape(-1, 8, 8)


@cache
def _samples() -> tuple[str, ...]:
    """Their bitmaps, as hexadecimal digits."""
    return tuple(value_of(blow_up(counts)) for counts in _images())
