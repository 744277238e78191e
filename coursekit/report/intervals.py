"""Intervals of 95 % around shares and their differences, made for the small numbers that a class has.

A share's is Wilson's (1927), a difference of two classes Agresti and Caffo's (2000), a difference within the same
learners Bonett and Price's (2012): each is right about 95 % of the time for tens of learners too, where the
textbook's formula is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

_Z = 1.959964


class Interval(NamedTuple):
    """A difference or share, and the interval around it."""

    value: float
    low: float
    high: float

    @property
    def tells(self) -> bool:
        """Return True if the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


def share(k: int, n: int) -> Interval:
    """Return the share k of n, n at least 1."""
    middle = (k + _Z**2 / 2) / (n + _Z**2)
    half = _Z * sqrt(k * (n - k) / n + _Z**2 / 4) / (n + _Z**2)
    return Interval(k / n, middle - half, middle + half)


def difference(now: tuple[int, int], then: tuple[int, int], z: float = _Z) -> Interval:
    """Return by how much the share of `now` is above that of `then`, each (k, n) of other people, n at least 1."""
    (k, n), (j, m) = now, then
    p, q = (k + 1) / (n + 2), (j + 1) / (m + 2)
    half = z * sqrt(p * (1 - p) / (n + 2) + q * (1 - q) / (m + 2))
    return Interval(k / n - j / m, max(-1, p - q - half), min(1, p - q + half))


def gain(won: int, lost: int, n: int) -> Interval:
    """Return the gain of n people asked twice, of whom `won` were right only later and `lost` only before; n at least 1."""
    p, q = (won + 1) / (n + 2), (lost + 1) / (n + 2)
    half = _Z * sqrt(max(0.0, p + q - (p - q) ** 2) / (n + 2))
    return Interval((won - lost) / n, max(-1, p - q - half), min(1, p - q + half))


def mean_gain(people: Iterable[tuple[int, int]]) -> Interval:
    """Return the gain over several questions; each person gives (won less lost, questions asked twice), at least one.

    One person's answers hang together, so the interval comes from how much the people differ.
    """
    found = list(people)
    n, asked = len(found), sum(m for _, m in found)
    mean = sum(gained for gained, _ in found) / asked
    left = sum((gained - mean * m) ** 2 for gained, m in found)
    half = _Z * sqrt(left * n / max(1, n - 1)) / asked if n > 1 else 2
    return Interval(mean, max(-1, mean - half), min(1, mean + half))
