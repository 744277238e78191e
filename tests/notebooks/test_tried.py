"""Tried: solutions by people who have not seen the checks; no wrong one passes, and no right one is refused.

A chapter's `tried.py` is written like its `mistakes.py`, but a mistake needs no words of its own. Each wrong solution
is graded as nbgrader grades it, each right one with seeds that no other test takes.
"""

from __future__ import annotations

import numpy as np
import pytest
from committed import CHAPTERS, ROOT, built

from coursekit.authoring.proofs import Mistake, attempts_in, definitions, sources, space_of
from coursekit.quiz import run_check

TRIED = {slug: ROOT / "tests" / "proofs" / slug / "tried.py" for slug in (each.slug for each in CHAPTERS)}
FRESH = range(100, 103)
ROUNDS = {"optimizers.train": 1}  # how many of them, where a check trains a network


@pytest.fixture(autouse=True)
def _floating_point_errors_as_before():
    with np.errstate():  # some of the solutions set them
        yield


@pytest.mark.uncounted
@pytest.mark.parametrize(
    "chapter", [each for each in CHAPTERS if TRIED[each.slug].is_file()], ids=lambda c: c.slug
)
def test_no_wrong_solution_is_accepted_and_no_right_one_refused(chapter):
    solved = definitions(sources(built(chapter, "solutions")))
    failed = []
    for attempt in attempts_in(TRIED[chapter.slug]):
        exercise = chapter.exercises[attempt.exercise]
        space = space_of(attempt, solved)
        wrong = isinstance(attempt, Mistake)
        for seed in range(exercise.seeds) if wrong else FRESH[: ROUNDS.get(attempt.exercise)]:
            result = run_check(exercise, space, seed=seed)
            if not result.passed:
                break
        if result.passed == wrong:
            failed.append(f"{attempt.exercise}, {attempt.name!r}: {result.message}")
    assert failed == []
