"""Three layers on the same image: the results that one square reaches, and the cost of each layer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import Tensor, nn, no_grad, summary
from coursekit.scenes import HeatMap, Line, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider
from coursekit.widgets.layers.plane import grid_line, squared_sheet

Array = npt.NDArray[np.float64]
SIZE = 8
WIRINGS = ("dense", "3×3 convolution", "LSTM")
_SHARP = np.ones((5, 5))  # painters blend neighbours; a result of five by five dots keeps its edges
_DESCRIPTIONS = {
    WIRINGS[0]: "every result is wired to every square",
    WIRINGS[1]: "nine weights, the same everywhere, slide over the image",
    WIRINGS[2]: "it reads the rows from top to bottom and carries a state along",
}


class Wirings(SceneWidget):
    """Change one square of an 8 × 8 image and see which of the 8 × 8 results change."""

    title = "Three wirings"
    goal = "Find the layer in which one square reaches exactly 9 results. Then one in which it reaches fewer with every row further down."

    layer = Choice(*WIRINGS, label="Layer")
    row = Slider(3, 1, SIZE, label="row of the square", step=1)
    column = Slider(4, 1, SIZE, label="column", step=1)

    def scene(self) -> Scene:
        """The changed square, and where the results differ."""
        row, column = int(self.row) - 1, int(self.column) - 1
        reached = _reached(self.layer, row, column)
        side = (0.0, float(SIZE))
        place = np.array([column + 0.5]), np.array([SIZE - row - 0.5])
        square = Points(*place, role="negative", marker="square", size=12)
        panels = tuple(
            Panel(side, side, marks, title=title, axes=False, square=True)
            for title, marks in (
                ("one square changes …", (_grid(), square)),
                (
                    "… and these results change",
                    (HeatMap(np.kron(reached[::-1], _SHARP), side, side), _grid(), _hollow(square)),
                ),
            )
        )
        found = _costs()[self.layer]
        count = int(reached.sum())
        words = (
            f"{self.layer}: {_DESCRIPTIONS[self.layer]}. The square in row {row + 1}, column {column + 1} reaches {count} of 64 "
            f"results{_extent(reached)}. Parameters: {found['parameters']:,} ({4 * found['parameters']:,} bytes in 32 bit). "
            f"Multiply-adds: {found['multiply_adds']:,}."
        )
        return Scene(panels, words, aspect=2.1, facts={"reached": count, **found})

    def code(self) -> str:
        """The widget's state, and the layer with its bill."""
        make = {
            WIRINGS[0]: "nn.Linear(64, 64), (64,)",
            WIRINGS[1]: "nn.Conv2d(1, 1, 3, padding=1), (1, 8, 8)",
            WIRINGS[2]: "nn.LSTM(8, 8, batch_first=True), (8, 8)",
        }[self.layer]
        return f"{super().code()}\n\n# the bill of this layer\nfrom coursekit.engine import nn, summary\n\nsummary({make})"


@functools.cache
def wiring(name: str) -> tuple[nn.Module, tuple[int, ...]]:
    """The layer of that name, and the shape in which it takes an image of 64 numbers."""
    rng = np.random.default_rng(0)
    layers: dict[str, tuple[Callable[[], nn.Module], tuple[int, ...]]] = {
        WIRINGS[0]: (lambda: nn.Linear(SIZE**2, SIZE**2, rng=rng), (SIZE**2,)),
        WIRINGS[1]: (lambda: nn.Conv2d(1, 1, 3, padding=1, rng=rng), (1, SIZE, SIZE)),
        WIRINGS[2]: (lambda: nn.LSTM(SIZE, SIZE, batch_first=True, rng=rng), (SIZE, SIZE)),
    }
    make, shape = layers[name]
    # 64 bit, so that a change that fades from row to row still differs from none.
    return make().double(), shape


@functools.cache
def _costs() -> dict[str, dict[str, int]]:
    """Parameters and multiply-adds of each layer, counted by the engine."""
    found: dict[str, dict[str, int]] = {}
    for name in WIRINGS:
        bill = summary(*wiring(name))
        found[name] = {"parameters": bill.parameters, "multiply_adds": bill.multiply_adds}
    return found


def results(name: str, images: Array) -> Array:
    """The outputs of a layer for images: (N, 8, 8) → (N, 8, 8)."""
    layer, shape = wiring(name)
    with no_grad():
        out: Any = layer(Tensor(images.reshape(len(images), *shape), dtype=np.float64))
    out = out[0] if isinstance(out, tuple) else out
    return np.asarray(out.data).reshape(len(images), SIZE, SIZE)


@functools.lru_cache(maxsize=4096)
def _reached(name: str, row: int, column: int) -> npt.NDArray[np.bool_]:
    """True for each result that differs when one square of a random image changes, (8, 8)."""
    image = np.random.default_rng(1).normal(size=(SIZE, SIZE))
    both = np.stack([image, image])
    both[1, row, column] += 1.0
    before, after = results(name, both)
    return np.asarray(before != after)


def _extent(reached: npt.NDArray[np.bool_]) -> str:
    """The rows and columns in which the results lie that are reached."""
    rows, columns = np.flatnonzero(reached.any(axis=1)) + 1, np.flatnonzero(reached.any(axis=0)) + 1
    return f", in rows {rows[0]} to {rows[-1]} and columns {columns[0]} to {columns[-1]}"


def _hollow(square: Points) -> Points:
    return replace(square, filled=False)


def _grid() -> Line:
    """The edges of all squares."""
    return grid_line(squared_sheet((0.0, SIZE), lines=SIZE + 1, steps=2))
