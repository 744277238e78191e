from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import nbformat
import pytest
from axe import violations
from cardbank import NUMERIC, PICTURES, QUESTIONS
from interactions import WATCH_KEYS, check, place_of, save_from, verdict, words
from keyboard import Reader, walk
from keyboard_cards import ANSWER
from playwright.sync_api import expect

from coursekit.progress import Event, Log
from coursekit.quiz import mark_answer, right_answer
from coursekit.widgets.core.question_card import QuestionCard

pytestmark = pytest.mark.browser

CARDBANK = Path(__file__).parents[1]
SETUP = f"""
import sys
sys.path.insert(0, {str(CARDBANK)!r})
from cardbank import *
from coursekit.quiz import mark_answer
from coursekit.widgets.core.question_card import QuestionCard
def card(question):
    name = "neuron." + question.id
    def submit(answer):
        return mark_answer(question, answer)
    return QuestionCard(question, name=name, seed=3, pictures=PICTURES, submit=submit, drafts="a1.0")
"""
NAMES = ["SINGLE", "MULTIPLE", "NUMERIC", "ORDER", "RECALL", "PREDICT", "DO", "CURVE"]


@pytest.fixture(scope="module")
def lab(plain):
    cells = [nbformat.v4.new_code_cell(text) for text in [SETUP, *(f"card({name})" for name in NAMES)]]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, plain.server.folder / "cards.ipynb")
    plain.show("cards.ipynb")
    assert plain.errors() == []
    return plain


@pytest.fixture
def card(lab):
    return lambda name: lab.notebook.locator(".ck-card").nth(NAMES.index(name))


def test_no_key_is_on_the_page_before_an_answer(lab, card):
    card("PREDICT")
    assert "KEY-" not in lab.page.content()


def test_nothing_chosen_is_said_and_not_marked(card):
    check(card("SINGLE"))
    expect(verdict(card("SINGLE"))).to_have_text("Choose an option first.")


def test_a_wrong_option_then_the_right_one_by_mouse(lab, card):
    single = card("SINGLE")
    single.get_by_text("an average over time").click()
    check(single)
    expect(verdict(single)).to_have_text("Not yet.KEY-says store.")
    single.get_by_text("then a bend").click()
    check(single)
    expect(verdict(single)).to_have_text("Right.KEY-says weigh.")
    expect(single.get_by_text("Not this one")).to_have_count(1)


