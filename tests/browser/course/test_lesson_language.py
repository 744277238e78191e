"""Lesson 7 as a learner meets it: attention by hand, a writer that trains while one watches, a typed name looked into."""

from __future__ import annotations

import re

import pytest
from interactions import answer, pixels, slide, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/07_language.ipynb"


def test_pairs_are_merged_until_the_goal_is_reached(lab):
    merger = lab.widget("Which letters belong together?")
    press = merger.get_by_role("button", name="Merge the most frequent pair")
    for _ in range(7):
        press.click()
    expect(words(merger)).to_contain_text("Merged so far: an, ar, el, le, ie, in, er.")


def test_the_query_of_the_milk_answers_the_card(lab):
    card = lab.widget("Now it was sour")
    slide(card, "query: food", 3)
    slide(card, "query: living thing", 0)
    card.get_by_role("button", name="Check").click()
    expect(verdict(card)).to_contain_text("Right.")


def test_the_writer_learns_while_one_watches_and_can_be_stopped(lab):
    writer = lab.widget("The name writer")
    before = pixels(writer)
    writer.get_by_role("button", name="Train 50 more steps").click()
    expect(words(writer)).to_contain_text("After 50 steps. The held-out loss was 2.", timeout=60_000)
    assert pixels(writer) != before
    writer.get_by_label("train all 1,000 steps at once").check()
    writer.get_by_role("button", name="Stop").click()
    expect(writer.get_by_role("button", name="Go on")).to_be_visible()
    writer.get_by_role("button", name="Start again").click()
    expect(words(writer)).to_contain_text("After 0 steps.")


def test_a_typed_name_is_looked_into_head_by_head(lab):
    inside = lab.widget("What does each letter look at?")
    inside.get_by_label("a name").fill("Sandra 7")
    expect(words(inside)).to_contain_text("the name “sandra”")
    assert inside.get_by_label("a name").input_value() == "sandra"
    inside.get_by_label("4", exact=True).check()
    expect(words(inside)).to_contain_text(re.compile(r"most at place 6, r"))


def test_guesses_come_before_the_results(lab):
    table = lab.widget("What is each part worth?")
    expect(words(table)).to_contain_text("hidden until you ask for them")
    table.get_by_label("show the results of five seeds").check()
    expect(words(table)).to_contain_text("of your three guesses are within 0.02")


def test_a_sum_of_losses_is_told_from_their_mean(lab):
    card = lab.widget("What's its loss over these two places")
    answer(card, "3.47")
    expect(verdict(card)).to_contain_text("You've added the two losses")
    answer(card, "1.733")
    expect(verdict(card)).to_contain_text("Right.")
