"""A sheet folded by a trained network until one straight cut parts two spirals."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine import cost
from coursekit.formatting import format_count, format_number
from coursekit.scenes import HeatMap, Mark, Panel, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Slider
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.core.marks import grid_points
from coursekit.widgets.core.networks import relu_forward
from coursekit.widgets.layers.folding_net import FOLDS, SIZES, Params, folding_params, spirals
from coursekit.widgets.layers.plane import best_cut, classified_points, grid_line, squared_sheet, zero_contour
from coursekit.widgets.neuron.xor_meter import boundary_line

Array = npt.NDArray[np.float64]
SIDE = (-1.15, 1.15)
_RANGE = (-2.2, 2.2)
_PLANE = grid_points(SIDE, SIDE, 40, 40).reshape(-1, 2)


class Origami(SceneWidget):
    """The plane of two spirals as a squared sheet, folded by four hidden layers of 12 ReLU units.

    With `forward=f` the flat sheet is coloured by the learner's own f(x, params), once it agrees with the course's.
    """

    title = "Origami"
    goal = "Fold until one straight cut gets 200 of 200 points right. After how many layers is that? What do the others do?"
    cost = cost_line(cost.mlp(SIZES))
    frames_of = "layer"

    layer = Slider(0.0, 0, FOLDS, label="hidden layers passed", step=0.1)

    def __init__(self, *, forward: Callable[..., Any] | None = None, **state: Any) -> None:
        self._surface, self._remark = _learner_surface(forward)
        super().__init__(**state)

    def frames(self) -> list[Scene]:
        """The folded sheet with its cut, and the flat sheet with the same cut unfolded, for each place."""
        return [_scene_at(place, self._surface, self._remark) for place in Origami.layer.steps()]

    def code(self) -> str:
        """The widget's state, and where the first point lies after each hidden layer."""
        return (
            f"{super().code()}\n\n# the same in NumPy\nimport numpy as np\n"
            "from coursekit.widgets import folding_params\n\nparams = folding_params()\nx = np.array([0.5, 0.5])\n"
            f"for k in range(0, {2 * round(self.layer)}, 2):\n"
            "    (W1, b1), (W2, b2) = params[k : k + 2]\n"
            "    x = np.maximum(0, x @ W1 + b1) @ W2 + b2\nx"
        )


def layer_maps(params: Params) -> list[Callable[[Array], Array]]:
    """One function from points (n, 2) to points (n, 2) for each hidden layer with the two sums behind it."""
    return [functools.partial(relu_forward, layers=params[k : k + 2]) for k in range(0, len(params) - 1, 2)]


def folded(points: Array, place: float) -> Array:
    """Points (n, 2) of the flat sheet after `place` layers; a fraction moves them part of the way to the next."""
    full, part = int(place + 1e-9), place - int(place + 1e-9)
    maps = layer_maps(_params())
    for fold in maps[:full]:
        points = fold(points)
    return points + part * (maps[full](points) - points) if part > 1e-6 else points


@functools.cache
def _params() -> Params:
    return folding_params()


@functools.cache
def _cuts() -> tuple[tuple[Array, float], ...]:
    """The best straight cut found at each place; where several are equally good, the one nearest to the one before."""
    found: list[tuple[Array, float]] = []
    points, labels = spirals()
    for place in Origami.layer.steps():
        found.append(best_cut(folded(points, place), labels, found[-1][0] if found else None))
    return tuple(found)


