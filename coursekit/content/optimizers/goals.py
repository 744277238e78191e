"""Verdicts on the question of lesson 5 that is answered by doing, and the curves of the one that is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets import ValleyWalk

Curve = npt.NDArray[np.float64]


def valley_limit(walk: ValleyWalk) -> str | None:
    """Right at the largest rate with which the walk doesn't move away from the floor, in the valley that was asked about."""
    if walk.c != 25:
        return None
    if walk.momentum:
        return "with-momentum" if walk.rate > 0.08 else None
    thousandths = round(1000 * walk.rate)
    if thousandths == 80:
        return "right"
    if thousandths > 75:
        return "explodes" if thousandths > 84 else "nearly"
    if thousandths > 40:
        return "too-careful" if thousandths > 50 else "first-jumps"
    return "one-jump" if thousandths == 40 else None


def velocity(step: Curve) -> Curve:
    """The velocity after so many steps of slope 1, with momentum 0.9."""
    return np.asarray(10 * (1 - 0.9**step))


def plain(step: Curve) -> Curve:
    """The velocity without momentum."""
    return np.ones_like(step)


def without_loss(step: Curve) -> Curve:
    """The velocity when nothing of it is lost, as far as the picture goes."""
    return np.minimum(step, 15)


def two_steps(step: Curve) -> Curve:
    """The velocity when only the last step is remembered."""
    return np.minimum(step, 1.9)


def fading(step: Curve) -> Curve:
    """The rest of a velocity of 10 when no slope comes in."""
    return np.asarray(10 * 0.9**step)