def test_markup_in_an_option_is_shown_and_not_run(card):
    expect(card("SINGLE").get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    expect(card("SINGLE").locator("img")).to_have_count(0)


def test_several_options_by_keyboard_alone(lab, card):
    card("MULTIPLE").get_by_label("weights").focus()
    for key in ("Space", "Enter"):  # ticks, then sends
        lab.page.keyboard.press(key)
    expect(verdict(card("MULTIPLE"))).to_contain_text("Partly there.1 of your picks belongs here, 1 more")
    expect(card("MULTIPLE").locator(".ck-tried")).to_have_count(1)


def test_a_number_is_typed_and_sent_with_enter(lab, card):
    card("NUMERIC").get_by_label("Your number").click()
    lab.page.keyboard.type("−4 MB")
    lab.page.keyboard.press("Enter")
    expect(verdict(card("NUMERIC"))).to_have_text("Not yet.KEY-slip")


def test_a_changed_answer_says_that_the_verdict_is_older(lab, card):
    card("NUMERIC").get_by_label("Your number").fill("-3")
    expect(card("NUMERIC").get_by_text("Your last answer")).to_be_visible()


def test_moving_a_step_keeps_the_focus_and_is_spoken(lab, card):
    order = card("ORDER")
    first = order.locator("li").first.inner_text().split("\n")[0]
    order.locator("li").first.get_by_role("button", name="down").focus()
    lab.page.keyboard.press("Enter")
    assert lab.page.evaluate("document.activeElement.ariaLabel") == f"Move “{first}” down"
    expect(order.locator("fieldset [role=status]")).to_have_text(f"{first}: now 2 of 3")


def test_steps_in_the_right_order_are_right(card):
    order = card("ORDER")
    for step in ("bend", "sum", "weigh"):
        for _ in range(2):
            order.get_by_role("button", name=f"Move “{step}” up").click()
    check(order)
    expect(verdict(order)).to_have_text("Right.KEY-right")


def test_the_hint_opens_and_closes(card):
    button = card("ORDER").get_by_role("button", name="Hint")
    button.click()
    expect(card("ORDER").get_by_text("KEY-hint")).to_be_visible()
    button.click()
    expect(card("ORDER").get_by_text("KEY-hint")).to_be_hidden()


def test_the_model_answer_opens_after_something_was_written(lab, card):
    recall = card("RECALL")
    recall.get_by_role("button", name="Show the model answer").click()
    expect(verdict(recall)).to_contain_text("Write what you remember first")
    recall.locator("textarea").focus()
    for key in ("a", "Enter", "b"):  # "a" and "b" insert cells in JupyterLab's command mode
        lab.page.keyboard.press(key)
    recall.get_by_role("button", name="Show the model answer").click()
    recall.get_by_label("KEY-much").check()
    check(recall)
    expect(verdict(recall)).to_have_text("Noted.You found 1 of 2 points in what you wrote.")
    assert recall.locator("textarea").input_value() == "a\nb"


def test_an_answer_from_memory_can_be_written_again(card):
    recall = card("RECALL")
    recall.get_by_role("button", name="Write it again").click()
    expect(recall.locator("textarea")).to_be_focused()
    expect(recall.get_by_text("KEY-much")).to_have_count(0)
    recall.locator("textarea").fill("how much and which way")
    recall.get_by_role("button", name="Show the model answer").click()
    recall.get_by_label("KEY-way").check()
    check(recall)
    expect(verdict(recall)).to_contain_text("You found 1 of 2 points")


def test_a_picture_is_chosen(card):
    predict = card("PREDICT")
    expect(predict.locator("canvas")).to_have_count(2)
    predict.get_by_label("it slides").check()
    check(predict)
    expect(verdict(predict)).to_contain_text("Right.")


def test_a_picture_takes_the_colours_of_another_theme(lab, card):
    painted = "document.querySelector('.coursekit label canvas').toDataURL()"
    card("PREDICT")
    light = lab.page.evaluate(painted)
    lab.set_theme("dark")
    lab.page.wait_for_function(f"light => {painted} !== light", arg=light)
    lab.set_theme("light")
    lab.page.wait_for_function(f"light => {painted} === light", arg=light)


def test_a_widget_is_brought_into_a_wrong_state_and_then_into_a_right_one(lab, card):
    do, slider = card("DO"), card("DO").get_by_role("slider", name="threshold")
    expect(words(do)).to_contain_text("Above 0.30 a message is called spam")
    check(do)
    expect(verdict(do)).to_have_text("Not marked yet.Nothing is changed yet: move a control first.")
    for key, said in [("Home", "Not yet.KEY-spam"), ("End", "Not yet.KEY-otherwise")]:
        slider.press(key)
        slider.press("Enter")
        expect(verdict(do)).to_have_text(said)
    for _ in range(10):
        slider.press("ArrowLeft")
    expect(do.get_by_text("Your last answer")).to_be_visible()
    check(do)
    expect(verdict(do)).to_have_text("Right.KEY-right")
    expect(words(do)).to_contain_text("1 message of 10 judged wrongly")


def test_a_curve_is_drawn_with_the_mouse_and_the_true_one_laid_over_it(lab, card):
    curve = card("CURVE")
    check(curve)
    expect(verdict(curve)).to_have_text("Draw your curve first; a guess is welcome.")
    pad = curve.get_by_role("application", name="Your curve")
    box, mouse = place_of(pad), lab.page.mouse
    mouse.move(box["x"] + 2, box["y"] + box["height"] - 2)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 2, box["y"] + 2, steps=9)
    mouse.up()
    assert curve.locator(".ck-curve-true").get_attribute("d") is None
    check(curve)
    expect(verdict(curve)).to_contain_text("Not yet.KEY-straight On average your curve is 0.5")
    expect(curve.locator(".ck-curve-true")).to_have_attribute("d", re.compile("^M0 19.2L"))
    expect(curve.get_by_text("The true curve runs from (−2, 0) to (2, 2)")).to_be_visible()


