"""Markup and scripts in every text of a chapter, in a real page: shown as text, never run."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from hostilechapter import write_hostile
from playwright.sync_api import expect

from coursekit.authoring.cells import folded
from coursekit.lab.drafts import folder_id

pytestmark = pytest.mark.browser

SETUP = """
from coursekit import ask, check, hint, home, review_due, solution
from coursekit.errors import ArgumentError
from hostile_texts import EVIL, MARKUP
"""
CRASH = """
def double(x):
    return {}[MARKUP]
check("tiny.double")
"""
COURSE = (
    sys.executable,
    "-m",
    "coursekit",
    "lab",
    "{folder}",
    "--port={port}",
    "--no-browser",
)
NAMES = ["pick", "all", "number", "steps", "words", "look", "set", "draw"]
OTHERS = [
    CRASH,
    'hint("tiny.double")',
    'solution("tiny.double")',
    "home()",
    "review_due()",
    "raise ArgumentError(EVIL)",
]
DRAFTS = {
    "pick": {"text": 1},
    "all": 3,
    "number": {"a": 1},
    "steps": "take",
    "words": ["take"],
    "look": None,
    "set": ["n"],
    "draw": "zz",
}
SHOWN = "<script>window.ran = 1</script><img src=x onerror="


@pytest.fixture(scope="module")
def lab(own_lab, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder / "hostile")
    mine = folder / "<img src=x onerror=window.ran=6>"
    (mine / ".coursekit").mkdir(parents=True)
    text = (Path(__file__).parents[1] / "hostilechapter.py").read_text(encoding="utf-8")
    constants = text[text.index("MARKUP = ") : text.index("_WORDS = ")]
    (mine / "hostile_texts.py").write_text(constants, encoding="utf-8")
    code = [SETUP, *(f'ask("tiny.{name}")' for name in NAMES), *OTHERS]
    terms = nbformat.v4.new_markdown_cell(folded(SHOWN, SHOWN))
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, code), terms])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, mine / "hostile.ipynb")
    (folder / "hostile" / "lessons").mkdir()
    nbformat.write(nbformat.v4.new_notebook(), folder / "hostile" / "lessons" / "90_tiny.ipynb")
    lab = own_lab(mine, (*COURSE, f"--course={folder / 'hostile'}"))
    lab.open("hostile.ipynb")
    for name, draft in DRAFTS.items():
        key = f"coursekit draft {folder_id(mine)}.0 tiny.{name} tiny.{name}"
        lab.page.evaluate("([key, draft]) => localStorage.setItem(key, draft)", [key, json.dumps(draft)])
    lab.run_all()
    return lab


@pytest.fixture
def card(lab):
    yield lambda name: lab.widget(NAMES.index(name))
    assert lab.page.evaluate("window.ran") is None
    assert lab.page.locator(".coursekit script, .coursekit img, .coursekit a").count() == 0


def answer(card, said):
    card.get_by_role("button", name="Check", exact=True).click()
    expect(card.locator(".ck-verdict [role=status]")).to_contain_text(said)


def test_every_card_is_drawn_whatever_was_left_as_a_draft(card):
    for name in NAMES:
        expect(card(name).locator("legend").first).to_contain_text(SHOWN)


def test_hints_are_text(card):
    for name in NAMES:
        card(name).get_by_role("button", name="Hint").click()
        expect(card(name).locator(".ck-hint")).to_contain_text(SHOWN)


@pytest.mark.parametrize(
    ("name", "label"), [("pick", "Squaring"), ("all", "Three squared"), ("look", "four bars")]
)
def test_options_and_what_is_said_about_them_are_text(card, name, label):
    card(name).get_by_label(label).check()
    expect(card(name).locator(".ck-text").first).to_contain_text(SHOWN)
    answer(card(name), "Not yet." if name != "all" else "1 of your picks does not belong here")
    assert card(name).inner_text().count(SHOWN) >= 5


def test_a_typed_answer_comes_back_as_text(card):
    card("number").get_by_label("Your number").fill("<img src=x onerror=window.ran=7>")
    answer(card("number"), "“<img src=x onerror=window.ran=7>” was not understood as a number")


def test_steps_and_what_is_said_about_their_order_are_text(card):
    for row in card("steps").locator("li").all():
        expect(row).to_contain_text(SHOWN)
    answer(card("steps"), SHOWN)


def test_an_answer_from_memory_the_model_answer_and_its_points_are_text(card):
    recall = card("words")
    recall.locator("textarea").fill(
        "<img src=x onerror=window.ran=8></textarea><script>window.ran=9</script>"
    )
    recall.get_by_role("button", name="Show the model answer").click()
    expect(recall.locator(".ck-model")).to_contain_text(
        "A number added to itself. </script><script>window.ran = 1"
    )
    recall.get_by_label("a sum").check()
    answer(recall, "You found 1 of 2 points")


def test_replies_notes_pages_and_errors_are_text(lab, card):
    for source, words in zip(
        OTHERS, ["crashed", "Add.", "A sum.", "Doubling", "due", "ArgumentError"], strict=True
    ):
        output = lab.cell(source.strip().splitlines()[-1]).locator(".jp-OutputArea-output").first
        expect(output).to_contain_text(words)
    assert lab.notebook.locator("a[href^=javascript]").count() == 0
    assert lab.notebook.locator(".jp-OutputArea-output img[src=x]").count() == 0
    assert lab.notebook.locator(".jp-OutputArea-output").all_inner_texts()


def test_a_long_word_widens_no_card(lab, card):
    for name in NAMES:
        lab.screenshot(f"hostile-{name}", card(name))
        wide, room = card(name).evaluate("card => [card.scrollWidth, card.clientWidth]")
        assert wide <= room + 1, name


def test_reopened_without_a_kernel_everything_is_text_still(lab, card):
    lab.save()
    lab.server.kill_kernels()
    lab.open("hostile.ipynb")
    saved = lab.notebook.locator("section[data-question]")
    expect(saved).to_have_count(len(NAMES))
    for each in saved.all():
        expect(each).to_contain_text(SHOWN)
    assert lab.notebook.locator("img[src=x]").count() == 0
