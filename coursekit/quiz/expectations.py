"""Comparisons for checks; each failure is a sentence that the learner can act on.

Everything the learner made is turned into an array of plain floats before it is compared, so
no object of theirs takes part in its own marking: shape first, then values, then the first
entry that differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import FunctionType, GeneratorType
from typing import Any, TypeAlias

import numpy as np

from coursekit.errors import ArgumentError
from coursekit.formatting import format_arguments, format_value, type_name
from coursekit.quiz.crashes import was_raised
from coursekit.quiz.student import NotYet, Student, unguarded

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
_FLOOR = 1e-8  # of a tolerance: rounding of float32 around numbers of size one
_DEPTH = 32  # numpy itself stops at 64 axes
_SHOWN = 6  # entries of an array that a message shows whole
_HANDED_BACK = "`return` hands the error back; write `raise`."
_NEXT = "Work this input out by hand and print each step to see where the two part."


class Expect:
    """The comparisons a check can make; the first that fails ends the check with its sentence."""

    def __init__(self, student: Student) -> None:
        self._student = student

    def close(  # noqa: PLR0913 - each names one part of the message
        self,
        got: Any,
        want: Any,
        *,
        given: dict[str, Any] | None = None,
        what: str = "you gave",
        diagnoses: Iterable[tuple[Any, str]] = (),
        otherwise: str = _NEXT,
        tolerance: float = 1e-6,
    ) -> None:
        """Require that the learner's `got` has the shape of `want` and is near it everywhere.

        Args:
            got: anything the learner made.
            want: the independent reference; never something of the learner's.
            given: the inputs by name, for the message.
            what: how the message introduces `got`: "you gave", "`weights` is".
            diagnoses: wrong values and what each says about the cause, likeliest first.
            otherwise: the next step where no cause fits.
            tolerance: relative to the largest entry of `want`.
        """
        if self._student._owns(want):
            raise ArgumentError("`want` is the learner's own value; compare with an independent reference.")
        target = np.asarray(want, dtype=float)
        value = self.array(got, given=given, what=what, finite=False)
        if value.shape != target.shape:
            hint = _diagnosis(value, diagnoses, tolerance) or _shape_hint(value.shape, target.shape)
            raise NotYet(
                f"{_for(given)}{what} {_a_shape(value.shape)}, expected {_a_shape(target.shape)}. {hint}"
            )
        if not _all_near(value, target, tolerance):
            hint = _diagnosis(value, diagnoses, tolerance) or otherwise
            raise NotYet(f"{_for(given)}{_difference(value, target, what, tolerance)} {hint}".rstrip())

    def array(
        self,
        got: Any,
        *,
        shape: tuple[int, ...] | None = None,
        given: dict[str, Any] | None = None,
        what: str = "you gave",
        finite: bool = True,
    ) -> Array:
        """The learner's value as floats that are safe to calculate with (a copy).

        Args:
            got: anything the learner made.
            shape: the shape it must have; not looked at where None.
            given: the inputs by name, for the message.
            what: how the message introduces `got`.
            finite: refuse infinity and NaN, which make the conditions of a check meaningless.
        """
        value = _as_floats(got, f"{_for(given)}{what}")
        if shape is not None and value.shape != shape:
            hint = _shape_hint(value.shape, shape)
            raise NotYet(f"{_for(given)}{what} {_a_shape(value.shape)}, expected {_a_shape(shape)}. {hint}")
        if finite and not np.isfinite(value).all():
            raise NotYet(f"{_for(given)}{what} {format_value(value)}, which is not finite. {_NEXT}")
        return value

    def number(self, got: Any, *, given: dict[str, Any] | None = None, what: str = "you gave") -> float:
        """The learner's value as one finite float."""
        return float(self.array(got, shape=(), given=given, what=what))

    def that(self, holds: bool | np.bool_, message: str) -> None:  # noqa: FBT001 - a condition, as in assert
        """Require a condition on numbers from `array` or `number`; say `message` where it fails."""
        if type(holds) not in (bool, np.bool_):
            raise ArgumentError(f"a condition must be True or False, got {type(holds).__name__}.")
        if not holds:
            raise NotYet(message)

    def raises(
        self,
        kinds: type[Exception] | tuple[type[Exception], ...],
        call: Callable[[], Any],
        *,
        given: dict[str, Any] | None = None,
        because: str = "",
    ) -> None:
        """Require that calling raises one of `kinds`; `because` says why no value would be right."""
        wanted = " or ".join(kind.__name__ for kind in (kinds if isinstance(kinds, tuple) else (kinds,)))
        try:
            got = unguarded(call())
        except kinds:
            return
        hint = _HANDED_BACK if _is_error(got) else because
        raise NotYet(
            f"{_for(given)}you gave {format_value(got)}, expected {wanted} to be raised. {hint}".rstrip()
        )

    def value(self, call: Callable[[], Any], *, otherwise: str, given: dict[str, Any] | None = None) -> Any:
        """Return the result of a call; answer an error that the learner raises on purpose with `otherwise`.

        Args:
            call: calls a function of the learner's.
            otherwise: why there is a value here, as the end of a sentence that begins "you raised …, but".
            given: the inputs by name, for the message.
        """
        try:
            return call()
        except Exception as error:
            if was_raised(error):
                raise NotYet(f"{_for(given)}you raised {type_name(type(error))}, but {otherwise}") from None
            raise


