"""Lesson 1 as a learner meets it: `coursekit lab`, the working copy, widgets, questions, the next morning."""

from __future__ import annotations

import sys

import pytest
from axe import violations
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COURSEKIT_LAB = (
    *(sys.executable, "-m", "coursekit", "lab", "{folder}"),
    *("--port", "{port}", "--no-browser", "--allow-root"),
)
LESSON = "lessons/01_neuron.ipynb"


@pytest.fixture(scope="module")
def lab(start_lab, tmp_path_factory):
    lab = start_lab(tmp_path_factory.mktemp("learner"), COURSEKIT_LAB)
    lab.open(LESSON)
    lab.run_all()
    return lab


def widget(lab, title):
    found = lab.notebook.locator(".coursekit", has_text=title).first
    found.scroll_into_view_if_needed()
    return found


@pytest.fixture
def meter(lab):
    return widget(lab, "Beat the XOR meter")


def pixels(of):
    return of.locator("canvas").evaluate("canvas => canvas.toDataURL()")


def words(of):
    return of.locator(".ck-words")


def slide(of, label, value):
    slider = of.get_by_label(label)
    slider.focus()
    slider.fill(str(value))


def test_the_whole_lesson_runs_without_an_error(lab):
    assert lab.errors() == []
    assert lab.notebook.locator(".coursekit").count() >= 19
    assert [line for line in lab.messages if line.startswith("error")] == []


def test_an_arrow_key_moves_slider_picture_and_words(lab, meter):
    before, told = pixels(meter), words(meter).inner_text()
    meter.get_by_label("bias b").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(meter)).not_to_have_text(told)
    expect(words(meter)).to_contain_text("+ 0.3 = 0")
    assert pixels(meter) != before


def test_a_drag_moves_slider_picture_and_words(lab, meter):
    before = pixels(meter)
    box = meter.get_by_label("weight w₂").bounding_box()
    y = box["y"] + box["height"] / 2
    lab.page.mouse.move(box["x"] + box["width"] * 0.34, y)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + box["width"] - 2, y, steps=20)
    lab.page.mouse.up()
    expect(words(meter)).to_contain_text("+ 3.0·x₂")
    assert pixels(meter) != before


def test_the_goals_of_the_meter_can_be_reached(meter):
    for task, bias in (("AND", -1.5), ("OR", -0.5)):
        meter.get_by_label(task, exact=True).check()
        slide(meter, "weight w₁", 1)
        slide(meter, "weight w₂", 1)
        slide(meter, "bias b", bias)
        expect(words(meter)).to_contain_text(f"{task}: 4 of 4 points right.")
    meter.get_by_label("XOR", exact=True).check()
    expect(words(meter)).to_contain_text("XOR: 3 of 4 points right.")


def test_the_picture_has_its_words_as_its_name(meter):
    expect(meter.get_by_role("img")).to_have_attribute("aria-label", words(meter).inner_text())


def test_the_code_of_the_present_state_is_shown(meter):
    meter.get_by_role("button", name="Show me the code").click()
    expect(meter.locator("pre")).to_contain_text("XorMeter(task='XOR', w1=1.0, w2=1.0, b=-0.5)")
    meter.get_by_role("button", name="Hide the code").click()
    expect(meter.locator("pre")).to_be_hidden()


def test_the_steps_of_a_neuron_are_told_one_by_one(lab):
    stepper = widget(lab, "Weigh, sum, bend")
    next_step = stepper.get_by_role("button", name="Next step")
    next_step.focus()
    for said in ("Weigh:", "Sum:", "Add the bias:", "Bend: max(0, 1.5) = 1.5."):
        lab.page.keyboard.press("Enter")
        expect(words(stepper)).to_contain_text(said)
    expect(next_step).to_be_focused()


def test_millimetres_take_a_thousandth_of_the_weight(lab):
    switch = widget(lab, "Metres or millimetres")
    switch.get_by_label("mm", exact=True).check()
    expect(words(switch)).not_to_contain_text("error is 0.00 euros")
    weight = switch.get_by_label("weight w")
    weight.fill("0.03")
    weight.press("Enter")
    expect(words(switch)).to_contain_text("the average error is 0.00 euros")


def test_a_question_answered_wrong_then_right_explains_both(lab):
    card = widget(lab, "What does one neuron compute?")
    verdict = card.locator(".ck-verdict [role=status]")
    card.get_by_label("measures how wrong").check()
    card.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text("Not yet.")
    expect(verdict).to_contain_text("loss")
    card.get_by_label("A weighted sum of its inputs").check()
    card.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text("Right.")


def test_a_warm_up_answer_is_kept_and_not_judged(lab):
    card = lab.notebook.locator(".coursekit", has_text="What is an artificial neural network made of?").first
    card.scroll_into_view_if_needed()
    card.get_by_label("If-then rules").check()
    expect(card.get_by_role("button", name="Hint")).to_have_count(0)
    card.get_by_role("button", name="Keep my answer").click()
    expect(card.locator(".ck-verdict [role=status]")).to_contain_text("not marked now")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_what_we_draw(lab, theme):
    lab.set_theme(theme)
    assert violations(lab.page) == []


@pytest.mark.parametrize("width", [1280, 900])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screenshots_are_taken_to_be_looked_at(lab, theme, width):
    lab.set_theme(theme)
    lab.resize(width)
    for number, _ in enumerate(lab.scroll_positions()):
        lab.screenshot(f"neuron-{theme}-{width}-{number:02}")
    cut = "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 40))"
    assert lab.widgets().evaluate_all(cut) == []


def test_the_next_morning_pictures_and_answers_are_still_there(lab):
    lab.set_theme("light")
    lab.resize(1280)
    lab.save()
    lab.restart()
    lab.open(LESSON)
    list(lab.scroll_positions())
    expect(lab.notebook.get_by_text("model not found")).to_have_count(0)
    pictures = lab.notebook.locator(".jp-OutputArea-output img")
    assert pictures.count() >= 6
    assert all(pictures.nth(k).evaluate("image => image.naturalWidth") > 300 for k in range(pictures.count()))
    saved = lab.notebook.locator("section", has_text="What does one neuron compute?")
    expect(saved).to_contain_text("Right.")
    lab.run_all()
    card = widget(lab, "What does one neuron compute?")
    expect(card.get_by_label("A weighted sum of its inputs")).to_be_checked()
    expect(card).to_contain_text("Right.")


def test_a_widget_whose_kernel_died_says_what_to_do(lab, meter):
    lab.server.kill_kernels()
    slide(meter, "bias b", 1.0)
    expect(meter.locator(".ck-note")).to_contain_text("run this cell again", timeout=15_000)
