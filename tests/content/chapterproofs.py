"""Each chapter's mistakes and variants, and the names of its solved exercise notebook."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from coursekit.authoring import unexecuted
from coursekit.authoring.proofs import attempts_in, definitions, sources
from coursekit.content import chapter, chapters, find_exercise
from coursekit.quiz import run_check

PROOFS = Path(__file__).parents[1] / "proofs"
CHAPTERS = chapters()

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=[each.slug for each in CHAPTERS])


@cache
def attempts(slug: str):
    return attempts_in(PROOFS / slug / "mistakes.py")


@cache
def notebooks(slug: str):
    return unexecuted(chapter(slug))


@cache
def solved(slug: str):
    """What the cells of the solved exercises define; a test changes a copy."""
    return definitions(sources(notebooks(slug)["solutions"]))


def checked(name: str, *, seed: int = 0, **changed):
    """The result of checking the solved notebook with some names changed."""
    space = {**solved(name.partition(".")[0]), **changed}
    return run_check(find_exercise(name), space, seed=seed)
