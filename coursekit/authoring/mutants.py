"""Try every small change to the exercises' references: a good check refuses them all.

A change that leaves a reference right is listed in tests/proofs/<chapter>/equivalents.py under the reason, a line each:

    EQUIVALENTS = {
        "neuron.gate": {
            "these weights draw another line between the same points": '''
                return (np.array([1.0, 1.0]), -1.5) → return (np.array([1.5, 1.0]), -1.5)
            ''',
        },
    }
"""

from __future__ import annotations

import ast
import importlib
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from coursekit.authoring.alternatives import IN_PLACE
from coursekit.authoring.authors_code import run_file
from coursekit.authoring.cells import cells_of
from coursekit.authoring.course import find_chapter, notebooks_of
from coursekit.authoring.mutations import STEP, Mutant, changed_once, counted
from coursekit.authoring.proofs import defining, definitions
from coursekit.authoring.slips import Slip, slips
from coursekit.content import Chapter, chapters, using_course
from coursekit.content.percent import graded_id, solution_lines
from coursekit.errors import BankError, UnknownIdError
from coursekit.quiz import Exercise, run_check

EQUIVALENTS = "equivalents.py"
"""The name of the file that lists them, beside a chapter's mistakes.py."""

_SEEDS = range(5)
_SLOWER = 10  # times the rounds of the reference: what needs more never ends
# Bytes beyond those in use: `n * "adam"` for billions of parameters would take all there are.
_MEMORY = 1 << 30
_IN_USE = Path("/proc/self/statm")


class Equivalents(NamedTuple):
    """Changes that are known to leave the references right.

    Attributes:
        changes: exercise → reason → the changes, a line each.
        slow: exercises whose check takes a second; only whole statements are changed there, one seed is tried, and a
            change that is listed is not tried again.
    """

    changes: Mapping[str, Mapping[str, str]]
    slow: Collection[str]


class Tally(NamedTuple):
    """Counts of an exercise: changes tried, those its check accepts, those listed for nothing."""

    exercise: str
    tried: int
    survivors: tuple[str, ...]
    outdated: tuple[str, ...]

    @property
    def complaints(self) -> list[str]:
        """A sentence for each change that is accepted and not listed, or listed and not accepted."""
        return [
            *(f"{self.exercise}: the check accepts the change {change}" for change in self.survivors),
            *(
                f"{self.exercise}: {EQUIVALENTS} lists what the check refuses, or nobody tries: {change}"
                for change in self.outdated
            ),
        ]

    def __str__(self) -> str:
        """The number of changes, and below it the complaints."""
        return "\n  ".join([f"{self.exercise}: {self.tried} changes", *self.complaints])


def equivalents_in(path: Path) -> Equivalents:
    """Return what an `equivalents.py` lists, and nothing where there is no such file.

    Raises:
        BankError: it does not run.
    """
    if not path.is_file():
        return Equivalents({}, ())
    module = run_file(path)
    return Equivalents(module.EQUIVALENTS, getattr(module, "SLOW", ()))


def tallies_in(folder: Path, names: Sequence[str] = ()) -> Iterator[Tally]:
    """Try the references of a course.

    Args:
        folder: of the course.
        names: of its chapters or exercises; all when there are none.

    Raises:
        UnknownIdError: there is no chapter of that name, or no exercise.
        BankError: a check refuses its reference.
    """
    with using_course(folder):
        for name in names or [each.slug for each in chapters()]:
            chapter = find_chapter(name.partition(".")[0])
            only = chapter.full_id(name) if "." in name else None
            if only not in (None, *chapter.exercises):
                raise UnknownIdError(
                    f"there is no exercise {only!r}; {chapter.slug} has: {', '.join(chapter.exercises)}"
                )
            path = notebooks_of(folder) / "tests" / "proofs" / chapter.slug / EQUIVALENTS
            yield from tallies(chapter, equivalents_in(path), only=only)


