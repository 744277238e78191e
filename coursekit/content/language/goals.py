"""Verdicts on the questions of lesson 7 that are answered by doing, and the curves of the one that is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets import AttentionPeek, NextLetter
from coursekit.widgets.language.trainings import EVERY, curve

Curve = npt.NDArray[np.float64]

_BLIND = np.log(27)
_CAT, _MILK = 1, 4


def query(peek: AttentionPeek) -> str | None:
    """Right where milk has a share of 0.80; the cat in front and a query below zero are known mistakes."""
    shares = peek.weights()
    if shares[_MILK] >= 0.8:
        return "right"
    if peek.food < 0:
        return "below"
    return "cat" if shares[_CAT] == shares.max() and peek.living > peek.food > 0 else None


def sampling(widget: NextLetter) -> str | None:
    """Right where three letters can be drawn after "ro" and the likeliest has at most 0.55."""
    facts = widget.facts()
    three = widget.beginning == "ro" and facts["can be drawn"] == 3
    if three and facts["likeliest"] <= 0.55:
        return "right"
    if three and widget.temperature == 1:
        return "only-k"
    return "colder" if three and widget.temperature < 1 else None


def unmasked(x: Curve) -> Curve:
    """The training loss without a mask."""
    return _trained("unmasked", x)


def masked(x: Curve) -> Curve:
    """The training loss with a mask."""
    return _trained("masked", x)


def stuck(x: Curve) -> Curve:
    """A loss that hardly falls."""
    return np.asarray(np.full(len(x), _BLIND - 0.2))


def halfway(x: Curve) -> Curve:
    """A loss that falls to about 1."""
    return np.asarray(1 + (_BLIND - 1) * np.exp(-x / 150))


def _trained(name: str, x: Curve) -> Curve:
    """The mean over the seeds at steps x; each kept loss is a mean over 50 steps, and stands in their middle."""
    mean = curve(name).mean(axis=0)
    steps = EVERY * (np.arange(len(mean)) + 0.5)
    return np.asarray(np.interp(x, np.append(0.0, steps), np.append(_BLIND, mean)))
