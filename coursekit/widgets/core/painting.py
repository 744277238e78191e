"""A control to paint weights on, as a square picture, 8×8 unless it is told otherwise: for, against, or no weight at all.

Its value is "" while nothing is painted, and otherwise its rows from the top with a space between them, a character a
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
"""Rows and columns of a painting, where nothing else is said."""

Weights = npt.NDArray[np.float64]

_LEVELS = "=-.+#"  # −2 to 2


class Painting(Control, traitlets.TraitType[str, str]):
    """Weights from −2 to 2 on `side`×`side` squares, painted with pointer, finger or keyboard; starts at `default`, or empty."""

    kind = "painting"

    def __init__(self, *, label: str, side: int = SIDE, default: str = "") -> None:
        super().__init__(default)
        self._label(label)
        self.side = side

    def validate(self, obj: Any, value: Any) -> str:  # noqa: ARG002 - traitlets fixes the signature
        """Return a value, or weights (side, side), as a value in its shortest form; raise ArgumentError or ShapeError for anything else."""
        weights = value if isinstance(value, np.ndarray) else weights_of(value, self.side)
        return painting_of(weights, self.side)

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the input."""
        return {**super().spec(), "side": self.side}


def weights_of(value: str, side: int = SIDE) -> Weights:
    """The weights (side, side), −2 to 2, of a painting's value.

    Raises:
        ArgumentError: it is no such value.
    """
    if value == "":
        return np.zeros((side, side))
    painted = f"(?:[{re.escape(_LEVELS)}]{{{side}}}(?: (?!$)|$)){{{side}}}"
    if not isinstance(value, str) or not re.fullmatch(painted, value):
        raise ArgumentError(
            f'a painting is "" or {side} rows of {side} characters from {_LEVELS} with a space between them; it is {value!r:.60}'
        )
    return np.array([[_LEVELS.index(letter) - 2.0 for letter in row] for row in value.split(" ")])


def painting_of(weights: npt.ArrayLike, side: int = SIDE) -> str:
    """The value of a painting that shows weights (side, side), whole numbers from −2 to 2.

    Raises:
        ShapeError: the weights are not (side, side).
        ArgumentError: a weight is another number.
    """
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (side, side):
        raise ShapeError(f"painted weights must have shape ({side}, {side}); they have {given.shape}")
    wrong = given[~np.isin(given, [-2, -1, 0, 1, 2])]
    if wrong.size:
        raise ArgumentError(f"painted weights must be −2, −1, 0, 1 or 2; one is {wrong[0]:g}")
    if not given.any():
        return ""
    return " ".join("".join(_LEVELS[int(level) + 2] for level in row) for row in given)
