"""The still pictures of lesson 3, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from coursekit.engine import cost
from coursekit.scenes import Arrow, HeatMap, Line, Mark, Node, Panel, Role, Scene, Text
from coursekit.widgets import squared_sheet, ten_neurons
from coursekit.widgets.core.digit_panels import signs

_TURN = np.deg2rad(30)


def sheet_after(bend: str) -> Scene:
    """A sheet of graph paper after a layer.

    The sheet is turned by 30°; then `bend` acts on both coordinates: "relu", "none", "absolute" or "smooth".
    """
    flat = squared_sheet((-1.0, 1.0))
    turn = np.array([[np.cos(_TURN), np.sin(_TURN)], [-np.sin(_TURN), np.cos(_TURN)]])
    z = flat @ turn
    bends = {
        "relu": np.maximum(0.0, z),
        "none": z,
        "absolute": np.abs(z),
        "smooth": np.log1p(np.exp(5 * z)) / 5,
    }
    h = bends[bend]
    panel = Panel(
        (-1.5, 1.5), (-1.5, 1.5), (Line(h[:, 0], h[:, 1], role="positive", width=1.6),), square=True,
        x_label="h₁", y_label="h₂",
    )  # fmt: skip
    words = {
        "relu": "One corner of the turned sheet stays, the rest lies pressed on the two axes.",
        "none": "The sheet is turned, whole and flat.",
        "absolute": "The sheet is folded along both axes; its quarters lie on each other.",
        "smooth": "The sheet is drawn towards the corner without a crease.",
    }
    return Scene((panel,), words[bend], aspect=1.15)


def ten_paintings() -> Scene:
    """What training painted for each of the ten digits."""
    W, _ = ten_neurons()
    marks: list[Mark] = []
    for digit, weights in enumerate(W.T):
        x, y = 9.0 * (digit % 5), 10.5 * (1 - digit // 5)
        grid = np.clip(1.4 * weights.reshape(8, 8)[::-1] / np.abs(W).max(), -1, 1)
        sign = signs(grid)
        marks.append(HeatMap(grid, (x, x + 8), (y, y + 8), style="squares"))
        marks.append(Line(sign.x + x, sign.y + y, role="ink", width=1.0))
        marks.append(_stroke((x, y), (x + 8, y), (x + 8, y + 8), (x, y + 8), (x, y), role="muted"))
        marks.append(Text(x + 4, y + 8.8, f"{digit}?", align="center", bold=True))
    middle = W.reshape(8, 8, 10)[3:5, 3:5, 0].mean()
    words = (
        "Ten pictures of 8 × 8 weights, one for each digit from 0 to 9; blue squares speak for the digit and orange ones against it. "
        f"The weights of the 0 are below zero in its middle, {middle:.1f} on average."
    ).replace("-", "−")
    return Scene(
        (Panel((-0.5, 44.5), (-0.5, 20.5), tuple(marks), axes=False, square=True),), words, aspect=2.1
    )


def drawing_2432() -> Scene:
    """A network of sizes 2-4-3-2."""
    return _network((2, 4, 3, 2), told=False)


def drawing_3331() -> Scene:
    """A network of sizes 3-3-3-1."""
    return _network((3, 3, 3, 1), told=True)


def chain_of_weighers() -> Scene:
    """A chain of weighers: each row passes its results on."""
    names = ("inputs", "weigh, sum, bend", "weigh, sum, bend", "weigh, sum")
    columns = (1.2, 4.2, 7.2, 9.8)
    counts = (3, 4, 3, 1)
    marks: list[Mark] = []
    for (x, n), (x_next, n_next) in pairwise(zip(columns, counts, strict=True)):
        marks += [Arrow((x, y), (x_next, z), width=1.1, gap=19) for y in _rows(n) for z in _rows(n_next)]
    for k, (x, n, name) in enumerate(zip(columns, counts, names, strict=True)):
        role: Role = "ink" if k == 0 else "accent" if k < len(columns) - 1 else "good"
        marks += [Node(x, y, "", role=role, size=36, filled=k > 0) for y in _rows(n)]
        marks.append(Text(x, 0.35, name, role="muted", align="center"))
    marks += [
        Text(4.2, 5.75, "first row", align="center", bold=True),
        Text(7.2, 5.75, "second row", align="center", bold=True),
    ]
    words = (
        "Three inputs, a row of four weighers, a row of three, one at the end. Every weigher of a row reads all results of "
        "the row before it, weighs and sums them, bends the sum, and passes it forward. The last one does not bend."
    )
    return Scene((Panel((0, 11), (0, 6), tuple(marks), axes=False),), words, aspect=2.2)


def feature_hierarchy() -> Scene:
    """Edges, textures, parts, objects."""
    names = ("edges", "textures", "parts", "objects")
    notes = ("often seen", "tendencies", "varies", "varies")
    told = (
        (1.4, "early layers", "spelling, word forms"),
        (5.75, "middle layers", "grammar, who did what"),
        (10.1, "late layers", "what comes next"),
    )
    marks: list[Mark] = []
    for k, (name, note) in enumerate(zip(names, notes, strict=True)):
        x = 1.4 + 2.9 * k
        if k:
            marks.append(Arrow((x - 1.85, 4.3), (x - 1.1, 4.3), width=2))
        marks += [*_icon(k, x, 4.3), Text(x, 2.95, name, align="center", bold=True, size=15)]
        marks.append(Text(x, 2.5, note, role="muted", align="center"))
    for x, layers, said in told:
        marks.append(Text(x, 1.35, layers, align="center", bold=True))
        marks.append(Text(x, 0.9, said, role="muted", align="center"))
    marks += [
        Text(0.1, 5.75, "image networks", role="muted"),
        Text(0.1, 1.95, "language models, as it is often told", role="muted"),
    ]
    words = (
        "Four boxes for image networks: edges, textures and patterns, parts, objects. Below, as it is often told of language "
        "models: early layers with spelling and word forms, middle layers with grammar and who did what, late layers with what comes next. "
        "The small words below the boxes: edges are often seen, textures are tendencies, parts and objects vary. It is an "
        "illustration, not a law."
    )
    return Scene((Panel((-0.3, 11.8), (0.3, 6.2), tuple(marks), axes=False),), words, aspect=2.2)


def _network(sizes: Sequence[int], *, told: bool) -> Scene:
    """Layers of circles with an arrow for every weight; with `told` the count stands below each layer."""
    columns = np.linspace(1.0, 9.5, len(sizes))
    marks: list[Mark] = []
    for (x, n), (x_next, n_next) in pairwise(zip(columns, sizes, strict=True)):
        marks += [Arrow((x, y), (x_next, z), width=1.1, gap=18) for y in _rows(n) for z in _rows(n_next)]
        if told:
            middle = (x + x_next) / 2
            biases = f"+ {n_next} bias{'es' * (n_next > 1)}"
            marks.append(Text(middle, 0.75, f"{n} · {n_next} weights", align="center", bold=True))
            marks.append(Text(middle, 0.3, biases, align="center", bold=True))
    kinds = ["input", *["hidden"] * (len(sizes) - 2), "output"]
    for x, n, kind in zip(columns, sizes, kinds, strict=True):
        role: Role = {"input": "ink", "hidden": "accent", "output": "good"}[kind]  # type: ignore[assignment]
        marks += [Node(x, y, "", role=role, size=34, filled=kind != "input") for y in _rows(n)]
        marks.append(Text(x, 5.75, kind, role="muted", align="center"))
    bill = cost.mlp(sizes)
    neurons, weights = sum(sizes[1:]), bill.multiply_adds
    arrows = " + ".join(f"{n} · {m}" for n, m in pairwise(sizes))
    words = (
        f"From left to right: {sizes[0]} inputs, hidden layers of {' and '.join(map(str, sizes[1:-1]))} neurons, {sizes[-1]} "
        f"output{'s' * (sizes[-1] > 1)}. An arrow runs from every circle to every circle of the next column. An arrow is a weight"
    )
    if told:
        words += (
            f": {arrows} = {weights}. The {neurons} neurons have {neurons} biases. Together {bill.parameters} parameters, "
            f"{bill.weight_bytes():.0f} bytes in 32 bit, {weights} multiply-adds."
        )
    else:
        words += ", and every circle that computes something has a bias."
    return Scene((Panel((0, 10.5), (0, 6), tuple(marks), axes=False),), words, aspect=2.0)


def _rows(n: int) -> list[float]:
    """Heights of n circles around the middle."""
    return [3.05 + 1.2 * (k - (n - 1) / 2) for k in range(n)]


def _icon(k: int, x: float, y: float) -> list[Mark]:
    """A frame with a few lines in it: edges, a texture, parts, an object."""
    frame = _stroke(
        (x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1), (x - 1, y - 1), role="muted"
    )
    inside = (_edges, _texture, _parts, _cat)[k]()
    return [frame, *(Line(line.x + x, line.y + y, role=line.role, width=line.width) for line in inside)]


def _edges() -> list[Line]:
    return [
        _stroke((-0.7, -0.6), (-0.2, 0.6)),
        _stroke((0.1, 0.3), (0.8, 0.1)),
        _stroke((0.4, -0.8), (0.4, -0.2)),
    ]


def _texture() -> list[Line]:
    steps = np.linspace(-0.7, 0.7, 5).tolist()
    upright = [_stroke((step, -0.8), (step, 0.8)) for step in steps]
    return upright + [_stroke((-0.8, step), (0.8, step)) for step in steps]


def _parts() -> list[Line]:
    eyes = [_ring(side * 0.45, 0.3, 0.35, 0.2) for side in (-1, 1)]
    return [*eyes, _stroke((-0.25, -0.5), (0, -0.2), (0.25, -0.5))]


def _cat() -> list[Line]:
    ears = [_stroke((s * 0.62, 0.3), (s * 0.7, 0.9), (s * 0.2, 0.62)) for s in (-1, 1)]
    eyes = [_ring(s * 0.27, 0.15, 0.09, 0.09) for s in (-1, 1)]
    nose = _stroke((-0.1, -0.12), (0, -0.25), (0.1, -0.12), (-0.1, -0.12))
    return [_ring(0, 0, 0.7, 0.7), *ears, *eyes, nose]


def _stroke(*points: tuple[float, float], role: Role = "accent") -> Line:
    xs, ys = np.array(points, dtype=float).T
    return Line(xs, ys, role=role, width=1.8)


def _ring(x: float, y: float, wide: float, tall: float) -> Line:
    turn = np.linspace(0, 2 * np.pi, 40)
    return Line(x + wide * np.cos(turn), y + tall * np.sin(turn), width=1.8)
