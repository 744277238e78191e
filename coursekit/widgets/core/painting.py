"""A control to paint the 64 weights of a neuron on, as an 8×8 picture: for, against, or no weight at all.

Its value is "" while nothing is painted, and otherwise eight rows from the top with a space between them, a character a
square: # for 2, + for 1, . for 0, - for −1 and = for −2.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from coursekit.errors import ArgumentError, ShapeError
from coursekit.widgets.core.controls import Control

SIDE = 8
"""Rows and columns of a painting."""

Weights = npt.NDArray[np.float64]

_LEVELS = "=-.+#"  # −2 to 2
_PAINTED = re.compile(f"(?:[{re.escape(_LEVELS)}]{{{SIDE}}}(?: (?!$)|$)){{{SIDE}}}")


class Painting(Control, traitlets.TraitType[str, str]):
    """Weights from −2 to 2 on 8×8 squares, painted with pointer, finger or keyboard; starts empty."""

    kind = "painting"

    def __init__(self, *, label: str) -> None:
        super().__init__("")
        self._label(label)

    def validate(self, obj: Any, value: Any) -> str:  # noqa: ARG002 - traitlets fixes the signature
        """Return a value, or weights (8, 8), as a value in its shortest form; raise ArgumentError or ShapeError for anything else."""
        return painting_of(value if isinstance(value, np.ndarray) else weights_of(value))

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "side": SIDE}


def weights_of(value: str) -> Weights:
    """The weights (8, 8), −2 to 2, of a painting's value.

    Raises:
        ArgumentError: it is no such value.
    """
    if value == "":
        return np.zeros((SIDE, SIDE))
    if not isinstance(value, str) or not _PAINTED.fullmatch(value):
        raise ArgumentError(
            f'a painting is "" or {SIDE} rows of {SIDE} characters from {_LEVELS} with a space between them; it is {value!r:.60}'
        )
    return np.array([[_LEVELS.index(letter) - 2.0 for letter in row] for row in value.split(" ")])


def painting_of(weights: npt.ArrayLike) -> str:
    """The value of a painting that shows weights (8, 8), whole numbers from −2 to 2.

    Raises:
        ShapeError: the weights are not (8, 8).
        ArgumentError: a weight is another number.
    """
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (SIDE, SIDE):
        raise ShapeError(f"painted weights must have shape (8, 8); they have {given.shape}")
    wrong = given[~np.isin(given, [-2, -1, 0, 1, 2])]
    if wrong.size:
        raise ArgumentError(f"painted weights must be −2, −1, 0, 1 or 2; one is {wrong[0]:g}")
    if not given.any():
        return ""
    return " ".join("".join(_LEVELS[int(level) + 2] for level in row) for row in given)
