"""Marks in nbgrader's gradebook, written through its own API: `nbgrader export` and its plugins then know them."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any

from coursekit.content import chapter
from coursekit.errors import ArgumentError
from coursekit.grader.marks import Mark

__all__ = ["gradebook_in", "write_gradebook"]

GRADEBOOK = "gradebook.db"


def gradebook_in(submissions: Iterable[Path], out: Path) -> Path:
    """The gradebook of the course folder that is marked; where it is none of nbgrader's, one in `out`."""
    own = (root / GRADEBOOK for root in submissions if (root / "submitted").is_dir())
    return next(own, out / GRADEBOOK)


def write_gradebook(path: Path, marks: Sequence[Mark]) -> None:
    """Write marks into a gradebook; what it holds besides stays.

    An assignment is a chapter, and a grade cell an exercise, under the ids that the course's notebooks have.

    Raises:
        ArgumentError: nbgrader is not installed.
    """
    try:
        api = import_module("nbgrader.api")
    except ImportError as problem:
        raise ArgumentError(
            "the gradebook is nbgrader's, which is not installed; get it: pip install 'coursekit[author]'"
        ) from problem
    with _at_ease(), api.Gradebook(f"sqlite:///{path.absolute()}") as book:
        by_lesson = sorted(marks, key=lambda mark: (_slug(mark), mark.learner))
        for slug, those in groupby(by_lesson, _slug):
            _write_lesson(book, slug, list(those))


@contextmanager
def _at_ease() -> Iterator[None]:
    """Put the programs beside this Python on the path, since nbgrader runs `alembic`; its database warns of nothing we do."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        os.environ["PATH"] = before


def _write_lesson(book: Any, slug: str, marks: Sequence[Mark]) -> None:
    notebook = PurePosixPath(chapter(slug).notebook).stem
    book.update_or_create_assignment(slug)
    book.update_or_create_notebook(notebook, slug)
    for cell, worth in {_cell(mark): mark.max_points for mark in marks}.items():
        book.update_or_create_grade_cell(cell, notebook, slug, max_score=worth, cell_type="code")
    for learner, own in groupby(marks, lambda mark: mark.learner):
        handed_in = [mark for mark in own if mark.outcome != "missing"]
        if handed_in:
            book.update_or_create_student(learner)
            book.update_or_create_submission(slug, learner)
        for mark in handed_in:
            book.find_grade(_cell(mark), notebook, slug, learner).auto_score = mark.points
    book.db.commit()


def _slug(mark: Mark) -> str:
    return mark.exercise.partition(".")[0]


def _cell(mark: Mark) -> str:
    return mark.exercise.replace(".", "-", 1)
