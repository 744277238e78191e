"""Terms in a lesson, and the glossary, as JupyterLab shows them."""

from __future__ import annotations

import re

import pytest
from axe import violations
from labpage import THEMES
from playwright.sync_api import expect

from coursekit.authoring.glossary_page import GLOSSARY

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("notebook", ["lessons/01_neuron.ipynb"])
@pytest.mark.parametrize(("place", "act"), [(1, "click"), (2, "press Enter")])
def test_a_term_opens_to_its_definition(lab, place, act):
    term = lab.notebook.locator(".jp-RenderedMarkdown details").nth(place)
    expect(term.locator("p")).to_be_hidden()
    if act == "click":
        term.locator("summary").click()
    else:
        term.locator("summary").press("Enter")
    expect(term.locator("p")).to_be_visible()


def test_axe_finds_nothing_wrong_with_the_glossary_and_it_leads_to_the_lesson(course):
    course.bring(f"lessons/{GLOSSARY}")
    for theme in THEMES:
        course.set_theme(theme)
        assert violations(course.page) == []
    course.notebook.get_by_role("link", name="lesson 1").first.click()
    expect(course.page).to_have_url(re.compile(r"/01_neuron\.ipynb$"))
    course.wait_idle()  # JupyterLab refuses to save a notebook that is still being opened
