"""A control to draw a curve on: one height at each of 65 places of x. Its value is the text of `quiz.CurveRange`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import traitlets

from coursekit.quiz import CurveRange
from coursekit.quiz.drawn_curves import LEVELS, PLACES, Array
from coursekit.scenes import Line, Mark, Panel, Scene
from coursekit.widgets.core.controls import Control


class Curve(Control, traitlets.TraitType[str, str]):
    """A curve over x, drawn with pointer, finger or keyboard; starts empty, or with one of its presets.

    Args:
        label: its name.
        x: its range, (lowest, highest).
        y: the range of heights.
        axes: the names of x and y.
        presets: label of a button → the curve that it draws, x (65,) → y (65,).
        start: the preset that is drawn at first; empty for none.
    """

    kind = "curve"

    def __init__(
        self,
        *,
        label: str,
        x: tuple[float, float],
        y: tuple[float, float],
        axes: tuple[str, str] = ("x", "y"),
        presets: Mapping[str, Callable[[Array], Array]] | None = None,
        start: str = "",
    ) -> None:
        self.range = CurveRange(x, y)
        self.presets = {
            name: self.range.value(draw(self.range.places())) for name, draw in (presets or {}).items()
        }
        super().__init__(self.presets[start] if start else "")
        self._label(label)
        self.axes = dict(zip(("x_label", "y_label"), axes, strict=True))

    def validate(self, obj: Any, value: Any) -> str:  # noqa: ARG002 - traitlets fixes the signature
        """Return a value in its shortest form; raise ArgumentError for anything else."""
        return self.range.check(value)

    def spec(self) -> dict[str, Any]:
        """The properties from which the browser builds the pad."""
        return {**super().spec(), **pad_spec(self.range), **self.axes, "presets": [*self.presets.items()]}


def pad_spec(space: CurveRange) -> dict[str, Any]:
    """The properties that every pad for a curve has."""
    return {"x": [*space.x], "y": [*space.y], "places": PLACES, "levels": LEVELS}


def curve_scene(
    space: CurveRange, value: str, *, truth: str = "", x_label: str = "x", y_label: str = "y"
) -> Scene:
    """A drawn curve, and the true one over it, dashed, where there is one."""
    xs = space.places()
    marks: list[Mark] = []
    words = space.words(value)
    if value:
        marks.append(Line(xs, space.heights(value), role="positive", width=3))
    if truth:
        marks.append(Line(xs, space.heights(truth), role="ink", width=2.5, dashed=True))
        words += f" {space.words(truth, 'The true curve, dashed,')}"
    panel = Panel(space.x, space.y, tuple(marks), x_label=x_label, y_label=y_label)
    return Scene((panel,), words, aspect=1.8)
