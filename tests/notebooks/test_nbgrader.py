"""Gradable: nbgrader's own commands release our assignment, take it back and give the points it is worth."""

from __future__ import annotations

import ast
import copy
import inspect
from pathlib import Path

import pytest
from committed import CHAPTERS, notebook_of
from grading_by_nbgrader import Course
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from coursekit.authoring.proofs import attempts_in
from coursekit.content.percent import graded_id

pytestmark = [pytest.mark.notebooks, pytest.mark.uncounted]
PROOFS = Path(__file__).parents[1] / "proofs"
CHAPTER = CHAPTERS[0]
POINTS = sum(exercise.points for exercise in CHAPTER.exercises.values())


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("course"), CHAPTER)


@pytest.fixture(scope="module")
def released(course):
    return course.release()


@pytest.fixture(scope="module")
def scores(course, released):
    course.submit("right", oddly_right(handed_in(released, [cell.source for cell in course.source.cells])))
    course.submit("wrong", slyly_wrong(handed_in(released, mistaken(released))))
    return course.scores()


def oddly_right(notebook):
    """Right work in a notebook that was edited in every way that a checksum or an id can't bear."""
    cells = {
        cell.metadata["nbgrader"]["grade_id"]: cell for cell in notebook.cells if "nbgrader" in cell.metadata
    }
    neuron, boundary = cells["neuron-neuron-solution"], cells["neuron-boundary-solution"]
    neuron.source = neuron.source.replace("w @ x + b", "check(w @ x + b)")
    boundary.source = boundary.source.replace("    return", '    print("careful", file=stderr)\n    return')
    cells["neuron-neuron"].source = "True  # check it later"
    notebook.cells.remove(cells["neuron-boundary"])
    notebook.cells.remove(cells["neuron-gate"])
    imports = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells[imports : imports + 1] = [
        cells["neuron-gate"],
        *map(new_code_cell, ["import os\nos.environ.clear()", "exit()", "quit()", "raise SystemExit"]),
        new_code_cell("import numpy as np\nfrom sys import stderr\ndef check(value): return value"),
    ]
    twice = (cells["neuron-xor_best"], neuron)
    notebook.cells += [NotebookNode(copy.deepcopy(each), id=f"copy-of-{each.id}") for each in twice]
    return notebook


def slyly_wrong(notebook):
    """Wrong work that hides from the grader: the check's name is taken, the environment is empty, a function exits."""
    imports = next(cell for cell in notebook.cells if cell.cell_type == "code")
    imports.source = f"import os\nos.environ.clear()\n{imports.source}\ndef check(*_): return 1.0"
    gate = next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "neuron-gate-solution"
    )
    gate.source = "def gate(name):\n    exit()"
    return notebook


def handed_in(released, sources):
    """The released notebook with these texts in the cells that are the learner's."""
    notebook = copy.deepcopy(released)
    for cell, text in zip(notebook.cells, sources, strict=True):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = text
    return notebook


def mistaken(released):
    """The cells' texts, with a mistake of each exercise in the cells that lead to its check."""
    mistakes = {}
    for each in attempts_in(PROOFS / CHAPTER.slug / "mistakes.py"):
        (function, *_) = each.definitions
        if function.__name__ != "<lambda>" and not function.__closure__:
            mistakes.setdefault(each.exercise, undecorated(function))
    name, found = "", []
    for cell in reversed(released.cells):
        name = graded_id(cell.source) or name
        found.insert(0, mistakes[name] if name else "")
    return found


def undecorated(function):
    (definition,) = ast.parse(inspect.getsource(function)).body
    definition.decorator_list = []
    return ast.unparse(definition)


def test_its_release_is_our_exercises(released):
    # Ids aside: nbgrader keeps those of the source, ours are made from the text that is handed out.
    def told(notebook):
        return [{**cell, "id": ""} for cell in notebook.cells]

    assert told(released) == told(notebook_of(CHAPTER, "exercises"))


def test_right_work_gets_all_points_however_its_notebook_was_edited(scores):
    assert scores["right"] == (POINTS, POINTS)


def test_wrong_work_gets_none_whatever_hides_it(scores):
    assert scores["wrong"] == (0, POINTS)
