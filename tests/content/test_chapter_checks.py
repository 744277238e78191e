"""Checks: a right solution passes, and a wrong one is told where it went wrong.

Every mistake, variant and reference is tried here and nowhere else, with a few seeds: what they draw is a part of the table of cases.
"""

from __future__ import annotations

import pytest
from chapterproofs import CHAPTERS, attempts, each_chapter, notebooks

from coursekit.authoring.proofs import complaints, prove, table

SEEDS = range(3)
TRAINING = {"optimizers.train", "scale.plan", "language.train_writer"}  # tried with one seed
UNCOUNTED = {"optimizers.train", "scale.plan"}  # shorter tests run these lines


def cases():
    """Each exercise with one seed, and uncounted with further ones: they run the same lines."""
    for chapter in CHAPTERS:
        for name in chapter.exercises:
            marks = [pytest.mark.uncounted] if name in UNCOUNTED else []
            yield pytest.param(chapter, name, SEEDS[:1], id=name, marks=marks)
            if name not in TRAINING:
                yield pytest.param(chapter, name, SEEDS[1:], id=f"{name}-again", marks=pytest.mark.uncounted)


@each_chapter
def test_an_exercise_has_three_mistakes_with_words_of_their_own_and_two_variants(chapter):
    assert complaints(chapter, attempts(chapter.slug)) == []
    in_order = dict.fromkeys(each.exercise for each in attempts(chapter.slug))
    assert list(in_order) == list(chapter.exercises)


@pytest.mark.parametrize(("chapter", "exercise", "seeds"), list(cases()))
def test_every_attempt_ends_as_it_should_with_any_seed(chapter, exercise, seeds):
    known = attempts(chapter.slug)
    proofs = prove(chapter, known, only=exercise, seeds=seeds, notebooks=notebooks(chapter.slug))
    print(f"\n{table(proofs)}")  # noqa: T201 - an author looks at it with `-s`
    assert [str(each) for each in proofs if each.complaint] == []
