"""Lesson 6 as a learner meets it: the bill by keyboard and by drag, questions answered by doing, its supports."""

from __future__ import annotations

import re

import pytest
from interactions import answer, drag, pixels, slide, slider, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/06_scale.ipynb"


@pytest.fixture
def bill(lab):
    return lab.widget("Build a network of at least 6 billion parameters")


def test_an_arrow_key_moves_slider_picture_and_words(lab, bill):
    before, text = pixels(bill), words(bill).inner_text()
    slider(bill, "width (units)").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(bill)).not_to_have_text(text)
    expect(words(bill)).to_contain_text("1 layer of 4,608 → 4,608: 21,238,272 parameters")
    assert pixels(bill) != before


def test_a_drag_moves_slider_picture_and_words(lab, bill):
    before = pixels(bill)
    drag(bill, "depth (layers)", 0, 1)
    expect(words(bill)).to_contain_text("64 layers of 4,608")
    assert pixels(bill) != before


def test_16_bits_do_not_bring_adam_onto_the_card_and_momentum_does(bill):
    slide(bill, "width (units)", 16384)
    slide(bill, "depth (layers)", 23)
    bill.get_by_label("16", exact=True).check()
    expect(words(bill)).to_contain_text("6,174,392,320 parameters")
    bill.get_by_role("button", name="Check").click()
    expect(verdict(bill)).to_contain_text("You may have expected half of the memory.")
    bill.get_by_label("momentum", exact=True).check()
    expect(words(bill)).to_contain_text("fits on the 80 GB card")
    bill.get_by_role("button", name="Check").click()
    expect(verdict(bill)).to_contain_text("Right.")


def test_the_product_is_timed_where_the_reader_sits(lab):
    timed = lab.widget("Predict, then time")
    expect(words(timed)).to_contain_text("Nothing is timed yet.")
    slide(timed, "your guess", 10)
    timed.get_by_role("button", name="Time the next batch").click()
    expect(words(timed)).to_contain_text("Measured on this computer")
    said = words(timed).inner_text().replace("\xa0", " ")  # a percent sign stays with its number
    assert "Your guess (the open square): one example reaches 10 % of the top speed." in said
    assert re.search(
        r"Batch 1: predicted .* timed .*, \d+ % of the top speed, with the roof at \d+ %\.", said
    )


def test_eight_conversations_need_4_bits(lab):
    finder = lab.widget("Let the 70B model answer eight people")
    finder.get_by_label("8", exact=True).check()
    slide(finder, "conversations at once", 8)
    expect(words(finder)).to_contain_text("2 × 80 GB")
    finder.get_by_role("button", name="Check").click()
    expect(verdict(finder)).to_contain_text("with 10 GB to spare")
    finder.get_by_label("4", exact=True).check()
    expect(words(finder)).to_contain_text("1 × 80 GB")
    finder.get_by_role("button", name="Check").click()
    expect(verdict(finder)).to_contain_text("Right.")


def test_the_reader_loses_digits_with_its_bits(lab):
    reader = lab.widget("How few bits does your reader need?")
    expect(words(reader)).to_contain_text("It reads 288 of 300")
    reader.get_by_label("4", exact=True).check()
    expect(words(reader)).to_contain_text("It reads 280 of 300")
    reader.get_by_label("each unit", exact=True).check()
    expect(words(reader)).to_contain_text("It reads 284 of 300")


def test_sixteen_cards_train_70b_once_everything_is_cut_up(lab):
    cards = lab.widget("Who holds what?")
    cards.get_by_label("70B", exact=True).check()
    slide(cards, "cards", 16)
    expect(words(cards)).to_contain_text("too much for an 80 GB card")
    cards.get_by_label("all four parts", exact=True).check()
    expect(words(cards)).to_contain_text("leaves 10.0 GB for activations")


def test_the_ruler_makes_the_jump(lab):
    ruler = lab.widget("Emergence or ruler?")
    slide(ruler, "steps in one answer", 7)
    expect(words(ruler)).to_contain_text("it reads 0.028, 0.210, 0.478")
    ruler.get_by_label("steps right", exact=True).check()
    expect(words(ruler)).to_contain_text("it reads 0.600, 0.800, 0.900")


def test_a_slip_of_unit_is_named(lab):
    card = lab.widget("How many gigabytes (GB, a billion bytes) do a billion")
    answer(card, "16")
    expect(verdict(card)).to_contain_text("You kept the bits.")
    answer(card, "2")
    expect(verdict(card)).to_contain_text("Right.")
