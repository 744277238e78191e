"""A strip of paper folded k times, and the same folds made by pairs of ReLU units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import cost
from coursekit.formatting import format_count, format_number
from coursekit.scenes import Line, Panel, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.gauge import Bar, gauge
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.networks import Layers, relu_forward
from coursekit.widgets.layers.breakpoints import breakpoints

Array = npt.NDArray[np.float64]
_X = np.linspace(0.0, 1.0, 2**10 + 1)  # the breakpoints of up to ten folds are among these


class PaperStrip(SceneWidget):
    """A network of k hidden layers of two ReLU units; which fold the strip from 0 to 1 in the middle.

    With `fold_net=f` the learner's own networks f(k) fold the strip, once they make exactly 2^k pieces.
    """

    title = "Paper strip"
    goal = "Reach 64 pieces. How many folds does it take, and how many could one layer of as many units make at most?"

    folds = Slider(0, 0, 6, label="folds k", step=1)

    def __init__(self, *, fold_net: Callable[..., Any] | None = None, **state: Any) -> None:
        self._fold_net = fold_net
        super().__init__(**state)

    def scene(self) -> Scene:
        """The folded strip from the side, the function it makes, and two bars of pieces."""
        k = int(self.folds)
        y, edges, remark = self._fold(k)
        pieces, at_most = len(edges) + 1, max(1, 2 * k + 1)
        panels = (_side_view(y, edges), _graph(y, pieces), _pieces_gauge(pieces, at_most))
        units = 2 * k
        bill = cost_line(cost.mlp((1, *(2,) * k, 1))) if k else "no unit yet"
        words = (
            f"{format_count(k, 'fold')}, {units} ReLU units in {format_count(k, 'layer')}: "
            f"{format_count(pieces, 'straight piece')}. One layer of {units} units makes at most {at_most}. The network: {bill}."
            f"{_direction_text(y, edges)}{remark}"
        )
        return Scene(panels, words, aspect=2.1, facts={"pieces": pieces, "one layer": at_most})

    def code(self) -> str:
        """The widget's state, and the folds in NumPy."""
        return (
            f"{super().code()}\n\n# the folds in NumPy\nimport numpy as np\n\nx = np.linspace(0, 1, 1025)\n"
            f"for _ in range({int(self.folds)}):\n"
            "    x = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)\n"
            "slopes = np.diff(x)\n1 + np.count_nonzero(np.diff(slopes))"
        )

    def _fold(self, k: int) -> tuple[Array, Array, str]:
        """The points of the strip after k folds, its breakpoints, and a remark on the learner's network."""
        want, edges = folded_place(_X, k), breakpoints(_course_net(k)) if k else np.empty(0)
        fold_net, shown = self._fold_net, ", so the course's own is shown."
        if fold_net is None or k == 0:
            return want, edges, ""

        def run() -> tuple[Array, Array]:
            net = [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in fold_net(k)]
            return np.ravel(relu_forward(_X[:, None], net)), breakpoints(net)

        answer, failure = guarded(run, f"Your fold_net({k}) gave no network", shown)
        if answer is None:
            return want, edges, failure
        y, found = answer
        if y.shape != want.shape or len(found) + 1 != 2**k:
            pieces = format_count(len(found) + 1, "piece")
            return want, edges, f" Your fold_net({k}) makes {pieces}, expected {2**k}{shown}"
        return y, found, " Your own network folds the strip."


def folded_place(x: Array, k: int) -> Array:
    """Places x after k folds, each x → 2·relu(x) − 4·relu(x − ½): from 0 to 1 and back."""
    for _ in range(k):
        x = 2 * np.maximum(0.0, x) - 4 * np.maximum(0.0, x - 0.5)
    return x


def _course_net(k: int) -> Layers:
    """The course's network of k folds: pairs (W, b), ReLU behind all but the last."""
    b, behind = np.array([0.0, -0.5]), np.array([[2.0], [-4.0]])
    between = [(behind @ np.ones((1, 2)), b)] * (k - 1)
    return [(np.ones((1, 2)), b), *between, (behind, np.zeros(1))]


def _halves(x: Array, y: Array) -> tuple[Line, Line]:
    """The curve, its rising pieces in one role and its falling ones in the other."""
    rising = np.diff(y) > 0
    lines = []
    for keep, role in ((rising, "positive"), (~rising, "negative")):
        gap = np.full_like(x[:-1], np.nan)
        xs = np.where(keep[:, None], np.stack([x[:-1], x[1:], gap], axis=1), np.nan)
        ys = np.where(keep[:, None], np.stack([y[:-1], y[1:], gap], axis=1), np.nan)
        lines.append(Line(xs.ravel(), ys.ravel(), role=role, width=2.5))  # type: ignore[arg-type]
    return lines[0], lines[1]


def _direction_text(y: Array, edges: Array) -> str:
    """The course of the function over the strip, in words."""
    pieces = len(edges) + 1
    if pieces == 1:
        return " The strip lies flat; the function rises straight from 0 to 1."
    steps = np.diff(np.interp([0, *edges, 1], _X, y))
    folded = (steps[1:] * steps[:-1] < 0).all()
    if not folded or not np.allclose(np.diff(edges, prepend=0, append=1), 1 / pieces):
        return ""
    low, high = format_number(float(y.min()), 2), format_number(float(y.max()), 2)
    return f" Each piece is 1/{pieces} of the strip. On one the function goes from {low} to {high}, on the next back down."


def _side_view(y: Array, edges: Array) -> Panel:
    """The strip as it lies on the table, drawn at the same width however short it has become."""
    pieces = len(edges) + 1
    length = (y - y.min()) / max(float(np.ptp(y)), 1e-9)
    layer = np.searchsorted(edges, _X, side="right")
    height = (layer - (pieces - 1) / 2) * min(0.1, 0.8 / pieces)
    even = np.allclose(np.diff(edges, prepend=0, append=1), 1 / pieces)
    part = "the strip" if pieces == 1 else f"{pieces} layers" + f", each 1/{pieces} long" * even
    strip = Line(length, height, role="ink", width=2.0 if pieces < 32 else 1.2)
    return Panel((-0.05, 1.05), (-0.5, 0.5), (strip,), title=part, axes=False)


def _graph(y: Array, pieces: int) -> Panel:
    low, high = min(0.0, float(y.min())), max(1.0, float(y.max()))
    margin = 0.06 * (high - low)
    title = format_count(pieces, "straight piece")
    return Panel(
        (0, 1), (low - margin, high + margin), _halves(_X, y), title=title, x_label="place on the strip",
        y_label="place after folding", share=1.25,
    )  # fmt: skip


def _pieces_gauge(pieces: int, at_most: int) -> Panel:
    return gauge(
        Bar("folded", pieces, str(pieces)),
        Bar("one layer", at_most, str(at_most)),
        reached=pieces >= 64,
        top=72,
        gap=3.5,
        title="pieces",
        share=0.75,
    )
