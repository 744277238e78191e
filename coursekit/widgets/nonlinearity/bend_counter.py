"""Sculpt a curve with ReLU hinges, count its kinks, then take the bend away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.engine.cost import mlp
from coursekit.errors import ArgumentError
from coursekit.formatting import format_count, format_number
from coursekit.scenes import Line, Mark, Panel, Points, Scene
from coursekit.widgets.core.base import SceneWidget
from coursekit.widgets.core.controls import Choice, Slider, Toggle
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.core.gauge import Bar, gauge
from coursekit.widgets.core.guard import guarded
from coursekit.widgets.nonlinearity.hinges import TARGETS, Hinges, through

Array = npt.NDArray[np.float64]

MOST_HINGES = 12
VIEW = (-2.2, 2.2)
_X = np.linspace(*VIEW, 221)
_COUNTED = np.abs(_X) <= 2 + 1e-9  # the loss is taken over [−2, 2], where the target is
_PLACES = (-1.0, 0.0, 1.2, -1.8, -0.4, 0.6, 1.6, -1.4, -0.2, 0.3, 0.9, 1.8)
_BY_HAND, _BY_COMPUTER = "by hand", "by the computer"
_HEIGHTS = (-1.85, 2.6)
_TARGET_TEXTS = {
    "hill and valley": "The target runs straight through (−2, 0), (−1.5, 0), (−0.5, 2), (1, 0.5) and (2, 1.5).",
    "wave": "The target falls from (−2, 0) to (−1, −1), rises to (1, 1), and falls to (2, 0).",
}
"""The course of each target, for readers who do not see it."""


class BendCounter(SceneWidget):
    """A curve from 1 to 12 hinges: y = Σ vₖ · ReLU(x − pₖ), one hidden layer on one input.

    Without the bend the same network is run with 1 to 10 straight layers.

    Args:
        hinges_through: a learner's `hinges(xs, ys)` → (w, b, v, c); it is then what sets them "by the computer".
        collapse: a learner's `collapse(layers)` → (W, b); it then works out the one line that is left.
        **state: place1 to place12 and turn1 to turn12 are also settings, as the sliders have them.
    """

    title = "Bend counter with an off switch"
    goal = (
        "Match “hill and valley” with 3 hinges, set from left to right: loss 0.010 or less. Then remove "
        "the bend, "
        "and try to keep a single kink, with 10 layers if you like."
    )

    target = Choice(*TARGETS, label="Target")
    set_by = Choice(_BY_HAND, _BY_COMPUTER, label="Hinges set")
    hinges = Slider(3, 1, MOST_HINGES, label="hinges", step=1)
    hinge = Slider(1, 1, MOST_HINGES, label="hinge to move", step=1)
    # A pair of sliders for each hinge, of which those of the chosen hinge are shown.
    for _k, _place in enumerate(_PLACES, start=1):
        vars()[f"place{_k}"] = Slider(_place, -2, 2, label=f"kink of hinge {_k} at")
        vars()[f"turn{_k}"] = Slider(float(_k == 1), -6, 6, label=f"turn of hinge {_k}")
    del _k, _place
    no_bend = Toggle(label="remove the bend")
    layers = Slider(1, 1, 10, label="hidden layers", step=1)

    def __init__(
        self,
        *,
        hinges_through: Callable[..., Any] | None = None,
        collapse: Callable[..., Any] | None = None,
        **state: Any,
    ) -> None:
        self._hinges_through, self._collapse = hinges_through, collapse
        super().__init__(**state)

    @property
    def cost(self) -> str:  # type: ignore[override]  # it follows the hinges and the layers
        """The cost of this network."""
        return cost_line(mlp((1, *[int(self.hinges)] * self._layers(), 1)))

    def hidden(self) -> list[str]:
        """The sliders of hinges that are not chosen, and of layers while there is a bend."""
        by_hand = self.set_by == _BY_HAND
        chosen = min(self.hinge, self.hinges) if by_hand else 0
        others = [
            f"{part}{k}" for k in range(1, MOST_HINGES + 1) if k != chosen for part in ("place", "turn")
        ]
        return others + ["hinge"] * (not by_hand) + ["layers"] * (not self.no_bend)

    def model(self) -> Hinges:
        """The network as it is set now."""
        return self._model()[0]

    def scene(self) -> Scene:
        """The target with the curve, and how many kinks it has."""
        model, remark = self._model()
        y = model.straight(_X, layers=self._layers()) if self.no_bend else model.curve(_X)
        kinks = np.empty(0) if self.no_bend else model.kinks(*VIEW)
        target = TARGETS[self.target]
        marks: list[Mark] = [] if self.no_bend else self._hinge_lines(model)
        marks += [
            Line(_X[_COUNTED], target(_X[_COUNTED]), role="ink", width=2, dashed=True),
            Line(_X, y, role="positive", width=3.2),
            Points(kinks, model.curve(kinks), role="ink", size=9),
        ]
        loss = _loss(y, target)
        title = f"loss {format_number(loss, 3)}" + (f" · {self._line_text(model)[0]}" if self.no_bend else "")
        low, high = _HEIGHTS
        if self.no_bend:  # a straight line that runs far from the target stays in sight
            low, high = min(low, y[len(y) // 2] - 1), max(high, y[len(y) // 2] + 1)
        panel = Panel(VIEW, (low, high), tuple(marks), title=title, x_label="x", y_label="y")
        words = self._words(model, kinks, loss) + remark
        facts = {"hinges": len(model.w), "kinks": len(kinks), "loss": loss}
        if self.no_bend:
            facts["slope"], facts["intercept"] = model.line(layers=self._layers())
        return Scene((panel, _kink_gauge(len(kinks), len(model.w))), words, aspect=2.0, facts=facts)

    def code(self) -> str:
        """The widget's state, and its curve in NumPy."""
        model = self.model()
        if self.no_bend:
            lines = "{:.4f} * x + {:.4f}".format(*model.line(layers=self._layers()))
        else:
            w, b, v = (np.round(part, 4).tolist() for part in (model.w, model.b, model.v))
            lines = f"np.maximum(0, np.outer(x, {w}) + {b}) @ {v} + {model.c:.4f}"
        return f"{super().code()}\n\n# the curve in NumPy\nimport numpy as np\n\nx = np.linspace(-2, 2, 9)\n{lines}"

    def __repr__(self) -> str:
        shown = {"target": self.target, "set_by": self.set_by, "hinges": int(self.hinges)}
        if self.set_by == _BY_HAND:
            names = [f"{part}{k}" for k in range(1, int(self.hinges) + 1) for part in ("place", "turn")]
            shown |= {"hinge": int(self.hinge)} | {name: round(getattr(self, name), 10) for name in names}
        if self.no_bend:
            shown |= {"no_bend": True, "layers": int(self.layers)}
        return f"BendCounter({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    def _layers(self) -> int:
        return int(self.layers) if self.no_bend else 1

    def _model(self) -> tuple[Hinges, str]:
        """The network, and a remark where a learner's function made it or failed to."""
        n = int(self.hinges)
        if self.set_by == _BY_HAND:
            places, turns = (
                [getattr(self, f"{part}{k + 1}") for k in range(n)] for part in ("place", "turn")
            )
            return Hinges(np.ones(n), -np.array(places), np.array(turns)), ""
        xs = np.linspace(-2, 2, n + 1)
        ys = TARGETS[self.target](xs)
        if self._hinges_through is None:
            return through(xs, ys), ""
        return _learner_hinges(self._hinges_through, xs, ys)

    def _hinge_lines(self, model: Hinges) -> list[Mark]:
        """A thin line for the share of each hinge; the chosen one is thicker."""
        chosen = int(min(self.hinge, self.hinges)) - 1 if self.set_by == _BY_HAND else -1
        return [
            Line(_X, part, role="accent" if k == chosen else "muted", width=2.2 if k == chosen else 1)
            for k, part in enumerate(model.parts(_X).T)
        ]

    def _line_text(self, model: Hinges) -> tuple[str, str]:
        """The one line that is left, as a formula, and a remark on the learner's collapse of it."""
        slope, intercept = model.line(layers=self._layers())
        text = _line(slope, intercept)
        if self._collapse is None:
            return text, ""
        return text, _collapse_remark(
            self._collapse, model.as_layers(layers=self._layers()), (slope, intercept)
        )

    def _words(self, model: Hinges, kinks: Array, loss: float) -> str:
        n, distance = (
            len(model.w),
            f"The loss against the target “{self.target}” is {format_number(loss, 3)}.",
        )
        distance += f" {_TARGET_TEXTS[self.target]}"
        if self.no_bend:
            text, remark = self._line_text(model)
            layers = "one hidden layer" if self._layers() == 1 else f"{self._layers()} hidden layers"
            return f"No bend, {layers}, no kink: one straight line, {text}. {distance}{remark}"
        at = f" at x = {', '.join(format_number(x, 2) for x in kinks)}" if len(kinks) else ""
        pieces = format_count(len(kinks) + 1, "straight piece")
        return f"{format_count(n, 'hinge')}, {format_count(len(kinks), 'kink')}{at}, {pieces}.{_points_text(model, kinks)} {distance}"


