"""The playground in JupyterLab: training that is watched, and every control by pointer, finger and keyboard."""

from __future__ import annotations

import os
import re
import signal

import nbformat
import pytest
from axe import violations
from interactions import place_of, words
from labpage import wait_until
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CELLS = (
    "from coursekit.widgets import Playground\nplayground = Playground()\nplayground",
    "Playground(hide=('optimizer', 'line', 'code'), predict=True, learning_rate=1000.0, data='hills', activation='relu')",
)


@pytest.fixture(scope="module")
def lab(plain):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, plain.server.folder / "playground.ipynb")
    plain.show("playground.ipynb")
    assert plain.errors() == []
    return plain


@pytest.fixture
def widget(lab):
    """The playground at its start."""
    found = lab.widget(0)
    load(found, "playground;8848")
    press(found, "Step")  # so that the clock says when the line was taken, which builds the network anew
    expect(clock(found)).not_to_have_text("epoch 0 · step 0")
    press(found, "Rewind")
    expect(clock(found)).to_have_text("epoch 0 · step 0")
    return found


def press(widget, name):
    widget.get_by_role("button", name=name, exact=True).click()


def load(widget, line):
    widget.get_by_label("This playground as one line").fill(line)
    press(widget, "Load the line")


def clock(widget):
    return widget.locator(".ck-epoch")


def test_play_trains_until_pause_and_other_cells_answer_meanwhile(lab, widget):
    press(widget, "Play")
    expect(clock(widget)).to_have_text(re.compile(r"epoch [1-9]"))
    assert lab.execute("assert playground.session.steps > 0") == "ok"
    press(widget, "Pause")
    expect(words(widget)).to_contain_text(re.compile(r"After \d+ epochs?: training loss"))
    at_rest = clock(widget).inner_text()
    press(widget, "Step")
    expect(clock(widget)).not_to_have_text(at_rest)
    press(widget, "Rewind")
    expect(clock(widget)).to_have_text("epoch 0 · step 0")


def test_what_is_out_of_sight_does_not_train(lab, widget):
    press(widget, "Play")
    expect(clock(widget)).to_have_text(re.compile(r"epoch [1-9]"))
    widget.evaluate("node => { node.style.display = 'none'; }")

    def at_rest():
        lab.execute("seen = playground.session.steps")
        lab.page.wait_for_timeout(500)
        return lab.execute("assert playground.session.steps == seen") == "ok"

    wait_until(at_rest, "the training to rest", seconds=60)
    steps = clock(widget).text_content()
    widget.evaluate("node => { node.style.display = ''; }")
    expect(clock(widget)).not_to_have_text(steps)
    press(widget, "Pause")


def test_layers_units_and_inputs_come_and_go_and_keep_the_keyboards_place(lab, widget):
    units = widget.locator(".ck-unit")
    expect(units).to_have_count(7)
    press(widget, "Unit 1 of hidden layer 1")  # its weights stay open all the while
    press(widget, "Add a hidden layer")
    expect(units).to_have_count(9)
    press(widget, "Add a unit to hidden layer 1")
    expect(units).to_have_count(10)
    expect(widget.get_by_role("button", name="Add a unit to hidden layer 1")).to_be_focused()
    press(widget, "Remove a unit from hidden layer 3")
    expect(units).to_have_count(9)
    press(widget, "Remove the last hidden layer")
    expect(units).to_have_count(8)
    product = widget.get_by_role("button", name="Input x₁ times x₂")
    product.click()
    expect(product).to_have_attribute("aria-pressed", "true")
    expect(words(widget)).to_contain_text("x₁x₂ and hidden layers of 5, 2")
    press(widget, "Remove the last hidden layer")
    expect(words(widget)).to_contain_text("x₁x₂ and a hidden layer of 5")
    assert [line for line in lab.messages if line.startswith("error")] == []


def test_a_weight_is_chosen_and_set_by_keys_alone(lab, widget):
    first = widget.get_by_role("button", name="Unit 1 of hidden layer 1")
    first.focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        lab.page.keyboard.press(key)
    panel = widget.get_by_role("group", name="Weights into unit 2 of hidden layer 2")
    field = panel.get_by_label("from unit 3")
    field.focus()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.type("-2.5")
    lab.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(widget.get_by_role("button", name="Unit 2 of hidden layer 2")).to_be_focused()
    expect(widget.get_by_label("This playground as one line")).to_have_value(re.compile(r"weights=18,-2\.5;"))


def test_a_line_between_units_says_its_weight_and_opens_it(lab, widget):
    def middle(name):
        box = place_of(widget.get_by_role("button", name=name, exact=True))
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    (x0, y0), (x1, y1) = middle("Input x₁"), middle("Unit 1 of hidden layer 1")
    lab.page.mouse.move((x0 + x1) / 2, (y0 + y1) / 2)
    expect(widget.locator(".ck-net .ck-tip")).to_have_text(re.compile(r"x. → Unit \d of hidden layer 1: "))
    lab.page.mouse.click((x0 + x1) / 2, (y0 + y1) / 2)
    expect(widget.locator(".ck-weight input:focus")).to_have_count(1)
    press(widget, "Close the weights")


