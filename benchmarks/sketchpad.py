"""How long a drawing takes to be read: from a pen stroke to the picture of what a network makes of it.

The digit reader of lesson 3 (`DigitNetwork`: 64 squares, hidden units, probabilities) and, in turns with it, the slider of
the same widget, whose way to the kernel and back is the same: what the pad costs on top is the difference. A
stroke is one square set or cleared by the space bar, and counts from the browser's keydown event to the first animation
frame on which the picture differs. A drag draws circles with the mouse for two seconds and counts the different pictures.

    python -m benchmarks.sketchpad           # a table
    python -m benchmarks.sketchpad --json    # the same as JSON

Needs Chromium and the dev extra. Absolute times depend on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import math
import time

from benchmarks.watching import Side, course, in_turns, notebook
from benchmarks.widgets import table

GOAL = {"p50_ms": 40.0}

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


class Pad(Side):
    """A sketchpad, drawn on by keys and by the mouse."""

    def press(self, times: int) -> None:
        """Set and clear a square, and note how long each time took to be seen."""
        page = self.lab.page
        self.control.focus()
        for _ in range(times):
            page.evaluate("() => { watch.marks.length = 0; }")
            page.keyboard.press("Space")
            page.wait_for_function("() => watch.marks.length > 0", timeout=10_000)
            page.wait_for_timeout(60)
            self.presses.append(page.evaluate("() => watch.marks[0] - watch.pressed"))

    def drag(self, seconds: float = 2.0) -> None:
        """Draw circles, and note how many pictures a second were shown."""
        page, box = self.lab.page, self.control.bounding_box()
        if box is None:
            raise RuntimeError("the sketchpad is not on the page")
        page.evaluate("() => { watch.marks.length = 0; }")
        end, turn = time.monotonic() + seconds, 0.0
        while time.monotonic() < end:
            radius = box["width"] * (0.1 + 0.25 * abs(math.sin(turn / 9)))  # each turn covers other squares
            place = (radius * math.cos(turn), radius * math.sin(turn))
            page.mouse.move(
                *(box[corner] + box["width"] / 2 + by for corner, by in zip("xy", place, strict=True))
            )
            page.mouse.down()
            turn += 0.2
        page.mouse.up()
        marks = page.evaluate("() => watch.marks")
        page.wait_for_timeout(500)
        self.frames.append(1000 * (len(marks) - 1) / (marks[-1] - marks[0]))


def measure(*, blocks: int) -> dict[str, dict[str, float]]:
    """The sketchpad and the slider of one widget, in turns."""
    made = {"sketchpad": notebook(WIDGET, KERNEL), "slider": notebook(WIDGET)}
    with course(made) as lab:
        pad = Pad(lab, "sketchpad", "canvas", ".coursekit .ck-pad")
        slider = Side(lab, "slider", "canvas", ".coursekit input[type=range]")
        in_turns([pad, slider], blocks=blocks)
    return {side.name: side.figures() for side in (pad, slider)}


def main() -> int:
    """Print the figures; the exit status says whether the goal is met."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sketchpad", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--blocks", type=int, default=3)
    words = parser.parse_args()
    found = measure(blocks=words.blocks)
    print(json.dumps({**found, "goal": GOAL}, indent=1) if words.json else "\n".join(table(found)))
    return 0 if found["sketchpad"]["p50_ms"] <= GOAL["p50_ms"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
