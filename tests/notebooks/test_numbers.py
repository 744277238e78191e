"""Numbers: each that a learner reads is computed or chosen, and what is not obvious is computed another way too."""

from __future__ import annotations

import importlib

import pytest
from committed import each_chapter

from coursekit.authoring.accounts import complaints
from coursekit.authoring.literals import review_numbers, review_recomputed

pytestmark = pytest.mark.uncounted


@each_chapter
def test_every_number_is_computed_or_chosen(chapter):
    # A chapter that still registers its numbers has no numbers.py yet.
    found = review_numbers(chapter) if (chapter.folder / "numbers.py").is_file() else complaints(chapter)
    assert not found, "\n".join(["", *found])


@each_chapter
def test_what_is_not_obvious_comes_out_the_same_another_way(chapter):
    if (chapter.folder / "numbers.py").is_file():
        found = review_recomputed(chapter, importlib.import_module(f"proofs.{chapter.slug}.claims"))
        assert not found, "\n".join(["", *found])
