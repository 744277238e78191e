"""Follow the shapes through two layers; what does not fit is explained by the engine itself."""

from __future__ import annotations

import functools

import numpy as np

from coursekit.engine import Tensor, nn, no_grad
from coursekit.errors import ShapeError
from coursekit.scenes import Line, Mark, Panel, Role, Scene, Text
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider

_WAYS = ("N × 784", "784 × N", "N × 28 × 28", "784")
_LAYERS = ("hidden", "output")
_OUT = 10


class ShapeTracer(SceneWidget):
    """N images of 28 · 28 = 784 numbers, a hidden layer and 10 outputs, one matrix product at a time."""

    title = "Shape tracer"
    goal = "Hand the images in all four ways. How many of them run? Then give the hidden layer exactly 1,600 results."

    layer = Choice(*_LAYERS, label="Layer")
    way = Choice(*_WAYS, label="Images as")
    n = Slider(32, 1, 64, label="images N", step=1)
    units = Slider(128, 10, 200, label="hidden units", step=2)

    def scene(self) -> Scene:
        """The product of the chosen layer as three blocks, with the engine's own verdict."""
        x = _images(self.way, int(self.n))
        units = int(self.units)
        first, second = _net(units)
        hidden_layer = self.layer == _LAYERS[0]
        n_in, n_out = (784, units) if hidden_layer else (units, _OUT)
        cost = n_in * n_out
        try:
            with no_grad():
                hidden = first(Tensor(x)).relu()
                result = hidden if hidden_layer else second(hidden)
        except ShapeError as problem:
            refused = f"The hidden layer refuses the images of shape {_shape(x.shape)}: {problem}"
            if self.way == _WAYS[1]:
                refused += " Here each image stands in a column; the layer takes one in each row."
            return Scene((_blocks(x.shape, (784, units), None),), refused, aspect=2.7, facts={"results": 0})
        before = x.shape if hidden_layer else hidden.shape
        panel = _blocks(before, (n_in, n_out), result.shape)
        words = (
            f"{_shape(before)} times {_shape((n_in, n_out))}, plus {n_out} biases, gives {_shape(result.shape)}: "
            f"{result.data.size:,} results. The layer has {cost:,} weights and {n_out} biases, "
            f"{4 * (cost + n_out):,} bytes in 32 bit; it takes {cost:,} multiply-adds for one image."
        )
        facts = {"results": result.data.size, "weights": cost, "biases": n_out}
        return Scene((panel,), words, aspect=2.7, facts=facts)

    def code(self) -> str:
        """The widget's state, and the same product with the engine."""
        lines = {
            _WAYS[0]: f"({int(self.n)}, 784)",
            _WAYS[1]: f"(784, {int(self.n)})",
            _WAYS[2]: f"({int(self.n)}, 28, 28)",
            _WAYS[3]: "(784,)",
        }
        return (
            f"{super().code()}\n\n# the same with the engine\nfrom coursekit.engine import nn, zeros\n\n"
            f"x = zeros{lines[self.way]}\n"
            f"model = nn.Sequential(nn.Linear(784, {int(self.units)}), nn.ReLU(), nn.Linear({int(self.units)}, {_OUT}))\n"
            "model(x).shape"
        )


@functools.lru_cache(maxsize=4)
def _net(units: int) -> tuple[nn.Linear, nn.Linear]:
    rng = np.random.default_rng(0)
    return nn.Linear(784, units, rng=rng), nn.Linear(units, _OUT, rng=rng)


@functools.lru_cache(maxsize=8)
def _images(way: str, n: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    shape = {_WAYS[0]: (n, 784), _WAYS[1]: (784, n), _WAYS[2]: (n, 28, 28), _WAYS[3]: (784,)}[way]
    return np.zeros(shape, np.float32)


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _blocks(before: tuple[int, ...], weights: tuple[int, int], after: tuple[int, ...] | None) -> Panel:
    """Input, weights and result as rectangles; the two sizes that must agree stand side by side in bold."""
    fits = after is not None
    inner: Role = "good" if fits else "negative"
    marks: list[Mark] = [
        *_block(1.6, before, "input", "positive"),
        Text(3.36, 2.5, "@", align="center", size=20),
        *_block(4.87, weights, "weights (in × out)", "accent"),
        Text(6.63, 2.5, "+ b  →", align="center", size=16),
    ]
    if after is not None:
        marks += _block(8.55, after, "result", "positive")
    else:
        marks.append(Text(8.55, 2.5, "no result", role="negative", align="center", bold=True, size=16))
    sign = "=" if before[-1] == weights[0] else "≠"
    agree = f"last size of the input {before[-1]} {sign} {weights[0]} rows of weights"
    marks.append(Text(0.14, -0.05, agree, role=inner, bold=True))
    return Panel((0, 10), (-0.4, 5), tuple(marks), axes=False)


def _block(x: float, shape: tuple[int, ...], name: str, role: Role) -> list[Mark]:
    """A rectangle whose sides grow with the logarithm of the sizes, with its shape below."""
    rows, columns = (1, shape[0]) if len(shape) == 1 else (shape[-2], shape[-1])
    tall, wide = (0.25 + 0.42 * np.log10(size) for size in (rows, columns))
    xs = np.array([x - wide, x + wide, x + wide, x - wide, x - wide])
    ys = np.array([2.5 - tall, 2.5 - tall, 2.5 + tall, 2.5 + tall, 2.5 - tall])
    marks: list[Mark] = [
        Line(xs + 0.12 * k, ys + 0.12 * k, role=role, width=2) for k in range(3 if len(shape) > 2 else 1)
    ]
    return [
        *marks,
        Text(x, 4.75, name, role="muted", align="center"),
        Text(x, 0.6, _shape(shape), role=role, align="center", bold=True, size=15),
    ]
