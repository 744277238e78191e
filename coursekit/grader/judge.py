"""The judge: it marks one submission, with the checks on this side of the border and the learner's code on the other."""

from __future__ import annotations

import atexit
import signal
import threading
import zlib
from collections.abc import Sequence
from functools import cache

import msgspec
import numpy as np
from msgspec import Struct

from coursekit.confined import ForkServer, Limits, missing_for_confinement
from coursekit.confined.learner import NO_MEMORY
from coursekit.content import Chapter, chapters
from coursekit.errors import ArgumentError
from coursekit.formatting import format_count, shorten
from coursekit.grader.cells import Cell, needed, place_of
from coursekit.grader.choice import chosen, names_of
from coursekit.grader.marks import Mark
from coursekit.grader.memory import RememberingExpect
from coursekit.grader.remote import Lost, Remote
from coursekit.quiz import CheckResult, Exercise, run_check
from coursekit.quiz.crashes import error_text

__all__ = ["Marked", "Task", "failed", "mark", "mark_packed", "packed_task", "unpacked", "unpacked_task"]

MISSING = "not attempted: neither this exercise nor its check is in the notebook."

_PATIENCE = 3  # seconds on the clock for each second of processor time
_NOTE = 4_000  # letters
_OUTCOMES = {"correct": "right", "not yet": "wrong", "crashed": "crash", "not attempted": "not attempted"}
_BREAKDOWNS = (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE, signal.SIGSYS)
_ONE_AT_A_TIME = threading.Lock()  # a worker of a cluster has threads
_LOST = {  # outcome → what the learner reads
    "time": "crashed: your code was still running after {}, so it was stopped. Is there a loop that never ends?",
    "memory": "crashed: your code asked for more memory than there is for one exercise. How large do its arrays get?",
    "stopped": "crashed: your code ended Python itself, so nothing could be asked of it. Let the function return instead.",
    "crash": "crashed: Python itself broke down in your code. Does a function call itself without an end?",
}


class Task(Struct, frozen=True, kw_only=True):
    """A submission to be marked, as it travels to a worker.

    Attributes:
        learner: who handed it in.
        place: where it lies.
        files: the notebooks by their path.
        notes: what was found out on the way here.
        seed: the inputs of all checks come from it.
        confined: False lets learners' code run without walls.
        seconds: of processor time for an exercise; those that its author gives it where None.
    """

    learner: str
    place: str
    files: dict[str, bytes]
    seed: int
    notes: list[str] = []
    confined: bool = True
    seconds: int | None = None


class Marked(Struct, frozen=True, kw_only=True):
    """A submission's marks, and notes for the instructor."""

    learner: str
    place: str
    marks: list[Mark]
    notes: list[str] = []


def mark(task: Task) -> Marked:
    """Mark a submission; whatever its code does, there is a mark for each exercise of its notebooks.

    This is what a worker runs, in a pool or in a cluster. It keeps a warm parent from call to call.

    Raises:
        ArgumentError: this system cannot confine a process, and `confined` asks for it.
    """
    cells, notes = chosen(task.files)
    marks = [
        _mark(task, home, name, cells[home.slug])
        for home in chapters()
        if home.slug in cells
        for name in home.exercises
    ]
    return Marked(learner=task.learner, place=task.place, marks=marks, notes=[*task.notes, *notes])


def mark_packed(packed: bytes) -> bytes:
    """Mark a submission that came as bytes, and return the result as bytes. A fault of the grader's own becomes a note."""
    task = unpacked_task(packed)
    with _ONE_AT_A_TIME:
        try:
            return msgspec.msgpack.encode(mark(task))
        except Exception as problem:
            _fork_server.cache_clear()  # whatever became of it
            return failed(task, f"the grader itself failed on it ({error_text(problem)})")


def packed_task(task: Task) -> bytes:
    """A task as bytes."""
    return msgspec.msgpack.encode(task)


def unpacked_task(packed: bytes) -> Task:
    """A task from bytes."""
    return msgspec.msgpack.decode(packed, type=Task)


