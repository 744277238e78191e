"""The reader without a mouse (keyboard.py) at a question card: every kind, to a verdict that is spoken."""

from __future__ import annotations

import re

from keyboard import WORK, Reader, walk, work_widget
from playwright.sync_api import Error, Locator, expect

VERDICT = re.compile(r"^(Right|Not yet|Partly there|Noted)\.$")
SAID = ".ck-verdict [role=status] .ck-opening:not(.before *, .before)"
FORGET = (
    "card => card.querySelectorAll('.ck-verdict [role=status] > *').forEach(e => e.classList.add('before'))"
)
BEGIN = f"(card, field) => {{ ({FORGET})(card); card.querySelector(field).focus(); }}"
KIND = "(card, signs) => Object.keys(signs).find(kind => card.querySelector(signs[kind]))"


def work_cards(cards: dict[str, Locator], known: set[str]) -> list[str]:
    """Answer all cards of a page by keyboard alone; the names of those that then said nothing.

    Cards of a kind are one piece of code: the first is worked with every key. The later ones are answered one after
    the other as fast as keys can be pressed; what they say is read when all have been.
    """
    answered = {}
    for name, card in cards.items():
        kind, hints = card.evaluate(KIND, SIGNS), hint_of(card).count()
        form = f"{kind} with {hints} hints"
        if kind in BRIEFLY and {kind, form} <= known:
            field, keys = BRIEFLY[kind]
            card.evaluate(BEGIN, field)
            for key in (*keys, "Enter"):
                card.page.keyboard.press(key)
            answered[name] = card
            continue
        card.scroll_into_view_if_needed()
        reader = Reader(card, known)
        if reader.first(form):
            walk(reader)
            if hints:
                open_hint(reader)
        known.add(kind)
        ANSWER[kind](reader)
    return [name for name, card in answered.items() if not speaks(card)]


def speaks(card: Locator) -> bool:
    """Return True if a card says what it thinks of the answer it was given last, where that is read aloud."""
    opening = card.locator(SAID)
    try:
        opening.wait_for()  # expect would describe the whole page each time it finds nothing yet
    except Error:
        return False
    return VERDICT.match(str(opening.text_content())) is not None


def send(reader: Reader, key: str) -> None:
    """Press the card's button: a verdict must appear in the region that is read aloud, the focus must stay."""
    button = reader.part.locator("button[type=submit]")
    button.focus()
    hear(reader, key)
    expect(button).to_be_focused()
    reader.tried.append(button.inner_text())


def hear(reader: Reader, key: str) -> None:
    """Press a key that sends the answer, and wait for what a screen reader then says."""
    reader.part.evaluate(FORGET)
    reader.press(key)
    assert speaks(reader.part)


def pick_one(reader: Reader) -> None:
    """Radio buttons: the space bar picks, arrows move on, Enter on the option sends as well."""
    options = reader.part.locator(".ck-option input")
    options.first.focus()
    reader.press("Space")
    expect(options.first).to_be_checked()
    send(reader, "Enter")
    for k in range(1, options.count()):
        options.nth(k - 1).focus()
        reader.press("ArrowDown")
        expect(options.nth(k)).to_be_checked()
        expect(options.nth(k)).to_be_focused()
    hear(reader, "Enter")
    expect(options.last).to_be_focused()
    reader.tried.append("options")


def pick_some(reader: Reader) -> None:
    """Check boxes: the space bar turns each on and off."""
    options = reader.part.locator(".ck-option input")
    for box in options.all():
        box.focus()
        for _ in range(2):
            before = box.is_checked()
            reader.press("Space")
            assert box.is_checked() is not before
    options.first.focus()
    if not options.first.is_checked():
        reader.press("Space")
    send(reader, "Space")
    reader.tried.append("options")


