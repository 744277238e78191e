"""Names as numbers: the 26 letters and the dot that begins and ends each name, and tables that count which follows which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from coursekit.datasets import names

Ids = npt.NDArray[np.int64]
Array = npt.NDArray[np.float64]

ALPHABET = ".abcdefghijklmnopqrstuvwxyz"
"""The dot is number 0, a is 1, z is 26."""
PLACES = 12
"""Numbers in one row: the dot and the 11 letters of the longest name."""
NOTHING = -100
"""The target where a row has no further letter; the loss leaves it out."""


def ids_of(text: str) -> Ids:
    """The numbers of letters and dots, (n,)."""
    return np.array([ALPHABET.index(letter) for letter in text], dtype=np.int64)


def name_of(ids: Iterable[int]) -> str:
    """The letters of numbers."""
    return "".join(ALPHABET[k] for k in ids)


def name_table(given: Sequence[str]) -> tuple[Ids, Ids]:
    """Names in rows, with the letter that comes next at each place.

    Args:
        given: names of a to z, of at most 11 letters.

    Returns:
        inputs (n, 12), a dot and then the name, filled up with dots; targets (n, 12), the name and then a dot, with −100 where
        nothing is left to guess.
    """
    inputs = np.zeros((len(given), PLACES), dtype=np.int64)
    targets = np.full((len(given), PLACES), NOTHING, dtype=np.int64)
    for row, name in enumerate(given):
        ids = ids_of(f".{name}.")
        inputs[row, : len(ids) - 1] = ids[:-1]
        targets[row, : len(ids) - 1] = ids[1:]
    return inputs, targets


@cache
def training_table() -> tuple[Ids, Ids]:
    """The names to train on, as `name_table` makes them."""
    return name_table(names().training)


@cache
def held_out_table() -> tuple[Ids, Ids]:
    """The names that are held out, as `name_table` makes them."""
    return name_table(names().held_out)


def counted(given: Iterable[str], before: int, *, add: float = 0.0) -> Array:
    """The counts of each letter after each `before` letters in a row: (27, …, 27), the last axis for the letter that follows.

    Args:
        given: names of a to z.
        before: letters looked back at, 1 or 2; in front of a name stand dots.
        add: added to every count, so that none is 0.
    """
    counts = np.full((27,) * (before + 1), add)
    for name in given:
        ids = ids_of("." * before + name + ".")
        for end in range(before, len(ids)):
            counts[tuple(ids[end - before : end + 1])] += 1
    return counts


def table_loss(counts: Array, given: Iterable[str]) -> float:
    """Mean of −log p of the right next letter, in nats a letter, when p is the share in a table of counts."""
    before = counts.ndim - 1
    shares = counts / counts.sum(axis=-1, keepdims=True)
    losses: list[float] = []
    for name in given:
        ids = ids_of("." * before + name + ".")
        losses += [
            -float(np.log(shares[tuple(ids[end - before : end + 1])])) for end in range(before, len(ids))
        ]
    return float(np.mean(losses))
