"""Numbers: each that a learner reads is computed or chosen, and what is not obvious is computed another way too."""

from __future__ import annotations

import importlib

import pytest
from committed import each_chapter

from coursekit.authoring.literals import review_numbers, review_recomputed

pytestmark = pytest.mark.uncounted


@each_chapter
def test_every_number_is_computed_or_chosen(chapter):
    found = review_numbers(chapter)
    assert not found, "\n".join(["", *found])


@each_chapter
def test_what_is_not_obvious_comes_out_the_same_another_way(chapter):
    found = review_recomputed(chapter, importlib.import_module(f"proofs.{chapter.slug}.claims"))
    assert not found, "\n".join(["", *found])
