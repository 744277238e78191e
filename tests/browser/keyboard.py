"""A reader without a mouse: works a widget or a card through by keyboard and says which controls it tried.

Nothing here clicks. Each key must do what such a key does, the picture or its words must change with it,
and the focus must stay where the reader put it. All controls of a kind are one piece of code: the first of a kind is
worked with every key, the others with those that must change something.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page

QUESTIONS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
FEW = 12  # places of a slider that are all visited, since some of them may bring other controls
ELSEWHERE = {"Machine"}  # a choice that only computers with a graphics card show
STEPS = (("ArrowLeft", "ArrowRight"), ("ArrowDown", "ArrowUp"), ("PageDown", "PageUp"))


class Reader:
    """One widget or card, and the keyboard.

    `tried` names the controls that were worked, in the order of the work; `known` holds the kinds of controls that
    were worked with every key, here or before.
    """

    def __init__(self, part: Locator, known: set[str]) -> None:
        self.page: Page = part.page
        self.part = part
        self.root = part.element_handle()
        self.asked = self.page.evaluate_handle(QUESTIONS)
        self.tried: list[str] = []
        self.met: set[str] = set()  # also those whose turn is still to come
        self.known = known

    def ask(self, question: str, about: Any = None) -> Any:
        """What keyboard.js says about the part, or about something in it."""
        call = f"([asked, about]) => asked.{question}(about)"
        return self.page.evaluate(call, [self.asked, about or self.root])

    def first(self, kind: str) -> bool:
        """Whether this is the first of its kind."""
        new = kind not in self.known
        self.known.add(kind)
        return new

    def unmet(self) -> set[str]:
        """The controls that have not come into view yet."""
        return set(self.ask("names")) - self.met - ELSEWHERE

    def stops(self) -> list[ElementHandle]:
        """What Tab stops at, in order."""
        call = "([asked, root]) => asked.stops(root)"
        found = self.page.evaluate_handle(call, [self.asked, self.root]).get_properties()
        return [handle for handle in (value.as_element() for value in found.values()) if handle]

    def control(self, name: str) -> ElementHandle:
        """The control with this name."""
        call = "([asked, root, name]) => asked.rows(root).find((row) => asked.nameOf(row) === name)"
        found = self.page.evaluate_handle(call, [self.asked, self.root, name]).as_element()
        assert found is not None, f"no control is called {name!r}"
        return found

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def settle(self) -> None:
        """Wait until Python has answered what was asked so far."""
        if self.ask("settled"):
            return
        call = "([asked, root]) => asked.settled(root)"
        self.page.wait_for_function(call, arg=[self.asked, self.root], polling=40)

    def change(self, *keys: str) -> None:
        """Press keys, which must change the picture, its words or the controls on view."""
        self.settle()
        before = self.page.evaluate_handle("([asked, root]) => asked.look(root)", [self.asked, self.root])
        self.press(*keys)
        call = "([asked, root, before]) => asked.changed(root, before)"
        try:
            # Comparing pictures is dear: not in every frame.
            arg = [self.asked, self.root, before]
            self.page.wait_for_function(call, arg=arg, polling=60)
        except Exception as error:
            raise AssertionError(f"{keys} on {self.here()!r} changed nothing") from error

    def here(self) -> str:
        """What has the focus, in words."""
        name: str = self.ask("here")
        return name

    def holds(self, stop: ElementHandle) -> None:
        """The focus must still be there."""
        assert stop.evaluate("stop => stop === document.activeElement"), f"the focus went to {self.here()!r}"


def walk(reader: Reader) -> list[str]:
    """Tab through a part from its first stop and out of it; the names of the stops."""
    stops = reader.stops()
    if not stops:
        return []
    assert reader.ask("inReadingOrder", stops), "Tab jumps about"
    stops[0].focus()
    names = []
    for k, stop in enumerate(stops):
        now = reader.ask("reached", stop)
        names.append(now["name"])
        assert now["held"], f"the focus went to {now['name']!r}"
        assert k == 0 or now["ringed"], f"nothing shows that the focus is on {now['name']!r}"
        reader.press("Tab")
    assert not reader.ask("inside"), f"Tab does not leave: {reader.here()!r}"
    stops[0].focus()
    reader.press("Shift+Tab")
    assert not reader.ask("inside"), f"Shift+Tab does not leave: {reader.here()!r}"
    return names


def work_widget(reader: Reader) -> list[str]:
    """Work every control of a widget; the names of what was tried, in order."""
    part = reader.part
    foot = part.locator(".ck-foot button")
    if foot.count() == 0:
        return []
    code, again = foot.nth(0), foot.nth(1)
    again.focus()
    reader.press("Enter")
    reader.settle()
    start = values(part)
    while work_rows(reader):
        pass
    names = set(reader.ask("names"))
    for thumb in part.locator("input[type=range]").element_handles() if reader.unmet() else []:
        if thumb.is_visible() and places(thumb) <= FEW:
            sweep(reader, thumb)
    show_code(reader, code)
    if start == values(part) != []:  # a widget of buttons alone has moved already
        part.locator(".ck-toggle input, .ck-choice input:checked").first.focus()
        reader.change("Space" if part.locator("input[type=checkbox]:focus").count() else "ArrowRight")
    again.focus()
    reader.change("Space")
    assert values(part) == start, "“Start again” left something as it was"
    assert names - set(reader.tried) <= ELSEWHERE, "the keyboard never reached these"
    return [*reader.tried, "Show me the code", "Start again"]


def values(part: Locator) -> list[Any]:
    """What the controls of a widget stand on."""
    return part.locator(".ck-control input").evaluate_all(
        "all => all.map(input => ['radio', 'checkbox'].includes(input.type) ? input.checked : input.value)"
    )


def work_rows(reader: Reader, *, came: bool = False) -> bool:
    """Work the controls that are on view and were not worked yet; whether there was one.

    Of those that just came into view the last is the first: a kink can be seen once its line has a turn. Only a stepper
    waits for the others: it may show the number that is to be typed.
    """
    new = [name for name in reader.ask("shown") if name not in reader.met]
    reader.met |= set(new)
    if came:
        new.reverse()
        new.sort(key=set(reader.ask("steppers")).__contains__)
    for name in new:
        if name not in reader.ask("shown"):  # one before it has hidden it: it will come again
            reader.met.remove(name)
            continue
        reader.tried.append(name)
        row = reader.control(name)
        kind = next(kind for kind in WORK if f"ck-{kind}" in str(row.get_attribute("class")))
        WORK[kind](reader, row)
    return bool(new)


def slide(reader: Reader, row: ElementHandle) -> None:
    """A slider: both ends, and what it says is what it stands on; the first one also by steps and leaps."""
    thumb = row.query_selector("input")
    assert thumb is not None
    low, high, step = (float(str(thumb.get_attribute(name))) for name in ("min", "max", "step"))
    thumb.focus()
    reader.press("Home")
    assert stands(reader, thumb) == low
    reader.change("End")
    assert stands(reader, thumb) == high
    for back, forth in STEPS if reader.first("slider") else ():
        reader.press(back)
        there = stands(reader, thumb)
        assert low <= there < high if "Page" in back else abs(there - high + step) < step / 100
        reader.press(forth)
        assert stands(reader, thumb) == high
    if places(thumb) <= FEW and reader.unmet():
        sweep(reader, thumb)


def places(thumb: ElementHandle) -> float:
    """How many steps a slider has."""
    count: float = thumb.evaluate("thumb => (thumb.max - thumb.min) / thumb.step")
    return count


def sweep(reader: Reader, thumb: ElementHandle) -> None:
    """Visit every place of a slider, from the highest down, and work the controls that come into view there."""
    thumb.focus()
    reader.press("End")
    while True:
        reader.settle()
        work_rows(reader, came=True)
        thumb.focus()
        before = stands(reader, thumb)
        reader.press("ArrowLeft")
        if stands(reader, thumb) == before:
            break
    reader.press("End")
    reader.settle()


def stands(reader: Reader, thumb: ElementHandle) -> float:
    """A slider's value; the focus is on it, and what is seen beside it is what a screen reader says."""
    now = reader.ask("stands", thumb)
    assert now["held"], f"the focus went to {reader.here()!r}"
    assert now["said"] == now["seen"] != ""
    return float(now["value"])