def test_points_are_put_by_finger_and_keys_and_taken_back(lab, widget):
    widget.get_by_text("your own", exact=True).click()
    plane = widget.get_by_role("application")
    expect(plane).to_be_visible()
    press(widget, "Play")
    expect(widget.locator(".ck-note")).to_contain_text("nothing is drawn yet")
    box = place_of(plane)
    touch = lab.page.context.new_cdp_session(lab.page)
    spot = {"x": box["x"] + 0.75 * box["width"], "y": box["y"] + 0.25 * box["height"]}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [spot]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.detach()
    said = widget.locator(".ck-output .ck-where")
    expect(said).to_have_text("1 point.")
    widget.get_by_label("orange squares").check()
    plane.focus()
    for key in ("ArrowLeft", "ArrowDown", "Space", "ArrowLeft", "Enter"):
        lab.page.keyboard.press(key)
    expect(said).to_have_text("3 points.")
    lab.page.keyboard.press("Delete")
    expect(said).to_have_text("2 points.")
    press(widget, "Take back")
    expect(widget.get_by_label("This playground as one line")).to_have_value(
        re.compile(r"points=[\d.]+,[\d.]+,1;")
    )


def test_what_is_done_while_python_does_not_answer_is_done_when_it_does(lab, widget):
    lab.execute("import os, pathlib; pathlib.Path('kernel').write_text(str(os.getpid()))")
    kernel = int((lab.server.folder / "kernel").read_text())
    os.kill(kernel, signal.SIGSTOP)
    try:
        for name in ("Add a hidden layer", "Rewind"):  # so many are told at once
            press(widget, name)
        widget.get_by_text("your own", exact=True).click()
        expect(widget.locator(".ck-note")).to_contain_text("No answer from Python yet")
    finally:
        os.kill(kernel, signal.SIGCONT)
    expect(widget.get_by_role("application")).to_be_visible()
    expect(widget.locator(".ck-unit")).to_have_count(9)


def test_what_a_learners_function_prints_is_shown_until_another_one_takes_its_place(lab, widget):
    loud = "def loud(w, gradient, state, lr):\n    print('my step')\n    return w - lr * gradient, state\n"
    assert lab.execute(f"{loud}playground.use(optimizer=loud)") == "ok"
    press(widget, "Step")
    expect(widget.locator(".ck-printed pre")).to_have_text("my step")
    assert lab.execute("playground.use(optimizer=None)") == "ok"
    expect(widget.locator(".ck-printed")).to_be_hidden()


def test_both_codes_are_shown_and_a_line_goes_round(widget):
    press(widget, "Show me the code")
    expect(widget.locator(".ck-code")).to_contain_text("from coursekit.engine import")
    press(widget, "The same in PyTorch")
    expect(widget.locator(".ck-code")).to_contain_text("from torch import")
    press(widget, "The same in PyTorch")
    expect(widget.locator(".ck-code")).to_be_hidden()
    line = widget.get_by_label("This playground as one line")
    press(widget, "Add a hidden layer")
    expect(line).to_have_value(re.compile("hidden=4,2,2"))
    copied = line.input_value()
    press(widget, "Remove the last hidden layer")
    expect(line).not_to_have_value(copied)
    load(widget, copied)
    expect(widget.locator(".ck-unit")).to_have_count(9)
    load(widget, "playground;hidden=3;0000")
    expect(widget.locator(".ck-note")).to_contain_text("cut or changed")
    expect(widget.locator(".ck-unit")).to_have_count(9)


def test_a_prediction_comes_first_and_a_crash_can_be_undone(lab):
    widget = lab.widget(1)
    expect(widget.get_by_label("optimizer")).to_have_count(0)
    expect(widget.get_by_label("This playground as one line")).to_have_count(0)
    press(widget, "Play")
    expect(widget.get_by_role("group", name="Your prediction")).to_contain_text(
        "Will the test loss fall below"
    )
    press(widget, "Yes")
    alarm = widget.get_by_role("alert")
    expect(alarm).to_contain_text("a learning rate of 1000 is too large")
    expect(widget.locator(".ck-verdict-line")).to_contain_text("You said yes, but the loss diverged")
    press(widget, "Back to the last good step")
    expect(alarm).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_wrong_in_either_theme(lab, widget, theme):
    lab.set_theme(theme)
    press(widget, "Unit 1 of hidden layer 1")
    assert violations(lab.page, ".coursekit") == []
    lab.screenshot(f"playground-{theme}", widget)


@pytest.mark.parametrize("width", [768, 390])
def test_nothing_is_cut_on_a_narrow_page(lab, widget, width):
    load(widget, "playground;hidden=8,8,8,8,8,8;24fc")
    lab.resize(width)
    assert widget.evaluate("node => node.scrollWidth <= node.clientWidth")
    inside = "node => [...node.querySelectorAll('button, label, select, canvas')].filter((each) => each.getBoundingClientRect().right > node.getBoundingClientRect().right + 1).length"
    assert widget.evaluate(inside) == 0
    lab.screenshot(f"playground-{width}", widget)
