"""Numbers as people type them: 1.68e7, 16.8M, 16_777_216, −3, 3/4, 2^24, 33.55 MB."""

from __future__ import annotations

import math
import re
from numbers import Real

from coursekit.errors import ArgumentError

_LONGEST = 100
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_SIGNS = {ord("−"): "-", ord("–"): "-", ord("×"): "*", ord("·"): "*", ord("÷"): "/", ord("⁄"): "/"}
# "z = 5", "≈ 5" and "approx. 5" mean 5.
_LEAD = re.compile(r"^(?:[A-Za-z]\w*\s*)?[=≈~]+\s*")
_DIGITS = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER = re.compile(
    rf"^(?P<sign>[+-]?)\s*(?P<first>{_DIGITS})"
    rf"(?:\s*(?P<join>\*\*|\^|/|\*\s*10\s*(?:\^|\*\*))\s*(?P<second>[+-]?{_DIGITS}))?"
    r"\s*(?P<rest>.*)$"
)
_MULTIPLES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "b": 1e9,
    "g": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
    "t": 1e12,
    "trillion": 1e12,
    "%": 1e-2,
}
_BYTES = {
    "b": 1.0,
    "byte": 1.0,
    "bytes": 1.0,
    "bit": 1 / 8,
    "bits": 1 / 8,
    **{f"{p}b": 1e3**i for i, p in enumerate("kmgt", 1)},
    **{f"{p}ib": 1024.0**i for i, p in enumerate("kmgt", 1)},
    **{f"{p}bit": 1e3**i / 8 for i, p in enumerate("kmgt", 1)},
}


def parse_number(answer: object, *, unit: str = "") -> float:
    """The value of a typed number, in `unit`.

    Understands signs and spaces of every sort, powers of ten, grouped digits, a decimal comma,
    fractions, powers, k / M / B / %, and the unit itself; bytes and bits in any other multiple
    are converted, so that "2000 MB" answers a question asked in GB.

    Raises:
        ArgumentError: one sentence that says what was not understood and what to write.
    """
    if isinstance(answer, Real) and not isinstance(answer, bool):
        return _finite(_as_float(answer), "this")
    if not isinstance(answer, str):
        raise ArgumentError(f"a number was expected, got {type(answer).__name__}; write digits, such as 3.5.")
    if not answer.strip():
        raise ArgumentError("there is no number yet; write digits, such as 3.5.")
    if len(answer) > _LONGEST:
        raise ArgumentError(f"{len(answer)} letters are too many for one number; write digits, such as 3.5.")
    text = _LEAD.sub("", answer.translate(_SPACES).translate(_SIGNS).strip())
    match = _NUMBER.match(_join_groups(text))
    if match is None:
        raise ArgumentError(f"“{answer.strip()}” was not understood as a number; write digits, such as 3.5.")
    return _finite(_value(match) * _scale(match["rest"].strip(), unit), f"“{answer.strip()}”")


def _as_float(number: Real) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _finite(value: float, answer: str) -> float:
    if not math.isfinite(value):
        raise ArgumentError(f"{answer} is not a finite number; write digits, such as 3.5.")
    return value


def _join_groups(text: str) -> str:
    """16,777,216 and 16 777 216 and 16_777_216 lose their separators; 0,5 gets a point."""
    text = re.sub(r"(?<=\d)_(?=\d)", "", text)
    if re.match(r"^[+-]?\s*[1-9]\d{0,2}(?:[, ]\d{3})+(?!\d)", text):
        return re.sub(r"(?<=\d)[, ](?=\d{3}(?!\d))", "", text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text, count=1)


def _value(match: re.Match[str]) -> float:
    sign = -1.0 if match["sign"] == "-" else 1.0
    first, join = float(match["first"]), match["join"]
    if join is None:
        return sign * first
    second = float(match["second"])
    try:
        if join == "/":
            return sign * first / second
        power = first**second if join in {"^", "**"} else first * 10.0**second
        return sign * float(power)
    except (OverflowError, ZeroDivisionError):
        return math.inf


def _scale(rest: str, unit: str) -> float:
    """Factor that turns a number followed by the word `rest` into one in `unit`."""
    if not rest or _same(rest, unit):
        return 1.0
    word, target = rest.lower(), _BYTES.get(unit.lower())
    if target is not None:
        word = f"{word}b" if word in {"k", "m", "g", "t"} else word
        if word in _BYTES:
            return _BYTES[word] / target
    if word in _MULTIPLES:
        return _MULTIPLES[word]
    head, _, tail = rest.partition(" ")
    if unit and _same(tail.strip(), unit) and head.lower() in _MULTIPLES:
        return _MULTIPLES[head.lower()]
    wanted = f"in {unit}" if unit else "without a unit"
    raise ArgumentError(f"“{rest}” behind the number was not understood; write the number {wanted}.")


def _same(rest: str, unit: str) -> bool:
    return bool(unit) and rest.lower().rstrip(".") == unit.lower()
