"""Numbers in a text, and their agreement with computed ones."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

_SIGN = r"(?:(?<![\w)\]}])-(?=\d))?"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?"
_NUMBER = re.compile(rf"{_SIGN}(?<![\w#.])(?>{_DIGITS}|\.\d+)(?![xyzwb])", re.ASCII)
# At the start of a line: the numbers of an ordered list, and of a heading.
_LABEL = re.compile(r"^(\s*)\d+(?=\. )|^(#+ )\d+(?= )", re.MULTILINE)
_EXEMPT = re.compile(
    r"\b(?:[Ll]essons?|[Cc]hapters?) \d+(?: (?:to|and|–) \d+)?"  # a reference, not a quantity
    r"|https?://\S+|\]\([^)]*\)"  # links
    r"|_\{[^}]*\}"  # subscripts in formulas
    r"|`[^`]*[^`\d.,+-][^`]*`"  # code, unless it is nothing but a number
)


class Number(NamedTuple):
    """A number as it is written, with its place."""

    written: str
    start: int
    end: int


def plain(text: str) -> str:
    """Return the text as numbers are looked for: one kind of minus, single spaces, no emphasis, no labels of lines."""
    text = _LABEL.sub(r"\1\2§", text)
    return " ".join(text.replace("−", "-").replace("*", "").split())


def numbers_in(text: str) -> list[Number]:
    """Return the numbers of a plain text, in order; references, links and code hold none."""
    text = _EXEMPT.sub(lambda found: " " * len(found[0]), text)
    return [Number(found[0], found.start(), found.end()) for found in _NUMBER.finditer(text)]


def agrees(written: str, value: float) -> bool:
    """Return True if `value`, rounded to as many digits, is what is written."""
    if not math.isfinite(value):
        return False
    shown = Decimal(written.replace(",", ""))
    step = Decimal(1).scaleb(int(shown.as_tuple().exponent))
    # Half a step, and a breath more, since 0.125 may be written 0.12 or 0.13.
    return abs(Decimal(float(value)) - shown) <= step * Decimal("0.500001")