def test_a_curve_is_drawn_by_keyboard_alone(lab, card):
    curve = card("CURVE")
    curve.get_by_role("button", name="Clear").press("Enter")
    pad, where = curve.get_by_role("application", name="Your curve"), curve.locator(".ck-where")
    pad.focus()
    for key in ("Home", "Space", *["ArrowRight"] * 8, "Space"):
        pad.press(key)
    expect(where).to_have_text("x = 0: y = 0.")
    for key in ("End", *["Shift+ArrowUp"] * 6):
        pad.press(key)
    expect(where).to_have_text("x = 2: y = 2.")
    pad.press("ArrowLeft")
    expect(where).to_have_text("x = 1.75: y = 1.75, in between.")
    pad.press("Control+z")
    expect(where).to_have_text("The last stroke is taken back.")
    pad.press("End")
    pad.press("Shift+ArrowUp")
    expect(where).to_have_text("x = 2: y = 2.")
    check(curve)
    expect(verdict(curve)).to_have_text(
        "Right.KEY-right On average your curve is 0.00 V away from the true one."
    )


@pytest.mark.parametrize("name", ["DO", "CURVE"])
def test_every_part_of_what_is_done_is_reached_and_worked_by_keyboard(card, name):
    reader = Reader(card(name), set())
    names = walk(reader)
    ANSWER[name.lower()](reader)
    assert set(reader.tried) >= (
        {"threshold", "Start again", "Check"} if name == "DO" else {"curve", "Check"}
    )
    assert {"Check", "Hint"} <= set(names)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_screenshots_are_there_to_be_looked_at(lab, card, theme):
    lab.set_theme(theme)
    for width in (1280, 900):
        lab.resize(width)
        for name in NAMES:
            lab.screenshot(f"card-{name.lower()}-{theme}-{width}", card(name))
        assert violations(lab.page) == []


def test_a_page_loaded_again_shows_the_last_answer(lab, card):
    lab.save()
    lab.open("cards.ipynb")
    expect(card("SINGLE").get_by_text("You answered this before")).to_be_visible()
    expect(card("SINGLE").get_by_label("then a bend")).to_be_checked()
    assert card("NUMERIC").get_by_label("Your number").input_value() == "-3"


CARD = """([module, states]) => import(module).then(({ default: card }) => {
    const values = (value) => {
        if (value === null) return undefined;
        if (Array.isArray(value)) return value.map(values);
        if (typeof value !== "object") return value;
        if ("bytes" in value) return new Uint8Array(value.bytes).buffer;
        return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, values(each)]));
    };
    for (const state of states) {
        const el = document.body.appendChild(document.createElement("div"));
        const held = values(state);
        let receive;
        const send = ({ id }) => setTimeout(() => receive(values({ ...state.reply, id })));
        card.render({ el, model: { get: (name) => held[name], on: (_, handle) => { receive = handle; }, off() {}, send } });
    }
})"""


def states(question):
    """What the kernel holds of an answered card, of one without its answer, and its reply to a request."""
    card = QuestionCard(
        question,
        name="neuron.x",
        seed=3,
        pictures=PICTURES,
        submit=lambda answer: mark_answer(question, answer),
    )
    card._receive(card, {"type": "answer", "id": "1", "answer": right_answer(question)}, [])
    for answered in (card._earlier, {**card._earlier, "answer": None}):
        yield {"_public_view": card._public_view, "_earlier": answered, "reply": card._last}


def test_a_card_is_drawn_where_none_arrives_as_undefined_and_bytes_as_they_are(browser):
    """As under Pyodide, and in a browser that keeps nothing."""
    code = base64.b64encode(QuestionCard._esm.encode()).decode()
    held = [state for question in QUESTIONS for state in states(question)]
    sent = json.dumps(held, default=lambda part: {"bytes": list(part)})
    page, errors = browser.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.evaluate(CARD, [f"data:text/javascript;base64,{code}", json.loads(sent)])
    for shown in page.locator(".ck-card").all():
        shown.locator("[type=submit]").click()
        expect(shown.locator(".ck-verdict [role=status]")).not_to_be_empty()
    assert page.locator("canvas").count() == 6
    assert "undefined" not in page.locator("body").inner_text()
    assert page.locator("input").evaluate_all("inputs => inputs.filter((i) => i.value === 'undefined')") == []
    assert errors == []
    page.close()


