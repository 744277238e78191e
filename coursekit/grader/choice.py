"""Which of a learner's notebooks counts for a chapter: the one with the most of its exercises solved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from coursekit.content import Chapter, chapters
from coursekit.errors import FolderError
from coursekit.formatting import shorten
from coursekit.grader.cells import Cell, cells_of

__all__ = ["chosen", "names_of"]

_SHOWN = 160  # letters of a path in a note


class _Candidate(NamedTuple):
    solved: int
    is_called_so: bool
    name: str
    cells: Sequence[Cell]


def chosen(files: Mapping[str, bytes]) -> tuple[dict[str, Sequence[Cell]], list[str]]:
    """Return the cells of the notebook that counts, by chapter, and notes on what was unreadable or is ambiguous.

    A notebook belongs to a chapter if a check of its exercises, or a cell of theirs, stands in it; without any, if it is called
    like ours. What it is called says nothing otherwise.
    """
    candidates: dict[str, list[_Candidate]] = {}
    notes: list[str] = []
    for name, data in files.items():
        try:
            cells = cells_of(data, shorten(name, _SHOWN))
        except FolderError as problem:
            notes.append(str(problem))
            continue
        notes += _unknown(cells, shorten(name, _SHOWN))
        for home in chapters():
            if _belongs(home, cells, PurePosixPath(name)):
                candidates.setdefault(home.slug, []).append(_candidate(home, name, cells))
    found: dict[str, Sequence[Cell]] = {}
    for slug, those in candidates.items():
        *others, best = sorted(those, key=lambda each: each[:3])
        found[slug] = best.cells
        if any(each.solved and _text(each.cells) != _text(best.cells) for each in others):
            taken = shorten(best.name, _SHOWN)
            notes.append(
                f"{slug}: there are {len(those)} notebooks, and {taken} has most in it and was marked"
            )
    return found, notes


def names_of(home: Chapter, name: str) -> list[str]:
    """An exercise's full id, and those that it had in former editions."""
    return [name, *(old for old, new in home.renamed_exercises.items() if new == name)]


def _unknown(cells: Sequence[Cell], name: str) -> list[str]:
    """A note on checks of exercises that the installed course doesn't have; none where it has them all."""
    known = {each for home in chapters() for own in home.exercises for each in names_of(home, own)}
    found = sorted({each for cell in cells for each in cell.asked} - known)
    if not found:
        return []
    named = ", ".join(shorten(each, 40) for each in found[:3])
    return [
        f"{name} asks for {named}, which the installed edition doesn't have; install theirs, or name their course with --course"
    ]


def _belongs(home: Chapter, cells: Sequence[Cell], path: PurePosixPath) -> bool:
    known = {each for name in home.exercises for each in names_of(home, name)}
    if any(not cell.checks.isdisjoint(known) for cell in cells):
        return True
    if any(cell.grade_id.removesuffix("-solution").replace("-", ".", 1) in known for cell in cells):
        return True
    return path.name.startswith(PurePosixPath(home.notebook).stem) and "lessons" not in path.parts


def _candidate(home: Chapter, name: str, cells: Sequence[Cell]) -> _Candidate:
    solved = sum(
        all(any(cell.solves(need) for cell in cells) for need in exercise.needs)
        for exercise in home.exercises.values()
    )
    return _Candidate(solved, PurePosixPath(name).name == home.notebook, name, cells)


def _text(cells: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in cells]
