"""Numbers, quantities and values as a reader expects to see them: −0.5, 33.6 MB, 8·10⁻⁹, 3 steps, [2, −1].

Every negative number gets a real minus sign. Nothing here depends on the locale.
"""

from __future__ import annotations

import math
import unicodedata
from datetime import datetime
from itertools import islice
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "format_amount",
    "format_arguments",
    "format_bytes",
    "format_count",
    "format_day",
    "format_dollars",
    "format_exact",
    "format_number",
    "format_percent",
    "format_points",
    "format_power",
    "format_rough",
    "format_seconds",
    "format_significant",
    "format_value",
    "format_weighted_sum",
    "printable",
    "shorten",
    "type_name",
]

_BYTES = ("B", "kB", "MB", "GB", "TB", "PB")
_WORDS = ("", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion")
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS = "₁₂₃₄₅₆₇₈₉"

# How much of a value `format_value` shows.
_ENTRIES = 6  # of a row, before "…"
_SIZE = 24  # entries of an array that is shown at all
_NESTED = 2  # lists in lists
_LETTERS = 60  # of a text


# --- numbers ----------------------------------------------------------------------------------------


def format_number(value: float, digits: int = 1) -> str:
    """A number with `digits` decimals, and no minus before zero: −0.5, 0.0."""
    text = f"{abs(value):.{digits}f}"
    return f"−{text}" if value < 0 and float(text) != 0 else text


def format_exact(value: float) -> str:
    """A product or sum of numbers with one decimal, without rounding it: −3.75, 0.25, 2.0."""
    text = format_number(value, 2)
    return text.removesuffix("0") if text.endswith("0") else text


def format_significant(value: float, digits: int = 6) -> str:
    """A number with at most `digits` significant digits and no trailing zeros: −1.5, 3, 1e−07."""
    return _minus(f"{value:.{digits}g}")


def format_rough(value: float) -> str:
    """Two significant digits at any size: 0.042, 1,234 (whole from 100 on), 2.5e7, infinite."""
    if abs(value) < 1e-12:  # what rounding leaves of a zero differs from machine to machine
        return "0"
    if not np.isfinite(value):
        return "infinite"
    if 100 <= abs(value) < 1e5:
        return f"{value:,.0f}"
    return _minus(f"{value:.2g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-"))


def format_power(value: float) -> str:
    """One digit and a power of ten: 8·10⁻⁹, 10⁸; a number near 1 stays plain: 3.1, 0.004."""
    if value == 0:
        return "0"
    if 1e-3 <= value < 1e4:
        return f"{value:.2g}" if value < 100 else f"{value:,.0f}"
    digit, exponent = f"{value:.0e}".split("e")
    power = f"10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    return power if digit == "1" else f"{digit}·{power}"


# --- quantities and counts --------------------------------------------------------------------------


def format_amount(n: float) -> str:
    """A large count: whole below ten thousand, else three digits and a word: 16,777,216 → 16.8 million."""
    if abs(n) < 1e4:
        return f"{n:,.0f}"
    value, unit = _scaled(n, len(_WORDS))
    return f"{_three_digits(value)}{_WORDS[unit]}"


def format_bytes(n: float) -> str:
    """Bytes in a decimal unit, with three digits: 67,108,864 → 67.1 MB."""
    value, unit = _scaled(n, len(_BYTES))
    return f"{_three_digits(value)} {_BYTES[unit]}"


def format_seconds(seconds: float) -> str:
    """A short time with two digits: 0.0421 → 42 ms."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        value = seconds / size
        if value >= 0.9995 or unit == "ns":
            break
    # From 99.5 on, two digits would be written 1e+02.
    return f"{value:.2g} {unit}" if value < 99.5 else f"{value:.0f} {unit}"


def format_dollars(dollars: float) -> str:
    """A price: cents below ten dollars, whole dollars above; less than a cent with one digit, 0.0006."""
    if 0 < dollars < 0.005:
        return f"{dollars:.1g}"
    return f"{dollars:.2f}" if dollars < 9.995 else f"{dollars:,.0f}"


def format_percent(share: float | None) -> str:
    """A share from 0 to 1 as "67 %"; a dash for None."""
    return "–" if share is None else f"{100 * share:.0f} %"


def format_count(n: int, noun: str) -> str:
    """A count with its noun in the right number: "1 learner", "1,024 learners"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def format_day(moment: datetime | None) -> str:
    """A date as "2026-09-30"; "never" for None."""
    return "never" if moment is None else f"{moment:%Y-%m-%d}"


# --- formulas ---------------------------------------------------------------------------------------


def format_weighted_sum(w: npt.ArrayLike, b: float) -> str:
    """Weights (up to 9) and a bias as a formula: 1.0·x₁ − 2.0·x₂ + 0.5."""
    text = ""
    for value, name in [*zip(np.ravel(w), (f"·x{k}" for k in _SUBSCRIPTS), strict=False), (b, "")]:
        size = f"{format_number(abs(value))}{name}"
        negative = format_number(value).startswith("−")
        if text:
            text += f" − {size}" if negative else f" + {size}"
        else:
            text = f"−{size}" if negative else size
    return text


