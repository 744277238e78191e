"""Gradable: nbgrader's own commands release our assignment, take it back and give the points it is worth."""

from __future__ import annotations

import ast
import copy
import inspect
from pathlib import Path

import pytest
from committed import CHAPTERS, notebook_of
from grading_by_nbgrader import Course

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
    course.submit("right", handed_in(released, [cell.source for cell in course.source.cells]))
    course.submit("wrong", handed_in(released, mistaken(released)))
    return course.scores()


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


def test_a_right_submission_gets_all_points(scores):
    assert scores["right"] == (POINTS, POINTS)


def test_a_wrong_submission_gets_none(scores):
    assert scores["wrong"] == (0, POINTS)
