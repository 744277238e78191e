"""One kernel of 3×3 weights slid over a drawing: the nine products at one place, and the feature map of all 64."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import cost
from coursekit.formatting import format_number
from coursekit.scenes import Line, Panel, Role, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.bitmap import count_blocks
from coursekit.widgets.core.controls import Slider, Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.digit_panels import digit_panel, signed_panel
from coursekit.widgets.core.painting import Painting, weights_of
from coursekit.widgets.core.sketchpad import Sketchpad, bitmap_of

Array = npt.NDArray[np.float64]

SIDE = 8
_KERNEL = 3
_STRONG = 3.0  # the result of three strong edges below each other, in full colour
_GOAL = 2.0


class SlideKernel(SceneWidget):
    """A kernel of nine weights on each 3×3 window of a drawing of 8×8 squares, with a border of zeros around it.

    The drawing is taken as it is, neither centred nor stretched: what is drawn elsewhere is found elsewhere. A question can
    read `facts()`: the `result` in the window, and at how many places it is `above` or `below` 0; `weights()` is the kernel.
    """

    title = "Slide a kernel over your drawing"
    goal = "Find a place where the nine products add up to 2 or more. Then draw a stroke of your own, somewhere else, and find such a place again."
    cost = cost_line(cost.conv2d(1, 1, _KERNEL, SIDE, SIDE, bias=False))

    drawing = Sketchpad(label="Your drawing", default="#0")
    kernel = Painting(label="Your kernel: 9 weights", side=_KERNEL, default="-.+ -.+ -.+")
    row = Slider(2, 1, SIDE, label="row of the window", step=1)
    column = Slider(5, 1, SIDE, label="column", step=1)
    bend = Toggle(label="bend the results with ReLU")

    def ink(self) -> Array:
        """The squares of the drawing, 0 (paper) to 1 (dark): (8, 8)."""
        return np.asarray(count_blocks(bitmap_of(self.drawing)) / 16.0)

    def weights(self) -> Array:
        """The kernel, (3, 3), −2 to 2."""
        return weights_of(self.kernel, _KERNEL)

    def feature_map(self) -> Array:
        """The sum of nine products at every place, bent if that is switched on: (8, 8)."""
        found = slide(self.ink(), self.weights())
        return np.maximum(0.0, found) if self.bend else found

    def scene(self) -> Scene:
        """The drawing with the window, the kernel, and the feature map with the result of the window."""
        ink, found = self.ink(), self.feature_map()
        row, column = int(self.row) - 1, int(self.column) - 1
        result = float(found[row, column])
        panels = (
            _framed(digit_panel(ink, "your drawing"), row, column, reach=1),
            signed_panel(self.weights(), "the kernel", largest=2.0),
            _framed(signed_panel(found, "the feature map", largest=_STRONG), row, column, reach=0),
        )
        facts = {
            "result": result,
            "above": int((found > 0).sum()),
            "below": int((found < 0).sum()),
            "goal reached": result >= _GOAL,
        }
        return Scene(panels, self._words(facts), aspect=3.1, facts=facts)

    def _words(self, facts: dict[str, Any]) -> str:
        if not self.drawing:
            return "The sketchpad is empty, so every result is 0. Draw something, or take a digit from the test set."
        rows = "; ".join(" ".join(format_number(w, 0) for w in row) for row in self.weights())
        reached = " Goal reached." if facts["goal reached"] else ""
        bent = ", bent by ReLU," if self.bend else ""
        return (
            f"The kernel, row by row: {rows}. Around row {self.row:.0f}, column {self.column:.0f} its nine products with the "
            f"drawing add up{bent} to {format_number(facts['result'], 2)}.{reached} In the whole feature map {facts['above']} of 64 "
            f"results are above 0 and {facts['below']} below."
        )

    def code(self) -> str:
        """The widget's state, and the feature map in NumPy."""
        kernel = self.weights().astype(int).tolist()
        bent = "np.maximum(0, found)" if self.bend else "found"
        return (
            f"{super().code()}\n\n# the feature map in NumPy\nimport numpy as np\n\n"
            f"ink = np.array({(16 * self.ink()).astype(int).tolist()}) / 16\n"
            f"kernel = np.array({kernel})\npadded = np.pad(ink, 1)  # a border of zeros\nfound = np.zeros((8, 8))\n"
            "for row in range(8):\n    for column in range(8):\n"
            "        found[row, column] = (padded[row:row + 3, column:column + 3] * kernel).sum()\n"
            f"{bent}"
        )


def slide(image: Array, kernel: Array) -> Array:
    """The sum of products of a kernel (3, 3) and each window of an image, zeros around it: (n, m) → (n, m)."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, 1), (_KERNEL, _KERNEL))
    return np.asarray((windows * kernel).sum(axis=(-2, -1)))


def _framed(panel: Panel, row: int, column: int, *, reach: int) -> Panel:
    """A panel of 8×8 squares with a frame around a place and `reach` more squares on each side."""
    top, left = SIDE - row + reach, column - reach
    right, bottom = column + 1 + reach, SIDE - row - 1 - reach
    role: Role = "accent"
    frame = Line(
        np.array([left, right, right, left, left]),
        np.array([bottom, bottom, top, top, bottom]),
        role=role,
        width=3,
    )
    room = (-1.0, SIDE + 1.0)  # the window looks over the edge
    return Panel(room, room, (*panel.marks, frame), title=panel.title, axes=False, square=True)
