"""Try every exercise with its reference, its variants, its mistakes and nothing, in this process.

`mistakes.py` of a chapter holds `MISTAKES` and `VARIANTS`: exercise id → list. A mistake's message must hold
what it `says`, and no other mistake's may; a variant must pass.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from nbformat import NotebookNode

from coursekit.authoring.answer_cells import TAG
from coursekit.authoring.build import unexecuted
from coursekit.content import Chapter
from coursekit.quiz import CheckResult, Exercise, run_check

__all__ = ["Trial", "complaints", "definitions", "sources", "table", "trials"]

_DEFINING = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
_LEAST_MISTAKES, _LEAST_VARIANTS = 3, 2


class Trial(NamedTuple):
    """One attempt at an exercise: what came out, and what is wrong with that; empty when all is well."""

    exercise: str
    kind: str
    name: str
    outcome: str
    message: str
    complaint: str

    def __str__(self) -> str:
        """One line: exercise, kind, name, outcome, the message's first words; a complaint shows all of it."""
        words = " ".join(self.message.split())
        line = f"{self.exercise:20} {self.kind:10} {self.name:28} {self.outcome:13}"
        return f"✗ {line} {words}\n    {self.complaint}" if self.complaint else f"  {line} {words[:90]}"


def trials(chapter: Chapter, *, seeds: Iterable[int] = range(5)) -> list[Trial]:
    """Every attempt the chapter knows of; one that goes wrong with any seed is shown with that seed's result."""
    notebooks = unexecuted(chapter)
    solved = definitions(sources(notebooks["solutions"]))
    shipped = definitions(sources(notebooks["exercises"]))
    found: list[Trial] = []
    for full_id, exercise in chapter.exercises.items():
        for attempt in _attempts(chapter, full_id, solved, shipped):
            results = [_tried(full_id, exercise, attempt, seed) for seed in seeds]
            found.append(next((each for each in results if each.complaint), results[0]))
    return found


def table(found: Iterable[Trial]) -> str:
    """The trials as lines to print, and below them how much each exercise has been tried with."""
    found = list(found)
    return "\n".join([*map(str, found), *_tally(found)])


def complaints(chapter: Chapter) -> list[str]:
    """What the chapter's mistakes fall short of, before any is tried."""
    mistakes, variants = _listed(chapter, "MISTAKES"), _listed(chapter, "VARIANTS")
    found = [
        f"mistakes.py: there is no exercise {name!r}"
        for name in dict.fromkeys([*mistakes, *variants])
        if name not in chapter.exercises
    ]
    for name in chapter.exercises:
        says = [each.says for each in mistakes.get(name, [])]
        if len(says) < _LEAST_MISTAKES:
            found.append(f"mistakes.py: {name!r} has {len(says)} mistakes, it needs {_LEAST_MISTAKES}")
        honest = len({each.source for each in variants.get(name, [])})
        if honest < _LEAST_VARIANTS:
            found.append(f"mistakes.py: {name!r} has {honest} variants, it needs {_LEAST_VARIANTS}")
        if len(set(says)) < len(says):
            found.append(
                f"mistakes.py: two mistakes of {name!r} expect the same words; each has its own message"
            )
    return found


def definitions(sources: Iterable[str]) -> dict[str, Any]:
    """What the cells define when only their imports, functions, classes and assignments run."""
    space: dict[str, Any] = {"__name__": "__main__"}
    for source in sources:
        tree = ast.parse(source)
        tree.body = [part for part in tree.body if isinstance(part, _DEFINING)]
        exec(compile(tree, "<cell>", "exec"), space)
    return space


def sources(notebook: NotebookNode) -> list[str]:
    """The code cells of a notebook, those that answer the questions left out."""
    own = (cell for cell in notebook.cells if TAG not in cell.metadata.get("tags", []))
    return [cell.source for cell in own if cell.cell_type == "code"]


class _Attempt(NamedTuple):
    kind: str
    name: str
    space: Mapping[str, Any]
    outcomes: tuple[str, ...]
    says: str = ""
    others: tuple[str, ...] = ()  # what the exercise's other mistakes say


def _attempts(
    chapter: Chapter, full_id: str, solved: dict[str, Any], shipped: dict[str, Any]
) -> Iterator[_Attempt]:
    yield _Attempt("as shipped", "", shipped, ("not attempted",))
    yield _Attempt("reference", "", solved, ("correct",))
    for each in _listed(chapter, "VARIANTS").get(full_id, []):
        yield _Attempt("variant", each.name, _changed(solved, each.source), ("correct",))
    mistakes = _listed(chapter, "MISTAKES").get(full_id, [])
    for each in mistakes:
        others = tuple(other.says for other in mistakes if other is not each)
        space = _changed(solved, each.source)
        yield _Attempt("mistake", each.name, space, ("not yet", "crashed"), each.says, others)


def _tried(full_id: str, exercise: Exercise, attempt: _Attempt, seed: int) -> Trial:
    result = run_check(exercise, attempt.space, seed=seed)
    return Trial(full_id, attempt.kind, attempt.name, result.outcome, result.message, _wrong(attempt, result))


def _wrong(attempt: _Attempt, result: CheckResult) -> str:
    if result.outcome not in attempt.outcomes:
        return f"it should be {' or '.join(map(repr, attempt.outcomes))}"
    if attempt.says not in result.message:
        return f"its message should hold {attempt.says!r}"
    borrowed = [other for other in attempt.others if other in result.message]
    return f"its message also holds what tells another mistake: {borrowed[0]!r}" if borrowed else ""


def _tally(found: list[Trial]) -> list[str]:
    counts: dict[str, Counter[str]] = {}
    for each in found:
        counts.setdefault(each.exercise, Counter())[each.kind] += 1
    return [f"  {name:26} {n['mistake']:2} mistakes, {n['variant']} variants" for name, n in counts.items()]


def _changed(space: dict[str, Any], source: str) -> dict[str, Any]:
    """The space with the source's definitions in place, functions of the exercise's other cells included."""
    changed = dict(space)
    exec(compile(source, "<attempt>", "exec"), changed)
    return changed


def _listed(chapter: Chapter, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(chapter.module("mistakes"), name, {})
    return {chapter.full_id(exercise_id): attempts for exercise_id, attempts in found.items()}
