"""Lesson 4 as a learner meets it: backwards by hand, the walk by keyboard, XOR and the reader learning, the thermometer, the dead unit."""

from __future__ import annotations

import pytest
from interactions import answer, check, pixels, slide, slider, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/04_backprop.ipynb"


@pytest.fixture
def walk(lab):
    return lab.widget("Walk it backwards")


def type_number(lab, of, label, value):
    of.get_by_label(label, exact=True).focus()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.type(str(value))


def press(lab, of, *names):
    """Focus each button and press Enter; wait until its press has arrived."""
    for k, name in enumerate(names, start=1):
        of.get_by_role("button", name=name, exact=True).focus()
        lab.page.keyboard.press("Enter")
        expect(words(of)).to_contain_text(f"{', '.join(names[:k])}: {name} handed")


def test_the_walk_is_typed_by_keyboard(lab, walk):
    before = pixels(walk)
    type_number(lab, walk, "gradient of c", 1)
    expect(words(walk)).to_contain_text("Known: out 1, c 1.")
    type_number(lab, walk, "gradient of d", 1)
    type_number(lab, walk, "gradient of b", 3)
    expect(words(walk)).to_contain_text("3 comes back along d.")
    type_number(lab, walk, "gradient of b", 5)
    type_number(lab, walk, "gradient of a", 5)
    expect(words(walk)).to_contain_text("the nudge agrees")
    assert pixels(walk) != before


def test_the_pass_by_hand_is_typed_stage_by_stage(lab):
    hand = lab.widget("Backwards by hand")
    type_number(lab, hand, "h₁", 2)
    expect(words(hand)).to_contain_text("1 of 16 numbers are there: h₁ = 2.")
    type_number(lab, hand, "h₂", 2)
    expect(words(hand)).to_contain_text("2 isn't h₂ yet.")
    hand.get_by_label("2 · at the output").check()
    expect(hand.get_by_label("h₁", exact=True)).to_be_hidden()
    type_number(lab, hand, "∂L/∂y", -2)
    expect(words(hand)).to_contain_text("∂L/∂y = −2")


def test_the_order_buttons_show_only_where_they_are_used(walk):
    expect(walk.get_by_role("button", name="Undo")).to_be_hidden()
    walk.get_by_label("choose the order").check()
    expect(walk.get_by_role("button", name="Undo")).to_be_visible()
    expect(walk.get_by_label("gradient of c", exact=True)).to_be_hidden()


def test_a_careless_order_is_answered_with_its_cause_and_the_right_one_accepted(lab):
    card = lab.widget("Choose an order in which")
    press(lab, card, "out", "c", "b", "d", "b")
    check(card)
    expect(verdict(card)).to_contain_text("b handed on more than once")
    undo = card.get_by_role("button", name="Undo")
    for left in ("out, c, b, d: d", "out, c, b: b", "out, c: c"):
        undo.click()
        expect(words(card)).to_contain_text(f"{left} handed")
    card.get_by_role("button", name="d", exact=True).click()
    expect(words(card)).to_contain_text("out, c, d: d handed")
    card.get_by_role("button", name="b", exact=True).click()
    expect(words(card)).to_contain_text("a holds 5. The nudge says 5.000")
    check(card)
    expect(verdict(card)).to_contain_text("b waited until c and d had both paid in")


def test_xor_is_learned_while_one_looks_on(lab):
    xor = lab.widget("XOR, number by number")
    slide(xor, "hidden units", 8)
    expect(words(xor)).to_contain_text("2-8-1, start 0, after 200 of 200 steps", timeout=30_000)
    expect(words(xor)).to_contain_text("4 of 4 points are right")


def test_the_reader_learns_and_its_steps_can_be_looked_at_again(lab):
    reader = lab.widget("Your reader learns")
    expect(words(reader)).to_contain_text("Step 300: the loss", timeout=30_000)
    slide(reader, "look at step", 0)
    expect(words(reader)).to_contain_text("Step 0: the loss of the validation digits is 2")


def test_a_remedy_for_the_gradient_is_found(lab):
    card = lab.widget("Leave the spread at 0.05")
    expect(words(card)).to_contain_text("it vanishes on the way")
    card.get_by_label("gradient clipping").check()
    expect(words(card)).to_contain_text("Clipping has nothing to do")
    check(card)
    expect(verdict(card)).to_contain_text("can't change the ratio of two layers")
    card.get_by_label("layer", exact=True).check()
    expect(words(card)).to_contain_text("it arrives in good size")
    check(card)
    expect(verdict(card)).to_contain_text("It arrives.")


def test_the_race_is_run_here_and_now(lab):
    race = lab.widget("Nudge, or sweep back?")
    slide(race, "hidden units", 67)
    expect(words(race)).to_contain_text("takes 10,070 forward passes")
    race.get_by_label("run the race").check()
    expect(words(race)).to_contain_text("times as long as the sweep")


def test_the_dead_unit_wakes_at_step_82(lab):
    unit = lab.widget("Dead, or asleep?")
    slide(unit, "training step", 81)
    expect(words(unit)).to_contain_text("Step 81: on for 0 of 40 inputs.")
    slider(unit, "training step").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(unit)).to_contain_text("Step 82: on for 1 of 40 inputs.")


def test_naive_recursion_is_recognised_in_an_answer(lab):
    card = lab.widget("Then b is used twice")
    answer(card, "7")
    expect(verdict(card)).to_contain_text("if the 2 is counted twice")


def test_a_neuron_dies_at_minus_three_and_gelu_still_tells_inputs_apart(lab):
    dead = lab.widget("Dead, or merely off?")
    slide(dead, "bias b", -3)
    expect(words(dead)).to_contain_text("Dead on these inputs")
    dead.get_by_label("GELU", exact=True).check()
    expect(words(dead)).to_contain_text("GELU still tells the inputs apart")
