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
from coursekit.formatting import format_value
from coursekit.quiz.agreement import BY_HAND, Case, Comparison, Mistake, require_agreement, several
from coursekit.quiz.comparison import Array, a_shape, as_floats, shape_hint
from coursekit.quiz.student import NotYet


class Expect:
    """The comparisons a check can make; the first that fails ends the check with its sentence."""

    def __init__(self) -> None:
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

    def array(self, got: Any, *, shape: tuple[int, ...] | None = None, what: str = "you gave") -> Array:
        """The learner's value as finite floats that are safe to calculate with (a copy).

        Args:
            got: anything the learner made.
            shape: the shape it must have; not looked at where None.
            what: how the message introduces `got`: "you gave", "`weights` is".
        """
        value = as_floats(got, what)
        if shape is not None and value.shape != shape:
            hint = shape_hint(value.shape, shape)
            raise NotYet(f"{what} {a_shape(value.shape)}, expected {a_shape(shape)}. {hint}")
        if not np.isfinite(value).all():
            raise NotYet(f"{what} {format_value(value)}, which is not finite. {BY_HAND}")
        return value

    def entries(self, got: Any, returns: str, *, what: str = "you gave") -> list[Any]:
        """The entries of a list or a tuple, one for each name in `returns`, such as `"w, b"`."""
        return several(got, len(returns.split(",")), what, returns)

    def number(self, got: Any, *, what: str = "you gave") -> float:
        """The learner's value as one finite float."""
        return float(self.array(got, shape=(), what=what))

    def that(self, holds: bool | np.bool_, message: str) -> None:  # noqa: FBT001 - a condition, as in assert
        """Require a condition on numbers from `array` or `number`; say `message` where it fails."""
        if type(holds) not in (bool, np.bool_):
            raise ArgumentError(f"a condition must be True or False, got {type(holds).__name__}.")
        if not holds:
            raise NotYet(message)