def type_number(reader: Reader, row: ElementHandle) -> None:
    """A number: typed anew, the first one raised by an arrow, and put back."""
    field = row.query_selector("input")
    assert field is not None
    before = field.input_value()
    field.focus()
    reader.change("Control+a", *"2.5")
    if reader.first("number"):
        reader.change("ArrowUp")
        assert float(field.input_value()) > 2.5
    reader.change("Control+a", *before)
    reader.holds(field)


def type_word(reader: Reader, row: ElementHandle) -> None:
    """A word: typed anew, without what is no letter of it, and put back."""
    field = row.query_selector("input")
    assert field is not None
    before = field.input_value()
    field.focus()
    reader.change("Control+a", *"X7")
    assert field.input_value() == "x"
    reader.change("Control+a", *before)
    reader.holds(field)


def choose(reader: Reader, row: ElementHandle) -> None:
    """Radio buttons: arrows move through all options and around to the first; later ones there and back."""
    radios = row.query_selector_all("input")
    start = next(k for k, radio in enumerate(radios) if radio.is_checked())
    radios[start].focus()
    keys = (
        ["ArrowRight"] * len(radios)
        if reader.first("choice") or reader.unmet()
        else ["ArrowRight", "ArrowLeft"]
    )
    place = start
    for key in keys:
        reader.change(key)
        place = (place + (1 if key == "ArrowRight" else -1)) % len(radios)
        now = radios[place]
        assert now.is_checked()
        reader.holds(now)
        work_rows(reader, came=True)
        now.focus()


