"""Words behind a typed number: the unit asked for, another multiple of it, or thousand, million, percent."""

from __future__ import annotations

import re

from coursekit.errors import ArgumentError

_PREFIXES = {"kilo": ("k", 1e3), "mega": ("m", 1e6), "giga": ("g", 1e9), "tera": ("t", 1e12)}
_BINARY = {"kibi": ("ki", 2.0**10), "mebi": ("mi", 2.0**20), "gibi": ("gi", 2.0**30), "tebi": ("ti", 2.0**40)}
_BYTES = {"b": 1.0, "byte": 1.0, "bit": 1 / 8}
for _name, (_short, _many) in {**_PREFIXES, **_BINARY}.items():
    _BYTES |= dict.fromkeys((f"{_short}b", f"{_short}byte", f"{_name}byte"), _many)
    _BYTES |= dict.fromkeys((f"{_short}bit", f"{_name}bit"), _many / 8)


def _table(text: str) -> dict[str, float]:
    pairs = (pair.split("=") for pair in text.split())
    return {name: float(size) for names, size in pairs for name in names.split("|")}


_SECONDS = _table(
    "s|sec|second=1 ms|millisecond=1e-3 µs|us|microsecond=1e-6 ns|nanosecond=1e-9 min|minute=60 h|hour=3600"
)
_MULTIPLES = _table(
    "hundred=100 k|thousand=1e3 m|mio|mn|mln|million=1e6 b|g|bn|billion=1e9 t|trillion=1e12 "
    "half|halve=0.5 quarter|fourth=0.25 fifth=0.2 tenth=0.1 hundredth=0.01 thousandth=1e-3 millionth=1e-6 "
    "%=0.01 ‰=1e-3"
) | {"third": 1 / 3}


def factor(rest: str, unit: str, *, value: float, quotient: bool) -> float:
    """Return what the number before `rest` has to be multiplied by to be in `unit`.

    Args:
        rest: the words behind the number; may be empty.
        unit: the one that the question asks for; may be empty.
        value: the number, since 112e9 B are bytes and 112 B may be billions.
        quotient: the number has a division: 1/4 million may be a quarter of one, or one in four of them.

    Raises:
        ArgumentError: one sentence; the words are not known, or can be read in two ways.
    """
    words = rest.split()
    if not words:
        return 1.0
    family = next((family for family in (_BYTES, _SECONDS) if _singular(unit) in family), {})
    if family is _BYTES:
        _ask_about_b(words[-1], unit, value)
    size = _size(rest, unit, family)
    if size is not None:
        return size
    multiple, size = _MULTIPLES.get(_singular(words[0])), _size(" ".join(words[1:]), unit, family)
    if multiple is None or size is None:
        wanted = f"in {unit}" if unit else "without a unit"
        raise ArgumentError(
            f"{quoted(rest)} behind the number was not understood; write the number {wanted}."
        )
    if quotient and words[0] not in {"%", "‰"}:
        raise ArgumentError(
            f"put brackets around the fraction before {quoted(rest)}, or write the result in digits."
        )
    if words[0] == "m":
        raise ArgumentError("“m” may be million or a thousandth; write the number in digits.")
    if family and len(words) == 1:
        raise ArgumentError(f"{quoted(rest)} of what? Write the number in {unit}.")
    return multiple * size


def quoted(text: str) -> str:
    """Return what somebody typed in quotes, or as code where Markdown would read signs such as * for its own."""
    return f"`{text.replace('`', chr(39))}`" if re.search("[*`]", text) else f"“{text}”"


def _ask_about_b(word: str, unit: str, value: float) -> None:
    """Ask back where a b may be bytes, bits or billions."""
    if re.fullmatch("[KkMGT]i?b", word):
        prefix = word[:-1]
        raise ArgumentError(
            f"do you mean bytes ({prefix}B) or bits ({prefix}bit)? Write {prefix}B or {prefix}bit."
        )
    if word in {"b", "B"} and abs(value) < _BYTES[_singular(unit)] > 1:
        raise ArgumentError(f"do you mean bytes or billions? Write the number in {unit}.")


def _size(word: str, unit: str, family: dict[str, float]) -> float | None:
    """Return how many of `unit` a word stands for: 1 for none and the unit itself; None if it is another word."""
    if not word or _singular(word) == _singular(unit):
        return 1.0
    name = _singular(word)
    if family is _BYTES and name in {"k", "m", "g", "t"}:  # 2 G in a question about GB
        name = f"{name}b"
    return family[name] / family[_singular(unit)] if name in family else None


def _singular(word: str) -> str:
    """Return the word in small letters and without the s of a plural; the s of "ms" is none."""
    small = word.lower()
    return small.removesuffix("s") if len(small) > 3 else small
