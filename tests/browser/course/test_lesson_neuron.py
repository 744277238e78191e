"""Lesson 1 as a learner meets it: widgets, questions, what they say."""

from __future__ import annotations

import pytest
from interactions import CHANGE, check, drag, pixels, save_from, slide, slider, verdict, words
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOTEBOOK = "lessons/01_neuron.ipynb"
# Asks for another save when a first one is on the disk and the page does not know it yet.
SAVE_TWICE = """async () => {
    const { context } = jupyterapp.shell.currentWidget, { contents } = jupyterapp.serviceManager;
    const { save } = contents;
    let second;
    contents.save = async (...told) => {
        contents.save = save;
        const saved = await save.apply(contents, told);
        second = context.save();
        await contents.get(context.path, { content: false, hash: true });
        return saved;
    };
    await context.save();
    await second;
}"""


@pytest.fixture
def meter(lab):
    return lab.widget("Beat the XOR meter")


def test_an_arrow_key_moves_slider_picture_and_words(lab, meter):
    before, text = pixels(meter), words(meter).inner_text()
    slider(meter, "bias b").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(meter)).not_to_have_text(text)
    expect(words(meter)).to_contain_text("+ 0.3 = 0")
    assert pixels(meter) != before


def test_ctrl_s_on_a_slider_saves_the_notebook(lab, meter):
    save_from(lab, slider(meter, "bias b"))


def test_a_save_that_meets_another_asks_nothing(lab):
    lab.page.evaluate(f"{CHANGE}; ({SAVE_TWICE})()")
    expect(lab.page.locator(".jp-Dialog")).to_have_count(0)


def test_what_is_typed_during_a_save_counts_as_not_saved_yet(lab):
    still_changed = f"""async () => {{
        const {{ context, model }} = jupyterapp.shell.currentWidget, {{ contents }} = jupyterapp.serviceManager;
        const {{ save }} = contents;
        contents.save = async (...told) => {{
            contents.save = save;
            {CHANGE};
            return save.apply(contents, told);
        }};
        await context.save();
        const after = model.dirty;
        await context.save();
        return [after, model.dirty];
    }}"""
    assert lab.page.evaluate(still_changed) == [True, False]


def test_a_drag_moves_slider_picture_and_words(lab, meter):
    before = pixels(meter)
    drag(meter, "weight w₂", 1 / 3, 1)
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
    expect(words(meter)).not_to_contain_text("gets 3 of 4")
    meter.get_by_label("4", exact=True).check()
    expect(words(meter)).to_contain_text("gets 3 of 4; your guess is 4.")


def test_pairs_and_triples_of_numbers_stay_on_one_line(lab, meter):
    assert "(1,\u00a0" in words(meter).text_content()
    prompt = lab.widget("It sees the inputs").locator(".ck-prompt")
    assert "x = (2,\u00a0−1,\u00a03)" in prompt.text_content()


def test_the_code_of_the_present_state_is_shown(meter):
    meter.get_by_role("button", name="Show me the code").click()
    expect(meter.locator("pre")).to_contain_text("XorMeter(task='XOR', w1=1.0, w2=1.0, b=-0.5, guess='4')")
    meter.get_by_role("button", name="Hide the code").click()
    expect(meter.locator("pre")).to_be_hidden()


def test_the_steps_of_a_neuron_are_told_one_by_one(lab):
    stepper = lab.widget("Weigh, sum, bend")
    next_step = stepper.get_by_role("button", name="Next step")
    next_step.focus()
    for said in ("Weigh:", "Sum:", "Add the bias:", "Bend: max(0, 0.5) = 0.5."):
        lab.page.keyboard.press("Enter")
        expect(words(stepper)).to_contain_text(said)
    expect(next_step).to_be_focused()


def test_a_question_answered_wrong_then_right_explains_both(lab):
    card = lab.widget("What does one neuron compute?")
    card.get_by_label("compares the weighted inputs").check()
    check(card)
    expect(verdict(card)).to_contain_text("Not yet.")
    expect(verdict(card)).to_contain_text("loss")
    card.get_by_label("Every input counts as its weight says").check()
    check(card)
    expect(verdict(card)).to_contain_text("Right.")


def test_a_warm_up_answer_is_kept_and_not_judged(lab):
    card = lab.notebook.locator(".coursekit", has_text="What is an artificial neural network made of?").first
    card.scroll_into_view_if_needed()
    card.get_by_label("If-then rules").check()
    expect(card.get_by_role("button", name="Hint")).to_have_count(0)
    card.get_by_role("button", name="Keep my answer").click()
    expect(verdict(card)).to_contain_text("not marked now")
