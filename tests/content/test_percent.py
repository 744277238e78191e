from __future__ import annotations

import pytest

from coursekit.content.percent import code_cells, graded_id, read_cells, solution_in, solutions
from coursekit.errors import BankError

TEXT = """\
# a header that belongs to no cell
# %% [markdown]
# words
# %% tags=["x"]
a = 1

# %%
### BEGIN SOLUTION
b = 2
### END SOLUTION
# %%
check("tiny.b")
"""


def test_cells_are_read_with_their_tags_and_markdown_without_its_comment_signs():
    text = '# %% [markdown] tags=["fact-x", "y"]\n# # Title\n#\n# - one\n\n# %%\n# a comment\na = 1\n\n\n# %% [markdown]\n'
    assert read_cells(text) == [
        (True, "# Title\n\n- one", ["fact-x", "y"]),
        (False, "# a comment\na = 1", []),
        (True, "", []),
    ]


def test_code_cells_leave_markdown_and_the_header_out():
    assert code_cells(TEXT) == ["a = 1", "### BEGIN SOLUTION\nb = 2\n### END SOLUTION", 'check("tiny.b")']


def test_a_cell_that_opens_another_way_is_refused_with_the_right_ones():
    with pytest.raises(
        BankError, match=r'a cell begins with "# %%" or "# %% \[markdown\]" .*, not "# %% \[raw\]"'
    ):
        read_cells("# %% [raw]\n# 17\n")


def test_a_solution_is_dedented():
    cell = "def f():\n    ### BEGIN SOLUTION\n    if 1:\n        return 2\n    ### END SOLUTION"
    assert solution_in(cell) == "if 1:\n    return 2"


def test_two_solutions_of_a_cell_are_kept_apart():
    cell = "### BEGIN SOLUTION\na\n### END SOLUTION\nb\n### BEGIN SOLUTION\nc\n### END SOLUTION"
    assert solution_in(cell) == "a\n\nc"


def test_a_cell_without_markers_has_no_solution():
    assert solution_in("a = 1") == ""


def test_a_graded_cell_is_one_check_and_nothing_else():
    assert graded_id("check('tiny.b')\n") == "tiny.b"
    assert graded_id('import coursekit\ncoursekit.check("tiny.b")') == "tiny.b"
    assert graded_id('check("tiny.b") or 1') is None


def test_solutions_are_found_by_the_check_they_lead_to():
    later = '# %%\n### BEGIN SOLUTION\nc\n### END SOLUTION\n# %%\ntry_it()\n# %%\ncheck("tiny.c")'
    assert solutions(TEXT + later) == {"tiny.b": "b = 2", "tiny.c": "c"}
