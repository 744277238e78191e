"""Lesson 5 as a learner meets it: the valley and the race by keyboard and drag, long trainings, the clinic, ten drawings."""

from __future__ import annotations

import re

import pytest
from interactions import answer, check, drag, pixels, slide, slider, still, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/05_optimizers.ipynb"


@pytest.fixture
def race(lab):
    return lab.widget("The ravine race")


def test_the_valley_follows_its_sliders_and_the_limit_is_found_on_the_card(lab):
    valley = lab.widget("A walk down a valley")
    before = pixels(valley)
    slide(valley, "learning rate η", 0.03)
    slide(valley, "momentum β", 0.9)
    expect(words(valley)).to_contain_text("Learning rate 0.030, momentum 0.90, c = 25.")
    assert pixels(valley) != before
    card = lab.widget("Find, to the thousandth, the largest η")
    for rate, said in (
        (0.04, "the first step lands exactly"),
        (0.09, "further from the floor"),
        (0.08, "Right."),
    ):
        slide(card, "learning rate η", rate)
        check(card)
        expect(verdict(card)).to_contain_text(said)


def test_an_arrow_key_moves_slider_picture_and_words(lab, race):
    before = pixels(race)
    slider(race, "learning rate").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(race)).to_contain_text("Learning rate 0.031.")
    assert pixels(race) != before


def test_a_drag_moves_slider_picture_and_words(lab, race):
    before = pixels(race)
    drag(race, "step", 1, 0)
    expect(words(race)).to_contain_text("Loss after 0 steps: plain descent 20.5")
    assert pixels(race) != before


def test_the_goals_of_the_race_can_be_reached(race):
    slide(race, "step", 60)
    slide(race, "learning rate", 0.081)
    expect(words(race)).to_contain_text("Higher than at the start: plain descent.")
    expect(words(race)).to_contain_text("momentum 0.0000639")
    slide(race, "learning rate", 0.079)
    expect(words(race)).not_to_contain_text("Higher than at the start")
    slide(race, "learning rate", 0.076)
    expect(words(race)).to_contain_text("plain descent 0.0006481")


def test_noise_shows_twenty_seeds(race):
    race.get_by_label("noisy gradients").check()
    expect(words(race)).to_contain_text("Median loss of 20 seeds")
    race.get_by_label("noisy gradients").uncheck()


def test_a_long_training_can_be_stopped_and_goes_on(lab):
    pair = lab.widget("A pair of curves")
    pair.get_by_label("more data").check()
    pair.get_by_role("button", name="Stop").click()
    expect(pair.get_by_role("button", name="Go on")).to_be_visible()
    expect(pair.get_by_role("progressbar")).to_be_visible()
    halted = still(words(pair))  # what was under way when it was stopped still comes
    assert "After 200 of 200" not in halted
    pair.get_by_role("button", name="Go on").click()
    expect(words(pair)).to_contain_text("After 200 of 200 epochs")
    expect(pair.get_by_role("progressbar")).to_be_hidden()


def test_a_drawn_schedule_reaches_the_goal(lab):
    drawer = lab.widget("Draw a schedule")
    for label, rate in (("at step 0", 0.0), ("at step 30", 0.3), ("at step 300", 0.0)):
        slide(drawer, label, rate)
    expect(words(drawer)).to_contain_text("0.00, 0.30, 0.10, 0.10, 0.00. After 300 of 300 steps 5 of 5 seeds")


def test_the_words_keep_their_room_so_that_the_page_below_stays(lab):
    clinic = lab.widget("Break-it clinic")
    clinic.get_by_label("tiny start", exact=True).check()
    expect(words(clinic)).to_contain_text("Not tiny start")
    room = words(clinic).bounding_box()["height"]
    clinic.get_by_label("not yet", exact=True).check()
    expect(words(clinic)).not_to_contain_text("Not tiny start")
    assert words(clinic).bounding_box()["height"] == room


def test_the_first_patient_is_named_and_repaired(lab):
    clinic = lab.widget("Break-it clinic")
    repair = clinic.get_by_label("repair it")
    expect(repair).to_be_hidden()
    clinic.get_by_label("tiny start", exact=True).check()
    expect(words(clinic)).to_contain_text("Not tiny start: then the loss would stand still")
    clinic.get_by_label("dead layer", exact=True).check()
    expect(words(clinic)).to_contain_text("Right: dead layer.")
    repair.check()
    expect(words(clinic)).to_contain_text("Repaired.")
    clinic.get_by_role("button", name="Next patient").click()
    expect(words(clinic)).to_contain_text("Patient 2.")
    expect(clinic.get_by_label("not yet", exact=True)).to_be_checked()
    expect(repair).to_be_hidden()


def test_ten_sketchpads_come_one_after_the_other_and_each_keeps_its_drawing(lab):
    ten = lab.widget("Ten digits of your own")
    expect(words(ten)).to_contain_text("None of them is yours yet.")
    pad = ten.locator(".ck-pad:visible")
    pad.focus()
    for key in ("Space", "ArrowRight", "Space", "ArrowRight", "Space"):
        lab.page.keyboard.press(key)
    expect(words(ten)).to_contain_text("1 drawing of yours")
    slide(ten, "digit to draw", 1)
    expect(pad).to_have_count(1)
    expect(pad).to_have_accessible_name(re.compile("Your 1"))
    expect(words(ten)).to_contain_text("1 drawing of yours")


def test_adams_first_step_is_marked_and_a_missing_correction_named(lab):
    card = lab.widget("Adam takes its very first step")
    for number, said in (("1.9968", "Without the corrections"), ("1.999", "Right.")):
        answer(card, number)
        expect(verdict(card)).to_contain_text(said)
