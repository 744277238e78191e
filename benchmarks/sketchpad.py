"""How long a drawing takes to be read: from a stroke on the sketchpad to the picture of what a network makes of it.

The digit reader of lesson 3 (`DigitNetwork`: 64 squares, hidden units, probabilities), and in turns with its sketchpad the
slider of the same widget, whose way to the kernel and back is the same: what they differ by is the sketchpad's. The mouse
moves with its button down, a step at a time, and a step counts from the browser's pointermove event to the first animation
frame with the next picture. In a stroke without a rest the different pictures are counted.

    python -m benchmarks.sketchpad           # a table
    python -m benchmarks.sketchpad --quick   # two strokes in the place of eight
    python -m benchmarks.sketchpad --json    # the same as JSON

Needs Chromium and the dev extra. Times depend on the machine and on what else it does, the ratio to the slider hardly.
"""

from __future__ import annotations

import argparse
import json

from benchmarks.watching import Side, course, notebook

GOAL = {"p50_ms": 40.0, "times_slider": 1.2}

WIDGET = "from coursekit.widgets import DigitNetwork\nwidget = DigitNetwork(); widget"
# Processor time of the kernel for one more dot of a growing drawing: counts, forward pass, scene and message.
KERNEL = """
import statistics, time
import numpy as np
from coursekit.widgets.core.sketchpad import value_of

bitmap, times = np.zeros((32, 32), dtype=bool), []
for k in range(200):
    angle = k / 100 * np.pi
    row, column = int(16 + 10 * np.sin(angle)), int(16 + 7 * np.cos(angle))
    bitmap[row - 1 : row + 2, column - 1 : column + 2] ^= True
    message = {"type": "set_state", "values": {"drawing": value_of(bitmap)}}
    start = time.thread_time()
    widget._receive(widget, message, [])
    times.append(time.thread_time() - start)
print(1000 * statistics.median(times))
"""


STEPS = 8  # of a stroke
REST = 200  # ms; the words of a picture come 150 ms after it


class Stroke(Side):
    """A control under the mouse: strokes from its left to its right."""

    def step(self, height: float) -> None:
        """Draw a stroke at a height (share of the control's, from the top), and note how long each step took to be seen."""
        page, (x, y, width) = self.lab.page, self._line(height)
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(1, STEPS + 1):
            page.wait_for_timeout(REST)
            page.evaluate("() => { watch.marks.length = 0; }")
            page.mouse.move(x + width * k / STEPS, y)
            page.wait_for_function("() => watch.marks.length > 0", timeout=10_000)
            self.presses.append(page.evaluate("() => watch.marks[0] - watch.pressed"))
        page.mouse.up()
        page.wait_for_timeout(REST)

    def to_and_fro(self) -> None:
        """Draw a stroke without a rest, top to bottom, and note how many pictures a second were shown."""
        page = self.lab.page
        page.mouse.move(*self._line(0.1)[:2])
        page.mouse.down()
        page.wait_for_timeout(REST)
        page.evaluate("() => { watch.marks.length = 0; }")
        for k in range(8):
            x, y, width = self._line(0.1 + 0.1 * k)
            page.mouse.move(x + width * (1 - k % 2), y, steps=12)
        page.mouse.up()
        marks = page.evaluate("() => watch.marks")
        page.wait_for_timeout(REST)
        self.frames.append(1000 * (len(marks) - 1) / (marks[-1] - marks[0]))

    def _line(self, height: float) -> tuple[float, float, float]:
        """Where a stroke begins, in pixels, and how wide it is."""
        box = self.control.bounding_box()
        if box is None:
            raise RuntimeError(f"the {self.name} is not on the page")
        return box["x"] + 0.1 * box["width"], box["y"] + height * box["height"], 0.8 * box["width"]


def measure(*, strokes: int) -> dict[str, dict[str, float]]:
    """The sketchpad and the slider of one widget, a stroke on each in turn."""
    with course({"sketchpad": notebook(WIDGET, KERNEL)}) as lab:
        pad = Stroke(lab, "sketchpad", "canvas", ".coursekit .ck-pad")
        slider = Stroke(lab, "slider", "canvas", ".coursekit input[type=range]")
        clear = lab.notebook.get_by_role("button", name="Clear", exact=True)
        pad.open()
        for k in range(strokes):
            clear.click()
            for side in (pad, slider):
                side.step(0.1 + 0.8 * k / strokes)
        clear.click()
        for side in (pad, slider):
            side.to_and_fro()
    found = {side.name: side.figures() for side in (pad, slider)}
    found["sketchpad"]["times_slider"] = found["sketchpad"]["p50_ms"] / found["slider"]["p50_ms"]
    return found


def main() -> int:
    """Print the figures; the exit status says whether the goals are met."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sketchpad", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    words = parser.parse_args()
    found = measure(strokes=2 if words.quick else 8)
    told = {**found, "goal": GOAL}
    lines = [
        f"{name:12}" + "".join(f"{key:>14} {value:6.1f}" for key, value in row.items())
        for name, row in told.items()
    ]
    print(json.dumps(told, indent=1) if words.json else "\n".join(lines))
    return 0 if all(found["sketchpad"][name] <= goal for name, goal in GOAL.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
