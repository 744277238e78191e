"""Exercises as nbgrader assignments: which cell is graded, which is the learner's, what they start from."""

from __future__ import annotations

import copy
import importlib
import warnings
from typing import Any

from nbformat import NotebookNode

from coursekit.authoring.notebook import make, node
from coursekit.content import Chapter
from coursekit.content.percent import graded_id, solution_in
from coursekit.errors import BankError

STUB = "# your code here\n..."
"""The text in place of a solution; the checks know it as "not attempted"."""


def mark_cells(chapter: Chapter, cells: list[NotebookNode]) -> None:
    """Write nbgrader's metadata on the solution cells and on the graded ones, and the latter's import into them.

    Raises:
        BankError: a check of an unknown exercise, or a solution that leads to no check.
    """
    waiting: list[NotebookNode] = []
    for cell in cells:
        if cell.cell_type != "code":
            continue
        if solution_in(cell.source):
            waiting.append(cell)
        elif exercise_id := graded_id(cell.source):
            _mark_exercise(chapter, exercise_id, waiting, cell)
            waiting = []
    if waiting:
        raise BankError(
            f"{chapter.slug}/exercises.py: the solution {_first_line(waiting[-1])!r} leads to no check; "
            'add a cell that is the one line check("…") after it'
        )


def release(cells: list[NotebookNode]) -> NotebookNode:
    """Return the notebook that learners get: solutions cleared, graded cells locked, checksums taken by nbgrader."""
    notebook = make(copy.deepcopy(cells))
    for step in _preprocessors():
        notebook, _ = step.preprocess(notebook, {})
    return make(notebook.cells)


def nbgrader_metadata(grade_id: str, **special: Any) -> NotebookNode:
    """Return what nbgrader keeps of a cell: its id, and `grade`, `solution`, `locked` or `points` where they are given."""
    plain = {"grade": False, "grade_id": grade_id, "locked": False, "solution": False, "task": False}
    return node({**plain, "schema_version": 3, **special})


def _mark_exercise(
    chapter: Chapter, exercise_id: str, solutions: list[NotebookNode], cell: NotebookNode
) -> None:
    if exercise_id not in chapter.exercises:
        known = ", ".join(chapter.exercises) or "none yet"
        raise BankError(f"{chapter.slug}/exercises.py checks {exercise_id!r}, but checks.py has: {known}")
    if not solutions:
        raise BankError(f"{chapter.slug}/exercises.py: no solution cell stands before check({exercise_id!r})")
    # Whole in itself: a learner's helper called `check`, or a deleted import, must not cost or win a mark.
    cell.source = f'import coursekit\ncoursekit.check("{exercise_id}")'
    name = exercise_id.replace(".", "-")
    for n, solution in enumerate(solutions, start=1):
        suffix = f"solution-{n}" if len(solutions) > 1 else "solution"
        solution.metadata["nbgrader"] = nbgrader_metadata(f"{name}-{suffix}", solution=True)
    points = chapter.exercises[exercise_id].points
    cell.metadata["nbgrader"] = nbgrader_metadata(name, grade=True, locked=True, points=points)


def _preprocessors() -> list[Any]:
    """Return the steps of `nbgrader generate_assignment` in their order, without those that need a gradebook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Imported here: nbgrader takes 1.8 s, and only a release needs it.
        steps = importlib.import_module("nbgrader.preprocessors")
    return [
        steps.LockCells(),
        steps.ClearSolutions(code_stub={"python": STUB}),
        steps.CheckCellMetadata(),
        steps.ComputeChecksums(),
    ]


def _first_line(cell: NotebookNode) -> str:
    return str(cell.source).splitlines()[0]
