"""Verdicts on the questions of lesson 2 that are answered by doing, and the curves that are drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets import HingeChase, Hinges
from coursekit.widgets.nonlinearity.hinge_chase import GOAL
from coursekit.widgets.nonlinearity.hinge_training import DAY

Array = npt.NDArray[np.float64]

_BENT_DAY = 2 * GOAL
"""A curve that the best straight line misses by less would need no hinges."""


def chase(widget: HingeChase) -> str | None:
    """Right where hinges set by hand come within 1 °C of a curve that bends; else the thought behind it, if it is known."""
    facts = widget.facts()
    if widget.set_by != "by you" or facts.get("line", 0) < _BENT_DAY:
        return None
    if not widget.bend:
        return "no-bend"
    if facts["error"] <= GOAL:
        return "right" if facts["kinks"] else None
    return "slopes" if _error_of_slopes(widget) <= GOAL else None


def _error_of_slopes(widget: HingeChase) -> float:
    """The error in °C if each turn were the slope of the piece that begins at its hinge."""
    model = widget.model()
    order = [
        k for k in np.argsort(-model.b, kind="stable") if model.v[k]
    ]  # a hinge with turn 0 was left alone
    meant = Hinges(model.w[order], model.b[order], np.diff(model.v[order], prepend=0), model.c)
    xs = DAY.places()
    return float(np.abs(meant.curve(xs) - DAY.heights(widget.drawn)).mean())


def hinge(x: Array) -> Array:
    """max(0, x − 1)."""
    return np.maximum(0, x - 1)


def absolute(x: Array) -> Array:
    """|x − 1|."""
    return np.abs(x - 1)


def not_bent(x: Array) -> Array:
    """The sum, x − 1, without its bend."""
    return x - 1


def bent_too_early(x: Array) -> Array:
    """max(0, x) − 1."""
    return np.maximum(0, x) - 1


def jumps_to_x(x: Array) -> Array:
    """0 up to x = 1, then x."""
    return np.where(x > 1, x, 0.0)


def kink_at_zero(x: Array) -> Array:
    """max(0, x)."""
    return np.maximum(0, x)


def other_side(x: Array) -> Array:
    """max(0, x + 1)."""
    return np.maximum(0, x + 1)


def x_plus_one(x: Array) -> Array:
    """The sum with the sign of its bias turned, x + 1, without its bend."""
    return x + 1


def stops_at_one(x: Array) -> Array:
    """min(1, max(0, x − 1))."""
    return np.minimum(1, hinge(x))


def step(x: Array) -> Array:
    """0 up to x = 1, then 1."""
    return np.where(x > 1, 1.0, 0.0)
