"""Numbers as people type them: 1.68e7, 16.8M, 2²⁴, 4096 × 4096, −3, 1½, 1/1,000, about 33.55 MB.

A small grammar and no `eval`: a product or quotient of signed powers of numbers and brackets, then a unit.
What can be read in two ways is asked back; nothing is decided by a guess.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from numbers import Real
from typing import NoReturn

from coursekit.errors import ArgumentError
from coursekit.quiz.units import factor, quoted

_LONGEST = 100
_LOOK_ALIKES = {
    "-": "‐‑‒–—―−﹣➖˗",
    "+": "﬩➕﹢",
    "*": "×·∙⋅•∗✕✖⨯",
    "/": "÷∕⁄",
    "'": "’‘ʼ`´٬",
    "~": "∼≃≅≈˜",
    ".": "٫",
    "µ": "μ",
}
_CHARACTERS = str.maketrans({alike: plain for plain, alikes in _LOOK_ALIKES.items() for alike in alikes})
_RAISED, _LOWERED = "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"
_FLAT = str.maketrans(_RAISED + _LOWERED, "+-0123456789" + "0123456789")
# "z = 5", "≈ 5", "approx. 5" and "the answer is 5" mean 5.
_LEAD = re.compile(
    r"(?:(?:about|approximately|approx|roughly|around|circa|ca|c(?=\.)|exactly|nearly|almost"
    r"|(?:the )?(?:answer|result)|it is|it's|is)\b[.:]?"
    r"|[^\W\d][\w.]*(?:\([\w, ]*\))?\s*(?=[=~:])|[=~:])\s*",
    re.IGNORECASE,
)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_SIGNS = (
    "minus=- negative=- plus=+ times=* over=/ divided_by=/ to_the_power_of=^ squared=^2 cubed=^3 "
    "percent=% per_cent=% pct=%"
)
_WORDS = {
    **{name: str(number) for number, name in enumerate(_SMALL.split())},
    **dict(pair.replace("_", " ").split("=") for pair in _SIGNS.split()),
}
_WORD = re.compile(rf"(?<![^\W\d])({'|'.join(_WORDS)})\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"""\s*(?=[.,]?\d|\{\d+\|)(?P<whole>\d{1,3}(?:(?P<mark>[ ,.'])\d{3})(?:(?P=mark)\d{3})*(?!\d)|\d+(?:_\d+)*)?
    (?P<decimals>[.,]\d+|(?<=\d)\.(?!\d))?(?:[eE](?P<exponent>[+-]?\d+)(?!\d))?
    (?:\s*\{(?P<above>\d+)\|(?P<below>\d+)\})?""",
    re.VERBOSE,
)
_SIGN, _POWER, _STEP = re.compile(r"\s*([+-])"), re.compile(r"\s*(?:\*\*|\^)"), re.compile(r"\s*(\*(?!\*)|/)")
_OPEN, _CLOSE = re.compile(r"\s*\("), re.compile(r"\s*\)")


def parse_number(answer: object, *, unit: str = "") -> float:
    """The value of a typed number, in `unit`.

    Understands signs and spaces of every sort, grouped digits, a decimal comma, fractions, powers, products,
    brackets, small numbers in words, k / M / B / %, "about", and the unit itself; bytes, bits and seconds in
    any other multiple are converted, so that "2000 MB" answers a question asked in GB.

    Raises:
        ArgumentError: one sentence that says what was not understood and what to write. Also where a number can
            be read in two ways, such as "1,099": it names both.
    """
    if isinstance(answer, Real | Decimal) and not isinstance(answer, bool):
        return _finite(_as_float(answer), "this")
    if not isinstance(answer, str):
        raise ArgumentError(f"a number was expected, got {type(answer).__name__}; write digits, such as 3.5.")
    if not answer.strip():
        raise ArgumentError("there is no number yet; write digits, such as 3.5.")
    if len(answer) > _LONGEST:
        raise ArgumentError(f"{len(answer)} letters are too many for one number; write digits, such as 3.5.")
    typed = quoted(" ".join(answer.split()))
    if point := re.search(
        r"(?<![\d.,])0[·∙⋅•]\d+", typed
    ):  # a product with 0, or a point in the middle of the line
        number = point[0].replace(point[0][1], ".")
        raise ArgumentError(f"{typed} can be read in two ways: do you mean {number}? Write it with a point.")
    try:
        value = _read(_without_lead(_plain(answer)), unit, typed)
    except (OverflowError, ZeroDivisionError):
        value = math.inf
    return _finite(value, typed)


def other_readings(answer: object) -> list[str]:
    """Return the other readings of a typed number: 2·5 is 2.5, 2·500 is 2500, 1.200/2 is 1200/2, and 3×10e-1 is 3×10^-1 for some people."""
    if not isinstance(answer, str) or len(answer) > _LONGEST:
        return []
    other = [
        re.sub(r"(?<=\d)[·∙⋅•](?=\d)", ".", answer, count=1),
        re.sub(r"(?<=\d)[·∙⋅•](?=\d{3}(?!\d))", "", answer),
        re.sub(r"(?<![\d.,])(?!0)(\d{1,3})[.٫](?=\d{3}(?!\d|[.,]\d))", r"\1", answer),
        re.sub(r"(?<=[×xX*·∙⋅•])(\s*)10[eE](?=[-+−–]?\d)", r"\g<1>10^", answer),
    ]
    return [each for each in other if each != answer]


def _read(text: str, unit: str, typed: str) -> float:
    """The value of a number with words behind it; the unit itself is no word of the grammar, whatever it is."""
    named = bool(unit) and text.endswith(unit) and not text.removesuffix(unit)[-1:].isalpha()
    parser = _Parser(_in_digits(text.removesuffix(unit) if named else text), typed)
    value = parser.product()
    rest = parser.rest
    if re.search(r"\d|^[-+,;(]", rest):
        raise ArgumentError(f"{typed} is more than one number; work it out, and write one, such as 3.5.")
    rest = f"{rest} {unit}" if named and rest else rest
    return value * factor(rest, unit, value=value, quotient=parser.divided)


class _Parser:
    """Reads a product from the start of a text; `rest` is what follows it."""

    def __init__(self, text: str, typed: str) -> None:
        self._text, self._typed, self._at = text, typed, 0
        self.divided = False

    @property
    def rest(self) -> str:
        return self._text[self._at :].strip()

    def product(self) -> float:
        value = self._signed(self._power)
        while step := self._take(_STEP):
            other = self._signed(self._power)
            self.divided = self.divided or step[1] == "/"
            value = value / other if step[1] == "/" else value * other
        return value

    def _power(self) -> float:
        base = self._atom()
        if not self._take(_POWER):
            return base
        value = base ** self._signed(self._atom)
        if isinstance(value, complex) or self._take(_POWER):  # 2^3^2 is 512 for some and 64 for others
            self._refuse()
        return float(value)

    def _signed(self, read: Callable[[], float]) -> float:
        sign = self._take(_SIGN)
        return -read() if sign and sign[1] == "-" else read()

    def _atom(self) -> float:
        if not self._take(_OPEN):
            return self._number()
        value, self.divided = self.product(), False
        return value if self._take(_CLOSE) else self._refuse()

    def _number(self) -> float:
        found = self._take(_NUMBER)
        if found is None:
            self._refuse()
        whole, decimals, above, below = found.group("whole", "decimals", "above", "below")
        if above is None:
            digits = self._decimal(whole or "0", found["mark"], decimals or "")
            return float(f"{digits}e{found['exponent'] or 0}")
        if decimals or found["exponent"] or found["mark"] or (whole and int(above) >= int(below)):
            self._refuse()
        return int(whole or 0) + int(above) / int(below)

    def _decimal(self, whole: str, mark: str | None, decimals: str) -> str:
        """Digits with a point, from digits in groups; ask back where both readings of a comma are possible."""
        if mark is None:
            return f"{whole}{decimals.replace(',', '.')}"
        first, *groups = whole.split(mark)
        if mark in ",." and len(groups) == 1 and not decimals:
            if mark == "." or first.startswith("0"):
                return f"{first}.{groups[0]}"
            exact = groups[0] == "000" and re.search("[*/^]", self._text)  # nobody divides by 1.000
            return f"{first}{groups[0]}" if exact else self._ask(first, groups[0])
        if first.startswith("0") or decimals[:1] == mark or (mark == " " and self.rest.startswith("/")):
            self._refuse()
        joined = "".join([first, *groups])
        if mark not in ",." and re.fullmatch(r",\d{3}", decimals):
            self._ask(joined, decimals[1:])
        return f"{joined}{decimals.replace(',', '.')}"

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found

    def _ask(self, before: str, behind: str) -> NoReturn:
        one, other = f"{before}.{behind}", f"{before}{behind}"
        raise ArgumentError(
            f"{self._typed} can be read in two ways: do you mean {one} or {other}? Write {one} or {other}."
        )

    def _refuse(self) -> NoReturn:
        raise ArgumentError(f"{self._typed} was not understood as a number; write digits, such as 3.5.")


def _plain(typed: str) -> str:
    """The same text in ASCII digits, signs and spaces; ½ becomes {1|2}, ²⁴ becomes ^(24)."""
    text = re.sub(
        rf"([{_RAISED[2:]}]+)[/⁄]([{_LOWERED}]+)", lambda m: f"{{{m[1]}|{m[2]}}}".translate(_FLAT), typed
    )
    text = re.sub(r"\^\{([^{}|]*)\}", r"^(\1)", text)  # of TeX
    text = re.sub(f"[{_RAISED}]+", lambda m: f"^({m[0].translate(_FLAT)})", text)
    text = re.sub(rf"[{_LOWERED}]+", "_s", text)  # h₁ is a name
    text = "".join(map(_character, text)).translate(_CHARACTERS).strip(" \"'“”")
    return text if text.endswith("..") else text.rstrip(" .,;!?")


def _without_lead(text: str) -> str:
    while lead := _LEAD.match(text):
        text = text[lead.end() :]
    return text


def _character(each: str) -> str:
    digit, kind = unicodedata.decimal(each, None), unicodedata.category(each)
    if digit is not None:
        return str(digit)
    if "！" <= each <= "～":  # of full width
        return chr(ord(each) - ord("！") + ord("!"))
    if kind == "Zs" or each.isspace():
        return " "
    if kind == "Cf":  # invisible
        return ""
    if unicodedata.decomposition(each).startswith("<fraction>"):
        above, _, below = unicodedata.normalize("NFKC", each).partition("⁄")
        return f"{{{above}|{below}}}" if below else f" {above}/"
    return each


def _in_digits(text: str) -> str:
    """Words become digits and signs, x between two numbers a product, and 1 1/2 becomes 1{1|2}."""
    text = re.sub(
        r"(?<=\w)(?:\s+times|[ -]?fold|(?<=\d)\s*[xX*])$", "", text
    )  # how many times, and not times another number
    text = re.sub(r"^half an?\b", "0.5", text)
    text = re.sub(r"^(?:an?\s+(?!(?:few|lot|couple)\b)|(?=half\b))", "1 ", text)
    text = _WORD.sub(lambda word: _WORDS[word[0].lower()], text)
    text = (
        re.sub(r"(?<=[\d)}])(\s*)[xX](?=\s*[\d(])", r"\1*", text)
        if not re.search(r"\b0[xX]\d", text)
        else text
    )
    return re.sub(r"^([+-]?\s*\d+) +(\d{1,2})/(\d+)(?![\d.,]*[\d/^*])", r"\1{\2|\3}", text)


def _as_float(number: Real | Decimal) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf
    except ValueError:  # a signalling nan
        return math.nan


def _finite(value: float, answer: str) -> float:
    if not math.isfinite(value):
        raise ArgumentError(f"{answer} is not a finite number; write digits, such as 3.5.")
    return value
