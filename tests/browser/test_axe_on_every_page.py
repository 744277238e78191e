"""Accessibility of what is not a lesson: every exercise once it has run, and the glossary, in both themes."""

from __future__ import annotations

import pytest
from axe import violations
from everylesson import HOUSE
from labpage import COURSE, THEMES

from coursekit.authoring.glossary_page import GLOSSARY

pytestmark = pytest.mark.browser
EXERCISES = sorted(path.name for path in (HOUSE / "exercises").glob("*.ipynb"))


@pytest.fixture(scope="module")
def lab(start_lab, folder):
    lab = start_lab(folder, COURSE)
    lab.open(f"lessons/{GLOSSARY}")
    return lab


def test_axe_finds_nothing_wrong_with_the_glossary(lab):
    for theme in THEMES:
        lab.set_theme(theme)
        assert violations(lab.page) == []


@pytest.mark.parametrize("name", EXERCISES)
def test_axe_finds_nothing_wrong_with_an_exercise(lab, name):
    lab.turn_to(f"exercises/{name}")
    lab.run_all()
    assert lab.errors() == []
    for theme in THEMES:
        lab.set_theme(theme)
        assert violations(lab.page) == []
