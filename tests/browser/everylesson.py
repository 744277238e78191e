"""What must hold in every lesson: imported by each lesson's tests, which say in NOTEBOOK which one it is."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from axe import violations
from hands import words
from playwright.sync_api import expect

__all__ = [
    "test_axe_finds_nothing_wrong_with_what_we_draw",
    "test_every_picture_has_its_words_as_its_name",
    "test_nothing_is_cut_off_and_screenshots_are_there_to_be_looked_at",
    "test_the_whole_lesson_runs_without_an_error",
]

HOUSE = Path(__file__).parents[2]
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
WIDTHS = pytest.mark.parametrize("width", [1280, 900])
CUT_OFF = "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 40))"


def test_the_whole_lesson_runs_without_an_error(lab, request):
    assert lab.errors() == []
    expect(lab.widgets()).to_have_count(len(drawn(request.module.NOTEBOOK)))
    assert [line for line in lab.messages if line.startswith("error")] == []


def test_every_picture_has_its_words_as_its_name(lab):
    for widget in lab.notebook.locator(".ck-widget").all():
        widget.scroll_into_view_if_needed()
        expect(widget.get_by_role("img")).to_have_attribute("aria-label", words(widget).text_content())


@THEMES
def test_axe_finds_nothing_wrong_with_what_we_draw(lab, theme):
    lab.set_theme(theme)
    assert violations(lab.page) == []


@WIDTHS
@THEMES
def test_nothing_is_cut_off_and_screenshots_are_there_to_be_looked_at(lab, request, theme, width):
    lab.set_theme(theme)
    lab.resize(width)
    name = Path(request.module.NOTEBOOK).stem
    for number, _ in enumerate(lab.scroll_positions()):
        lab.screenshot(f"{name}-{theme}-{width}-{number:02}")
    assert lab.widgets().evaluate_all(CUT_OFF) == []


def drawn(path):
    """The widgets and cards that the built notebook shows pictures of, in order."""
    cells = nbformat.read(HOUSE / path, as_version=4).cells
    shown = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return [name for name in map(name_of, shown) if name]


def name_of(data):
    """The question on a card, the class of a widget; nothing for any other output."""
    card = re.search(r'data-question="([^"]+)"', data.get("text/html", ""))
    widget = re.match(r"\w+(?=\()", data.get("text/plain", "")) if "image/png" in data else None
    return card[1] if card else widget[0] if widget else ""
