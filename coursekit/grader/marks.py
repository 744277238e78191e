"""The marks of a class as two tables, `marks.csv` and `learners.csv`, that any program can read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from coursekit.errors import FolderError
from coursekit.files import write_whole

__all__ = ["LEARNERS", "MARKS", "LearnerRow", "Mark", "read_learners", "read_marks", "write_tables"]

MARKS, LEARNERS = "marks.csv", "learners.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows what it is to compute
_Row = TypeVar("_Row", bound=Struct)


class Mark(Struct, frozen=True, kw_only=True, order=True):
    """The mark of one exercise of one learner.

    Attributes:
        learner: as in `learners.csv`.
        exercise: its id with the chapter, `neuron.boundary`.
        points: earned, from 0 to `max_points`.
        max_points: what the exercise is worth.
        outcome: right, wrong, crash, not attempted, missing, time, memory or stopped.
        note: for the learner, one sentence or a few.
    """

    learner: str
    exercise: str
    points: float
    max_points: float
    outcome: str
    note: str = ""


class LearnerRow(Struct, frozen=True, kw_only=True, order=True):
    """What one learner has in all.

    Attributes:
        learner: the name that was handed in with: of the zip, the folder, or nbgrader's id.
        submission: the place of what was marked; several with commas between them.
        points: the sum of the learner's marks.
        max_points: the sum of what these exercises are worth.
        note: for the instructor: handed in twice, a damaged file, …
    """

    learner: str
    submission: str
    points: float
    max_points: float
    note: str = ""


def read_marks(folder: Path) -> list[Mark]:
    """Read the marks that `coursekit grade` wrote into a folder, sorted by learner and exercise.

    Raises:
        FolderError: there are none, or the table is not one of ours.
    """
    return _read(folder, MARKS, Mark)


def read_learners(folder: Path) -> list[LearnerRow]:
    """Read the learners that `coursekit grade` wrote into a folder, sorted by name.

    Raises:
        FolderError: as `read_marks`.
    """
    return _read(folder, LEARNERS, LearnerRow)


def write_tables(folder: Path, marks: Iterable[Mark], learners: Iterable[LearnerRow]) -> None:
    """Write both tables, each whole or not at all.

    Raises:
        OSError: they cannot be written.
    """
    write_whole(folder / MARKS, _csv(Mark, sorted(marks)))
    write_whole(folder / LEARNERS, _csv(LearnerRow, sorted(learners)))


def _csv(kind: type[Struct], rows: Sequence[Struct]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(kind.__struct_fields__)
    table.writerows([_cell(value) for value in msgspec.structs.astuple(row)] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    """A number as people write it; a text behind an apostrophe where a spreadsheet would compute it."""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith((*_FORMULA, "'")) else text


def _read(folder: Path, name: str, kind: type[_Row]) -> list[_Row]:
    path = Path(folder) / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return sorted(_row(row, kind) for row in csv.DictReader(stream))  # type: ignore[type-var]
    except FileNotFoundError as problem:
        raise FolderError(
            f"{folder} holds no {name}; name the folder that `coursekit grade` wrote"
        ) from problem
    except (OSError, UnicodeError, csv.Error, msgspec.ValidationError) as problem:
        raise FolderError(
            f"{path} cannot be read ({problem}); let `coursekit grade` write it again"
        ) from problem


def _row(row: Mapping[str, str], kind: type[_Row]) -> _Row:
    plain = {key: value.removeprefix("'") for key, value in row.items() if key and value is not None}
    return msgspec.convert(plain, kind, strict=False)
