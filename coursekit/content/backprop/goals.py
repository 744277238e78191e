"""Verdicts on the questions of lesson 4 that are answered by doing, and the curves of the one that is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets import GradientThermometer, WalkBackwards
from coursekit.widgets.backprop.slopes import propagate
from coursekit.widgets.backprop.walk_backwards import ORDER, diamond

Curve = npt.NDArray[np.float64]

_DEEPEST = 3.0


def walk_order(widget: WalkBackwards) -> str | None:
    """Right where `a` ends at the true gradient and nobody hands on twice; the usual wrong orders by name."""
    order = list(widget.order)
    if widget.task != ORDER or set(order) != {"out", "c", "d", "b"}:
        return None
    held = propagate(diamond(), order)["a"]
    useful = [name for k, name in enumerate(order) if propagate(diamond(), order[:k])[name]]
    if len(useful) > len(set(useful)):
        return "twice" if useful.count("b") > 1 and held > 5 else "repeat"
    if held == 5:
        return "right" if useful == order else "idle"
    if not held and order.index("out") > order.index("b"):
        return "forward"
    return "early" if held in (2, 3) and order[-1] != "b" else None


def remedy(widget: GradientThermometer) -> str | None:
    """Right where the gradient arrives although the spread, the layers and the bend are as at the start."""
    if (widget.start, widget.depth, widget.width, widget.activation) != ("0.05", 20, 100, "ReLU"):
        return None
    if 0.1 <= widget.facts()["ratio"] <= 10:
        return "right"
    if widget.norm == "none" and widget.clip:
        return "clip"
    return "view" if widget.norm == "none" and widget.shown == "weights" else None


def score_slope(p: Curve) -> Curve:
    """The slope of −log p in the score of the right class."""
    return p - 1


def downhill(p: Curve) -> Curve:
    """The way that the score should go."""
    return 1 - p


def log_alone(p: Curve) -> Curve:
    """The slope of −log p in p itself, as far down as the pad goes."""
    return np.maximum(-_DEEPEST, -1 / p)


def share_alone(p: Curve) -> Curve:
    """The slope of p in the score, with a minus."""
    return -p * (1 - p)


def the_loss(p: Curve) -> Curve:
    """The loss itself."""
    return -np.log(p)
