"""Agreement of a learner's function with a reference, over a table of cases.

All cases are run first and compared afterwards. So a likely cause is named only where the mistake it stands for
gives what the learner's function gives in every case, those included where both happen to be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from copy import deepcopy
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from coursekit.formatting import format_arguments, format_count, format_value, type_name
from coursekit.quiz.comparison import (
    a_shape,
    as_floats,
    difference,
    entries_of,
    far_entries,
    is_error,
    shape_hint,
)
from coursekit.quiz.crashes import was_raised
from coursekit.quiz.elsewhere import Elsewhere
from coursekit.quiz.student import Call, NotYet, call_guarded, called_elsewhere, unguarded

Case: TypeAlias = dict[str, Any]
Mistake: TypeAlias = tuple[Callable[..., Any], str]
Leaf: TypeAlias = tuple[str, Any]  # the name of a part of the result, and its numbers or text

_HANDED_BACK = "`return` hands the error back; write `raise`."
BY_HAND = "Work this input out by hand and print each step to see where the two part."
_BETWEEN_CALLS = (
    "something is kept from one call to the next, such as a name outside the function, a list as a default, or a "
    "stored result."
)
_KEPT = f"Called with the same input before, your function was right: {_BETWEEN_CALLS}"
_UNLIKE = f"Called again with the same input, your function gives something else: {_BETWEEN_CALLS}"
_WHOLE = (
    "The input holds whole numbers here, and an array made like it (`np.zeros_like(x)`, `x.copy()`) drops what comes "
    "after the point: make one of floats, `np.zeros(x.shape)` or `x.astype(float)`."
)
_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


class Outcome(NamedTuple):
    """A call's result as numbers by part, or the error it ended with."""

    leaves: list[Leaf]
    error: BaseException | None = None
    call: Call | None = None