def _points_text(model: Hinges, kinks: Array) -> str:
    """The points that the curve joins, as long as they are few."""
    if len(kinks) > 6:
        return ""
    xs = np.unique([-2.0, *kinks[np.abs(kinks) < 2], 2.0])
    points = [
        f"({format_number(x, 2)}, {format_number(y, 2)})" for x, y in zip(xs, model.curve(xs), strict=True)
    ]
    return f" The curve runs straight through {', '.join(points[:-1])} and {points[-1]}."


def _loss(y: Array, target: Callable[[Array], Array]) -> float:
    """Mean squared distance from the target over [−2, 2]."""
    return float(np.mean((y - target(_X))[_COUNTED] ** 2))


def _line(slope: float, intercept: float) -> str:
    size = format_number(abs(intercept), 2)
    return f"y = {format_number(slope, 2)}·x {'−' if format_number(intercept, 2).startswith('−') else '+'} {size}"


def _kink_gauge(kinks: int, hinges: int) -> Panel:
    return gauge(
        Bar("you", kinks, str(kinks)),
        Bar("at most", hinges, str(hinges)),
        reached=kinks == hinges,
        top=1.2 * hinges + 0.4,
        gap=0.06 * hinges + 0.1,
        title="kinks",
        share=0.5,
    )


