"""The marks of a class as a table that Moodle or Canvas imports: a column for each chapter."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from coursekit.content import Course, current_course
from coursekit.errors import ArgumentError, FolderError
from coursekit.files import write_whole
from coursekit.formatting import format_count
from coursekit.grader.marks import Mark, read_marks
from coursekit.roster import Enrolled, read_roster

Points: TypeAlias = dict[str, dict[str, float]]  # learner → chapter → points
Row: TypeAlias = Sequence[str]


def export_grades(
    system: str,
    marks: Path,
    out: Path,
    *,
    roster: Path | None = None,
    lessons: Sequence[str] = (),
    overwrite: bool = False,
) -> str:
    """Write the grades of a class for a school's system; return what to print.

    Args:
        system: "moodle" or "canvas".
        marks: the folder that `coursekit grade` wrote.
        out: the CSV file.
        roster: see `read_roster`; with it only those who are in it have a row.
        lessons: the chapters that get a column, such as "neuron"; none: all that were marked.
        overwrite: True if the file may be replaced.

    Raises:
        ArgumentError: there is no such system, or no marks of a lesson.
        FolderError: marks or roster can't be read, or the file can't be written.
    """
    if system not in SYSTEMS:
        raise ArgumentError(f"there is no system {system!r}; choose one of {', '.join(SYSTEMS)}")
    if out.is_dir() or (out.exists() and not overwrite):
        raise FolderError(f"{out} exists already and is left as it is; give another name, or add --overwrite")
    points, most = _sums(_of_lessons(list(read_marks(marks)), lessons))
    people = read_roster(roster) if roster else {name: Enrolled(id=_safe(name)) for name in points}
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(SYSTEMS[system](people, points, most))
    try:
        write_whole(out, text.getvalue())
    except OSError as problem:
        raise FolderError(
            f"{out} cannot be written ({problem.strerror or problem}); give another place"
        ) from problem
    return "\n".join(_said(people, points, out))


def _of_lessons(marks: Sequence[Mark], lessons: Sequence[str]) -> Sequence[Mark]:
    """Return the marks of these chapters; all where none is named."""
    known = sorted({mark.exercise.partition(".")[0] for mark in marks})
    for lesson in lessons:
        if lesson not in known:
            raise ArgumentError(f"there are no marks of a lesson {lesson!r}; choose from {', '.join(known)}")
    return [mark for mark in marks if mark.exercise.partition(".")[0] in (lessons or known)]


def _sums(marks: Iterable[Mark]) -> tuple[Points, dict[str, float]]:
    """Return each learner's points by chapter, and what each chapter is worth, in the order of the course.

    A chapter of which a learner handed in nothing has no points, which is not the same as 0.
    """
    points: Points = {}
    worth: dict[str, float] = {}
    for mark in marks:
        chapter = mark.exercise.partition(".")[0]
        mine = points.setdefault(mark.learner, {})
        if mark.outcome != "missing":
            mine[chapter] = mine.get(chapter, 0.0) + mark.points
        worth[mark.exercise] = mark.max_points
    most: dict[str, float] = {}
    for exercise, value in worth.items():
        chapter = exercise.partition(".")[0]
        most[chapter] = most.get(chapter, 0.0) + value
    titles = _titles(current_course(), most)
    named = {
        name: {titles[slug]: mine[slug] for slug in titles if slug in mine} for name, mine in points.items()
    }
    return named, {title: most[slug] for slug, title in titles.items()}


def _titles(course: Course, slugs: Iterable[str]) -> dict[str, str]:
    """Return the title of each of these chapters, in the order of the course; another one keeps its slug."""
    known = {each.slug: f"{each.number} {each.title}" for each in course.chapters}
    wanted = set(slugs)
    return {slug: title for slug, title in known.items() if slug in wanted} | {
        slug: slug for slug in sorted(wanted - {*known})
    }


def _moodle(people: Mapping[str, Enrolled], points: Points, most: Mapping[str, float]) -> Iterator[Row]:
    """Yield percent: a grade item that Moodle makes while it imports goes up to 100."""
    yield "ID number", "Email address", *(f"{title} (%)" for title in most)
    for name, person in people.items():
        mine = points.get(name, {})
        shares = (
            f"{100 * mine[title] / (worth or 1):.5g}" if title in mine else ""
            for title, worth in most.items()
        )
        yield person.id, person.mail, *shares


def _canvas(people: Mapping[str, Enrolled], points: Points, most: Mapping[str, float]) -> Iterator[Row]:
    """Yield points, with a row for what each chapter is worth."""
    yield "Student", "ID", "SIS User ID", "SIS Login ID", "Section", *most
    yield "    Points Possible", "", "", "", "", *(f"{worth:.10g}" for worth in most.values())
    for name, person in people.items():
        mine = points.get(name, {})
        earned = (f"{mine[title]:.10g}" if title in mine else "" for title in most)
        yield _safe(person.name or person.id), "", person.id, person.mail or person.id, person.group, *earned


SYSTEMS: dict[str, Callable[[Mapping[str, Enrolled], Points, Mapping[str, float]], Iterator[Row]]] = {
    "moodle": _moodle,
    "canvas": _canvas,
}


def _said(people: Mapping[str, Enrolled], points: Points, out: Path) -> Iterator[str]:
    yield f"written: {out}, {format_count(len(people), 'learner')}"
    for names, what in (
        (
            [name for name in people if not points.get(name)],
            "without a hand-in that can be read, so with empty cells",
        ),
        ([name for name in points if name not in people], "not in the roster, so without a row"),
    ):
        if names:
            yield f"{len(names)} {what}: {', '.join(names)}"


def _safe(text: str) -> str:
    """Keep a learner's name from being a formula of a spreadsheet."""
    return f"'{text}" if text.startswith(tuple("=+-@")) else text
