from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/01_neuron.ipynb"


@pytest.fixture(scope="module")
def lab(course):
    """Lesson 1, opened by somebody who has never opened it."""
    course.bring(NOTEBOOK)
    return course


def go_on(lab, until):
    """Press Shift + Enter until the cell with this text is the one that would run next."""
    here = lab.notebook.locator(".jp-Cell.jp-mod-active")
    for _ in range(100):
        if until in here.inner_text():
            return
        lab.page.keyboard.press("Shift+Enter")
        lab.wait_idle()
    raise AssertionError(f"no cell holds {until!r}")


def first_question(lab):
    return lab.widget("What is an artificial neural network made of?")


def test_the_page_says_how_to_run_it_and_that_is_true(lab):
    lab.notebook.get_by_role("strong").filter(has_text="How this page works").click()
    go_on(lab, "Can you paint a reader?")
    expect(first_question(lab).get_by_role("radio")).to_have_count(4)


def test_shift_tab_leads_back_into_what_has_just_run(lab):
    question = first_question(lab)
    lab.page.keyboard.press("Shift+Tab")
    expect(question.get_by_role("button")).to_be_focused()
    lab.page.keyboard.press("Shift+Tab")
    lab.page.keyboard.press("Space")
    expect(question.get_by_role("radio").last).to_be_checked()
    expect(question.get_by_role("radio").last).to_be_focused()


def test_shift_enter_goes_on_from_inside_a_question(lab):
    question = first_question(lab)
    expect(lab.notebook.locator(".jp-Cell.jp-mod-active")).to_contain_text("pre-brain")
    lab.page.keyboard.press("Shift+Enter")
    expect(lab.notebook.locator(".jp-Cell.jp-mod-active")).to_contain_text("Can you paint a reader?")
    expect(question.get_by_role("radio").last).to_be_checked()


def test_shift_enter_goes_on_from_a_slider_and_leaves_it_where_it_is(lab):
    go_on(lab, "No straight line gets the loss")
    slider = lab.widget("Price by hand").get_by_role("slider").first
    slider.focus()
    lab.page.keyboard.press("End")
    expect(slider).to_have_value(slider.get_attribute("max"))
    lab.page.keyboard.press("Shift+Enter")
    expect(lab.notebook.locator(".jp-Cell.jp-mod-active")).to_contain_text("No straight line gets the loss")
    expect(slider).to_have_value(slider.get_attribute("max"))


def test_the_page_asks_nothing_of_other_machines(lab):
    lab.run_all()
    assert lab.elsewhere == []
    lab.page.evaluate("fetch('http://elsewhere.invalid/').catch(() => {})")
    assert lab.elsewhere == ["http://elsewhere.invalid/"]
    lab.messages.clear()  # the browser is told that there is no such address
