"""Verdicts on the questions of lesson 3 that are answered by doing, and the curves of the one that is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets import SlideKernel, SoftmaxMixer

Curve = npt.NDArray[np.float64]

_SCORES = (2.0, 1.0, 0.0)


def softmax_temperature(mixer: SoftmaxMixer) -> str | None:
    """Right where the cat has 0.99 of the untouched scores; a shift alone and a high temperature don't bring it there."""
    if (mixer.score1, mixer.score2, mixer.score3) != _SCORES:
        return None
    if mixer.facts()["cat"] >= 0.99:
        return "right"
    if mixer.temperature > 1:
        return "hotter"
    return "shifted" if mixer.shift and mixer.temperature == 1 else None


def kernel(widget: SlideKernel) -> str | None:
    """Right where an upright stroke gives 0 in every column and ink below gives more than ink above."""
    weights = widget.weights()
    upright, level = weights.sum(axis=0), weights.sum(axis=1)
    if not weights.any():
        return None
    if not upright.any():
        if level[2] >= 0 >= level[0] and level.any():
            return "right"
        return "upside-down" if level[2] <= 0 <= level[0] and level.any() else None
    if not level.any():
        return "turned"
    if weights.min() < 0:
        return None
    return "stamp" if level[2] > 0 == level[0] else "no-minus"


def two_folds(x: Curve) -> Curve:
    """The place after two folds."""
    return _fold(_fold(x))


def one_fold(x: Curve) -> Curve:
    """The place after one fold."""
    return _fold(x)


def three_folds(x: Curve) -> Curve:
    """The place after three folds."""
    return _fold(two_folds(x))


def one_piece_more(x: Curve) -> Curve:
    """Up, down and up again, in thirds."""
    return np.asarray(1 - np.abs(1 - np.mod(3 * x, 2)))


def flat_fold(x: Curve) -> Curve:
    """Four pieces that rise no faster than those of one fold."""
    return two_folds(x) / 2


def _fold(x: Curve) -> Curve:
    return np.where(x < 0.5, 2 * x, 2 - 2 * x)
