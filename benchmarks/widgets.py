"""How long a slider takes to become pixels: coursekit's widgets beside `interact` with inline matplotlib.

Both show the same picture (a curve with a moving point, a surface of 100 × 100 and 60 points) in the same
JupyterLab, and take turns: one block of key presses for one, one for the other, and so on. A press counts from
the browser's keydown event to the first animation frame on which the new picture is there. A drag moves the
slider's thumb with the mouse for two seconds and counts the different pictures that were shown.

    python -m benchmarks.widgets            # a table
    python -m benchmarks.widgets --json     # the same as JSON

Needs Chromium and the dev extra. Absolute times depend on the machine; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, sync_playwright

from tests.browser.labpage import Lab, launch

GOAL = {"p50_ms": 40.0, "p95_ms": 70.0, "frames_per_s": 45.0, "kernel_ms": 2.0, "times_faster": 2.5}

SETUP = """
import numpy as np
from coursekit.plots import HeatMap, Line, Panel, Points, Scene
from coursekit.widgets import SceneWidget
from coursekit.widgets.controls import Slider

x = np.linspace(-3, 3, 200)
side = np.linspace(-3, 3, 100)
X, Y = np.meshgrid(side, side)
cloud = np.random.default_rng(0).normal(size=(2, 60))

class Bench(SceneWidget):
    title = "coursekit"
    w = Slider(0.0, -3, 3, step=0.05, label="w")

    def scene(self):
        w = self.w
        curve = np.tanh(w * x)
        left = Panel((-3, 3), (-1.5, 1.5), (Line(x, curve), Points([w], [np.tanh(w * w)], size=14)))
        surface = HeatMap(np.tanh(w * X + Y), (-3, 3), (-3, 3))
        right = Panel((-3, 3), (-3, 3), (surface, Points(*cloud, role="ink", size=6)))
        return Scene((left, right), f"w = {w:.2f}")
"""
PEER = """
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider, interact

def draw(w):
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 4))
    left.plot(x, np.tanh(w * x))
    left.plot([w], [np.tanh(w * w)], "o")
    left.set(xlim=(-3, 3), ylim=(-1.5, 1.5))
    right.imshow(np.tanh(w * X + Y), extent=(-3, 3, -3, 3), origin="lower", cmap="RdBu", vmin=-1, vmax=1)
    right.plot(*cloud, "k.")
    plt.show()

interact(draw, w=FloatSlider(0.0, min=-3, max=3, step=0.05))
"""
KERNEL = """
import statistics, time
times = []
for k in range(300):
    start = time.perf_counter()
    bench._receive(bench, {"wish": {"w": 2 * np.sin(k / 10)}}, [])
    times.append(time.perf_counter() - start)
print(1000 * statistics.median(times))
"""

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
  document.addEventListener("keydown", (event) => { watch.pressed = event.timeStamp; }, true);
  const step = () => {
    const now = look();
    if (now && now !== before) { before = now; watch.marks.push(performance.now()); }
    watch.frame = requestAnimationFrame(step);
  };
  step();
}
"""


