"""An exercise: its check function and what a learner is told around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TypeAlias

import numpy as np

from coursekit.errors import ArgumentError, BankError
from coursekit.quiz.expectations import Expect
from coursekit.quiz.student import Student

Check: TypeAlias = Callable[[Student, np.random.Generator, Expect], None]


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise of a chapter.

    Attributes:
        id: unique in the chapter.
        needs: names that the learner's cells define.
        points: what it is worth when graded.
        hints: from a nudge to nearly the solution.
        why: said when it is correct: what was gained.
        check: the check function, `check(s, rng, expect)`.
        seeds: how many seeds it is graded with: several, since one may miss a slip.
        seconds: how long the learner's code may compute while it is graded.
    """

    id: str
    needs: tuple[str, ...]
    points: float
    hints: tuple[str, ...]
    why: str
    check: Check
    seeds: int = 3
    seconds: int = 10


def exercise(  # noqa: PLR0913 - each is one part of an exercise
    exercise_id: str,
    *,
    needs: tuple[str, ...],
    points: float = 1,
    hints: tuple[str, ...] = (),
    why: str = "",
    seeds: int = 3,
    seconds: int = 10,
) -> Callable[[Check], Exercise]:
    """Turn a check function into an `Exercise`.

    A check that trains networks takes several seeds of its own, and is graded with one: `seeds=1, seconds=60`.

    The function takes `s` (the learner's names: `s.neuron(x, w, b)`), `rng` (a numpy Generator)
    and `expect` (the sentences it can say). It returns when all is well.

    Raises:
        ArgumentError: where `needs` is empty or one string instead of a tuple.
    """
    if not needs or isinstance(needs, str):
        raise ArgumentError(f'exercise {exercise_id}: needs={needs!r} must be a tuple such as ("boundary",).')

    def wrap(check: Check) -> Exercise:
        return Exercise(
            id=exercise_id,
            needs=needs,
            points=points,
            hints=hints,
            why=why,
            check=check,
            seeds=seeds,
            seconds=seconds,
        )

    return wrap


def exercises_in(module: ModuleType) -> Mapping[str, Exercise]:
    """The exercises of a chapter's `checks` module by id, in the order of the file.

    Raises:
        BankError: where two exercises share an id.
    """
    found: dict[str, Exercise] = {}
    for value in vars(module).values():
        if isinstance(value, Exercise) and found.setdefault(value.id, value) is not value:
            raise BankError(
                f"{module.__name__}: exercise `{value.id}`: the id stands there twice; rename one."
            )
    return found
