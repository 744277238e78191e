"""No small change of a reference passes its check, but those that leave it right."""

from __future__ import annotations

import pytest
from chapterproofs import CHAPTERS, PROOFS

from coursekit.authoring.mutants import EQUIVALENTS, equivalents_in, tallies

CASES = [
    pytest.param(chapter, name, id=name, marks=pytest.mark.uncounted)
    for chapter in CHAPTERS
    for name in chapter.exercises
]


@pytest.mark.parametrize(("chapter", "exercise"), CASES)
def test_a_check_accepts_only_changes_that_leave_the_reference_right(chapter, exercise):
    (tally,) = tallies(chapter, equivalents_in(PROOFS / chapter.slug / EQUIVALENTS), only=exercise)
    assert tally.complaints == []


def test_an_equivalent_belongs_to_an_exercise():
    for chapter in CHAPTERS:
        known = equivalents_in(PROOFS / chapter.slug / EQUIVALENTS)
        assert {*known.changes, *known.slow} <= set(chapter.exercises)