def unpacked(packed: bytes) -> Marked:
    """A result from bytes."""
    return msgspec.msgpack.decode(packed, type=Marked)


def failed(task: Task, why: str) -> bytes:
    """The result, as bytes, of a task that could not be marked."""
    note = f"nothing was marked: {why}"
    return msgspec.msgpack.encode(
        Marked(learner=task.learner, place=task.place, marks=[], notes=[*task.notes, note])
    )


def _mark(task: Task, home: Chapter, name: str, cells: Sequence[Cell]) -> Mark:
    exercise = home.exercises[name]
    place = place_of(cells, names_of(home, name), exercise.needs)
    if place is None:
        outcome, note = "missing", MISSING
    else:
        outcome, note = _judged(task, name, exercise, cells[:place])
    return Mark(
        learner=task.learner,
        exercise=name,
        points=float(exercise.points) if outcome == "right" else 0.0,
        max_points=float(exercise.points),
        outcome=outcome,
        note=shorten(note, _NOTE),
    )


def _judged(task: Task, name: str, exercise: Exercise, before: Sequence[Cell]) -> tuple[str, str]:
    """The outcome of an exercise after these cells, and the sentences for the learner."""
    limits = Limits(task.seconds or exercise.seconds)
    with _fork_server(task.confined).child(limits) as child:
        remote = Remote(child, limits.seconds * _PATIENCE)
        try:
            result = _checked(remote, name, exercise, before, seeds_of(name, exercise, task.seed))
        except Lost:
            result = None
        if result and not remote.lost:
            return _told(result)
        outcome = _reason(remote.lost, child.end())
    return outcome, _LOST[outcome].format(format_count(limits.seconds, "second"))


def _checked(
    remote: Remote, name: str, exercise: Exercise, before: Sequence[Cell], seeds: Sequence[int]
) -> CheckResult:
    """Check with every seed, until one does not pass.

    Raises:
        Lost: the learner's process has ended, or the time is over.
    """
    stopped = remote.run({cell.number: cell.text for cell in needed(before, exercise.needs)})
    texts = ["", *(cell.text for cell in before)]
    for seed in seeds:
        names = remote.names(exercise.needs)
        expect = RememberingExpect(name, seed)
        result = run_check(exercise, {**names, "In": texts}, seed=seed, expect=expect)
        if not result.passed:
            break
    if stopped and len(names) < len(exercise.needs):
        cells = ", and ".join(f"cell {number} stopped {why}" for number, why in stopped.items())
        return msgspec.structs.replace(result, message=f"{result.message} In your notebook {cells}.")
    return result


def seeds_of(name: str, exercise: Exercise, seed: int) -> list[int]:
    """The seeds of an exercise's checks in a run with this seed: the same for all learners, and another for each exercise."""
    sequence = np.random.SeedSequence([seed, zlib.crc32(name.encode())])
    return [int(each) for each in sequence.generate_state(exercise.seeds)]


def _told(result: CheckResult) -> tuple[str, str]:
    """An outcome and its sentences; those of a check that did not pass end with the seed that repeats it."""
    seed = f" (seed={result.seed})" if result.outcome in ("not yet", "crashed") else ""
    return _OUTCOMES[result.outcome], f"{result.message}{seed}"


def _reason(lost: str, status: int) -> str:
    """Why a learner's process was of no more use, by what the line and its exit status say."""
    if lost == "time" or -status in (signal.SIGXCPU, signal.SIGALRM):
        return "time"
    if status == NO_MEMORY:
        return "memory"
    return "crash" if -status in _BREAKDOWNS else "stopped"


@cache
def _fork_server(confined: bool) -> ForkServer:  # noqa: FBT001 - a key of the cache
    missing = missing_for_confinement() if confined else ""
    if missing:
        raise ArgumentError(
            f"{missing}, so learners' code would run here with all your rights; mark in a container or on Linux, "
            "or accept that with --unconfined"
        )
    server = ForkServer(confined=confined)
    atexit.register(server.close)
    return server
