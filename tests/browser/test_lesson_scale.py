"""Lesson 6 as a learner meets it: the bill by keyboard and by drag, its supports, an exercise, both themes."""

from __future__ import annotations

import re
import sys

import pytest
from axe import violations
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COURSEKIT_LAB = (
    *(sys.executable, "-m", "coursekit", "lab", "{folder}"),
    *("--port", "{port}", "--no-browser", "--allow-root"),
)
LESSON = "lessons/06_scale.ipynb"


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
def bill(lab):
    return widget(lab, "Bring a network of at least 6 billion parameters")


def pixels(of):
    return of.locator("canvas").evaluate("canvas => canvas.toDataURL()")


def words(of):
    return of.locator(".ck-words")


def slide(of, label, value):
    slider = of.get_by_role("slider", name=label)
    slider.focus()
    slider.fill(str(value))


def test_the_whole_lesson_runs_without_an_error(lab):
    assert lab.errors() == []
    assert lab.notebook.locator(".coursekit").count() >= 30
    assert [line for line in lab.messages if line.startswith("error")] == []


def test_an_arrow_key_moves_slider_picture_and_words(lab, bill):
    before, told = pixels(bill), words(bill).inner_text()
    bill.get_by_role("slider", name="width").focus()
    lab.page.keyboard.press("ArrowRight")
    expect(words(bill)).not_to_have_text(told)
    expect(words(bill)).to_contain_text("1 layer of 4,608 → 4,608: 21,238,272 parameters")
    assert pixels(bill) != before


def test_a_drag_moves_slider_picture_and_words(lab, bill):
    before = pixels(bill)
    box = bill.get_by_role("slider", name="depth").bounding_box()
    y = box["y"] + box["height"] / 2
    lab.page.mouse.move(box["x"] + 8, y)
    lab.page.mouse.down()
    lab.page.mouse.move(box["x"] + box["width"] - 2, y, steps=20)
    lab.page.mouse.up()
    expect(words(bill)).to_contain_text("64 layers of 4,608")
    assert pixels(bill) != before


def test_the_goal_of_the_bill_can_be_reached(bill):
    slide(bill, "width", 16384)
    slide(bill, "depth", 23)
    expect(words(bill)).to_contain_text("6,174,392,320 parameters")
    expect(words(bill)).not_to_contain_text("80 GB card")
    bill.get_by_label("momentum", exact=True).check()
    expect(words(bill)).to_contain_text("fits on the 80 GB card")


def test_the_picture_has_its_words_as_its_name(bill):
    expect(bill.get_by_role("img")).to_have_attribute("aria-label", words(bill).inner_text())


def test_the_code_of_the_present_state_is_shown(bill):
    bill.get_by_role("button", name="Show me the code").click()
    expect(bill.locator("pre")).to_contain_text('network.training_bytes("momentum", batch=64, bits=32)')
    bill.get_by_role("button", name="Hide the code").click()


def test_the_product_is_timed_where_the_reader_sits(lab):
    timed = widget(lab, "Predict, then time")
    expect(words(timed)).to_contain_text("Nothing is timed yet.")
    slide(timed, "your guess", 10)
    timed.get_by_role("button", name="Time the next batch").click()
    expect(words(timed)).to_contain_text("Measured on this computer", timeout=30_000)
    said = words(timed).inner_text()
    assert "Your guess (the open square): one example reaches 10 % of the top speed." in said
    assert re.search(r"Batch 1: predicted .* timed .*, \d+ % of the top speed\.", said)


def test_70b_answers_from_one_80_gb_card_at_8_bits(lab):
    finder = widget(lab, "Does it fit?")
    finder.get_by_label("70B", exact=True).check()
    finder.get_by_label("8", exact=True).check()
    expect(words(finder)).to_contain_text("1 × 80 GB")
    finder.get_by_label("train with Adam").check()
    expect(words(finder)).to_contain_text("14 × 80 GB")


def test_the_ruler_makes_the_jump(lab):
    ruler = widget(lab, "Emergence or ruler?")
    slide(ruler, "steps in one answer", 7)
    expect(words(ruler)).to_contain_text("it reads 0.028, 0.210, 0.478")
    ruler.get_by_label("steps right", exact=True).check()
    expect(words(ruler)).to_contain_text("it reads 0.600, 0.800, 0.900")


def test_it_looks_at_the_cat_and_then_at_the_milk(lab):
    peek = widget(lab, "look at?")
    slide(peek, "living thing", 3)
    expect(words(peek)).to_contain_text("cat 0.88")
    slide(peek, "living thing", 0)
    slide(peek, "food", 3)
    expect(words(peek)).to_contain_text("milk 0.90")


def test_the_writer_learns_while_one_watches(lab):
    writer = widget(lab, "A tiny language model")
    before = pixels(writer)
    press = writer.get_by_role("button", name="Train on 50 more batches")
    for batches in (50, 100, 150, 200):
        press.click()
        expect(words(writer)).to_contain_text(f"After {batches} batches", timeout=30_000)
    expect(words(writer)).to_contain_text(re.compile(r"the loss is 0\.[2-5]"))
    assert pixels(writer) != before


def test_a_slip_of_unit_is_named(lab):
    card = widget(lab, "How many megabytes")
    card.get_by_role("textbox").fill("268.4")
    card.get_by_role("button", name="Check").click()
    verdict = card.locator(".ck-verdict [role=status]")
    expect(verdict).to_contain_text("You counted the bits.")
    card.get_by_role("textbox").fill("33.55")
    card.get_by_role("button", name="Check").click()
    expect(verdict).to_contain_text("Right.")


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
        lab.screenshot(f"scale-{theme}-{width}-{number:02}")
    cut = "found => found.filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 40))"
    assert lab.widgets().evaluate_all(cut) == []


def test_an_exercise_is_solved_and_drives_the_picture(lab):
    lab.set_theme("light")
    lab.resize(1280)
    lab.open("exercises/06_scale.ipynb")
    cell = lab.notebook.locator(".jp-CodeCell", has_text="def training_memory")
    cell.scroll_into_view_if_needed()
    write(lab, cell, "return n * 2 * bits / 8")
    lab.run_all()
    reply = lab.notebook.locator(".jp-CodeCell", has_text='check("scale.training_memory")').locator(
        ".jp-OutputArea"
    )
    expect(reply).to_contain_text("moments and the copy are still to come")
    write(lab, cell, 'return n * (8 + 4 * ["sgd", "momentum", "adam"].index(optimizer))')
    lab.run_all()
    expect(reply).to_contain_text("correct")
    expect(words(widget(lab, "Does it fit?"))).to_contain_text("Your own training_memory finds the same.")


def write(lab, cell, line):
    """The body of the function, typed anew."""
    cell.locator(".cm-content").click()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.insert_text(f"def training_memory(n, optimizer, bits):\n    {line}\n")