class Comparison(NamedTuple):
    """The settings of one `Expect.agrees`."""

    theirs: Any
    reference: Callable[..., Any]
    read: Callable[..., Any] | None
    returns: str
    tolerance: float
    floor: float
    may_change: Sequence[str]

    def right(self, case: Case) -> Any:
        """Return what the reference gives, or the error it raises where no value is right."""
        try:
            return self.reference(*deepcopy(list(case.values())))
        except Exception as error:
            return error

    def truncated(self, *given: Any) -> Any:
        """The right numbers, kept in an array like an input of whole numbers."""
        whole = any(isinstance(each, np.ndarray) and each.dtype.kind == "i" for each in given)
        return np.trunc(self.reference(*given)) if whole else self.reference(*given)

    def run(self, case: Case, want: Any) -> Outcome:
        """Call the learner's function on a copy of a case."""
        student = self.theirs._student
        values = tuple(deepcopy(list(case.values())))
        try:
            got = call_guarded(self.theirs, values, objects=not self.may_change)
            return Outcome(self._leaves(got, want, case))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            return Outcome([], error, student._call)

    def run_all(self, cases: Sequence[Case], wants: Sequence[Any]) -> list[Outcome]:
        """Call the learner's function on a copy of each case; where it lives in another process, in one go."""
        if not isinstance(unguarded(self.theirs), Elsewhere):
            return [self.run(case, want) for case, want in zip(cases, wants, strict=True)]
        given = [(tuple(case.values()), dict[str, Any]()) for case in cases]
        calls = called_elsewhere(self.theirs, given, objects=not self.may_change)
        return [self._outcome(*each) for each in zip(calls, cases, wants, strict=True)]

    def _outcome(self, call: Call, case: Case, want: Any) -> Outcome:
        if isinstance(call.error, KeyboardInterrupt):
            self._crash(Outcome([], call.error, call))
        try:
            if call.error:
                raise call.error
            student = self.theirs._student
            return Outcome(self._leaves(student._hand_out(call.name, call.result), want, case))
        except BaseException as error:
            return Outcome([], error, call)

    def imitate(self, mistake: Callable[..., Any], case: Case, want: Any) -> Outcome:
        """Call a mistake on a case."""
        try:
            return Outcome(self._leaves(mistake(*deepcopy(list(case.values()))), want, case))
        except (Exception, NotYet) as error:
            return Outcome([], error)

    def same(self, got: Outcome, other: Outcome) -> bool:
        """True where both calls ended with the same numbers, or with an error of the same kind."""
        if got.error or other.error:
            return type(got.error) is type(other.error) and not isinstance(got.error, NotYet)
        return len(got.leaves) == len(other.leaves) and all(
            mine[0] == yours[0] and self._near(mine[1], yours[1])
            for mine, yours in zip(got.leaves, other.leaves, strict=True)
        )

    def fits(self, got: Outcome, want: Any) -> bool:
        """True where the learner's outcome is the right one."""
        if isinstance(want, Exception):
            return isinstance(got.error, type(want))
        if got.error:
            return False
        return all(
            self._near(mine[1], right[1]) for mine, right in zip(got.leaves, self._flat(want), strict=True)
        )

    def complaint(self, case: Case, got: Outcome, want: Any, hint: str) -> str:
        """Say what was given and what was expected; `hint` is the cause, empty where none is known.

        Raises:
            BaseException: the learner's own, where the call crashed.
        """
        opening = _opening(case)
        if isinstance(got.error, NotYet):
            return str(got.error)
        if isinstance(want, Exception):
            return self._no_error(opening, got, want, hint).rstrip()
        if not hint and not _is_cut(opening):
            hint = BY_HAND
        if got.error:
            if not was_raised(got.error) or not isinstance(got.error, Exception):
                self._crash(got)
            right = format_value(want) if np.ndim(want) == 0 else "a value"
            return f"{opening}you raised {type_name(type(got.error))}, expected {right}. {hint}".rstrip()
        pairs = zip(got.leaves, self._flat(want), strict=True)
        part, mine, right = next((p, m, w) for (p, m), (_, w) in pairs if not self._near(m, w))
        what = f"{opening}your {part} came out as" if part else f"{opening}you gave"
        return self._difference(what, mine, right, hint).rstrip()

    def _difference(self, what: str, mine: Any, right: Any, hint: str) -> str:
        if not isinstance(right, np.ndarray):
            return f"{what} {format_value(mine)}, expected {format_value(right)}. {hint}"
        if mine.shape != right.shape:
            hint = hint if hint not in ("", BY_HAND) else shape_hint(mine.shape, right.shape)
            return f"{what} {a_shape(mine.shape)}, expected {a_shape(right.shape)}. {hint}"
        return f"{difference(mine, right, what, far_entries(mine, right, self.tolerance, self.floor))} {hint}"

    def _no_error(self, opening: str, got: Outcome, want: Exception, hint: str) -> str:
        """The sentence where an error should have been raised; the reference's own words say why."""
        wanted = type(want).__name__
        if got.error is None:
            found = got.leaves[0][1]
            hint = _HANDED_BACK if is_error(found) else hint or str(want)
            return f"{opening}you gave {format_value(found)}, expected {wanted} to be raised. {hint}"
        if not was_raised(got.error) and not isinstance(got.error, ArithmeticError):
            self._crash(got)
        kind = type_name(type(got.error))
        return f"{opening}your function stops with {kind}; raise {wanted} instead. {hint or want}"

    def _crash(self, got: Outcome) -> None:
        self.theirs._student._call = got.call
        assert got.error is not None
        raise got.error

    def _near(self, mine: Any, right: Any) -> bool:
        if not isinstance(right, np.ndarray) or not isinstance(mine, np.ndarray):
            return type(mine) is type(right) and bool(mine == right)
        return mine.shape == right.shape and not far_entries(mine, right, self.tolerance, self.floor).any()

    def _flat(self, want: Any) -> list[Leaf]:
        return list(_leaves(want, want, "", self.returns))

    def _leaves(self, got: Any, want: Any, case: Case) -> list[Leaf]:
        """The numbers of a result under the names of the parts of the right one."""
        if isinstance(want, Exception):
            with suppress(NotYet):
                return [("", as_floats(got, ""))]
            return [("", unguarded(got))]
        try:
            if self.read:
                got = self.read(got, *deepcopy(list(case.values())))
            return list(_leaves(got, want, "", self.returns))
        except NotYet as stop:
            raise NotYet(f"{_opening(case)}{stop}") from None


def _opening(case: Case) -> str:
    shown = format_arguments(case)
    return f"for {shown} " if shown else ""


