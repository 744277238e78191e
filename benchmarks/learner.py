"""A learner's hands on a lesson: every control moved, every question answered, every exercise solved, and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, expect

from coursekit.content import find_question
from coursekit.quiz import (
    CurveRange,
    Do,
    DrawCurve,
    Numeric,
    Order,
    Question,
    Recall,
    range_of,
    right_answer,
    wrong_answers,
)
from tests.browser.labpage import Lab

Moves = list[Callable[[], object]]
ASKED = re.compile(r'(?:ask|warm_up|review)\("([\w.-]+)"')
LONGEST = 60_000  # ms for a training that a learner waits for


def work_through(lab: Lab, counts: Counter[str]) -> None:
    """Move every widget and answer every question of the notebook in front."""
    for cell in lab.notebook.locator(".jp-CodeCell:has(.ck-card)").all():
        source = cell.locator(".cm-content")
        cell.scroll_into_view_if_needed()
        expect(source).to_contain_text(ASKED)  # a cell far away has no text yet
        names = ASKED.findall(source.text_content() or "")
        for card, name in zip(cell.locator(".ck-card").all(), names, strict=True):
            answer(card, find_question(name), counts)
    for widget in lab.notebook.locator(".ck-widget:has(.ck-control)").all():
        widget.scroll_into_view_if_needed()
        play(widget, counts)


def play(widget: Locator, counts: Counter[str]) -> None:
    """Move each control that is in use once to each of its places, a slider three steps."""
    counts["widgets"] += 1
    for kind, act in ACTS.items():
        for control in widget.locator(f".ck-{kind}").all():
            if control.is_visible():
                for move in act(control):
                    move()
                    widget.page.wait_for_timeout(300)
                    expect(widget.locator(".ck-running")).to_be_hidden(timeout=LONGEST)
                    counts["moves"] += 1


def slider(control: Locator) -> Moves:
    """Three steps to the side that has room."""
    thumb = control.locator("input")
    key = "ArrowLeft" if thumb.evaluate("thumb => thumb.value >= Number(thumb.max)") else "ArrowRight"
    return [lambda: thumb.press(key)] * 3


def choice(control: Locator) -> Moves:
    """Each option."""
    return [option.check for option in control.locator("input").all()]


def toggle(control: Locator) -> Moves:
    """On, and off again."""
    return [control.locator("input").click] * 2


def stepper(control: Locator) -> Moves:
    """On to the end, at most twelve times."""
    go_on = control.locator("button").first
    return [lambda: go_on.get_attribute("aria-disabled") == "true" or go_on.click()] * 12


def number(control: Locator) -> Moves:
    """Another number."""
    return [lambda: control.locator("input").fill("2")]


def path(control: Locator) -> Moves:
    """Each node once."""
    return [button.click for button in control.locator("button").all()[:-1]]


ACTS = {
    "choice": choice,
    "toggle": toggle,
    "slider": slider,
    "stepper": stepper,
    "number": number,
    "path": path,
}


def answer(card: Locator, question: Question, counts: Counter[str]) -> None:
    """Answer wrongly where the bank knows how, then rightly, and count what is read."""
    counts["questions"] += 1
    counts["asked"] += len(card.inner_text().split())
    if isinstance(question, Recall):
        counts["recalls"] += 1
        remember(card, counts)
        return
    for given in [*wrong_answers(question)[:1], right_answer(question)]:
        counts["answers"] += 1
        give(card, question, given)
        before = verdict(card).inner_text()
        card.locator(".ck-main").click()
        expect(verdict(card)).not_to_have_text(before)
        counts["asked"] += len(verdict(card).inner_text().split())


def verdict(card: Locator) -> Locator:
    """Where a card says what it thinks of an answer."""
    return card.locator(".ck-verdict [role=status]")


def give(card: Locator, question: Question, given: Any) -> None:
    """Put an answer into a card."""
    if isinstance(question, Numeric):
        card.locator("input[type=text]").fill(repr(given))
    elif isinstance(question, Order):
        put_in_order(card, question, given)
    elif isinstance(question, Do):
        widget = question.shown(given)
        move(
            card, {control["label"]: widget.state()[control["name"]] for control in widget._spec["controls"]}
        )
    elif isinstance(question, DrawCurve):
        draw(card, range_of(question), given)
    else:
        for box in card.locator(".ck-option input").all():
            wanted = box.get_attribute("value") in ([given] if isinstance(given, str) else given)
            if wanted or box.get_attribute("type") == "checkbox":
                box.set_checked(wanted)


def put_in_order(card: Locator, question: Order, given: list[str]) -> None:
    """Move each step up to its place."""
    texts = {step.id: re.sub(r"[*`$\\]", "", step.text).strip() for step in question.steps}
    for place, step in enumerate(given):
        rows = [row.strip() for row in card.locator(".ck-step .ck-text").all_inner_texts()]
        for row in range(rows.index(texts[step]), place, -1):
            card.locator(".ck-step").nth(row).get_by_role("button").first.click()


def move(card: Locator, state: dict[str, Any]) -> None:
    """Move the controls of a held widget that are on view until they show a state, label → value."""
    for row in card.locator(".ck-slider, .ck-number, .ck-toggle, .ck-choice").all():
        value = state[(row.locator("label, legend").first.text_content() or "").strip()]
        if row.is_visible() and isinstance(value, bool):
            row.locator("input").set_checked(value)
        elif row.is_visible() and "ck-choice" in str(row.get_attribute("class")):
            row.get_by_label(str(value), exact=True).check()
        elif row.is_visible():
            row.locator("input").fill(f"{value:g}")


def draw(card: Locator, space: CurveRange, value: str) -> None:
    """Draw a curve with the mouse, from left to right."""
    pad = card.locator(".ck-curve-pad")
    pad.scroll_into_view_if_needed()
    box, mouse = pad.bounding_box(), card.page.mouse
    assert box is not None
    low, high = space.y
    for k, height in enumerate(space.heights(value)):
        x = box["x"] + box["width"] * k / 64
        y = box["y"] + box["height"] * (high - height) / (high - low)
        mouse.move(
            min(max(x, box["x"] + 1), box["x"] + box["width"] - 1),
            min(max(y, box["y"] + 1), box["y"] + box["height"] - 1),
        )
        if k == 0:
            mouse.down()
    mouse.up()


def remember(card: Locator, counts: Counter[str]) -> None:
    """Write something from memory, read the model answer, tick its points."""
    card.locator("textarea").fill("What I remember.")
    card.locator(".ck-main").click()
    model = card.locator(".ck-model")
    expect(model).to_be_visible()
    counts["asked"] += len(model.inner_text().split())
    for box in model.locator("input").all():
        box.check()
    card.locator(".ck-main").click()
    expect(verdict(card)).to_contain_text("Noted.")
