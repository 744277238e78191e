"""Solvable: every reference passes its check, in the notebook and under nbgrader."""

from __future__ import annotations

import pytest
from committed import each_chapter, notebook_of
from grading_by_nbgrader import validate

from coursekit.content import reference
from coursekit.content.percent import graded_id

pytestmark = pytest.mark.uncounted


@each_chapter
def test_every_check_of_the_solutions_says_correct(chapter):
    cells = notebook_of(chapter, "solutions").cells
    replies = {graded_id(cell.source): str(cell.outputs) for cell in cells if graded_id(cell.source)}
    assert set(replies) == set(chapter.exercises)
    assert [name for name, reply in replies.items() if "correct" not in reply] == []


@each_chapter
def test_every_exercise_has_a_reference_and_staged_hints(chapter):
    for name, exercise in chapter.exercises.items():
        assert reference(name)
        assert len(exercise.hints) >= 2, name
        assert exercise.why, name


@each_chapter
def test_graded_cells_are_worth_what_their_exercises_say(chapter):
    cells = notebook_of(chapter, "exercises").cells
    points = {graded_id(c.source): c.metadata.nbgrader.points for c in cells if graded_id(c.source)}
    assert points == {name: exercise.points for name, exercise in chapter.exercises.items()}


@pytest.mark.notebooks
@each_chapter
def test_nbgrader_accepts_the_solutions(chapter, tmp_path):
    assert "Success! Your notebook passes all the tests." in validate(chapter, "solutions", tmp_path)
