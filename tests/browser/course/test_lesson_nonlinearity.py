"""Lesson 2 as a learner meets it: the bend counter by keyboard and by drag, its supports, the questions."""

from __future__ import annotations

import pytest
from interactions import check, drag, pixels, slide, slider, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/02_nonlinearity.ipynb"


@pytest.fixture
def counter(lab):
    return lab.widget("Bend counter with an off switch")


def test_an_arrow_key_moves_a_kink(lab, counter):
    before = pixels(counter)
    expect(words(counter)).to_contain_text("1 kink at x = −1.00")
    slider(counter, "kink of hinge 1 at").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(counter)).to_contain_text("1 kink at x = −0.90")
    assert pixels(counter) != before


def test_a_drag_changes_the_turn_of_a_hinge(lab, counter):
    before = pixels(counter)
    drag(counter, "turn of hinge 1", 7 / 12, 1)
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
    inspector = lab.widget("Activation inspector")
    inspector.get_by_label("GELU", exact=True).check()
    slide(inspector, "sum z", -0.75)
    expect(words(inspector)).to_contain_text("GELU at z = −0.75: value −0.170")


def test_a_neuron_dies_at_minus_three_and_gelu_still_tells_inputs_apart(lab):
    dead = lab.widget("Dead, or merely off?")
    slide(dead, "bias b", -3)
    expect(words(dead)).to_contain_text("Dead on these inputs")
    dead.get_by_label("GELU", exact=True).check()
    expect(words(dead)).to_contain_text("GELU still tells the inputs apart")


def test_a_predicted_picture_is_chosen_by_its_words(lab):
    card = lab.widget("Which solid line appears?")
    card.get_by_label("A straight line that follows the last piece").check()
    check(card)
    expect(verdict(card)).to_contain_text("Right.")
