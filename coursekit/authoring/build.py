"""The three notebooks that a chapter's texts make: lesson, solutions, exercises."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from coursekit.authoring.answer_cells import answer_cells
from coursekit.authoring.assignment import mark_cells, release
from coursekit.authoring.authors_code import located
from coursekit.authoring.cells import cells_of
from coursekit.authoring.execute import execute
from coursekit.authoring.notebook import dumps, make
from coursekit.content import Chapter
from coursekit.files import write_changed

FOLDERS = {"lessons": "lesson.py", "solutions": "exercises.py", "exercises": "exercises.py"}
"""Folder of notebooks → the text they are built from."""

_WITH_OUTPUTS = ("lessons", "solutions")


def unexecuted(chapter: Chapter) -> dict[str, NotebookNode]:
    """Return the chapter's notebooks by folder, as its texts make them, before anything has run.

    Raises:
        BankError: a text is malformed or checks.py or pictures.py does not run; the message names it.
    """
    for name in ("checks", "pictures"):
        with located(chapter.folder / f"{name}.py"):
            chapter.module(name)
    exercises = cells_of(chapter, "exercises")
    mark_cells(chapter, exercises)
    return {
        "lessons": make(cells_of(chapter, "lesson")),
        "solutions": make([*copy.deepcopy(exercises), *answer_cells(chapter)]),
        "exercises": release(exercises),
    }


def build(chapter: Chapter, root: Path) -> Iterator[Path]:
    """Write the chapter's notebooks below `root`, yielding each file that changed.

    Raises:
        BankError: a text is malformed or a cell does not run; what is on disk is then left as it was.
    """
    notebooks = unexecuted(chapter)
    for folder in _WITH_OUTPUTS:
        execute(notebooks[folder], source=f"{chapter.slug}/{FOLDERS[folder]}")
    for folder, notebook in notebooks.items():
        path = root / folder / chapter.notebook
        if write_changed(path, dumps(notebook)):
            yield path
