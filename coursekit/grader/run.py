"""Mark what a class handed in: `coursekit grade`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from coursekit.confined import missing_for_confinement
from coursekit.content import chapters, current_course
from coursekit.errors import ArgumentError, FolderError
from coursekit.grader.gradebook import write_gradebook
from coursekit.grader.intake import HandIn, files_of, hand_ins
from coursekit.grader.journal import Journal, digest_of
from coursekit.grader.judge import Marked, Task, mark_packed, packed_task, unpacked
from coursekit.grader.marks import LearnerRow, Mark, write_tables
from coursekit.grader.pages import write_pages
from coursekit.grader.pool import cores, marked_by_workers

__all__ = ["grade"]

Marker = Callable[[Iterable[Task]], Iterator[bytes]]
_NOT_HANDED_IN = "not attempted: no notebook of this lesson was handed in."


def grade(  # noqa: PLR0913 - the options of the command
    submissions: Sequence[Path],
    out: Path,
    *,
    workers: int | None = None,
    confined: bool = True,
    seed: int | None = None,
    seconds: int | None = None,
    marker: Marker | None = None,
    gradebook: Path | None = None,
) -> list[LearnerRow]:
    """Mark what a class handed in, and write the marks into a folder.

    What was marked there before, of the same hand-ins and with the same seed, is not marked again; so a run that was
    stopped goes on.

    Args:
        submissions: folders, zips and notebooks.
        out: the folder to write.
        workers: processes that mark at a time; by default one for each core.
        confined: False lets learners' code run with all your rights.
        seed: the inputs of all checks come from it; by default the folder's, or a new one.
        seconds: of processor time for each exercise; by default as many as its author gives it.
        marker: marks tasks elsewhere, such as on a cluster.
        gradebook: nbgrader's database, to write the marks into as well.

    Returns:
        A row for each learner.

    Raises:
        ArgumentError: this system cannot confine learners' code or cannot fork, or fewer than one worker.
        FolderError: a path does not exist, or `out` cannot be written.
    """
    workers = cores() if workers is None else workers
    if workers < 1:
        raise ArgumentError(f"{workers} workers cannot mark anything; take at least one")
    if not marker and not hasattr(os, "fork"):
        raise ArgumentError(
            "this system (Windows) cannot fork the processes that learners' code runs in; mark in WSL, in a container or on Linux"
        )
    missing = missing_for_confinement() if confined and not marker else ""
    if missing:
        raise ArgumentError(
            f"{missing}, so learners' code would run with all your rights; mark on Linux or in a container, or accept it: --unconfined"
        )
    journal = Journal(out, edition=current_course().edition, seed=seed)
    people = hand_ins(submissions)
    marker = marker or (lambda tasks: _marked(tasks, workers))

    def task_of(each: HandIn) -> Task:
        return _task(each, journal.seed, seconds, confined=confined)

    marks, rows = _tables(_all_marked(map(task_of, people), len(people), journal, marker))
    try:
        write_tables(out, marks, rows)
        write_pages(out, marks, rows, seed=journal.seed)
    except OSError as problem:
        raise FolderError(
            f"{out} cannot be written ({problem.strerror or problem}); make room, and grade again"
        ) from problem
    if gradebook:
        write_gradebook(gradebook, marks)
    return rows


def _all_marked(tasks: Iterable[Task], learners: int, journal: Journal, marker: Marker) -> list[Marked]:
    """Everybody's marks, those of the journal among them; new ones are written down as they come."""
    found: list[Marked] = []
    digests: dict[str, str] = {}

    def due() -> Iterator[Task]:
        for task in tasks:
            digests[task.learner] = digest_of(task)
            if known := journal.known(digests[task.learner]):
                found.append(known)
                bar.update()
            else:
                yield task

    with tqdm(total=learners, desc="marking", unit=" learners", disable=None) as bar:
        for result in marker(due()):
            marked = unpacked(result)
            journal.add(digests[marked.learner], marked)
            found.append(marked)
            bar.update()
    return found


def _marked(tasks: Iterable[Task], workers: int) -> Iterator[bytes]:
    if workers == 1:
        return (mark_packed(packed_task(task)) for task in tasks)
    return marked_by_workers(tasks, workers)


def _task(each: HandIn, seed: int, seconds: int | None, *, confined: bool) -> Task:
    files, notes = files_of(each)
    if not files and not notes:
        notes = ["there is no notebook in it"]
    return Task(
        learner=_as_text(each.learner),
        place=_as_text(str(each)),
        files={_as_text(name): data for name, data in files.items()},
        notes=[*map(_as_text, notes)],
        seed=seed,
        confined=confined,
        seconds=seconds,
    )


def _as_text(name: str) -> str:
    """A file's name with what is no text in it spelt out: each name stays another one."""
    return name.encode("utf-8", "backslashreplace").decode()


def _tables(found: Sequence[Marked]) -> tuple[list[Mark], list[LearnerRow]]:
    """The rows of both tables. An exercise that anybody handed in is worth its points for everybody."""
    asked = {each.exercise.partition(".")[0] for one in found for each in one.marks}
    complete = [(one, list(_complete(one, asked))) for one in found]
    rows = sorted(_row(one, marks) for one, marks in complete)
    return sorted(mark for _, marks in complete for mark in marks), rows


def _complete(one: Marked, asked: Iterable[str]) -> Iterator[Mark]:
    """A learner's marks, and those of lessons that others handed in."""
    yield from one.marks
    own = {each.exercise.partition(".")[0] for each in one.marks}
    for home in chapters():
        if home.slug in asked and home.slug not in own:
            for name, exercise in home.exercises.items():
                yield Mark(
                    learner=one.learner,
                    exercise=name,
                    points=0.0,
                    max_points=float(exercise.points),
                    outcome="missing",
                    note=_NOT_HANDED_IN,
                )


def _row(one: Marked, marks: Sequence[Mark]) -> LearnerRow:
    return LearnerRow(
        learner=one.learner,
        submission=one.place,
        points=sum(each.points for each in marks),
        max_points=sum(each.max_points for each in marks),
        note="; ".join(one.notes),
    )
