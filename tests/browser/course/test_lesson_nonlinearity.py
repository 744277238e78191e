"""Lesson 2 as a learner meets it: hinges that chase a curve by keyboard and by drag, its supports, the questions."""

from __future__ import annotations

import pytest
from interactions import check, drag, pixels, slide, slider, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/02_nonlinearity.ipynb"
OWN = (("temperature at 0 h", 8.5), ("turn of hinge 1", 0), ("hinge to move", 2), ("kink of hinge 2 at", 4.5), ("turn of hinge 2", 1.5),
       ("hinge to move", 3), ("kink of hinge 3 at", 16), ("turn of hinge 3", -3.5))  # fmt: skip


@pytest.fixture
def chase(lab):
    widget = lab.widget("Hinges chase your curve")
    widget.get_by_role("button", name="Start again").click()
    expect(words(widget)).to_contain_text("4 hinges, set by you: no kink, one straight line")
    return widget


def test_an_arrow_key_moves_a_kink(lab, chase):
    slide(chase, "hinge to move", 2)
    slide(chase, "turn of hinge 2", 2)
    before = pixels(chase)
    expect(words(chase)).to_contain_text("1 kink at 6.0 h")
    slider(chase, "kink of hinge 2 at").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(chase)).to_contain_text("1 kink at 6.5 h")
    assert pixels(chase) != before


def test_a_drag_changes_the_turn_of_a_hinge(lab, chase):
    before = pixels(chase)
    drag(chase, "turn of hinge 1", 9 / 16, 1)
    expect(chase.get_by_text("8.0", exact=True)).to_be_visible()
    assert pixels(chase) != before


def test_only_the_sliders_of_the_chosen_hinge_are_shown(chase):
    slide(chase, "hinge to move", 2)
    expect(chase.get_by_label("kink of hinge 2 at", exact=True)).to_be_visible()
    expect(chase.get_by_label("kink of hinge 1 at", exact=True)).to_be_hidden()
    expect(chase.get_by_label("second hidden layer", exact=True)).to_be_hidden()


def test_least_squares_comes_near_and_without_the_bend_one_line_is_left(chase):
    chase.get_by_label("by least squares", exact=True).check()
    expect(words(chase)).to_contain_text("4 hinges, set by least squares: 3 kinks")
    chase.get_by_label("bend (ReLU)", exact=True).uncheck()
    expect(words(chase)).to_contain_text("no kink, one straight line. On average the curve is 4.00 °C away")
    slide(chase, "hinges", 12)
    expect(words(chase)).to_contain_text("12 hinges without the bend, set by least squares: no kink")


def test_a_second_layer_is_trained_while_one_watches(chase):
    chase.get_by_label("by training", exact=True).check()
    chase.get_by_label("second hidden layer", exact=True).check()
    expect(words(chase)).to_contain_text("4 + 4 neurons, set by training: ", timeout=60_000)


def test_hinges_of_ones_own_are_marked_as_they_stand(lab):
    card = lab.widget("Come within 1 °C on average with hinges")
    for label, value in OWN[:-1]:
        slide(card, label, value)
    check(card)
    expect(verdict(card)).to_contain_text("Not yet.")
    slide(card, *OWN[-1])
    check(card)
    expect(verdict(card)).to_contain_text("Right.")


def test_the_lowest_point_of_gelu_is_found(lab):
    inspector = lab.widget("Activation inspector")
    inspector.get_by_label("GELU", exact=True).check()
    slide(inspector, "sum z", -0.75)
    expect(words(inspector)).to_contain_text("GELU at z = −0.75: value −0.170")


def test_a_reader_without_its_bend_says_so(lab):
    reader = lab.widget("Odd or even?")
    expect(words(reader)).to_contain_text("of its 8 hidden neurons are on.")
    reader.get_by_label("bend (ReLU)", exact=True).uncheck()
    expect(words(reader)).to_contain_text("None of its 8 hidden neurons bends.")


def test_a_predicted_picture_is_chosen_by_its_words(lab):
    card = lab.widget("Which solid line appears?")
    card.get_by_label("A straight line that follows the last piece").check()
    check(card)
    expect(verdict(card)).to_contain_text("Right.")