def notebook(*cells: str) -> nbformat.NotebookNode:
    """A notebook with these code cells."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text.strip()) for text in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


class Side:
    """One of the two: its notebook, its slider, and how to see its picture."""

    def __init__(self, lab: Lab, name: str, find: str, slider: str) -> None:
        self.lab, self.name, self.find, self.selector = lab, name, find, slider
        self.presses: list[float] = []
        self.frames: list[float] = []

    @property
    def slider(self) -> Locator:
        """What takes the keys and the mouse."""
        return self.lab.notebook.locator(self.selector).first

    def open(self) -> None:
        """Show its notebook, run it, start watching."""
        self.lab.open(f"{self.name}.ipynb")
        self.lab.run_all()
        self.slider.scroll_into_view_if_needed()
        self.lab.page.wait_for_timeout(800)
        self.lab.page.evaluate(WATCH, self.find)

    def press(self, times: int) -> None:
        """Move by arrow keys, one at a time, and note how long each took to be seen."""
        page = self.lab.page
        self.slider.focus()
        for k in range(times):
            page.evaluate("() => { watch.marks.length = 0; }")
            page.keyboard.press("ArrowRight" if k % 40 < 20 else "ArrowLeft")
            page.wait_for_function("() => watch.marks.length > 0", timeout=10_000)
            page.wait_for_timeout(60)
            self.presses.append(page.evaluate("() => watch.marks[0] - watch.pressed"))

    def drag(self, seconds: float = 2.0) -> None:
        """Drag the thumb to and fro and note how many pictures a second were shown."""
        page = self.lab.page
        box = self.slider.bounding_box()
        if box is None:
            raise RuntimeError(f"the slider of {self.name} is not on the page")
        track = self.slider.locator("xpath=..").bounding_box() if self.find == "image" else box
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] / 2, y)
        page.mouse.down()
        page.evaluate("() => { watch.marks.length = 0; }")
        # One call for many moves: the browser takes them as fast as it shows frames, Python does not slow them down.
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for share in (0.2, 0.8):
                page.mouse.move(track["x"] + track["width"] * share, y, steps=30)
        marks = page.evaluate("() => watch.marks")
        page.mouse.up()
        page.wait_for_timeout(500)
        if len(marks) > 1:
            self.frames.append(1000 * (len(marks) - 1) / (marks[-1] - marks[0]))

    def figures(self) -> dict[str, float]:
        """Medians of what was noted."""
        ordered = sorted(self.presses)
        return {
            "p50_ms": statistics.median(ordered),
            "p95_ms": ordered[int(0.95 * (len(ordered) - 1))],
            "frames_per_s": statistics.median(self.frames),
        }


def measure(*, blocks: int = 3, presses: int = 25) -> dict[str, dict[str, float]]:
    """Both sides, in turns."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place) / "work"
        folder.mkdir()
        nbformat.write(notebook(SETUP, "bench = Bench(); bench"), folder / "coursekit.ipynb")
        nbformat.write(notebook(SETUP, PEER), folder / "interact.ipynb")
        nbformat.write(notebook(SETUP, "bench = Bench(); bench", KERNEL), folder / "kernel.ipynb")
        command = (
            sys.executable,
            "-m",
            "coursekit",
            "lab",
            str(folder),
            "--port",
            "{port}",
            "--no-browser",
            "--allow-root",
        )
        browser = launch(playwright)
        with Lab(command, folder, browser=browser, home=Path(place) / "home") as lab:
            sides = [
                Side(lab, "coursekit", "canvas", ".coursekit input[type=range]"),
                Side(lab, "interact", "image", ".widget-slider .noUi-handle"),
            ]
            for _ in range(blocks):
                for side in sides:
                    side.open()
                    side.press(presses)
                    side.drag()
            lab.open("kernel.ipynb")
            lab.run_all()
            printed = lab.notebook.locator(".jp-RenderedText pre").last.inner_text()
            kernel = float(printed)
        browser.close()
    ours, peer = (side.figures() for side in sides)
    ours |= {"kernel_ms": kernel, "times_faster": peer["p50_ms"] / ours["p50_ms"]}
    return {"coursekit": ours, "interact": peer}


def main() -> int:
    """Print the figures; the exit status says whether the goals are met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widgets", description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--blocks", type=int, default=3)
    words = parser.parse_args()
    found = measure(blocks=words.blocks)
    ours = found["coursekit"]
    met = {
        name: ours[name] >= goal if name in ("frames_per_s", "times_faster") else ours[name] <= goal
        for name, goal in GOAL.items()
    }
    if words.json:
        print(json.dumps({**found, "goal": GOAL, "met": met}, indent=1))
    else:
        print(f"{'':14}{'coursekit':>11}{'interact':>10}{'goal':>8}")
        for name, goal in GOAL.items():
            peer = found["interact"].get(name)
            print(
                f"{name:14}{ours[name]:11.1f}{'' if peer is None else f'{peer:.1f}':>10}{goal:8.1f}  {'met' if met[name] else 'NOT met'}"
            )
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
