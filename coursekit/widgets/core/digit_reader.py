"""The common part of pictures of one drawn digit: the sketchpad, its 64 squares, and what happens while nothing is drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.sketchpad import Sketchpad, counts_of

EMPTY = "The sketchpad is empty, so the picture still shows the digit before. Draw one, or take one from the test set."


class DigitReader(SceneWidget):
    """A picture of the digit on a sketchpad. While that is empty, the digit before it stays in the picture."""

    drawing = Sketchpad(label="Your digit", default="#0")

    _shown = "#0"  # the newest drawing that isn't empty

    def counts(self) -> npt.NDArray[np.int64]:
        """The dark pixels in each of the 64 squares of the digit shown, 0 to 16: (64,)."""
        self._shown = self.drawing or self._shown
        return counts_of(self._shown).ravel()

    def squares(self) -> npt.NDArray[np.float64]:
        """The inputs of a network for the digit shown, 0 (paper) to 1 (dark): (64,)."""
        return self.counts() / 16.0

    def code_of_squares(self) -> str:
        """The line of code that holds `squares` as x."""
        rows = ",\n    ".join(
            str(row.tolist()).replace("[", "").replace("]", "") for row in self.counts().reshape(8, 8)
        )
        return f"x = np.array([\n    {rows},\n]) / 16"
