"""Every exercise as shipped, once it has run: no error, and nothing axe-core stumbles over in either theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe import violations
from labpage import THEMES
from test_lessons import LESSONS

pytestmark = pytest.mark.browser
EXERCISES = [path.replace("lessons", "exercises") for path in LESSONS]


@pytest.mark.parametrize("notebook", EXERCISES, ids=[Path(path).stem for path in EXERCISES])
def test_an_exercise_runs_and_axe_finds_nothing_wrong_with_it(lab):
    assert lab.errors() == []
    for theme in THEMES:
        lab.set_theme(theme)
        assert violations(lab.page) == []