def format_points(points: npt.ArrayLike) -> str:
    """Points (n, 2) as (0, 1), (−1.5, 0)."""
    return ", ".join(f"({format_significant(x)}, {format_significant(y)})" for x, y in np.asarray(points))


# --- values of any type -----------------------------------------------------------------------------


def format_value(value: Any, *, digits: int = 5) -> str:
    """Any value in a few words, as a message shows it: `−2.5`, `[1, 2, …]`, a function's name.

    Only numbers, text, plain containers and arrays show what they hold. Of anything else the type
    is named, and none of its own code runs.

    Args:
        value: anything, also an object made to deceive.
        digits: significant digits of a float.
    """
    kind = type(value)  # not isinstance: an object may lie about its class
    if issubclass(kind, np.ndarray):
        return _array(np.array(value, subok=False), digits)
    if kind in (list, tuple):
        return _sequence(value, digits, _NESTED)
    if kind is dict and value:
        return _dictionary(value, digits)
    if kind is str:
        return f"“{value[:_LETTERS]}{'…' if len(value) > _LETTERS else ''}”"
    if kind in (FunctionType, BuiltinFunctionType, np.ufunc):
        return str(value.__name__)
    if issubclass(kind, type):
        return type_name(value)
    return _scalar(value, digits)


def format_arguments(arguments: dict[str, Any]) -> str:
    """Named values: `x = [2, −1], b = 1`."""
    return ", ".join(f"{name} = {format_value(value)}" for name, value in arguments.items())


def type_name(kind: type) -> str:
    """The name of a class as Python keeps it, whatever its own metaclass would say."""
    return str(type.__dict__["__name__"].__get__(kind))


# --- text -------------------------------------------------------------------------------------------


def shorten(text: str, longest: int) -> str:
    """The text, cut to `longest` letters with "…" at its end."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def printable(text: str) -> str:
    """A text from outside with "�" for every character that could steer a terminal or hide others."""
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join("�" if unicodedata.category(letter)[0] == "C" else letter for letter in whole)


# --- parts of the above -----------------------------------------------------------------------------


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _scaled(n: float, units: int) -> tuple[float, int]:
    """The number divided by 1000 until it is below 1000, and how often; at most `units` − 1 times."""
    unit = 0
    while abs(n) >= 999.5 and unit < units - 1:
        n, unit = n / 1000, unit + 1
    return n, unit


def _three_digits(value: float) -> str:
    """Three digits: 67.1, 112, 2.00."""
    digits = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    return f"{value:.{digits}f}"


def _scalar(value: Any, digits: int) -> str:
    kind = type(value)
    if kind is int or issubclass(kind, np.integer):
        return _minus(str(value)) if abs(value) < 10**18 else "a whole number of many digits"
    if kind is float or issubclass(kind, np.floating):
        return _float(float(value), digits)
    if kind is bool or issubclass(kind, np.bool_) or value is None:
        return str(value)
    name = type_name(kind)
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _float(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else _minus(f"{'-' if value < 0 else ''}infinity")
    if value == int(value) and abs(value) < 1e15:
        return _minus(f"{value + 0.0:.1f}")  # + 0.0: nobody should wonder about −0.0
    if 1e4 <= abs(value) < 1e9:
        digits = max(digits, len(str(int(value))) + 1)
    mantissa, _, exponent = f"{value:.{digits}g}".partition("e")
    if exponent:
        return _minus(f"{mantissa}e{int(exponent)}")
    return _minus(mantissa if "." in mantissa else f"{mantissa}.0")


def _array(array: np.ndarray[Any, Any], digits: int) -> str:
    if array.dtype.kind not in "biuf":
        return f"an array of {array.dtype}"
    if array.ndim == 0:
        return format_value(array.item(), digits=digits)
    if array.size > _SIZE or array.ndim > _NESTED:
        return f"an array of shape {array.shape}"
    return _sequence(array.tolist(), digits, _NESTED)


def _dictionary(values: dict[Any, Any], digits: int) -> str:
    """Keys and values as they are written in Python; a dictionary in a dictionary is only named."""
    shown = [
        f"{repr(key) if type(key) is str else format_value(key)}: "
        f"{'a dict' if type(value) is dict else format_value(value, digits=digits)}"
        for key, value in islice(values.items(), _ENTRIES)
    ]
    more = ", …" if len(values) > _ENTRIES else ""
    return f"{{{', '.join(shown)}{more}}}"


def _sequence(values: list[Any] | tuple[Any, ...], digits: int, depth: int) -> str:
    """Entries in brackets; inside them a whole float needs no `.0`."""
    opening, closing = ("[", "]") if type(values) is list else ("(", ")")
    if depth == 0 and values:
        return f"{opening}…{closing}"
    shown = [
        _sequence(value, digits, depth - 1)
        if type(value) in (list, tuple)
        else "a dict"
        if type(value) is dict
        else format_value(value, digits=digits).removesuffix(".0")
        for value in values[:_ENTRIES]
    ]
    if len(values) > _ENTRIES:
        shown[-1] = "…"
    comma = "," if len(values) == 1 and opening == "(" else ""
    return f"{opening}{', '.join(shown)}{comma}{closing}"
