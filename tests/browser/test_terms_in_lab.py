"""Terms in a lesson, and the glossary, as JupyterLab shows them: no kernel has run."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from coursekit.authoring.cells import cells_of
from coursekit.authoring.glossary_page import GLOSSARY
from coursekit.authoring.notebook import dumps, make
from coursekit.content import chapter

pytestmark = pytest.mark.browser

LESSONS = Path(__file__).parents[2] / "lessons"


@pytest.fixture(scope="module")
def lab(start_lab, tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    shutil.copy(LESSONS / GLOSSARY, folder)
    neuron = chapter("neuron")
    cells = [cell for cell in cells_of(neuron, "lesson") if "<details" in cell.source]
    (folder / neuron.notebook).write_text(dumps(make(cells)), encoding="utf-8")
    lab = start_lab(folder)
    lab.open(neuron.notebook)
    return lab


@pytest.mark.parametrize(("place", "act"), [(0, "click"), (1, "press Enter")])
def test_a_term_opens_to_its_definition(lab, place, act):
    term = lab.notebook.locator(".jp-RenderedMarkdown details").nth(place)
    expect(term.locator("p")).to_be_hidden()
    if act == "click":
        term.locator("summary").click()
    else:
        term.locator("summary").press("Enter")
    expect(term.locator("p")).to_be_visible()


def test_the_glossary_leads_to_the_lesson(lab):
    lab.open(GLOSSARY)
    lab.notebook.get_by_role("link", name="lesson 1").first.click()
    expect(lab.page).to_have_url(re.compile(r"/01_neuron\.ipynb$"), timeout=20_000)
