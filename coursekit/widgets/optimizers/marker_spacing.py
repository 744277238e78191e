"""Spacing of markers: those that would cover each other are moved apart, so that every letter can be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

_ROUNDS = 60  # five markers at one place need about five rounds, many in a corner more; mostly one is enough


def spaced(
    places: Sequence[complex], directions: Sequence[complex], *, gap: float, low: complex, high: complex
) -> list[complex]:
    """Move places x + iy, in pixels, until any two are `gap` apart; one with room around it stays where it is.

    Args:
        places: where the markers belong.
        directions: the way each goes from a place it shares. They decide between markers at nearly one place, which
            would otherwise circle around each other from one picture to the next.
        gap: the distance that two need.
        low: the lowest x and y that a moved marker may have.
        high: the highest x and y.
    """
    moved = list(places)
    pairs = list(combinations(range(len(moved)), 2))
    for _ in range(_ROUNDS):
        crowded = [(a, b) for a, b in pairs if abs(moved[b] - moved[a]) < gap - 0.1]
        for a, b in crowded:
            between = moved[b] - moved[a]
            way = between + directions[b] - directions[a] or 1
            push = way / abs(way) * max(0.0, gap - abs(between)) / 2
            moved[a], moved[b] = _within(moved[a] - push, low, high), _within(moved[b] + push, low, high)
        if not crowded:
            break
    return moved


def _within(place: complex, low: complex, high: complex) -> complex:
    return complex(min(max(place.real, low.real), high.real), min(max(place.imag, low.imag), high.imag))
