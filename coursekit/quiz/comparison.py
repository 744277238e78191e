"""The learner's results as plain numbers, and their distance from the right ones.

Everything is turned into an array of plain floats before it is compared, so no object of the learner's takes
part in its own marking.
"""

from __future__ import annotations

from types import FunctionType, GeneratorType
from typing import Any, TypeAlias

import numpy as np

from coursekit.formatting import format_value, type_name
from coursekit.quiz.student import NotYet, unguarded

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
_DEPTH = 32  # numpy itself stops at 64 axes
_LONGEST = 100_000  # numbers of a range; a longer one would fill the memory
_SHOWN = 6  # entries of an array that a message shows whole


def as_floats(got: Any, opening: str) -> Array:
    """A float copy of what the learner made.

    Raises:
        NotYet: where there are no numbers in it; the sentence begins with `opening`.
    """
    got = unguarded(got)
    if got is None:
        raise NotYet(f"{opening} None, expected numbers. Is a `return` missing?")
    if got is ...:
        raise NotYet(f"{opening} `...`, expected numbers. Part of it is still to be written.")
    try:
        value = _converted(got)
    except Exception:
        value = None
    if value is None:
        raise NotYet(f"{opening} {_strange(got)}, expected plain numbers.")
    return value


def entries_of(got: Any) -> list[Any] | None:
    """The entries of a list, a tuple, a range or an array, whatever its class says of itself; None for anything else."""
    kind = type(got)  # not isinstance: an object may lie about its class
    if issubclass(kind, (list, tuple)):
        return [*(list.__iter__(got) if issubclass(kind, list) else tuple.__iter__(got))]
    if kind is range and len(got) <= _LONGEST:
        return [*got]
    if issubclass(kind, np.ndarray):
        plain = np.array(got, subok=False)
        return [*plain] if plain.ndim else None
    return None


def a_shape(shape: tuple[int, ...]) -> str:
    """`a single number`, `an array of shape (2, 3)`."""
    if shape == ():
        return "a single number"
    return f"an array of shape {tuple(int(n) for n in shape)}"


def shape_hint(got: tuple[int, ...], want: tuple[int, ...]) -> str:
    """The likeliest reason for a wrong shape."""
    if got == want[::-1] and len(want) > 1:
        return "Are rows and columns swapped?"
    if len(got) < len(want):
        return "Was an axis summed or indexed away?"
    if len(got) > len(want):
        return "Is a sum over one axis missing, or a pair of brackets too many?"
    return "Print the shape after each step to see where it changes."


def gaps(value: Array, target: Array) -> Array:
    """|value − target|, 0 where both are the same infinity or both NaN, infinite beside a lone NaN."""
    with np.errstate(all="ignore"):
        gap = np.abs(value - target)
        same = (value == target) | (np.isnan(value) & np.isnan(target))
        return np.where(same, 0.0, np.where(np.isfinite(gap), gap, np.inf))


def far_entries(value: Array, target: Array, tolerance: float, floor: float) -> Any:
    """True where the distance is above tolerance·|target| + floor; each entry has a bound of its own."""
    size = np.abs(np.where(np.isfinite(target), target, 0.0))
    return gaps(value, target) > tolerance * size + floor


def difference(value: Array, target: Array, what: str, far: Any) -> str:
    """Both values where they are short, the first entry that is far where they are not."""
    where = tuple(int(i) for i in np.argwhere(far)[0])
    if value.ndim <= 1 and value.size <= _SHOWN:
        entry = f" Entry [{where[0]}] is the first that differs." if value.size > 1 else ""
        return f"{what} {told_apart(value, target)}.{entry}"
    index = ", ".join(map(str, where))
    pair = told_apart(value[where], target[where])
    return f"{what} {pair} in entry [{index}]; {int(far.sum())} of {value.size} entries differ."


def told_apart(value: Any, target: Any) -> str:
    """`5.0, expected 6.0`, with as many digits as it takes to see the difference."""
    for digits in (5, 10, 17):
        got, want = format_value(value, digits=digits), format_value(target, digits=digits)
        if got != want:
            break
    return f"{got}, expected {want}"


def is_error(got: Any) -> bool:
    """Return True for an exception and for a class of exceptions."""
    kind = got if issubclass(type(got), type) else type(got)
    return issubclass(kind, BaseException)


def _converted(got: Any) -> Array | None:
    """A float copy, or None where there are no numbers in it.

    A copy, and never a subclass: what is compared can no longer change or answer for itself.
    """
    with np.errstate(all="ignore"):
        raw = np.array(_listed(got), subok=False)
        if raw.dtype.kind == "O" and not all(hasattr(type(entry), "__float__") for entry in raw.flat):
            return None
        return raw.astype(float) if raw.dtype.kind in "biufO" else None


def _listed(got: Any, depth: int = 0) -> Any:
    """Numbers, arrays, and lists of them; TypeError for what makes up its entries on the way."""
    kind = type(got)
    if (kind is range or issubclass(kind, (list, tuple))) and depth < _DEPTH:
        entries = entries_of(got)
        if entries is not None:
            return [_listed(entry, depth + 1) for entry in entries]
    if hasattr(kind, "__float__") or hasattr(kind, "__array__"):
        return got
    raise TypeError(type_name(kind))


def _strange(got: Any) -> str:
    """Describe a value that stands where numbers should, and the likeliest reason."""
    kind = type(got)
    if kind is GeneratorType:
        return "a generator (is there a `yield` where `return` was meant?)"
    if kind is FunctionType or kind is np.ufunc or issubclass(kind, type):
        return f"the function {format_value(got)} itself (are its brackets missing?)"
    if issubclass(kind, str):
        return f"the text {format_value(str.__str__(got))}"
    if issubclass(kind, (list, tuple)):
        return f"a {type_name(kind)} with rows of different lengths or with entries that are no numbers"
    return format_value(got)
