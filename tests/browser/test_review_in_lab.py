from __future__ import annotations

import pytest
from axe import violations
from labpage import COURSE

from coursekit.progress import Event, Log

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab(start_lab, folder):
    lab = start_lab(folder, COURSE)
    lab.open("review.ipynb")
    return lab


def test_what_is_due_stands_there_as_soon_as_it_is_opened(lab, folder):
    assert "Nothing is due." in lab.notebook.inner_text()
    Log(folder).append(Event(kind="answer", chapter="neuron", id="after-relu", outcome="wrong"))
    lab.page.reload()
    lab.notebook.get_by_text("1 question is due.").wait_for(timeout=60_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_cells_ask_on_live_cards_that_axe_finds_nothing_wrong_with(lab, theme):
    lab.set_theme(theme)
    lab.run_all()
    lab.notebook.locator("section.coursekit, .coursekit").first.wait_for(timeout=60_000)
    assert lab.notebook.locator(".coursekit").count() >= 3
    assert "12 questions, 2 of each lesson" in lab.notebook.inner_text()
    assert violations(lab.page, ".jp-RenderedHTMLCommon") == []
    lab.screenshot(f"review-{theme}")
