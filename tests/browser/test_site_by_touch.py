"""Lesson 1 on the site, on a phone: nothing but fingers, for questions, a painting, a digit, a slider.

A start of Python and some minutes: it runs with the sweep (test_site_sweep.py), where COURSEKIT_SWEEP is set.
"""

from __future__ import annotations

import os
import threading

import pytest
from interactions import place_of, slider, verdict, words
from labpage import CHROMIUM_FLAGS, find_chromium
from playwright.sync_api import expect
from tour import LESSON, SUM, InChromium, Tour

from coursekit.lab.site.serve import server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif("COURSEKIT_SWEEP" not in os.environ, reason="it takes long; set COURSEKIT_SWEEP=1"),
]

SCREEN = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def widget(browser, site_files):
    """`widget(text)` → the first card or picture with this text, on the screen of a phone that has run the lesson."""
    alone = browser.browser_type.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
    with server(site_files, under="/course/") as found:
        threading.Thread(target=found.serve_forever, daemon=True).start()
        page = alone.new_context(viewport=SCREEN, has_touch=True, is_mobile=True).new_page()
        page.set_default_timeout(60_000)
        root = f"http://127.0.0.1:{found.server_port}/course/"
        page.goto(f"{root}site.json")
        tour = Tour(InChromium(page), root)
        tour.open(LESSON)
        tour.runs_through()

        def shown(text):
            part = page.locator("css:light=.coursekit", has_text=text).first
            part.wait_for()
            part.scroll_into_view_if_needed()
            return part

        yield shown
        alone.close()
        found.shutdown()


def send(card, outcome):
    """Tap the card's button, and wait for the first word of its verdict."""
    card.locator("button[type=submit]").tap()
    expect(verdict(card)).to_contain_text(outcome)


def slide_by_touch(part, label, share):
    """Touch a slider at a share of its way, from 0 (lowest) to 1 (highest value)."""
    found = slider(part, label)
    found.scroll_into_view_if_needed()
    width, thumb = found.bounding_box()["width"], 16
    found.tap(position={"x": thumb / 2 + share * (width - thumb), "y": 8})


def draw(pad, *places):
    """Draw with a finger from place to place, in shares of the pad's width and height."""
    box = place_of(pad)
    finger = pad.page.context.new_cdp_session(pad.page)
    for kind, (x, y) in zip(["touchStart", *["touchMove"] * (len(places) - 1)], places, strict=True):
        point = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()
    assert place_of(pad) == box  # a finger that draws does not scroll


def test_one_of_several_answers_with_a_hint_between(widget):
    card = widget("What does one neuron compute?")
    card.get_by_label("with the right answer").tap()
    send(card, "Not yet.")
    card.get_by_role("button", name="Hint", exact=True).tap()
    expect(card.locator(".ck-hint")).to_contain_text("Three verbs say it")
    card.get_by_label(SUM).tap()
    send(card, "Right.")


def test_a_number(widget):
    card = widget("It sees the inputs")
    card.get_by_role("textbox").tap()
    for typed, outcome in (("3", "Not yet."), ("-3", "Right.")):
        card.get_by_role("textbox").fill(typed)
        send(card, outcome)


def test_a_prediction(widget):
    card = widget("The line keeps its slope and slides")
    card.get_by_label("slides down and to").tap()
    send(card, "Not yet.")
    card.get_by_label("slides up and to").tap()
    send(card, "Right.")


def test_words_of_ones_own(widget):
    card = widget("In your own words, from memory")
    card.get_by_role("textbox").fill("It weighs, sums and bends.")
    card.locator("button[type=submit]").tap()
    points = card.locator(".ck-options input")
    points.first.tap()
    card.locator("button[type=submit]").tap()
    expect(verdict(card)).not_to_be_empty()
    for point in points.all()[1:]:
        point.tap()
    send(card, "5 of 5 points")


def test_a_painting_that_is_marked(widget):
    card = widget("Paint a single square, and set the bias")
    card.get_by_label("strongly against (−2)").tap()
    draw(card.locator(".ck-pad"), (4.5 / 8, 4.5 / 8))
    send(card, "Not yet.")
    expect(verdict(card)).to_contain_text("the bias is still 0")
    slide_by_touch(card, "bias b", 12.5 / 24)
    expect(slider(card, "bias b")).to_have_value("0.5")
    send(card, "Right.")


def test_a_digit_on_the_sketchpad(widget):
    vote = widget("Draw a digit and watch it vote")
    pad = vote.locator(".ck-sketchpad .ck-pad")
    before = words(vote).inner_text()
    draw(pad, (0.5, 0.2), (0.5, 0.5), (0.5, 0.8))
    expect(words(vote)).not_to_have_text(before)


def test_a_slider(widget):
    meter = widget("Beat the XOR meter")
    before = words(meter).inner_text()
    slide_by_touch(meter, "bias b", 0.9)
    expect(words(meter)).not_to_have_text(before)