def _learner_hinges(make: Callable[..., Any], xs: Array, ys: Array) -> tuple[Hinges, str]:
    """The learner's hinges where they pass through the points, else the course's; with a remark."""
    shown = ", so the course's own are shown."

    def run() -> tuple[Hinges, Array]:
        w, b, v, c = make(xs.copy(), ys.copy())
        w, b, v = (np.array(part, dtype=np.float64) for part in (w, b, v))
        if w.ndim != 1 or not w.shape == b.shape == v.shape:
            raise ArgumentError("w, b and v need one entry for each hinge")
        hinges = Hinges(w, b, v, float(c))
        return hinges, hinges.curve(xs)

    answer, failure = guarded(run, "Your hinges gave no curve", shown)
    if answer is None:
        return through(xs, ys), failure
    found, heights = answer
    if not np.allclose(heights, ys, atol=1e-5):
        k = int(np.argmax(~np.isclose(heights, ys, atol=1e-5)))
        y, x, expected = (format_number(value, 2) for value in (heights[k], xs[k], ys[k]))
        return through(xs, ys), f" Your hinges give y = {y} at x = {x}, expected {expected}{shown}"
    return found, " The hinges are your own function's."


def _collapse_remark(
    collapse: Callable[..., Any], layers: list[tuple[Array, Array]], want: tuple[float, float]
) -> str:
    """A remark on the line to which a learner's function collapses the layers."""
    found, failure = guarded(
        lambda: [
            float(np.asarray(x).reshape(())) for x in collapse([(w.copy(), b.copy()) for w, b in layers])
        ],
        "Your collapse gave no line",
    )
    if found is None:
        return failure
    if len(found) == 2 and np.allclose(found, want, atol=1e-6):
        return " Your own collapse found the same line."
    return f" Your collapse gives {_line(*found[:2]) if len(found) == 2 else 'no pair'} instead."
