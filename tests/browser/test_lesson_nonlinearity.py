"""Lesson 2 as a learner meets it: the bend counter by keyboard and by drag, its supports, the questions."""

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
LESSON = "lessons/02_nonlinearity.ipynb"


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
def counter(lab):
    return widget(lab, "Bend counter with an off switch")


def pixels(of):
    return of.locator("canvas").evaluate("canvas => canvas.toDataURL()")


def words(of):
    return of.locator(".ck-words")


def slide(of, label, value):
    slider = of.get_by_label(label, exact=True)
    slider.focus()
    slider.fill(str(value))


def test_the_whole_lesson_runs_without_an_error(lab):
    assert lab.errors() == []
    assert lab.notebook.locator(".coursekit").count() >= 25
    assert [line for line in lab.messages if line.startswith("error")] == []


def test_an_arrow_key_moves_a_kink(lab, counter):
    before = pixels(counter)
    expect(words(counter)).to_contain_text("1 kink at x = −1.00")
    counter.get_by_label("kink of hinge 1 at", exact=True).focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(counter)).to_contain_text("1 kink at x = −0.90")
    assert pixels(counter) != before


def test_a_drag_changes_the_turn_of_a_hinge(lab, counter):
    before = pixels(counter)
    box = counter.get_by_label("turn of hinge 1", exact=True).bounding_box()
    y = box["y"] + box["height"] / 2
    lab.page.mouse.move(box["x"] + box["width"] * 0.58, y)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + box["width"] - 2, y, steps=20)
    lab.page.mouse.up()
    expect(counter.locator("output", has_text="6.0")).to_be_visible()
    assert pixels(counter) != before


def test_only_the_sliders_of_the_chosen_hinge_are_shown(counter):
    slide(counter, "hinge to move", 2)
    expect(counter.get_by_label("kink of hinge 2 at", exact=True)).to_be_visible()
    expect(counter.get_by_label("kink of hinge 1 at", exact=True)).to_be_hidden()
    expect(counter.get_by_label("hidden layers", exact=True)).to_be_hidden()


def test_the_goal_is_reached_and_the_switch_leaves_one_line_at_any_depth(counter):
    for k, place, turn in ((1, -1.5, 2), (2, -0.5, -3), (3, 1, 2)):
        slide(counter, "hinge to move", k)
        slide(counter, f"kink of hinge {k} at", place)
        slide(counter, f"turn of hinge {k}", turn)
    expect(words(counter)).to_contain_text("3 hinges, 3 kinks at x = −1.50, −0.50, 1.00, 4 straight pieces.")
    expect(words(counter)).to_contain_text("is 0.000.")
    counter.get_by_label("remove the bend").check()
    expect(words(counter)).to_contain_text("no kink: one straight line, y = 1.00·x − 0.50.")
    slide(counter, "hidden layers", 10)
    expect(words(counter)).to_contain_text("10 hidden layers, no kink: one straight line")
    counter.get_by_label("remove the bend").uncheck()
    expect(words(counter)).to_contain_text("3 hinges, 3 kinks")


def test_the_picture_has_its_words_as_its_name(counter):
    expect(counter.get_by_role("img")).to_have_attribute("aria-label", words(counter).inner_text())


def test_start_again_brings_every_hinge_back(counter):
    counter.get_by_role("button", name="Start again").click()
    expect(words(counter)).to_contain_text("3 hinges, 1 kink at x = −1.00")


def test_the_computer_sets_hinges_ever_closer(counter):
    counter.get_by_label("wave", exact=True).check()
    counter.get_by_label("by the computer", exact=True).check()
    slide(counter, "hinges", 12)
    expect(words(counter)).to_contain_text("12 hinges, 11 kinks")
    expect(words(counter)).to_contain_text("is 0.000.")


def test_the_lowest_point_of_gelu_is_found(lab):
    inspector = widget(lab, "Activation inspector")
    inspector.get_by_label("GELU", exact=True).check()
    slide(inspector, "sum z", -0.75)
    expect(words(inspector)).to_contain_text("GELU at z = −0.75: value −0.170")


def test_a_shift_leaves_the_shares_and_a_low_temperature_sharpens_them(lab):
    mixer = widget(lab, "Softmax mixer")
    slide(mixer, "shift, added to all", -1000)
    expect(words(mixer)).to_contain_text(
        "Softmax is given (−998.00, −999.00, −1000.00). The shares: cat 0.665"
    )
    slide(mixer, "temperature", 0.2)
    expect(words(mixer)).to_contain_text("cat 0.993")


def test_a_neuron_dies_at_minus_three_and_gelu_still_tells_inputs_apart(lab):
    dead = widget(lab, "Dead, or merely off?")
    slide(dead, "bias b", -3)
    expect(words(dead)).to_contain_text("Dead on these inputs")
    dead.get_by_label("GELU", exact=True).check()
    expect(words(dead)).to_contain_text("GELU still tells the inputs apart")


def test_a_predicted_picture_is_chosen_by_its_words(lab):
    card = widget(lab, "Which solid line appears?")
    card.get_by_label("A straight line that follows the last piece").check()
    card.get_by_role("button", name="Check").click()
    expect(card.locator(".ck-verdict [role=status]")).to_contain_text("Right.")


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
        lab.screenshot(f"nonlinearity-{theme}-{width}-{number:02}")
    cut = "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 40))"
    assert lab.widgets().evaluate_all(cut) == []
