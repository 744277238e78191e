"""What must hold in every lesson, asked after the tests of its own (test_lesson_*.py), which want it untouched."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from axe import COLOURS, violations
from interactions import words
from keyboard import Reader, walk, work_widget
from keyboard_cards import work_cards
from labpage import SCREENSHOTS
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HOUSE = Path(__file__).parents[3]
LESSONS = [f"lessons/{path.name}" for path in sorted((HOUSE / "exercises").glob("*.ipynb"))]
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
WIDTHS = (1280, 900, 390)
PLAYGROUND = "Playground"  # a page of its own: tests/browser/test_playground_in_lab.py works it
OURS = ".ck-widget:not(.ck-play)"
CUT_OFF = "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 40))"


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


DRAWN = {path: drawn(path) for path in LESSONS}
each_lesson = pytest.mark.parametrize("notebook", LESSONS, ids=[Path(path).stem for path in LESSONS])
each_widget = pytest.mark.parametrize(
    ("notebook", "place"),
    [
        pytest.param(path, place, id=f"{Path(path).stem}-{name}")
        for path, names in DRAWN.items()
        for place, name in enumerate(names)
        if "." not in name and name != PLAYGROUND
    ],
)


@pytest.fixture(scope="module")
def known():
    """The kinds of cards and of controls that were worked with every key: those of a kind are one piece of code."""
    return set()


@each_widget
def test_each_widget_is_worked_by_keyboard_alone(lab, place, known):
    reader = Reader(lab.widget(place), known)
    walk(reader)
    tried = work_widget(reader)
    print(f"{len(tried)} tried: {', '.join(tried)}")  # noqa: T201 - to be read with pytest -rP


@each_lesson
def test_each_card_is_worked_by_keyboard_alone(lab, notebook, known):
    cards = {name: lab.widgets().nth(place) for place, name in enumerate(DRAWN[notebook]) if "." in name}
    assert work_cards(cards, known) == []


@each_lesson
def test_the_whole_lesson_runs_without_an_error(lab, notebook):
    assert lab.errors() == []
    expect(lab.widgets()).to_have_count(len(DRAWN[notebook]))
    assert [line for line in lab.messages if line.startswith("error")] == []


@each_lesson
def test_every_picture_has_its_words_as_its_name(lab):
    for widget in lab.notebook.locator(OURS).all():
        widget.scroll_into_view_if_needed()
        expect(widget.get_by_role("img")).to_have_attribute("aria-label", words(widget).text_content())


@each_lesson
def test_every_id_stands_once(lab):
    # A label or a group of radio buttons that finds another card's input would be one for both.
    ids = lab.notebook.locator(".coursekit [id]").evaluate_all("found => found.map(e => e.id)")
    assert sorted(ids) == sorted(set(ids)) != []


@each_lesson
@THEMES
def test_axe_finds_nothing_wrong_with_what_we_draw_nor_is_it_cut_off(lab, notebook, theme):
    lab.set_theme(theme)
    assert violations(lab.page, tags=() if theme == "light" else COLOURS) == []
    # Colours change no width; pictures to be looked at are wanted of both themes.
    for width in WIDTHS if theme == "light" or SCREENSHOTS else ():
        lab.resize(width, 900 if SCREENSHOTS else 3600)  # a high page is scrolled through in a few steps
        name = Path(notebook).stem
        for number, _ in enumerate(lab.scroll_positions()):  # what was not near the page is painted now
            lab.screenshot(f"{name}-{theme}-{width}-{number:02}")
        assert lab.widgets().evaluate_all(CUT_OFF) == [], width
    lab.resize(1280)