def type_number(reader: Reader) -> None:
    """A number is typed, and Enter sends it."""
    field = reader.part.get_by_role("textbox")
    field.focus()
    reader.press("Control+a", *"123")
    hear(reader, "Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("123")
    send(reader, "Space")
    reader.tried.append("number")


def put_in_order(reader: Reader) -> None:
    """Steps move by their buttons; the focus goes with the step, and its new place is said."""
    steps, spoken = reader.part.locator("li"), reader.part.locator("fieldset [role=status]")
    count = steps.count()
    name = steps.first.locator(".ck-text").inner_text()
    for to, key in enumerate(["Enter", "Space"][: count - 1], start=2):
        down = steps.nth(to - 2).get_by_role("button").last
        down.focus()
        reader.press(key)
        expect(spoken).to_have_text(f"{name}: now {to} of {count}")
        expect(steps.nth(to - 1).get_by_role("button").last).to_be_focused()
    up = steps.last.get_by_role("button").first
    up.focus()
    reader.press("Enter")
    expect(spoken).to_contain_text(f"now {count - 1} of {count}")
    expect(steps.nth(count - 2).get_by_role("button").first).to_be_focused()
    send(reader, "Enter")
    reader.tried.append("steps")


def remember(reader: Reader) -> None:
    """A text over two lines, the model answer, the points to tick, and once more from the start."""
    part, text = reader.part, reader.part.locator("textarea")
    again = part.get_by_role("button", name="Write it again")
    if again.is_visible():  # an earlier test has answered
        again.focus()
        reader.press("Enter")
    text.focus()
    reader.press("Control+a", "a", "Enter", "b", "Tab", "Enter")
    expect(part.locator(".ck-model")).to_be_focused()
    reader.press("ArrowDown", "ArrowUp")
    expect(part.locator(".ck-model")).to_be_focused()
    reader.press("Tab", "Space")
    expect(part.get_by_role("checkbox").first).to_be_focused()
    expect(part.get_by_role("checkbox").first).to_be_checked()
    expect(text).to_have_value("a\nb")
    send(reader, "Space")
    again.focus()
    reader.press("Space")
    expect(text).to_be_focused()
    expect(text).to_have_value("")
    reader.tried += ["text", "model answer", "points", "Write it again"]


def hint_of(part: Locator) -> Locator:
    """The button that opens a card's hint; warm-up cards have none."""
    return part.get_by_role("button", name="Hint", exact=True)


def open_hint(reader: Reader) -> None:
    """The hint opens by Enter into a region that is read aloud, and closes by the space bar."""
    button = hint_of(reader.part)
    hint = reader.part.locator(".ck-hint[aria-live]")
    button.focus()
    if button.get_attribute("aria-expanded") == "true":  # an earlier test has opened it
        reader.press("Enter")
    reader.press("Enter")
    hint.wait_for()
    expect(hint).to_contain_text("Hint")
    expect(button).to_have_attribute("aria-expanded", "true")
    reader.press("Space")
    expect(hint).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    reader.tried.append("Hint")


def bring_about(reader: Reader) -> None:
    """A held widget: all its controls, then one more move, and the state is sent."""
    inner = Reader(reader.part.locator(".ck-widget"), reader.known)
    reader.tried += work_widget(inner)
    sliders = inner.part.locator(".ck-control input[type=range]")  # an arrow on a board only moves its cursor
    others = inner.part.locator(
        ".ck-control :is(input:not([type=radio]), input:checked, [role=application], button)"
    )
    (sliders if sliders.count() else others).first.focus()
    inner.change("ArrowRight")
    send(reader, "Enter")


def draw_curve(reader: Reader) -> None:
    """A pad for a curve, and the curve is sent."""
    row = reader.part.locator(".ck-curve-control")
    WORK["curve-control"](reader, row.element_handle())
    send(reader, "Space")
    reader.tried.append("curve")


SIGNS = {
    "do": ".ck-doing",
    "curve": ".ck-curve-control",
    "recall": "textarea",
    "order": ".ck-steps",
    "numeric": ".ck-number",
    "multiple": ".ck-option input[type=checkbox]",
    "predict": ".ck-pictures",
    "single": ".ck-option input[type=radio]",
}
ANSWER = {
    "do": bring_about,
    "curve": draw_curve,
    "recall": remember,
    "order": put_in_order,
    "numeric": type_number,
    "multiple": pick_some,
    "predict": pick_one,
    "single": pick_one,
}
# Of cards of one kind, which are one piece of code: what the later ones are asked, before Enter sends it.
BRIEFLY = {
    "numeric": ("input", ["Control+a", "7"]),
    "multiple": (".ck-option input:not(:checked)", ["Space"]),
    "predict": (".ck-option input", ["Space"]),
    "single": (".ck-option input", ["Space"]),
}
