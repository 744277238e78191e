"""Comparisons for checks; each failure is a sentence that the learner can act on.

Everything the learner made is turned into an array of plain floats before it is compared, so
no object of theirs takes part in its own marking: shape first, then values, then the first
entry that differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from coursekit.errors import ArgumentError
from coursekit.formatting import format_arguments, format_value, type_name
from coursekit.quiz.agreement import Case, Comparison, Mistake, require_agreement, several
from coursekit.quiz.comparison import (
    Array,
    a_shape,
    as_floats,
    difference,
    far_entries,
    is_error,
    shape_hint,
)
from coursekit.quiz.crashes import was_raised
from coursekit.quiz.student import NotYet, Student, unguarded

_FLOOR = 1e-8  # of a tolerance: rounding of float32 around numbers of size one
_HANDED_BACK = "`return` hands the error back; write `raise`."
_NEXT = "Work this input out by hand and print each step to see where the two part."


class Expect:
    """The comparisons a check can make; the first that fails ends the check with its sentence."""

    def __init__(self, student: Student) -> None:
        self._student = student
        self.known_mistakes: list[tuple[str, Callable[..., Any], str]] = []  # of all `agrees` so far

    def agrees(  # noqa: PLR0913 - each is one part of the comparison or of its message
        self,
        theirs: Any,
        cases: Iterable[Case],
        reference: Callable[..., Any],
        *,
        mistakes: Iterable[Mistake] = (),
        read: Callable[..., Any] | None = None,
        returns: str = "",
        otherwise: str = "",
        tolerance: float = 1e-6,
        floor: float = 1e-8,
        may_change: Sequence[str] = (),
        again: bool = True,
    ) -> None:
        """Require that the learner's function gives what the reference gives, in every case and in any order.

        Args:
            theirs: a function of the learner's, such as `s.softmax`.
            cases: arguments by name, simplest first; handed over in their order, a fresh copy for each call.
            reference: a pure function of the same arguments. It returns numbers, an array, text, or a tuple or dict
                of these. Where it raises, the learner's function must raise the same kind of error, and the error's
                words tell the learner why.
            mistakes: wrong functions of the same arguments with what each says about the cause, likeliest first.
            read: turns a result and the arguments into what is compared; the mistakes' results go through it too.
            returns: the names of a tuple's parts as the learner returns them, `"W, b"`, or the name of a dict.
            otherwise: the next step where no cause fits.
            tolerance: of each entry, relative to the right one.
            floor: what is added to that, for entries near 0.
            may_change: arguments of the course's own classes that the function is meant to change.
            again: call everything a second time, backwards.
        """
        mistakes = list(mistakes)
        self.known_mistakes += [(theirs.__name__, wrong, says) for wrong, says in mistakes]
        compared = Comparison(theirs, reference, read, returns, tolerance, floor, may_change)
        require_agreement(compared, list(cases), mistakes, otherwise, again=again)

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
            hint = _diagnosis(value, diagnoses, tolerance) or shape_hint(value.shape, target.shape)
            raise NotYet(
                f"{_for(given)}{what} {a_shape(value.shape)}, expected {a_shape(target.shape)}. {hint}"
            )
        if not _all_near(value, target, tolerance):
            hint = _diagnosis(value, diagnoses, tolerance) or otherwise
            raise NotYet(
                f"{_for(given)}{difference(value, target, what, _far(value, target, tolerance))} {hint}".rstrip()
            )

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
        value = as_floats(got, f"{_for(given)}{what}")
        if shape is not None and value.shape != shape:
            hint = shape_hint(value.shape, shape)
            raise NotYet(f"{_for(given)}{what} {a_shape(value.shape)}, expected {a_shape(shape)}. {hint}")
        if finite and not np.isfinite(value).all():
            raise NotYet(f"{_for(given)}{what} {format_value(value)}, which is not finite. {_NEXT}")
        return value

    def entries(self, got: Any, returns: str, *, what: str = "you gave") -> list[Any]:
        """The entries of a list or a tuple, one for each name in `returns`, such as `"w, b"`."""
        return several(got, len(returns.split(",")), what, returns)

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
        hint = _HANDED_BACK if is_error(got) else because
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


def _for(given: dict[str, Any] | None) -> str:
    return f"for {format_arguments(given)} " if given else ""


def _allowed(target: Array, tolerance: float) -> float:
    finite = np.abs(target[np.isfinite(target)])
    return max(tolerance * float(finite.max(initial=0.0)), min(tolerance, _FLOOR))


def _all_near(value: Array, target: Array, tolerance: float) -> bool:
    return value.shape == target.shape and not _far(value, target, tolerance).any()


def _far(value: Array, target: Array, tolerance: float) -> Any:
    return far_entries(value, target, 0.0, _allowed(target, tolerance))


def _diagnosis(value: Array, diagnoses: Iterable[tuple[Any, str]], tolerance: float) -> str:
    for wrong, sentence in diagnoses:
        if _all_near(value, np.asarray(wrong, dtype=float), tolerance):
            return sentence
    return ""