@functools.cache
def _marks_at(place: float) -> tuple[tuple[Mark, ...], tuple[Mark, ...], int, str]:
    """The marks of the folded and of the flat sheet, the number of points right, and the rest of the words."""
    points, labels = spirals()
    w, b = _cuts()[Origami.layer.place(place)]
    moved = folded(points, place)
    z = moved @ w + b
    wrong = (z > 0) != (labels == 1)
    paper = grid_line(folded(squared_sheet(SIDE), place))
    unfolded = zero_contour(lambda flat: folded(flat, place) @ w + b, SIDE)
    table: tuple[Mark, ...] = (
        paper,
        *classified_points(moved, labels, wrong, 11),
        boundary_line(w, b, side=_RANGE, role="accent"),
    )
    flat: tuple[Mark, ...] = (*classified_points(points, labels, wrong, 11), unfolded)
    lost = f" On the wrong side: {format_count(int((wrong & (labels == 1)).sum()), 'circle')}, {format_count(int((wrong & (labels == 0)).sum()), 'square')}."
    where = f" The circles lie around {_middle(moved[labels == 1])}, the squares around {_middle(moved[labels == 0])}."
    right = int((~wrong).sum())
    text = _comment(place, right, float(np.abs(z).min()))
    return table, flat, right, text + lost * bool(wrong.any()) + where


def _middle(points: Array) -> str:
    x, y = points.mean(axis=0)
    return f"({format_number(x)}, {format_number(y)})"


def _scene_at(place: float, surface: tuple[Mark, ...], remark: str) -> Scene:
    table, flat, right, text = _marks_at(round(place, 6))
    passed = f"{place:.1f}".removesuffix(".0")
    titles = f"the sheet after {passed} of {FOLDS} layers: {right} of 200", "the same cut on the flat sheet"
    sums = ("first sum", "second sum") if place else ("x₁", "x₂")
    panels = (
        Panel(_RANGE, _RANGE, table, title=titles[0], square=True, x_label=sums[0], y_label=sums[1]),
        Panel(SIDE, SIDE, (*surface, *flat), title=titles[1], square=True, x_label="x₁", y_label="x₂"),
    )
    words = (
        f"After {passed} of {FOLDS} hidden layers the best straight cut found gets {right} of 200 points right. "
        f"{text}{remark}"
    )
    return Scene(panels, words, aspect=1.85, facts={"right": right})


def _comment(place: float, right: int, nearest: float) -> str:
    if place == 0:
        return (
            "Two spirals, one of circles and one of squares, wind around each other. The sheet is still flat, so the cut is "
            "straight on it too."
        )
    if right == 200:
        return (
            f"The nearest point is {nearest:.2f} away from the cut. Unfolded, the cut is a bent line that winds between "
            "the two spirals."
        )
    return "On the folded sheet the cut is straight; unfolded, it is bent."


def _learner_surface(forward: Callable[..., Any] | None) -> tuple[tuple[Mark, ...], str]:
    """The answers of the learner's forward pass as a heat map if they are right, and a remark."""
    if forward is None:
        return (), ""
    # The learner's function has ReLU behind every hidden layer, so the two sums are multiplied into the next layer.
    layers = joined_params(_params())
    want = relu_forward(_PLANE, layers)

    def run() -> Array | None:
        answer = forward(_PLANE.copy(), [(W.copy(), b.copy()) for W, b in layers])
        return np.empty(0) if answer is None or answer is ... else np.asarray(answer, dtype=float)

    found, remark = guarded(run, "Your forward stopped", ", so it colours nothing yet.")
    if found is None:
        return (), remark
    if found.shape == (0,):
        return (), " Your forward returns nothing yet, so it colours nothing."
    if found.shape != want.shape:
        shapes = f"the shape {found.shape}, expected {want.shape}"
        return (), f" Your forward gave {shapes}, so it colours nothing yet."
    if not np.allclose(found, want, atol=1e-4):
        return (), " Your forward gave other numbers than the course's, so it colours nothing yet."
    surface = HeatMap(np.tanh(found.reshape(40, 40)), SIDE, SIDE)
    return (surface,), " The colours are answers of your own forward."


def joined_params(params: Params) -> Params:
    """The same network with ReLU behind every layer but the last: each pair of sums joined with what follows.

    (h @ W2 + b2) @ W3 + b3 = h @ (W2 @ W3) + (b2 @ W3 + b3), since nothing bends between them.
    """
    joined = [params[0]]
    for (down, c), (up, a) in zip(params[1::2], params[2::2], strict=True):
        joined.append((down @ up, c @ up + a))
    return joined
