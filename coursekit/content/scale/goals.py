"""Verdicts on the questions of lesson 6 that are answered by doing, and the curves of the one that is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets import FitFinder, TheBill

Curve = npt.NDArray[np.float64]

_CARD, _WANTED = 80e9, 6e9
_FETCHING, _EACH, _TOP = 10.0, 0.1, 30.0
"""Milliseconds for the weights and for one example, and the top of the picture."""


def train_on_one_card(bill: TheBill) -> str | None:
    """Right with 6 billion parameters and all they need in training within 80 GB."""
    facts, memory = bill.facts(), bill.memory()
    fits = facts["bytes"] <= _CARD
    if facts["parameters"] < _WANTED:
        return "too-small" if fits and facts["bytes"] > _CARD / 2 and bill.optimizer == "Adam" else None
    if fits:
        return "right"
    adam = bill.optimizer == "Adam"
    if adam and bill.bits == 16:
        return "sixteen-bits"
    return "large-enough" if adam and memory["weights"] <= _CARD else None


def serve_eight(finder: FitFinder) -> str | None:
    """Right with 70B and at least eight conversations of 4,096 tokens in 80 GB; at 8 bits the weights alone would fit."""
    facts = finder.facts()
    weights_fit = facts["bytes"] - facts["kv bytes"] <= _CARD
    asked = finder.model == "70B" and finder.purpose == "answer" and finder.tokens == 4096
    if not asked or not weights_fit or 0 < finder.talks < 8:
        return None
    if finder.talks == 0:
        return "nobody-there"
    if facts["bytes"] <= _CARD:
        return "right"
    return "weights-fit" if (finder.bits, finder.talks) == (8, 8) else None


def slower_of_the_two(x: Curve) -> Curve:
    """Fetching and multiplying at the same time."""
    return np.maximum(_FETCHING, _EACH * x)


def multiplying_alone(x: Curve) -> Curve:
    """The time of the multiplying."""
    return _EACH * x


def one_after_the_other(x: Curve) -> Curve:
    """First all weights are fetched, then they are multiplied."""
    return _FETCHING + _EACH * x


def fetching_alone(x: Curve) -> Curve:
    """The time of the fetching."""
    return np.full_like(x, _FETCHING)


def fetched_for_each(x: Curve) -> Curve:
    """The weights are fetched again for every example."""
    return np.minimum(_FETCHING * x, _TOP)
