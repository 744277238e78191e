"""Put back the checks that a learner's editing doubled, moved, changed or deleted; nbgrader runs this first.

A cell that stands there twice stops nbgrader for the whole class, and a check that is missing, or stands above the
code it is for, gives no points for work that deserves them.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any, NamedTuple

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from coursekit.authoring.assignment import nbgrader_metadata


class CheckCell(NamedTuple):
    """A graded cell as nbgrader's gradebook has it.

    Attributes:
        name: its grade id, such as "neuron-boundary".
        source: its text.
        points: what it is worth.
        solutions: the grade ids of the solution cells between the check before it and this one.
    """

    name: str
    source: str
    points: float
    solutions: tuple[str, ...]


class RepairCells(NbGraderPreprocessor):  # type: ignore[misc]
    """A step of `nbgrader autograde` that repairs a submission's cells."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook with the assignment's checks, each once and behind its solution."""
        submission = resources["nbgrader"]
        with Gradebook(submission["db_url"]) as book:
            checks, others = _assigned(book.find_notebook(submission["notebook"], submission["assignment"]))
        before = [_grade_id(cell) for cell in nb.cells]
        nb.cells = repaired(nb.cells, checks, others)
        if nb.nbformat_minor < 5:  # cells have had ids since 4.5
            for cell in nb.cells:
                cell.pop("id", None)
        if before != [_grade_id(cell) for cell in nb.cells]:
            self.log.warning("%s: checks or solution cells were put back", submission["student"])
        return nb, resources


def repaired(
    cells: Sequence[NotebookNode], checks: Sequence[CheckCell], others: Container[str] = ()
) -> list[NotebookNode]:
    """Return a submission's cells with each check once, behind its solution cells.

    What a learner wrote into a check's cell stays, as a cell of its own. A solution cell that stands there twice
    counts where it comes last.

    Args:
        cells: of the submission; their metadata are changed in place.
        checks: of the assignment, in order.
        others: grade ids of cells that are left as they are, such as those that a person grades.
    """
    places = {_grade_id(cell): n for n, cell in enumerate(cells)}  # of the last cell with that id
    due: dict[int, list[NotebookNode]] = {}
    for check in checks:
        found = [places[name] for name in (check.name, *check.solutions) if name in places]
        marks = nbgrader_metadata(check.name, grade=True, locked=True, points=check.points)
        cell = new_code_cell(check.source, metadata={"nbgrader": marks})  # type: ignore[no-untyped-call]
        due.setdefault(max(found, default=len(cells) - 1), []).append(cell)
    sources = {check.name: check.source for check in checks}
    solutions = {name for check in checks for name in check.solutions}
    kept: list[NotebookNode] = []
    for n, cell in enumerate(cells):
        name = _grade_id(cell)
        if name not in others:
            cell.metadata.pop("nbgrader", None)
        if name in solutions and places[name] == n:
            cell.metadata["nbgrader"] = nbgrader_metadata(name, solution=True)
        if name not in sources or cell.source.strip() != sources[name]:
            kept.append(cell)
        kept += due.pop(n, [])
    return [*kept, *(cell for late in due.values() for cell in late)]


def _assigned(notebook: Any) -> tuple[list[CheckCell], set[str]]:
    """Return the checks of an assignment's notebook in nbgrader's database, and the ids of its other graded cells."""
    solutions = {each.name for each in notebook.solution_cells}
    points = {each.name: each.max_score for each in notebook.grade_cells if each.name not in solutions}
    graded = {each.name for each in notebook.grade_cells}
    found: list[CheckCell] = []
    waiting: list[str] = []
    others: set[str] = set()
    for cell in notebook.source_cells:
        if cell.name in points:
            found.append(CheckCell(cell.name, cell.source, points[cell.name], tuple(waiting)))
            waiting = []
        elif cell.name in solutions - graded:
            waiting.append(cell.name)
        else:
            others.add(cell.name)
    return found, others


def _grade_id(cell: NotebookNode) -> str:
    marks = cell.metadata.get("nbgrader")
    return str(marks.get("grade_id", "")) if isinstance(marks, dict) else ""
