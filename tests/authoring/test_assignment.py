from __future__ import annotations

import pytest
from samplechapter import EXERCISES

from coursekit.authoring.assignment import mark_cells, release
from coursekit.authoring.cells import cells_of
from coursekit.errors import BankError

UNSOLVED = EXERCISES.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")


def marked(chapter):
    cells = cells_of(chapter, "exercises")
    mark_cells(chapter, cells)
    return cells


def test_the_graded_cell_carries_the_points_of_its_exercise(sample):
    graded = marked(sample())[-1].metadata.nbgrader
    assert (graded.grade_id, graded.points, graded.grade, graded.locked) == ("tiny-double", 2, True, True)


def test_the_graded_cell_needs_no_name_that_a_learner_can_take(sample):
    assert marked(sample())[-1].source == 'import coursekit\ncoursekit.check("tiny.double")'


def test_the_solution_cell_belongs_to_the_learner(sample):
    solution = marked(sample())[-2].metadata.nbgrader
    assert (solution.grade_id, solution.solution, solution.locked) == ("tiny-double-solution", True, False)


def test_several_solution_cells_are_numbered(sample):
    text = EXERCISES.replace(
        "# %%\ncheck(", "# %%\n### BEGIN SOLUTION\nz = 1\n### END SOLUTION\n\n# %%\ncheck("
    )
    ids = [cell.metadata.nbgrader.grade_id for cell in marked(sample(exercises_py=text))[-3:]]
    assert ids == ["tiny-double-solution-1", "tiny-double-solution-2", "tiny-double"]


def test_learners_get_the_stub_in_place_of_the_solution(sample):
    released = release(marked(sample()))
    assert released.cells[-2].source == 'def double(x):\n    """Twice x."""\n    # your code here\n    ...'


def test_released_graded_cells_are_locked_and_summed(sample):
    graded = release(marked(sample())).cells[-1].metadata
    assert (graded.deletable, graded.editable) == (False, False)
    assert len(graded.nbgrader.checksum) == 32


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            EXERCISES.replace('check("tiny.double")', 'check("tiny.triple")'),
            r"'tiny\.triple', but checks\.py has: tiny",
        ),
        (EXERCISES.replace('check("tiny.double")', "double(2)"), r"'def double\(x\):' leads to no check"),
        (UNSOLVED, r"no solution cell stands before check\('tiny\.double'\)"),
    ],
)
def test_exercises_that_cannot_be_graded_are_refused(sample, text, reason):
    tiny = sample(exercises_py=text)
    with pytest.raises(BankError, match=reason):
        marked(tiny)