def test_a_draft_outlives_its_card_in_a_browser_that_keeps_nothing(browser):
    page = browser.new_page()
    module = f"data:text/javascript;base64,{base64.b64encode(QuestionCard._esm.encode()).decode()}"
    shown = [{**next(states(NUMERIC)), "_earlier": {}}]
    for typed in ("", "12"):
        page.evaluate(CARD, [module, shown])
        expect(page.get_by_label("Your number").last).to_have_value(typed)
        page.get_by_label("Your number").last.fill("12")
    page.close()


@pytest.mark.parametrize(("name", "role"), [("NUMERIC", "textbox"), ("SINGLE", "radio"), ("ORDER", "button")])
def test_ctrl_s_in_a_card_saves_the_notebook_and_not_the_page(lab, card, name, role):
    save_from(lab, card(name).get_by_role(role).last)


def test_keys_of_the_page_and_of_the_field_keep_their_meaning(lab, card):
    page, number = lab.page, card("NUMERIC").get_by_label("Your number")
    number.fill("")
    number.press("1")
    for shown in (True, False):
        page.keyboard.press("Control+b")
        expect(page.locator("#jp-left-stack")).to_be_visible(visible=shown)
    page.evaluate(WATCH_KEYS)
    page.keyboard.press("F5")
    assert not page.evaluate("takenKey"), "the browser could not load the page again"
    number.press("Control+z")
    expect(number).to_have_value("")
    number.fill("12")
    number.press("Home")
    number.press("ArrowRight")
    page.keyboard.type(",")
    expect(number).to_have_value("1,2")


def test_search_escape_and_running_the_cell_work_inside_a_card(lab, card):
    page, number = lab.page, card("NUMERIC").get_by_label("Your number")
    number.fill("1,2")
    page.keyboard.press("Control+f")
    expect(page.locator(".jp-DocumentSearch-overlay")).to_be_visible()
    number.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".jp-DocumentSearch-overlay")).to_be_hidden()
    assert page.evaluate("document.activeElement.classList.contains('jp-Cell')")
    number.focus()
    prompt = lab.cell("card(NUMERIC)").locator(".jp-InputPrompt")
    before = prompt.inner_text()
    page.keyboard.press("Control+Enter")
    expect(prompt).not_to_have_text(before)
    lab.wait_idle()
    expect(card("NUMERIC").get_by_label("Your number")).to_have_value("1,2")


def test_a_draft_is_seen_by_its_own_folder_alone_and_ends_with_a_reset(lab, tmp_path):
    folders = {name: tmp_path / name for name in ("ada", "bob")}
    for folder in folders.values():
        folder.mkdir()
    asked = "\n".join(
        [
            "import os",
            "from coursekit import ask",
            "os.environ['COURSEKIT_FOLDER'] = {folder!r}",
            "ask('neuron.z-by-hand')",
        ]
    )

    def typed(folder):
        lab.write(lab.cell("'COURSEKIT_FOLDER'"), asked.format(folder=str(folder)))
        return lab.notebook.locator(".coursekit", has_text="before the bend").get_by_label("Your number")

    keys = "Object.keys(localStorage).filter((key) => key.startsWith('coursekit draft ')).join()"
    lab.page.evaluate("localStorage.setItem('coursekit draft neuron.z-by-hand neuron.z-by-hand', '\"old\"')")
    lab.add_below(lab.cell("card(PREDICT)"), asked.format(folder=str(folders["ada"])))
    mine = typed(folders["ada"])
    expect(mine).to_have_value("")
    assert "draft neuron.z-by-hand" not in lab.page.evaluate(keys)
    mine.fill("private")
    expect(typed(folders["bob"])).to_have_value("")
    expect(typed(folders["ada"])).to_have_value("private")
    Log(folders["ada"]).append(Event(kind="reset", chapter="neuron"))
    expect(typed(folders["ada"])).to_have_value("")
    assert "neuron.z-by-hand" not in lab.page.evaluate(keys)


def test_a_dead_kernel_is_told_and_the_choice_outlives_it(lab, card):
    lab.end_kernels()
    card("SINGLE").get_by_text("an average over time").click()
    check(card("SINGLE"))
    expect(verdict(card("SINGLE"))).to_contain_text("No answer from Python.")
    expect(verdict(card("SINGLE"))).to_contain_text("press Shift + Enter). Your choice is kept.")
    lab.screenshot("card-lost", card("SINGLE"))
    lab.open("cards.ipynb")
    lab.run_all()
    expect(card("SINGLE").get_by_label("an average over time")).to_be_checked()
