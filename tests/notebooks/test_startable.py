"""Startable: exercises as shipped run from top to bottom, and every check says "not attempted"."""

from __future__ import annotations

import pytest
from committed import each_chapter, notebook_of
from grading_by_nbgrader import validate
from shell import run_cells

from coursekit.content.percent import graded_id

pytestmark = pytest.mark.uncounted


@pytest.mark.notebooks
@each_chapter
def test_shipped_exercises_run_and_are_not_attempted(chapter, tmp_path):
    notebook = run_cells(notebook_of(chapter, "exercises"), tmp_path)
    assert [o for cell in notebook.cells for o in cell.get("outputs", []) if o.output_type == "error"] == []
    replies = {graded_id(cell.source): str(cell.outputs) for cell in notebook.cells if graded_id(cell.source)}
    assert set(replies) == set(chapter.exercises)
    assert [name for name, reply in replies.items() if "not attempted" not in reply] == []


@each_chapter
def test_shipped_exercises_hold_no_solution_no_output_and_no_answer(chapter):
    cells = notebook_of(chapter, "exercises").cells
    assert not [cell.source for cell in cells if "SOLUTION" in cell.source or "mark(" in cell.source]
    assert not [cell.source for cell in cells if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.notebooks
@each_chapter
def test_nbgrader_rejects_every_check_of_the_shipped_exercises(chapter, tmp_path):
    said = validate(chapter, "exercises", tmp_path)
    assert f"VALIDATION FAILED ON {len(chapter.exercises)} CELL(S)" in said
