"""Large amounts as a reader expects to see them: 33.6 MB, 16.8 million, 42 ms."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CARDS", "Card", "amount", "in_bytes", "in_seconds", "money", "smallest_card"]


class Card(NamedTuple):
    """A graphics card: what its memory holds, in bytes, and one that has so much."""

    name: str
    memory: float
    example: str


# Labels of the data sheets (RTX 4090, H100 SXM, H200). Memory is built in GiB, so each holds a little more than
# 1e9 bytes a GB; the system takes a part of it, and 1e9 is what is counted on here.
CARDS = (
    Card("8 GB", 8e9, "in a laptop"),
    Card("24 GB", 24e9, "GeForce RTX 4090"),
    Card("80 GB", 80e9, "H100"),
    Card("141 GB", 141e9, "H200"),
)

_BYTES = ("B", "kB", "MB", "GB", "TB", "PB")
_WORDS = ("", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion")


def in_bytes(n: float) -> str:
    """Bytes with a decimal unit and three digits: 67,108,864 → 67.1 MB."""
    value, unit = _scaled(n, len(_BYTES))
    return f"{_three(value)} {_BYTES[unit]}"


def amount(n: float) -> str:
    """A count in words: whole below ten thousand, three digits above: 16,777,216 → 16.8 million."""
    if abs(n) < 1e4:
        return f"{n:,.0f}"
    value, unit = _scaled(n, len(_WORDS))
    return f"{_three(value)}{_WORDS[unit]}"


def in_seconds(seconds: float) -> str:
    """A short time with two digits: 0.0421 → 42 ms."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        value = seconds / size
        if value >= 0.9995 or unit == "ns":
            break
    # From 99.5 on, two digits would be written 1e+02.
    return f"{value:.2g} {unit}" if value < 99.5 else f"{value:.0f} {unit}"


def money(dollars: float) -> str:
    """Dollars: cents below ten, whole dollars above; less than a cent with one digit, 0.0006."""
    if 0 < dollars < 0.005:
        return f"{dollars:.1g}"
    return f"{dollars:.2f}" if dollars < 9.995 else f"{dollars:,.0f}"


def smallest_card(n: float) -> Card | None:
    """The smallest card whose memory holds n bytes; None where not even the largest does."""
    return next((card for card in CARDS if n <= card.memory), None)


def _scaled(n: float, units: int) -> tuple[float, int]:
    """The number in the largest unit of a thousand in which it is at least 1."""
    unit = 0
    while abs(n) >= 999.5 and unit < units - 1:
        n, unit = n / 1000, unit + 1
    return n, unit


def _three(value: float) -> str:
    """Three digits: 67.1, 112, 2.00."""
    digits = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    return f"{value:.{digits}f}"
