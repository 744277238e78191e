"""The playground as a scene: what a saved notebook keeps of it, in a picture and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.formatting import format_count, format_number, format_percent, format_rough
from coursekit.scenes import HeatMap, Line, Mark, Panel, Points, Role, Scene, Text
from coursekit.widgets.playground.panel import DATA_NAMES, SPOKEN, written
from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import SIDE

Array = npt.NDArray[Any]
_HALF = 0.36  # half the side of a unit, in places of the network's panel
_SPAN = (-SIDE, SIDE)


def levels(values: Array) -> Array:
    """Surfaces (…, side, side) on the scale of a heat map, −1 to 1: one with larger values is paler all over."""
    largest = np.abs(values).max(axis=(-2, -1), keepdims=True)
    return np.asarray(values / np.maximum(largest, 1.0))


def scene(session: Session, side: int, *, words: str) -> Scene:
    """Network, output and losses side by side."""
    panels = (_network(session, side), _output(session, side), _losses(session))
    return Scene(panels, words, aspect=2.9, facts=facts(session))


def facts(session: Session) -> dict[str, float]:
    """The numbers behind the words; scores that do not exist are left out."""
    scores = session.scores
    found = {
        "steps": session.steps,
        "epochs": session.epochs,
        **scores._asdict(),
        "dead units": dead_count(session),
    }
    return {name: float(value) for name, value in found.items() if np.isfinite(value)}


def dead_count(session: Session) -> int:
    """The number of units that no training point can move any more."""
    return sum(map(len, session.dead_units()))


def dead_layer(session: Session, dead_units: Sequence[Sequence[int]]) -> str:
    """Say which hidden layer lets no gradient pass, and what helps; empty where there is none, or the loss diverged."""
    s = session.settings
    for number, (dead, units) in enumerate(zip(dead_units, s.hidden, strict=True), 1):
        if len(dead) == units and not session.diverged:
            some = f"All {units} units" if units > 1 else "The only unit"
            what = f"{some} of hidden layer {number} {'are' if units > 1 else 'is'} dead"
            helps = "Press Rewind; your settings stay." if session.steps and s.init != "zero" else ""
            return f"{what}: the slope is 0 at every training point, so no gradient passes. {helps}".rstrip()
    return ""


def in_words(session: Session) -> str:
    """The state in sentences."""
    s = session.settings
    inside = ", ".join(SPOKEN[name][0] for name in s.features)
    some = "a hidden layer" if len(s.hidden) == 1 else "hidden layers"
    layers = f"{some} of {', '.join(map(str, s.hidden))}" if s.hidden else "no hidden layer"
    bend = f" (activation: {written(s.activation)})" if s.hidden else ""
    units = session.dead_units()
    stuck = dead_layer(session, units)
    dead = 0 if stuck else sum(map(len, units))
    sentences = [
        f"Data: {DATA_NAMES[s.data]}, {len(session.data.X_train)} points to train on and {len(session.data.X_test)} to test with",
        f"The network has the inputs {inside} and {layers}{bend}",
        f"After {format_count(int(session.epochs), 'epoch')}: {numbers(session)}",
        *([f"Your own: {', '.join(session.own)}"] if session.own else []),
        *([session.remark.rstrip(".")] if session.remark else []),
        *([f"{format_count(dead, 'unit')} {'is' if dead == 1 else 'are'} dead"] if dead else []),
    ]
    return " ".join([". ".join(sentences) + ".", stuck]).rstrip()


def numbers(session: Session) -> str:
    """The scores in a line."""
    scores = session.history.scores[-1] if session.history.epochs[-1] == session.epochs else session.scores
    parts = (
        ("training", scores.train_loss, scores.train_accuracy),
        ("test", scores.test_loss, scores.test_accuracy),
    )
    return ", ".join(
        f"{name} loss {format_loss(loss)}"
        + (f" ({format_percent(right)} right)" if np.isfinite(right) else "")
        for name, loss, right in parts
        if name == "training" or np.isfinite(loss)
    )


def format_loss(loss: float) -> str:
    """A loss with three decimals, so that it doesn't jump while it falls; small and huge ones with two digits."""
    if 0 < loss < 0.0001:
        return "below 0.0001"
    return format_number(loss, 3) if 0.001 <= loss < 1000 else format_rough(loss)


def _network(session: Session, side: int) -> Panel:
    """Heat maps in columns, weights as lines between them: dashed where negative."""
    s, maps = session.settings, session.heat_maps(side)
    tall = max(*s.sizes, 3)
    columns = [list(maps.features), *map(list, maps.units), [maps.output]]

    def place(column: int, unit: int) -> tuple[float, float]:
        return column * 1.6, tall - (unit + 0.5) * tall / len(columns[column])

    marks: list[Mark] = []
    for layer, weights in enumerate(session.weights):
        for unit, row in enumerate([] if weights is None else weights.weight):
            for source, weight in enumerate(row):
                (x0, y0), (x1, y1) = place(layer, source), place(layer + 1, unit)
                role: Role = "negative" if weight < 0 else "positive"
                width = 0.5 + 1.2 * min(4.0, abs(float(weight)))
                ends = np.array([x0 + _HALF, x1 - _HALF]), np.array([y0, y1])
                marks.append(Line(*ends, role, width, dashed=bool(weight < 0)))
    for column, units in enumerate(columns):
        for unit, values in enumerate(units):
            x, y = place(column, unit)
            marks.append(HeatMap(levels(values), (x - _HALF, x + _HALF), (y - _HALF, y + _HALF)))
    for unit, name in enumerate(s.features):
        x, y = place(0, unit)
        marks.append(Text(x - _HALF - 0.12, y, SPOKEN[name][0], align="right"))
    right = (len(columns) - 1) * 1.6 + 0.6
    return Panel(
        (-1.7, right), (0.0, float(tall)), tuple(marks), title="network", axes=False, square=True, share=1.2
    )


def _output(session: Session, side: int) -> Panel:
    data = session.data
    marks: list[Mark] = [HeatMap(levels(session.heat_maps(side).output), _SPAN, _SPAN)]
    middle = 0.0 if session.settings.task == "regression" else 0.5
    for X, y, filled in ((data.X_test, data.y_test, False), (data.X_train, data.y_train, True)):
        for low in (True, False):
            part = X[(y < middle) == low]
            marks.append(
                Points(
                    part[:, 0],
                    part[:, 1],
                    "negative" if low else "positive",
                    "square" if low else "circle",
                    7,
                    filled,
                )
            )
    return Panel(_SPAN, _SPAN, tuple(marks), title="output", x_label="x₁", y_label="x₂", square=True)


def _losses(session: Session) -> Panel:
    history = session.history
    epochs = np.asarray(history.epochs)
    curves = {name: np.asarray(history.curve(f"{name}_loss")) for name in ("train", "test")}
    top = (
        max(0.05, *(float(np.nanmax(curve)) for curve in curves.values() if np.isfinite(curve).any())) * 1.08
    )
    marks = (
        Line(epochs, curves["test"], "accent", 2.0, dashed=True),
        Line(epochs, curves["train"], "good", 2.0),
    )
    title = "loss: training solid, test dashed"
    return Panel((0.0, max(1.0, float(epochs[-1]))), (0.0, top), marks, title=title, x_label="epoch")