def _is_error(got: Any) -> bool:
    """Return True for an exception and for a class of exceptions."""
    kind = got if issubclass(type(got), type) else type(got)
    return issubclass(kind, BaseException)


def _for(given: dict[str, Any] | None) -> str:
    return f"for {format_arguments(given)} " if given else ""


def _as_floats(got: Any, opening: str) -> Array:
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
    kind = type(got)  # not isinstance: an object may lie about its class
    if issubclass(kind, (list, tuple)) and depth < _DEPTH:
        entries = list.__iter__(got) if issubclass(kind, list) else tuple.__iter__(got)
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


def _a_shape(shape: tuple[int, ...]) -> str:
    if shape == ():
        return "a single number"
    return f"an array of shape {tuple(int(n) for n in shape)}"


def _shape_hint(got: tuple[int, ...], want: tuple[int, ...]) -> str:
    """The likeliest reason for a wrong shape."""
    if got == want[::-1] and len(want) > 1:
        return "Are rows and columns swapped?"
    if len(got) < len(want):
        return "Was an axis summed or indexed away?"
    if len(got) > len(want):
        return "Is a sum over one axis missing, or a pair of brackets too many?"
    return "Print the shape after each step to see where it changes."


def _distance(value: Array, target: Array) -> Array:
    """|value − target|, 0 where both are the same infinity or both NaN, infinite beside a lone NaN."""
    with np.errstate(all="ignore"):
        gap = np.abs(value - target)
        same = (value == target) | (np.isnan(value) & np.isnan(target))
        return np.where(same, 0.0, np.where(np.isfinite(gap), gap, np.inf))


def _allowed(target: Array, tolerance: float) -> float:
    finite = np.abs(target[np.isfinite(target)])
    return max(tolerance * float(finite.max(initial=0.0)), min(tolerance, _FLOOR))


def _all_near(value: Array, target: Array, tolerance: float) -> bool:
    return value.shape == target.shape and bool(
        np.all(_distance(value, target) <= _allowed(target, tolerance))
    )


def _diagnosis(value: Array, diagnoses: Iterable[tuple[Any, str]], tolerance: float) -> str:
    for wrong, sentence in diagnoses:
        if _all_near(value, np.asarray(wrong, dtype=float), tolerance):
            return sentence
    return ""


def _difference(value: Array, target: Array, what: str, tolerance: float) -> str:
    """Both values where they are short, the first entry that differs where they are not."""
    differs = _distance(value, target) > _allowed(target, tolerance)
    where = tuple(int(i) for i in np.argwhere(differs)[0])
    if value.ndim <= 1 and value.size <= _SHOWN:
        entry = f" Entry [{where[0]}] is the first that differs." if value.size > 1 else ""
        return f"{what} {_told_apart(value, target)}.{entry}"
    index = ", ".join(map(str, where))
    pair = _told_apart(value[where], target[where])
    return f"{what} {pair} in entry [{index}]; {int(differs.sum())} of {value.size} entries differ."


def _told_apart(value: Any, target: Any) -> str:
    """`5.0, expected 6.0`, with as many digits as it takes to see the difference."""
    for digits in (5, 10, 17):
        got, want = format_value(value, digits=digits), format_value(target, digits=digits)
        if got != want:
            break
    return f"{got}, expected {want}"
