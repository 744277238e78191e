"""A learner's interactions with a widget or a card, and the reading of its state afterwards."""

from __future__ import annotations

from labpage import Lab
from playwright.sync_api import Locator, expect

# Whether the notebook took the last key, so that the browser has no use for it.
WATCH_KEYS = "addEventListener('keydown', (event) => { window.takenKey = event.defaultPrevented; })"
CHANGE = "jupyterapp.shell.currentWidget.model.sharedModel.setMetadata('changed', Date.now())"


# The place of an element in the window, once three frames have shown it where the one before did.
PLACE = """async (node) => {
    let place, before;
    for (let same = 0; same < 3; same = place === before ? same + 1 : 0) {
        before = place;
        await new Promise(requestAnimationFrame);
        place = JSON.stringify(node.getBoundingClientRect());
    }
    return JSON.parse(place);
}"""


def place_of(part: Locator) -> dict[str, float]:
    """Where an element stands in the window (x, y, width and height in pixels), once it is in view and holds still."""
    part.scroll_into_view_if_needed()
    place: dict[str, float] = part.evaluate(PLACE)
    return place


def words(widget: Locator) -> Locator:
    """The widget's picture in words."""
    return widget.locator(".ck-words")


def still(text: Locator) -> str:
    """The text of an element, once it has stayed the same for a second and a half."""
    for _ in range(20):
        before = text.inner_text()
        text.page.wait_for_timeout(1500)
        if text.inner_text() == before:
            return before
    raise AssertionError(f"this goes on changing: {before}")


def pixels(widget: Locator) -> str:
    """Its picture, to be compared with a later one."""
    drawn: str = widget.locator("canvas").evaluate("canvas => canvas.toDataURL()")
    return drawn


def slider(widget: Locator, label: str) -> Locator:
    """The slider with exactly this label."""
    return widget.get_by_role("slider", name=label, exact=True)


def slide(widget: Locator, label: str, value: float) -> None:
    """Put a slider on a value."""
    slider(widget, label).focus()
    slider(widget, label).fill(str(value))


def drag(widget: Locator, label: str, start: float, end: float) -> None:
    """Drag a slider's thumb by the mouse, between two places from 0 (lowest) to 1 (highest value)."""
    box = place_of(slider(widget, label))
    thumb, mouse = 16, widget.page.mouse
    x = [box["x"] + thumb / 2 + share * (box["width"] - thumb) for share in (start, end)]
    y = box["y"] + box["height"] / 2
    mouse.move(x[0], y)
    mouse.down()
    mouse.move(x[1], y, steps=20)
    mouse.up()


def check(card: Locator) -> None:
    """Send what is entered in a question card, and wait until it says something."""
    card.get_by_role("button", name="Check").click()
    verdict(card).wait_for()


def answer(card: Locator, text: str) -> None:
    """Type an answer into a question card and send it."""
    card.get_by_role("textbox").fill(text)
    check(card)


def verdict(card: Locator) -> Locator:
    """What a question card says about the answer, where a screen reader hears it."""
    return card.locator(".ck-verdict [role=status]")


def save_from(lab: Lab, inside: Locator) -> None:
    """Press Ctrl + S on an element: the changed notebook is saved, the page is not, and the focus stays."""
    lab.page.evaluate(f"{WATCH_KEYS}; {CHANGE}")
    dirty = lab.page.locator("#jp-main-dock-panel .jp-mod-dirty").first
    dirty.wait_for()
    inside.focus()
    lab.page.keyboard.press("Control+s")
    dirty.wait_for(state="detached")
    assert lab.page.evaluate("takenKey")
    expect(inside).to_be_focused()
