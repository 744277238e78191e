"""Every exercise as shipped, once it has run: no error, and nothing axe-core stumbles over in either theme.

They stand in one notebook, one after the other, for to open six takes six times as long.
"""

from __future__ import annotations

import nbformat
import pytest
from axe import COLOURS, violations
from test_lessons import HOUSE, LESSONS

pytestmark = pytest.mark.browser
NOTEBOOK = "exercises/all_of_them.ipynb"


@pytest.fixture(autouse=True, scope="module")
def _all_of_them(course):
    notebooks = [
        nbformat.read(HOUSE / path.replace("lessons", "exercises"), as_version=4) for path in LESSONS
    ]
    whole = notebooks[0]
    whole.cells = [cell for each in notebooks for cell in each.cells]
    for place, cell in enumerate(whole.cells):
        cell.id = f"cell-{place}"
    nbformat.write(whole, course.server.folder / NOTEBOOK)


def test_the_exercises_run_and_axe_finds_nothing_wrong_with_them(lab):
    assert lab.errors() == []
    assert violations(lab.page) == []
    lab.set_theme("dark")
    assert violations(lab.page, tags=COLOURS) == []