def toggle(reader: Reader, row: ElementHandle) -> None:
    """A check box: the space bar turns it on and off."""
    box = row.query_selector("input")
    assert box is not None
    box.focus()
    for _ in range(2):
        before = box.is_checked()
        reader.change("Space")
        assert box.is_checked() is not before
        reader.holds(box)
        work_rows(reader, came=True)
        box.focus()


def push_all(reader: Reader, row: ElementHandle) -> None:
    """Buttons: each where it has something to do, the first ones by Enter and by the space bar; one once more."""
    buttons = row.query_selector_all("button")
    keys = ("Enter", "Space") if reader.first("buttons") else ("Enter",)
    for button in [*buttons, *buttons]:
        for key in keys:
            if button.get_attribute("aria-disabled") != "true":
                button.focus()
                reader.change(key)
                reader.holds(button)
    buttons[0].focus()
    reader.change("Enter")


def show_code(reader: Reader, code: Locator) -> None:
    """The code opens by Enter, is a stop of its own in which arrows scroll, and closes by the space bar."""
    code.focus()
    reader.press("Enter")
    shown = reader.part.locator("pre")
    shown.filter(has_text="coursekit").wait_for()
    if reader.first("code"):
        assert code.get_attribute("aria-expanded") == "true"
        reader.press("Tab", "Tab")
        reader.holds(shown.element_handle())
        reader.press("ArrowDown", "ArrowRight", "ArrowLeft", "End")
        reader.holds(shown.element_handle())
        code.focus()
    reader.press("Space")
    shown.wait_for(state="hidden")


def draw(reader: Reader, row: ElementHandle) -> None:
    """A board: every tool by arrows, a square set and cleared, a stroke drawn and taken back, and the buttons."""
    pad, *tools = row.query_selector_all("[role=application], input")
    pad.focus()
    reader.change("ArrowLeft", "Space")
    reader.change("Space")
    reader.change("ArrowUp", "Shift+ArrowRight")
    reader.holds(pad)
    start = next(k for k, tool in enumerate(tools) if tool.is_checked())
    tools[start].focus()
    for place in [*range(start + 1, len(tools)), *range(start + 1)]:
        reader.press("ArrowRight")
        assert tools[place].is_checked()
        reader.holds(tools[place])
    undo, clear, *more = row.query_selector_all("button")
    for button in (undo, clear, *more):
        button.focus()
        reader.change("Enter" if button is clear else "Space")
        reader.holds(button)


def draw_curve(reader: Reader, row: ElementHandle) -> None:
    """A pad for a curve: a height set, raised and taken back, the ends, a place cleared, and the buttons."""
    pad, where = row.query_selector("[role=application]"), row.query_selector(".ck-where")
    assert pad is not None
    assert where is not None
    pad.focus()
    for keys in (
        ["Home", "Space"],
        ["ArrowUp"],
        ["ArrowRight", "Shift+ArrowDown"],
        ["End", "ArrowUp"],
        ["Control+z"],
    ):
        before = where.inner_text()
        reader.press(*keys)
        assert where.inner_text() != before
        reader.holds(pad)
    reader.press("ArrowLeft", "Delete")
    for button in row.query_selector_all("button"):
        button.focus()
        reader.press("Enter")
        reader.holds(button)
    pad.focus()
    reader.press("ArrowUp")


WORK = {
    "curve-control": draw_curve,
    "board": draw,
    "slider": slide,
    "number": type_number,
    "word": type_word,
    "choice": choose,
    "toggle": toggle,
    "stepper": push_all,
    "path": push_all,
}
