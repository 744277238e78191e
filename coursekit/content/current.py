"""The course that this process uses, and its chapters, questions and exercises.

The variable COURSEKIT_COURSE names it, else the learner's folder, which remembers the course it was made for;
else it is our own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from coursekit.content.chapters import OWN, Chapter
from coursekit.content.course import Course, load_course
from coursekit.errors import FolderError
from coursekit.files import write_whole
from coursekit.progress import working_folder
from coursekit.quiz import Exercise, Question

VARIABLE = "COURSEKIT_COURSE"


def current_course(folder: Path | None = None, environ: Mapping[str, str] = os.environ) -> Course:
    """Return the course that this process uses: COURSEKIT_COURSE names it, or the learner's folder does, or it is ours.

    Args:
        folder: the learner's folder; by default the one that this process runs in.
        environ: the process's variables.

    Raises:
        FolderError: the course is not where it was.
    """
    named = environ.get(VARIABLE)
    if named:
        return _loaded(Path(named).expanduser())
    if folder is None:
        with suppress(OSError):  # the folder was deleted while the kernel ran
            folder = working_folder(Path.cwd(), environ)
    remembered = _remembered(folder).get("folder") if folder else None
    if not remembered:
        return _loaded(OWN)
    if not Path(remembered).is_dir():
        raise FolderError(
            f"{folder} was made for the course in {remembered}, which is not there any more; "
            f"put it back, or say where it is now: coursekit lab {folder} --course FOLDER"
        )
    return _loaded(Path(remembered))


@contextmanager
def using_course(folder: Path) -> Iterator[None]:
    """Make the course in a folder the current one for a while, here and in the processes that are started.

    It is read anew, so that an author's changes are seen.
    """
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder.absolute())
    _loaded.cache_clear()
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)  # `coursekit lab` has taken it away already
        if before is not None:
            os.environ[VARIABLE] = before


def remember_course(folder: Path, course: Course) -> None:
    """Write into a learner's folder which course it was made for, so that any notebook in it finds that one.

    Raises:
        FolderError: the folder was made for another course.
    """
    file, now = _memory_file(folder), {"folder": str(course.folder), "title": course.title}
    before = _remembered(folder)
    if not before and file.with_name("handed-out.json").exists():
        before = {"folder": str(OWN), "title": _loaded(OWN).title}
    if before and not before.items() & now.items():
        raise FolderError(
            f"{folder} was made for the course {before.get('title')!r}; "
            f"open {course.title!r} in a folder of its own"
        )
    if not course.is_own and now != before:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(now, indent=1).encode())


def chapters() -> list[Chapter]:
    """Return the chapters of the current course in their order; see `Course.chapters`."""
    return list(current_course().chapters)


def chapter(slug: str) -> Chapter:
    """Return the chapter of the current course in folder `slug`; see `Course.chapter`."""
    return current_course().chapter(slug)


def find_question(question_id: str) -> Question:
    """Return the question of the current course with this full id; see `Course.question`."""
    return current_course().question(question_id)


def find_exercise(exercise_id: str) -> Exercise:
    """Return the exercise of the current course with this full id; see `Course.exercise`."""
    return current_course().exercise(exercise_id)


def reference(exercise_id: str) -> str:
    """Return the reference solution of an exercise in the current course; see `Course.reference`."""
    return current_course().reference(exercise_id)


@cache
def _loaded(folder: Path) -> Course:
    return load_course(folder)


def _memory_file(folder: Path) -> Path:
    return folder / ".coursekit" / "course.json"


def _remembered(folder: Path) -> dict[str, Any]:
    """Return the course that a learner's folder was made for: its `folder` and `title`; empty if it is ours."""
    with suppress(OSError, ValueError):
        found = json.loads(_memory_file(folder).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}
