"""Watching pictures change in JupyterLab: how long after a key press, and how many a second in a drag."""

from __future__ import annotations

import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, sync_playwright

from tests.browser.labpage import Lab, launch

# Watches a picture: `marks` gets the time of every animation frame on which it differs from the one before.
WATCH = """
(find) => {
  const look = { canvas: () => {
      const canvas = document.querySelector(".coursekit canvas");
      return canvas ? canvas.dataset.print ?? "" : "";
    }, image: () => {
      const images = document.querySelectorAll(".jupyter-widgets-output-area img, .widget-interact img");
      const last = images[images.length - 1];
      return last && last.complete && last.naturalWidth ? last.src.slice(-400) : "";
    } }[find];
  const watch = (window.watch = { marks: [], pressed: 0 });
  if (find === "canvas") { // every painting ends in fillText or stroke; a checksum would cost what is measured
    const canvas = document.querySelector(".coursekit canvas");
    const context = canvas.getContext("2d");
    let number = 0;
    const clear = context.clearRect.bind(context);
    context.clearRect = (...where) => { clear(...where); canvas.dataset.print = String(++number); };
  }
  let before = look();
  for (const kind of ["keydown", "pointermove"]) document.addEventListener(kind, (event) => { watch.pressed = event.timeStamp; }, true);
  const step = () => {
    const now = look();
    if (now && now !== before) { before = now; watch.marks.push(performance.now()); }
    watch.frame = requestAnimationFrame(step);
  };
  step();
}
"""


PLACES = "control => (control.max - control.min) / control.step || 90"  # of a slider that is no input: many

# The next arrow key: the same as before, the other one where a slider has come to its end.
TURN = """
(control, key) => {
  const value = Number(control.value ?? control.getAttribute("aria-valuenow"));
  if (value >= Number(control.max || control.getAttribute("aria-valuemax") || Infinity)) return "ArrowDown";
  if (value <= Number(control.min || control.getAttribute("aria-valuemin") || -Infinity)) return "ArrowUp";
  return key;
}
"""


def notebook(*cells: str) -> nbformat.NotebookNode:
    """A notebook with these code cells."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text.strip()) for text in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


class Side:
    """One of those compared: its notebook, its control, and how to see its picture."""

    def __init__(self, lab: Lab, name: str, find: str, control: str) -> None:
        self.lab, self.name, self.find, self.selector = lab, name, find, control
        self.presses: list[float] = []
        self.frames: list[float] = []
        self.kernel: list[float] = []

    @property
    def control(self) -> Locator:
        """What takes the keys and the mouse: a slider, or a field for a number."""
        return self.lab.notebook.locator(self.selector).first

    def open(self) -> None:
        """Show its notebook, run it, start watching."""
        self.lab.open(f"{self.name}.ipynb")
        self.lab.run_all()
        printed = self.lab.notebook.locator(".jp-RenderedText[data-mime-type$=stdout] pre")
        self.kernel += [float(text) for text in printed.all_inner_texts()]
        self.control.scroll_into_view_if_needed()
        self.lab.page.wait_for_timeout(800)
        self.lab.page.evaluate(WATCH, self.find)

    def press(self, times: int) -> None:
        """Move by arrow keys, one at a time, and note how long each took to be seen."""
        page = self.lab.page
        self.control.focus()
        key = "ArrowUp"
        for _ in range(times):
            key = self.control.evaluate(TURN, key)
            page.evaluate("() => { watch.marks.length = 0; }")
            page.keyboard.press(key)
            page.wait_for_function("() => watch.marks.length > 0", timeout=10_000)
            page.wait_for_timeout(60)
            self.presses.append(page.evaluate("() => watch.marks[0] - watch.pressed"))

    def drag(self, seconds: float = 2.0) -> None:
        """Drag the thumb to and fro and note how many pictures a second were shown.

        Each move of the mouse passes a place or two of the slider, so that it hands on a new value.
        """
        page = self.lab.page
        if self.control.get_attribute("type") == "number":
            return
        box = self.control.bounding_box()
        if box is None:
            raise RuntimeError(f"the slider of {self.name} is not on the page")
        track = self.control.locator("xpath=..").bounding_box() if self.find == "image" else box
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] / 2, y)
        page.mouse.down()
        page.evaluate("() => { watch.marks.length = 0; }")
        moves = min(30, self.control.evaluate(PLACES) // 3)
        # One call for many moves: the browser takes them as fast as it shows frames, Python does not slow them down.
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for share in (0.2, 0.8):
                page.mouse.move(track["x"] + track["width"] * share, y, steps=moves)
        marks = page.evaluate("() => watch.marks")
        page.mouse.up()
        page.wait_for_timeout(500)
        self.frames.append(1000 * (len(marks) - 1) / (marks[-1] - marks[0]))

    def figures(self) -> dict[str, float]:
        """Medians of what was noted, as far as there is any."""
        ordered = sorted(self.presses)
        p95 = ordered[int(0.95 * (len(ordered) - 1))]
        noted = {"frames_per_s": self.frames, "kernel_ms": self.kernel}
        rest = {name: statistics.median(values) for name, values in noted.items() if values}
        return {"p50_ms": statistics.median(ordered), "p95_ms": p95, **rest}


@contextlib.contextmanager
def course(notebooks: dict[str, nbformat.NotebookNode]) -> Iterator[Lab]:
    """JupyterLab as `coursekit lab` starts it, on a folder with these notebooks."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place) / "work"
        folder.mkdir()
        for name, made in notebooks.items():
            nbformat.write(made, folder / f"{name}.ipynb")
        options = ("--port", "{port}", "--no-browser")
        command = (sys.executable, "-m", "coursekit", "lab", str(folder), *options)
        browser = launch(playwright)
        with Lab(command, folder, browser=browser, home=Path(place) / "home") as lab:
            yield lab
        browser.close()


def in_turns(sides: list[Side], *, blocks: int, presses: int = 25) -> None:
    """One block of presses and a drag for each, then the next block."""
    for _ in range(blocks):
        for side in sides:
            side.open()
            side.press(presses)
            side.drag()
