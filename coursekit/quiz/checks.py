"""Run a check. Its outcome is not attempted, not yet, correct, or crashed at a line of the learner's.

A check runs in the learner's own process. It is proof against accidents and odd objects, not
against somebody who rewrites numpy in order to pass; marks that count need a process of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from coursekit.formatting import format_value, type_name
from coursekit.quiz.broken_cells import unreadable_cell
from coursekit.quiz.crashes import crash_sentence, learner_globals
from coursekit.quiz.exercises import Exercise
from coursekit.quiz.expectations import Expect
from coursekit.quiz.pristine import kernel_kept, pristine
from coursekit.quiz.stubs import is_stub
from coursekit.quiz.student import NotYet, Student


class CheckResult(Struct, frozen=True, kw_only=True):
    """The outcome of a check, with the message for the learner.

    Attributes:
        outcome: "not attempted", "not yet", "correct" or "crashed".
        message: for the learner, the outcome included; no traceback.
        seed: the inputs came from it; the same seed asks the same again.
    """

    outcome: Literal["not attempted", "not yet", "correct", "crashed"]
    message: str
    seed: int

    @property
    def passed(self) -> bool:
        """True if the exercise is solved."""
        return self.outcome == "correct"

    def __str__(self) -> str:
        """The message."""
        return self.message

    def __repr__(self) -> str:
        """The message: a result at the end of a cell is there to be read."""
        return self.message


def run_check(
    exercise: Exercise, namespace: Mapping[str, Any], *, seed: int, expect: Expect | None = None
) -> CheckResult:
    """Check what the learner's names do; whatever they do, the answer is a `CheckResult`.

    Code that never ends is not stopped from here: the stop button does that, and the line it was
    stopped in is named. Where the check isn't passed and Python could not read the latest cell that
    defines what the exercise asks for, the message says that instead.

    Args:
        exercise: from a chapter's checks.
        namespace: the learner's names.
        seed: makes the random inputs, so that a result can be repeated.
        expect: makes the comparisons; by default a new `Expect`.
    """
    with pristine():
        missing = [name for name in exercise.needs if name not in namespace]
        stubs = [name for name in exercise.needs if name not in missing and is_stub(namespace[name])]
        if missing or stubs:
            result = _unfinished(exercise, missing, stubs, seed)
        else:
            with kernel_kept(learner_globals(exercise.needs, namespace)):
                result = _run(exercise, namespace, seed, expect or Expect())
        broken = "" if result.passed else unreadable_cell(exercise.needs, namespace)
        return CheckResult(outcome="crashed", message=f"crashed: {broken}", seed=seed) if broken else result


def _run(exercise: Exercise, namespace: Mapping[str, Any], seed: int, expect: Expect) -> CheckResult:
    student = Student(namespace)
    try:
        exercise.check(student, np.random.default_rng(seed), expect)
    except NotYet as stop:
        return CheckResult(outcome="not yet", message=f"not yet: {stop}", seed=seed)
    except BaseException as error:
        crash = crash_sentence(error, student._call, exercise.needs, namespace)
        if crash is None and issubclass(type(error), KeyboardInterrupt):
            raise
        if crash is None:
            return CheckResult(
                outcome="not yet", message=f"not yet: {_stumbled(error, exercise, namespace)}", seed=seed
            )
        return CheckResult(outcome="crashed", message=f"crashed: {crash}", seed=seed)
    return CheckResult(outcome="correct", message=f"correct. {exercise.why}".rstrip(), seed=seed)


def known_mistakes(
    exercise: Exercise, solved: Mapping[str, Any], *, seed: int = 0
) -> list[tuple[str, Callable[..., Any], str]]:
    """The mistakes that a check can name: the function each stands for, the wrong function, what is said.

    Args:
        exercise: from a chapter's checks.
        solved: names with which it is solved.
        seed: of the inputs.
    """
    expect = Expect()
    with pristine():
        exercise.check(Student(solved), np.random.default_rng(seed), expect)
    return expect.known_mistakes


def _unfinished(exercise: Exercise, missing: list[str], stubs: list[str], seed: int) -> CheckResult:
    clauses = []
    if missing:
        clauses.append(f"there is no {_names(missing)} yet; write it, then run its cell")
    if stubs:
        verb = "waits" if len(stubs) == 1 else "wait"
        clauses.append(f"{_names(stubs)} still {verb} for your code; write it, then run the cell")
    started = len(missing) + len(stubs) < len(exercise.needs)
    outcome: Literal["not yet", "not attempted"] = "not yet" if started else "not attempted"
    return CheckResult(outcome=outcome, message=f"{outcome}: {', and '.join(clauses)}.", seed=seed)


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _stumbled(error: BaseException, exercise: Exercise, namespace: Mapping[str, Any]) -> str:
    """Explain an error that the check itself ran into because of what the learner made."""
    for name in exercise.needs:
        if issubclass(type(error), (TypeError, AttributeError)) and not callable(namespace[name]):
            return (
                f"`{name}` is {format_value(namespace[name])} now, and the check has another use for it. "
                "Was the name taken for something else? Run the cell that makes it again."
            )
    return (
        f"the check could not go on with what it got from {_names(list(exercise.needs))} "
        f"({type_name(type(error))}). Look at what that returns for an input of your own."
    )
