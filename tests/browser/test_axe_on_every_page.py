"""Accessibility of what is not a lesson: every exercise once it has run, and the glossary, in both themes."""

from __future__ import annotations

import pytest
from axe import violations
from everylesson import HOUSE
from labpage import COURSE

from coursekit.authoring.glossary import GLOSSARY

pytestmark = pytest.mark.browser
EXERCISES = sorted(path.name for path in (HOUSE / "exercises").glob("*.ipynb"))


@pytest.fixture(scope="module")
def lab(start_lab, folder):
    return start_lab(folder, COURSE)


@pytest.mark.parametrize("name", EXERCISES)
def test_axe_finds_nothing_wrong_with_an_exercise(lab, name):
    lab.open(f"exercises/{name}")
    lab.run_all()
    assert lab.errors() == []
    for theme in ("dark", "light"):
        lab.set_theme(theme)
        assert violations(lab.page) == []
    lab.server.kill_kernels()


def test_axe_finds_nothing_wrong_with_the_glossary(lab):
    lab.open(f"lessons/{GLOSSARY}")
    for theme in ("dark", "light"):
        lab.set_theme(theme)
        assert violations(lab.page) == []
