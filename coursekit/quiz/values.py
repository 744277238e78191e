"""Values in a few words: short, rounded, with a real minus sign."""

from __future__ import annotations

import math
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np

__all__ = ["short", "short_given", "type_name"]

_ENTRIES = 6  # of a row, before "…"
_SIZE = 24  # entries of an array that is shown at all
_NESTED = 2  # lists in lists
_LETTERS = 60  # of a text


def short(value: Any, *, digits: int = 5) -> str:
    """A value as a message shows it: `−2.5`, `[1, 2, …]`, a function's name.

    Only numbers, text, plain containers and arrays show what they hold; of anything else the type
    is named, and none of its own code runs.

    Args:
        value: anything.
        digits: significant digits of a float.
    """
    kind = type(value)  # not isinstance: an object may lie about its class
    if issubclass(kind, np.ndarray):
        return _array(np.array(value, subok=False), digits)
    if kind in (list, tuple):
        return _sequence(value, digits, _NESTED)
    if kind is str:
        return f"“{value[:_LETTERS]}{'…' if len(value) > _LETTERS else ''}”"
    if kind in (FunctionType, BuiltinFunctionType, np.ufunc):
        return str(value.__name__)
    if issubclass(kind, type):
        return type_name(value)
    return _scalar(value, digits)


def type_name(kind: type) -> str:
    """A class's name as Python keeps it, whatever its own metaclass would say."""
    return str(type.__dict__["__name__"].__get__(kind))


def short_given(given: dict[str, Any]) -> str:
    """Named inputs: `x = [2, −1], b = 1`."""
    return ", ".join(f"{name} = {short(value)}" for name, value in given.items())


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


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _array(array: np.ndarray[Any, Any], digits: int) -> str:
    if array.dtype.kind not in "biuf":
        return f"an array of {array.dtype}"
    if array.ndim == 0:
        return short(array.item(), digits=digits)
    if array.size > _SIZE or array.ndim > _NESTED:
        return f"an array of shape {array.shape}"
    return _sequence(array.tolist(), digits, _NESTED)


def _sequence(values: list[Any] | tuple[Any, ...], digits: int, depth: int) -> str:
    """Entries in brackets; inside them a whole float needs no `.0`."""
    opening, closing = ("[", "]") if type(values) is list else ("(", ")")
    if depth == 0 and values:
        return f"{opening}…{closing}"
    shown = [
        _sequence(value, digits, depth - 1)
        if type(value) in (list, tuple)
        else short(value, digits=digits).removesuffix(".0")
        for value in values[:_ENTRIES]
    ]
    if len(values) > _ENTRIES:
        shown[-1] = "…"
    comma = "," if len(values) == 1 and opening == "(" else ""
    return f"{opening}{', '.join(shown)}{comma}{closing}"
