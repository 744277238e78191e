from __future__ import annotations

import copy
import os
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from coursekit.authoring.assignment import nbgrader_metadata
from coursekit.authoring.repair_cells import CheckCell, RepairCells, repaired

CHECKS = [
    CheckCell("a", "check a", 1, ("a-solution",)),
    CheckCell("b", "check b", 2, ("b-solution-1", "b-solution-2")),
]

SUBMISSION = {"notebook": "90_tiny", "assignment": "tiny", "student": "ada"}


def solved(name, source="x"):
    return new_code_cell(source, metadata={"nbgrader": nbgrader_metadata(name, solution=True)})


def graded(name, source=None):
    marks = nbgrader_metadata(name, grade=True, locked=True, points=9)
    return new_code_cell(source or f"check {name}", metadata={"nbgrader": marks})


WHOLE = ["a-solution", "a", "b-solution-1", "b-solution-2", "b"]
A, B = [solved("a-solution"), graded("a")], [solved("b-solution-1"), solved("b-solution-2"), graded("b")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param([*A, *B], WHOLE, id="untouched"),
        pytest.param([*A, *A[1:], *B], WHOLE, id="a check twice"),
        pytest.param([B[2], A[1], A[0], *B[:2]], WHOLE, id="checks above their code"),
        pytest.param([A[0], *B[:2]], WHOLE, id="no checks"),
        pytest.param(
            [*A[:1], *B[:2], A[1], B[2]], [*WHOLE[:1], *WHOLE[2:4], "a", "b"], id="a check further down"
        ),
        pytest.param(
            [*A, B[0], B[2]], ["a-solution", "a", "b-solution-1", "b"], id="a solution cell deleted"
        ),
        pytest.param([A[0], *A, *B], ["", *WHOLE], id="a solution cell twice"),
        pytest.param(
            [*A, graded("c"), *B], ["a-solution", "a", "", *WHOLE[2:]], id="a cell of another notebook"
        ),
        pytest.param([], ["a", "b"], id="nothing"),
    ],
)
def test_each_check_stands_once_behind_its_solution(cells, expected):
    found = repaired([copy.deepcopy(each) for each in cells], CHECKS)
    assert [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in found] == expected
    assert [cell.source for cell in found if cell.metadata.get("nbgrader", {}).get("grade")] == [
        "check a",
        "check b",
    ]


def test_what_was_written_into_a_check_stays_as_a_cell_of_its_own():
    found = repaired([solved("a-solution"), graded("a", "def a(): return 1\ncheck a"), *B], CHECKS)
    assert [cell.source for cell in found[1:3]] == ["def a(): return 1\ncheck a", "check a"]
    assert "nbgrader" not in found[1].metadata


def test_points_and_metadata_are_those_of_the_assignment():
    odd = new_code_cell("x", metadata={"nbgrader": "torn"})
    found = repaired([odd, graded("b")], CHECKS)
    assert "nbgrader" not in found[0].metadata
    assert [cell.metadata.nbgrader.points for cell in found[1:]] == [1, 2]


def test_a_cell_that_a_person_grades_is_left_as_it_is():
    essay = new_markdown_cell(
        "why", metadata={"nbgrader": nbgrader_metadata("essay", grade=True, solution=True)}
    )
    assert repaired([essay], [], {"essay"})[0].metadata.nbgrader.grade_id == "essay"


def test_the_assignment_is_read_from_nbgraders_database(tmp_path, monkeypatch, caplog):
    # nbgrader starts alembic by name, also where the environment's programs are not on the path.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as book:
        place = book.add_assignment("tiny") and (book.add_notebook("90_tiny", "tiny").name, "tiny")
        for name in ("essay", "a"):
            book.add_grade_cell(name, *place, max_score=3, cell_type="code")
        for name in ("a-solution", "essay"):
            book.add_solution_cell(name, *place)
        for name in ("read-only", "a-solution", "a", "essay"):
            book.add_source_cell(name, *place, cell_type="code", source=f"{name}, the original")
    notebook = new_notebook(cells=[solved("essay"), graded("a", "a, changed"), solved("a-solution")])
    notebook.nbformat_minor = 4  # cells without ids
    found, _ = RepairCells().preprocess(notebook, {"nbgrader": {**SUBMISSION, "db_url": url}})
    assert [cell.source for cell in found.cells] == ["x", "a, changed", "x", "a, the original"]
    assert found.cells[-1].metadata.nbgrader.points == 3
    assert found.cells[0].metadata.nbgrader.grade_id == "essay"
    assert not any("id" in cell for cell in found.cells)
    assert "ada: checks or solution cells were put back" in caplog.text
