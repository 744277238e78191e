"""Lesson 3 as a learner meets it: the origami by keyboard and by hand."""

from __future__ import annotations

import pytest
from interactions import answer, check, drag, pixels, slide, slider, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/03_layers.ipynb"


@pytest.fixture
def origami(lab):
    return lab.widget("Origami")


def test_an_arrow_key_folds_the_sheet_and_changes_the_words(lab, origami):
    before = pixels(origami)
    expect(words(origami)).to_contain_text("After 0 of 4 hidden layers")
    slider(origami, "hidden layers passed").focus()
    for _ in range(10):
        lab.page.keyboard.press("ArrowRight")
    expect(words(origami)).to_contain_text("After 1 of 4 hidden layers")
    assert pixels(origami) != before


def test_a_drag_folds_the_sheet(lab, origami):
    before = pixels(origami)
    drag(origami, "hidden layers passed", 1 / 4, 1 / 2)
    expect(words(origami)).not_to_contain_text("After 1 of 4")
    assert pixels(origami) != before


def test_the_goal_of_200_points_is_reached(origami):
    slide(origami, "hidden layers passed", 2)
    expect(words(origami)).to_contain_text(
        "After 2 of 4 hidden layers the best straight cut found gets 200 of 200"
    )


def test_the_kernel_knows_where_the_film_stands(origami):
    origami.get_by_role("button", name="Show me the code").click()
    expect(origami.locator("pre")).to_contain_text("Origami(layer=2.0)")
    slide(origami, "hidden layers passed", 2.7)
    expect(origami.locator("pre")).to_contain_text("Origami(layer=2.7)")
    origami.get_by_role("button", name="Hide the code").click()


def test_start_again_unfolds_the_sheet(origami):
    origami.get_by_role("button", name="Start again").click()
    expect(words(origami)).to_contain_text("After 0 of 4")
    expect(origami.get_by_label("hidden layers passed")).to_have_value("0")


def test_the_supporting_widgets_reach_their_goals(lab):
    strip = lab.widget("Paper strip")
    slide(strip, "folds k", 6)
    expect(words(strip)).to_contain_text("64 straight pieces. One layer of 12 units makes at most 13.")
    xor = lab.widget("A hidden layer for XOR")
    slide(xor, "on the way", 1)
    expect(words(xor)).to_contain_text("gets 4 of 4 points right")
    shapes = lab.widget("Shape tracer")
    slide(shapes, "hidden units", 50)
    expect(words(shapes)).to_contain_text("1,600 results")
    shapes.get_by_label("N × 28 × 28").check()
    expect(words(shapes)).to_contain_text("did you forget to flatten?")
    wirings = lab.widget("Three wirings")
    wirings.get_by_label("3×3 convolution").check()
    expect(words(wirings)).to_contain_text("reaches 9 of 64 results")


def test_a_wrong_count_is_told_its_cause(lab):
    card = lab.widget("sizes 2-4-3-1: two inputs")
    answer(card, "23")
    expect(verdict(card)).to_contain_text("23 is the number of weights")
    answer(card, "31")
    expect(verdict(card)).to_contain_text("Right.")


def test_a_low_temperature_is_found_on_the_card_and_a_shift_is_told_to_do_nothing(lab):
    card = lab.widget("bring the cat's probability to 0.99")
    slide(card, "shift, added to all", -1000)
    expect(words(card)).to_contain_text("Softmax is given (−998.00, −999.00, −1000.00).")
    check(card)
    expect(verdict(card)).to_contain_text("Did you see that no bar moved?")
    slide(card, "temperature", 0.2)
    check(card)
    expect(verdict(card)).to_contain_text("Right.")


def test_a_kernel_is_slid_and_a_unit_opened(lab):
    kernel = lab.widget("Slide a kernel over your drawing")
    slide(kernel, "row of the window", 3)
    slide(kernel, "column", 2)
    expect(words(kernel)).to_contain_text("Goal reached.")
    reader = lab.widget("Look into a digit reader")
    reader.get_by_label("one hidden unit", exact=True).check()
    slide(reader, "hidden unit", 2)
    expect(words(reader)).to_contain_text("The 12 training digits that excite it most show 3 (12 times).")