def tallies(chapter: Chapter, known: Equivalents, *, only: str | None = None) -> Iterator[Tally]:
    """Change the reference of each exercise at one place at a time, and let its check decide.

    Args:
        chapter: whose exercises are tried.
        known: the changes that leave a reference right.
        only: the full id of the one exercise to try; all of the chapter's where None.

    Raises:
        BankError: the check refuses the reference as it is.
    """
    cells = [cell.source for cell in cells_of(chapter, "exercises") if cell.cell_type == "code"]
    names = definitions(cells)
    waiting: list[str] = []
    for cell in cells:
        if solution_lines(cell):
            waiting.append(cell)
        elif name := graded_id(cell):
            if only in (None, name):
                listed = [line for text in known.changes.get(name, {}).values() for line in _lines(text)]
                yield _Trial(name, chapter.exercises[name], names, slow=name in known.slow).tally(
                    waiting, listed
                )
            waiting = []


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class _Trial:
    """The names of a solved notebook, in which one thing at a time is changed."""

    def __init__(self, name: str, exercise: Exercise, names: dict[str, Any], *, slow: bool) -> None:
        self._name, self._exercise, self._names, self._slow = name, exercise, names, slow
        self._seeds = _SEEDS[:1] if slow else _SEEDS
        self._rounds, self._in_place = _Rounds(), _InPlace()
        names |= {STEP: self._rounds, IN_PLACE: self._in_place}

    def tally(self, cells: list[str], listed: list[str]) -> Tally:
        """Try all changes of the cells, and all slips around their functions."""
        trees = [counted(defining(cell)) for cell in cells]
        for tree in trees:
            exec(compile(tree, "<reference>", "exec"), self._names)
        if not self._passes():
            raise BankError(f"{self._name}: the check refuses the reference in exercises.py")
        self._rounds.limit = _SLOWER * self._rounds.most + 1000
        found: dict[str, bool] = {}
        with _limited_memory():
            for text, survives in chain(*map(self._mutants, trees, cells), self._slips()):
                # What passes takes the longest. What is known to is tried once, and believed where that takes a second.
                self._seeds = _SEEDS[:1] if self._slow or text in listed else _SEEDS
                found[text] = found.get(text, False) or (self._slow and text in listed) or survives()
        survivors = {text for text, survived in found.items() if survived}
        return Tally(
            self._name,
            len(found),
            tuple(text for text in found if text in survivors and text not in listed),
            tuple(text for text in listed if text not in survivors),
        )

    def _mutants(self, tree: ast.Module, cell: str) -> Iterator[tuple[str, Callable[[], bool]]]:
        reference = compile(tree, "<reference>", "exec")
        for mutant in changed_once(tree, solution_lines(cell), statements_only=self._slow):
            yield str(mutant), partial(self._survives, mutant)
        exec(reference, self._names)

    def _survives(self, mutant: Mutant) -> bool:
        self._in_place.used = False
        try:
            exec(mutant.code, self._names)
        except Exception:  # in a default, or in a cell that defines no function
            return False
        return self._passes() and (IN_PLACE not in mutant.after or self._in_place.used)

    def _slips(self) -> Iterator[tuple[str, Callable[[], bool]]]:
        for name in self._exercise.needs:
            function = self._names[name]
            if not self._slow and isinstance(function, FunctionType):
                for slip in slips(function):
                    self._names[name] = slip
                    yield f"{name}: {slip}", partial(self._slips_through, slip)
            self._names[name] = function

    def _slips_through(self, slip: Slip) -> bool:
        for seed in self._seeds:
            slip.memory.clear()
            # What has nothing to get wrong in the cases of one seed has nothing in those of another.
            if not self._passes([seed]) or not slip.applied:
                return False
        return True

    def _passes(self, seeds: Iterable[int] = ()) -> bool:
        for seed in seeds or self._seeds:
            self._rounds.count = 0
            if not run_check(self._exercise, self._names, seed=seed).passed or self._rounds.over:
                return False
        return True


@contextmanager
def _limited_memory() -> Iterator[None]:
    """Refuse memory beyond a limit, where the system has one."""
    if not _IN_USE.is_file():  # pragma: no cover - Linux has it
        yield
        return
    resource = importlib.import_module("resource")
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(_IN_USE.read_text(encoding="ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + _MEMORY, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))


class _Rounds:
    """A counter of the rounds of all loops in a check, which ends a loop that goes on and on."""

    def __init__(self) -> None:
        self.count, self.most, self.limit = 0, 0, 10**9

    @property
    def over(self) -> bool:
        """True once a loop was ended."""
        return self.count > self.limit

    def __call__(self) -> None:
        """Count a round."""
        self.count += 1
        self.most = max(self.most, self.count)
        if self.over:
            raise RuntimeError(f"the loops were ended after {self.limit} rounds")


class _InPlace:
    """Operators that change their left side; on numbers, which nobody can change, they are no slip."""

    used = False

    def __getattr__(self, name: str) -> Callable[[Any, Any], Any]:
        def change(left: Any, right: Any) -> Any:
            self.used = self.used or isinstance(left, (np.ndarray, list))
            return getattr(operator, name)(left, right)

        return change
