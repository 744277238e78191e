"""A straight line fitted by hand, and what a bend buys."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.datasets import house_prices
from coursekit.formatting import format_number
from coursekit.scenes import Line, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider, Toggle
from coursekit.widgets.core.gauge import Bar, gauge

_SIZES = np.linspace(0.0, 2.6, 131)
_TOP = 1.2  # where the loss axis ends; a longer bar is cut there, its number still says how long it is
_START = (0.8, 1.0)  # w and b
_GOALS = {False: 0.15, True: 0.02}  # straight, bent


class HousePrice(SceneWidget):
    """Price = w·size + b for 24 houses, with an optional bend: ReLU(w·size + b).

    Sizes are in 100 m², prices in 100,000. The loss is the mean squared error. The bend and the best loss can be seen after
    the first move.
    """

    title = "Price by hand"
    goal = "Move w and b until the loss is 0.15 or less. Then get it to 0.02 or less, with one control more."

    w = Slider(_START[0], -1, 4, label="weight w")
    b = Slider(_START[1], -4, 4, label="bias b")
    bend = Toggle(label="bend: use max(0, w·size + b)")

    def hidden(self) -> list[str]:
        """The bend, until the learner has tried without: it answers what they are to predict."""
        return ["bend"] * self._untouched()

    def _untouched(self) -> bool:
        return (self.w, self.b) == _START and not self.bend

    def predict(self, size: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Prices for sizes of any shape, bent where `bend` is on."""
        price = self.w * np.asarray(size, dtype=np.float64) + self.b
        return np.maximum(0.0, price) if self.bend else price

    def loss(self) -> float:
        """Mean squared error over the houses."""
        size, price = houses()
        return float(np.mean((self.predict(size) - price) ** 2))

    def scene(self) -> Scene:
        """The houses with the model, and the loss beside the best that is possible."""
        size, price = houses()
        misses = np.stack([size, size, np.full_like(size, np.nan)], axis=1).ravel()
        heights = np.stack([price, self.predict(size), np.full_like(size, np.nan)], axis=1).ravel()
        marks = (
            Line(misses, heights, role="negative", width=1.2),
            Line(_SIZES, self.predict(_SIZES), role="positive", width=3),
            Points(size, price, role="ink", size=8),
        )
        plane = Panel(
            (0, 2.6),
            (-1.5, 4.5),
            marks,
            x_label="size (100 m²)",
            y_label="price without the land (100,000 euros)",
        )
        loss, best = self.loss(), best_loss(bend=self.bend)
        shape = "bent line" if self.bend else "straight line"
        words = (
            f"The {shape} with w = {format_number(self.w)} and b = {format_number(self.b)} has a loss of {loss:.3f}. "
            f"{'' if self._untouched() else f'The best {shape} reaches {best:.3f}. '}"
            f"The thin lines are the errors whose squares are averaged. {_errors_at_the_ends(self.predict(size))}"
        )
        reached = loss <= _GOALS[self.bend]
        you = Bar("you", min(loss, _TOP), format_number(loss, 3))
        other = Bar("best", 0, "?") if self._untouched() else Bar("best", best, format_number(best, 3))
        bars = gauge(
            you, other, reached=reached, top=1.4, gap=0.06,
            title="loss", x_label=" ", share=0.5,
        )  # fmt: skip
        return Scene(
            (plane, bars),
            words + " Goal reached." * reached,
            aspect=2.0,
            facts={"loss": loss, "goal reached": reached, **({} if self._untouched() else {"best": best})},
        )

    def code(self) -> str:
        """The widget's state, and the loss in NumPy."""
        line = f"{self.w:g} * size + {self.b:g}"
        predicted = f"np.maximum(0, {line})" if self.bend else line
        return (
            f"{super().code()}\n\n# the loss in NumPy\nimport numpy as np\nfrom coursekit.datasets import house_prices\n\n"
            f"size, price = house_prices(rng=np.random.default_rng(1))\nnp.mean(({predicted} - price) ** 2)"
        )


def _errors_at_the_ends(line: npt.NDArray[np.float64]) -> str:
    """The distance of the line from the smallest and from the largest house, in words."""
    texts = []
    for size, price, at in np.stack([*houses(), line], axis=1)[[0, -1]].tolist():
        side = "high" if at > price else "low"
        texts.append(
            f"of size {format_number(size)} and price {format_number(price)} the line is {format_number(abs(at - price))} too {side}"
        )
    return f"At the smallest house {texts[0]}, at the largest {texts[1]}."


@functools.cache
def houses() -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Sizes and prices, (24,) each: the same houses every time."""
    return house_prices(rng=np.random.default_rng(1))


@functools.cache
def best_loss(*, bend: bool) -> float:
    """The smallest mean squared error any w and b can reach on the houses.

    The straight line by least squares. The bent one by trying every split into flat and rising houses:
    left of the bend the model is 0, and the rising part is again a least-squares line, which must not
    leave the zero of the flat part below it.
    """
    size, price = houses()
    losses = (
        [_line_loss(size, price, k) for k in range(len(size) - 1)] if bend else [_line_loss(size, price, 0)]
    )
    return min(losses)


def _line_loss(size: Any, price: Any, flat: int) -> float:
    """Loss of max(0, line), the line fitted to all but the first `flat` houses; of the line itself for 0."""
    slope, start = np.polyfit(size[flat:], price[flat:], 1)
    line = slope * size + start
    return float(np.mean(((np.maximum(0, line) if flat else line) - price) ** 2))
