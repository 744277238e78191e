"""Values in a few words: short, rounded, with a real minus sign."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

__all__ = ["short", "short_given"]

_ENTRIES = 6  # of an array, before "…"
_LETTERS = 60  # of anything else


def short(value: Any, *, digits: int = 5) -> str:
    """A value as a message shows it: `−2.5`, `[1, 2, … 9]`, a function's name.

    Never raises and never asks the value to describe itself unless it is a number, text,
    a plain container or an array.

    Args:
        value: anything.
        digits: significant digits of a float.
    """
    if isinstance(value, np.ndarray):
        return _array(value, digits)
    if isinstance(value, (bool, np.bool_)) or value is None:
        return str(value)
    if isinstance(value, (int, np.integer)):
        return _minus(f"{int(value):d}" if abs(int(value)) < 10**18 else "a whole number of many digits")
    if isinstance(value, (float, np.floating)):
        return _float(float(value), digits)
    if type(value) is str:
        return f"“{value[:_LETTERS]}{'…' if len(value) > _LETTERS else ''}”"
    if type(value) in (list, tuple):
        return _sequence(value, digits)
    name = getattr(value, "__name__", None) if callable(value) else None
    return name if type(name) is str else f"a {type(value).__name__}"


def short_given(given: dict[str, Any]) -> str:
    """Named inputs: `x = [2, −1], b = 1`."""
    return ", ".join(f"{name} = {short(value)}" for name, value in given.items())


def _float(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return _minus({math.inf: "infinity", -math.inf: "-infinity"}.get(value, "NaN"))
    if value == int(value) and abs(value) < 1e15:
        return _minus(f"{value:.1f}")
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
    if array.size > 4 * _ENTRIES or array.ndim > 2:
        return f"an array of shape {_shape(array.shape)}"
    return _rows(array.tolist(), digits)


def _rows(values: list[Any], digits: int) -> str:
    shown = [_rows(v, digits) if isinstance(v, list) else _entry(v, digits) for v in values]
    return _joined("[", shown, "]")


def _entry(value: Any, digits: int) -> str:
    """Inside brackets a whole float needs no `.0`."""
    text = short(value, digits=digits)
    return text.removesuffix(".0")


def _sequence(values: list[Any] | tuple[Any, ...], digits: int) -> str:
    opening, closing = ("[", "]") if isinstance(values, list) else ("(", ")")
    first = [v if type(v) not in (list, tuple) else _flat(v) for v in values[: _ENTRIES + 1]]
    shown = [short(v, digits=digits) for v in first]
    return _joined(opening, shown + [""] * (len(values) - len(shown)), closing)


def _flat(values: list[Any] | tuple[Any, ...]) -> Any:
    """A row inside a list, shown only where it is plain numbers: nesting could go on forever."""
    if all(isinstance(v, (int, float, np.number)) for v in values):
        return np.array(values, dtype=float)
    return values if not values else object


def _joined(opening: str, shown: list[str], closing: str) -> str:
    if len(shown) > _ENTRIES:
        shown = [*shown[: _ENTRIES - 1], "…"]
    return f"{opening}{', '.join(shown)}{closing}"


def _shape(shape: tuple[int, ...]) -> str:
    return str(tuple(int(n) for n in shape))
