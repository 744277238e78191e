"""Lesson 3 as a learner meets it: the origami by keyboard and by hand, with and without a kernel."""

from __future__ import annotations

import sys

import pytest
from axe import violations
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COURSEKIT_LAB = (
    *(sys.executable, "-m", "coursekit", "lab", "{folder}"),
    *("--port", "{port}", "--no-browser", "--allow-root"),
)
LESSON = "lessons/03_layers.ipynb"


@pytest.fixture(scope="module")
def lab(start_lab, tmp_path_factory):
    lab = start_lab(tmp_path_factory.mktemp("learner"), COURSEKIT_LAB)
    lab.open(LESSON)
    lab.run_all()
    return lab


def widget(lab, title):
    found = lab.notebook.locator(".coursekit", has_text=title).first
    found.scroll_into_view_if_needed()
    return found


@pytest.fixture
def origami(lab):
    return widget(lab, "Origami")


def pixels(of):
    return of.locator("canvas").evaluate("canvas => canvas.toDataURL()")


def words(of):
    return of.locator(".ck-words")


def test_the_whole_lesson_runs_without_an_error(lab):
    assert lab.errors() == []
    assert lab.notebook.locator(".coursekit").count() >= 28
    assert [line for line in lab.messages if line.startswith("error")] == []


def test_an_arrow_key_folds_the_sheet_and_changes_the_words(lab, origami):
    before = pixels(origami)
    expect(words(origami)).to_contain_text("After 0 of 4 hidden layers")
    origami.get_by_label("hidden layers passed").focus()
    for _ in range(10):
        lab.page.keyboard.press("ArrowRight")
    expect(words(origami)).to_contain_text("After 1 of 4 hidden layers")
    assert pixels(origami) != before


def test_a_drag_folds_the_sheet(lab, origami):
    before = pixels(origami)
    box = origami.get_by_label("hidden layers passed").bounding_box()
    y = box["y"] + box["height"] / 2
    lab.page.mouse.move(box["x"] + box["width"] * 0.26, y)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + box["width"] * 0.51, y, steps=20)
    lab.page.mouse.up()
    expect(words(origami)).not_to_contain_text("After 1 of 4")
    assert pixels(origami) != before


def test_the_goal_of_200_points_is_reached(origami):
    origami.get_by_label("hidden layers passed").fill("2")
    expect(words(origami)).to_contain_text(
        "After 2 of 4 hidden layers the best straight cut found gets 200 of 200"
    )
    expect(origami.get_by_role("img")).to_have_attribute("aria-label", words(origami).inner_text())


def test_the_kernel_knows_where_the_film_stands(origami):
    origami.get_by_role("button", name="Show me the code").click()
    expect(origami.locator("pre")).to_contain_text("Origami(layer=2.0)")
    origami.get_by_label("hidden layers passed").fill("2.7")
    expect(origami.locator("pre")).to_contain_text("Origami(layer=2.7)")
    origami.get_by_role("button", name="Hide the code").click()


def test_start_again_unfolds_the_sheet(origami):
    origami.get_by_role("button", name="Start again").click()
    expect(words(origami)).to_contain_text("After 0 of 4")
    expect(origami.get_by_label("hidden layers passed")).to_have_value("0")


def test_the_supporting_widgets_reach_their_goals(lab):
    strip = widget(lab, "Paper strip")
    strip.get_by_label("folds k").fill("6")
    expect(words(strip)).to_contain_text("64 straight pieces. One layer of 12 units makes at most 13.")
    xor = widget(lab, "A hidden layer for XOR")
    xor.get_by_label("on the way").fill("1")
    expect(words(xor)).to_contain_text("gets 4 of 4 points right")
    shapes = widget(lab, "Shape tracer")
    shapes.get_by_label("hidden units").fill("50")
    expect(words(shapes)).to_contain_text("1,600 results")
    shapes.get_by_label("N × 28 × 28").check()
    expect(words(shapes)).to_contain_text("did you forget to flatten?")
    wirings = widget(lab, "Four wirings")
    wirings.get_by_label("3×3 convolution").check()
    expect(words(wirings)).to_contain_text("reaches 9 of 784 results")


def test_a_wrong_count_is_told_its_cause(lab):
    card = widget(lab, "sizes 2-4-3-2: two inputs")
    card.get_by_role("textbox").fill("26")
    card.get_by_role("button", name="Check").click()
    verdict = card.locator(".ck-verdict [role=status]")
    expect(verdict).to_contain_text("26 is the number of weights")
    card.get_by_role("textbox").fill("35")
    card.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text("Right.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_what_we_draw(lab, theme):
    lab.set_theme(theme)
    assert violations(lab.page) == []


@pytest.mark.parametrize("width", [1280, 900])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screenshots_are_taken_to_be_looked_at(lab, theme, width):
    lab.set_theme(theme)
    lab.resize(width)
    for number, _ in enumerate(lab.scroll_positions()):
        lab.screenshot(f"layers-{theme}-{width}-{number:02}")
    cut = "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 40))"
    assert lab.widgets().evaluate_all(cut) == []


def test_the_film_goes_on_without_a_kernel(lab, origami):
    lab.server.kill_kernels()
    before = pixels(origami)
    origami.get_by_label("hidden layers passed").fill("4")
    expect(words(origami)).to_contain_text("After 4 of 4 hidden layers")
    assert pixels(origami) != before
    lab.page.wait_for_timeout(4500)
    expect(origami.locator(".ck-note")).to_be_empty()
