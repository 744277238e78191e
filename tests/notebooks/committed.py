"""What the guards look at: each chapter of the course and its notebooks as they are committed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from nbformat import NotebookNode

from coursekit.authoring import unexecuted
from coursekit.authoring.notebook import loads
from coursekit.content import Chapter, chapters

ROOT = Path(__file__).parents[2]
CHAPTERS = chapters()

each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=[each.slug for each in CHAPTERS])
each_executed = pytest.mark.parametrize("folder", ["lessons", "solutions"])
each_folder = pytest.mark.parametrize("folder", ["lessons", "solutions", "exercises"])


def path_of(chapter: Chapter, folder: str) -> Path:
    return ROOT / folder / chapter.notebook


def notebook_of(chapter: Chapter, folder: str) -> NotebookNode:
    """The committed notebook."""
    assert path_of(chapter, folder).is_file(), f"{folder}/{chapter.notebook} is missing; run scripts/build"
    return loads(path_of(chapter, folder).read_text(encoding="utf-8"))


def built(chapter: Chapter, folder: str) -> NotebookNode:
    """The notebook as the text makes it today, not executed."""
    return _built(chapter.slug)[folder]


@cache
def _built(slug: str) -> dict[str, NotebookNode]:
    return unexecuted(next(each for each in CHAPTERS if each.slug == slug))
