"""Shuffling that depends on nothing but its seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def shuffled(ids: Iterable[str], seed: int | str, *, avoid: Iterable[Iterable[str]] = ()) -> list[str]:
    """The ids in an order that `seed` alone decides.

    Sorting by a hash gives the same order on every Python, and an id added later leaves the
    others as they were. `random.shuffle` promises neither.

    Args:
        ids: what to shuffle; the order they come in does not matter.
        seed: kept with the answer, so that a question looks the same tomorrow.
        avoid: orders that must not come out, such as the right ones of an order question.
    """
    mixed = sorted(ids, key=lambda name: hashlib.sha256(f"{seed}/{name}".encode()).digest())
    avoided = [list(order) for order in avoid]
    turns = (mixed[n:] + mixed[:n] for n in range(len(mixed)))
    return next((turn for turn in turns if turn not in avoided), mixed)
