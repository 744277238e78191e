"""A lesson without its kernel: shut down under it, or gone over night. Asked last, for nothing lives afterwards."""

from __future__ import annotations

import pytest
from interactions import check, pixels, slide, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/01_neuron.ipynb"


def test_the_next_morning_pictures_and_answers_are_still_there(lab):
    card = lab.widget("What does one neuron compute?")
    card.get_by_label("Every input counts as its weight says").check()
    check(card)
    expect(verdict(card)).to_contain_text("Right.")
    lab.save()
    lab.restart()
    lab.open(NOTEBOOK)
    list(lab.scroll_positions())
    expect(lab.notebook.get_by_text("model not found")).to_have_count(0)
    pictures = lab.notebook.locator(".jp-OutputArea-output img")
    assert pictures.count() >= 6
    assert all(pictures.nth(k).evaluate("image => image.naturalWidth") > 300 for k in range(pictures.count()))
    saved = lab.notebook.locator("section", has_text="What does one neuron compute?")
    expect(saved).to_contain_text("Right.")
    lab.run_all()
    card = lab.widget("What does one neuron compute?")
    expect(card.get_by_label("Every input counts as its weight says")).to_be_checked()
    expect(card).to_contain_text("Right.")


def test_a_widget_whose_kernel_died_says_what_to_do(lab):
    meter = lab.widget("Beat the XOR meter")
    lab.end_kernels()
    expect(lab.page.locator("#jp-main-statusbar")).to_contain_text("| Disconnected")
    slide(meter, "bias b", 1.0)  # the page knows already that it cannot send this
    expect(meter.locator(".ck-note")).to_contain_text("click on each, press Shift + Enter")


@pytest.mark.parametrize("notebook", ["lessons/03_layers.ipynb"])
def test_the_film_goes_on_without_a_kernel(lab):
    origami = lab.widget("Origami")
    lab.end_kernels()
    before = pixels(origami)
    slide(origami, "hidden layers passed", 4)
    expect(words(origami)).to_contain_text("After 4 of 4 hidden layers")
    assert pixels(origami) != before
    lab.page.wait_for_timeout(4500)
    expect(origami.locator(".ck-note")).to_be_empty()