def _leaves(got: Any, want: Any, part: str, returns: str) -> Iterable[Leaf]:
    """Walk along the right result: a tuple or a dict is looked into, text is kept, anything else is numbers."""
    what = f"your {part} came out as" if part else "you gave"
    if isinstance(want, dict):
        _require_keys(got, want, what)
        for key, right in want.items():
            yield from _leaves(
                dict.__getitem__(got, key), right, f"{part or returns or 'result'}[{key!r}]", ""
            )
    elif isinstance(want, tuple):
        names = [name.strip() for name in returns.split(",")]
        if part or len(names) != len(want):
            returns, names = "", [f"{part or returns or 'result'}[{i}]" for i in range(len(want))]
        numbers = all(np.ndim(each) == 0 and not isinstance(each, (dict, str)) for each in want)
        entries = several(got, len(want), what, returns, array=numbers)
        for name, mine, right in zip(names, entries, want, strict=True):
            yield from _leaves(mine, right, name, "")
    elif isinstance(want, str):
        if not issubclass(type(got), str):
            raise NotYet(f"{what} {format_value(got)}, expected the text {format_value(want)}.")
        yield part, str.__str__(got)
    else:
        yield part, as_floats(got, what)


def _require_keys(got: Any, want: dict[Any, Any], what: str) -> None:
    if not issubclass(type(got), dict):
        hint = " Is a `return` missing?" if got is None else ""
        raise NotYet(f"{what} {format_value(got)}, expected a dictionary.{hint}")
    missing = [key for key in want if not dict.__contains__(got, key)]
    if missing:
        raise NotYet(f"{what} a dictionary without the entry {format_value(missing[0])}.")


def several(got: Any, n: int, what: str, returns: str, *, array: bool = False) -> list[Any]:
    """The `n` entries of a list or a tuple; with `array` of an array too, as each is a number.

    Raises:
        NotYet: it is something else; the sentence begins with `what` and shows what to `return`.
    """
    expected = f"expected {_NUMBERS.get(n, n)} values{f': `return {returns}`' if returns else ''}"
    if got is None:
        raise NotYet(f"{what} None, {expected}. Is a `return` missing?")
    entries = entries_of(got)
    if entries is None or (isinstance(got, np.ndarray) and not array):
        raise NotYet(f"{what} {format_value(got)}, {expected}.")
    if len(entries) != n:
        raise NotYet(f"{what} {format_count(len(entries), 'value')}, {expected}.")
    return entries


def _is_cut(shown: str) -> bool:
    """True where a message does not show its input whole, so nobody could work it out by hand."""
    return "…" in shown or "an array of" in shown


def require_agreement(
    compared: Comparison, cases: Sequence[Case], mistakes: Iterable[Mistake], otherwise: str, *, again: bool
) -> None:
    """Run all cases twice and complain about the first that differs.

    The second round runs backwards, so that what one call leaves for the next is not the same again.

    Raises:
        NotYet: with the sentence for the learner.
    """
    wants = [compared.right(case) for case in cases]
    found = compared.run_all(cases, wants)
    table = list(zip(cases, found, wants, strict=True))
    failed = [row for row in table if not compared.fits(row[1], row[2])]
    if failed:
        cause = _cause(compared, table, [*mistakes, (compared.truncated, _WHOLE)])
        if cause and _is_crash(failed[0][1]):
            # A wrong value explains a known mistake better than the crash it leads to elsewhere.
            failed = [row for row in failed if not row[1].error] or failed
        if not cause and again and _gives_another(compared, *failed[0]):
            cause = _UNLIKE
        raise NotYet(compared.complaint(*failed[0], cause or otherwise))
    if not again:
        return
    backwards = cases[::-1], wants[::-1]
    for case, got, want in zip(backwards[0], compared.run_all(*backwards), backwards[1], strict=True):
        if not compared.fits(got, want):
            raise NotYet(compared.complaint(case, got, want, _KEPT))


def _is_crash(got: Outcome) -> bool:
    return got.error is not None and not isinstance(got.error, NotYet) and not was_raised(got.error)


def _gives_another(compared: Comparison, case: Case, got: Outcome, want: Any) -> bool:
    """True where the same call gives another value now."""
    return not got.error and not compared.same(got, compared.run(case, want))


def _cause(
    compared: Comparison, table: Sequence[tuple[Case, Outcome, Any]], mistakes: Iterable[Mistake]
) -> str:
    """The sentence of the first mistake that does what the learner's function did in every case."""
    for mistake, sentence in mistakes:
        if all(compared.same(got, compared.imitate(mistake, case, want)) for case, got, want in table):
            return sentence
    return ""
