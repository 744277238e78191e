"""Markers that would cover each other, moved apart, so that every letter can be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

__all__ = ["apart"]

_ROUNDS = 60  # five markers on one spot need about five, a crowd in a corner more; mostly one is enough


def apart(
    places: Sequence[complex], leans: Sequence[complex], *, gap: float, low: complex, high: complex
) -> list[complex]:
    """Places x + iy in pixels, moved until any two are `gap` apart; one that stands free stays where it is.

    Args:
        places: where the markers belong.
        leans: where each goes from a spot it shares. They decide between neighbours on nearly one spot, which would
            else whirl around each other from one picture to the next.
        gap: the distance that two need.
        low: the lowest x and y that a moved marker may have.
        high: the highest ones.
    """
    spots = list(places)
    pairs = list(combinations(range(len(spots)), 2))
    for _ in range(_ROUNDS):
        crowded = [(a, b) for a, b in pairs if abs(spots[b] - spots[a]) < gap - 0.1]
        for a, b in crowded:
            between = spots[b] - spots[a]
            way = between + leans[b] - leans[a] or 1
            push = way / abs(way) * max(0.0, gap - abs(between)) / 2
            spots[a], spots[b] = _within(spots[a] - push, low, high), _within(spots[b] + push, low, high)
        if not crowded:
            break
    return spots


def _within(spot: complex, low: complex, high: complex) -> complex:
    return complex(min(max(spot.real, low.real), high.real), min(max(spot.imag, low.imag), high.imag))
