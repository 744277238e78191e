"""The still pictures of lesson 2, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

import numpy as np

from coursekit.formatting import format_significant
from coursekit.scenes import Arrow, Line, Mark, Node, Panel, Points, Role, Scene, Text
from coursekit.widgets import Hinges, bent
from coursekit.widgets.nonlinearity.reader_training import shares as shares_of

_X = np.linspace(-2, 2, 201)
_WIDE = np.linspace(-4, 4, 321)

LINES = ((2.0, 1.0), (3.0, -4.0))
"""Slope and intercept of the two neurons without a bend, first to last."""

TENT = Hinges(np.array([1.0, 1.0]), np.array([0.0, -1.0]), np.array([1.0, -2.0]))
"""max(0, x) − 2·max(0, x − 1)."""

TRIO = Hinges(np.ones(3), np.array([1.5, 0.5, -1.0]), np.array([1.0, -2.0, 2.5]))
"""The three hinges from which the prediction takes the bend."""


def line_after_line() -> Scene:
    """Two neurons without a bend, one after the other."""
    (w1, b1), (w2, b2) = LINES
    curves = (w1 * _X + b1, w2 * _X + b2, w2 * (w1 * _X + b1) + b2)
    titles = ("first: 2x + 1", "second: 3x − 4", "first, then second")
    panels = tuple(
        Panel((-2, 2), (-14, 12), (Line(_X, y, role=role, width=3),), title=title, x_label="input")
        for title, y, role in zip(titles, curves, _roles("muted", "muted", "positive"), strict=True)
    )
    words = (
        "Three straight lines over inputs from −2 to 2. The first is at 1 for the input 0 and rises by 2 for each "
        "step to the right. The second is at −4 and rises by 3. One after the other they are at −1 and rise by 6, and "
        "there is no bend."
    )
    return Scene(panels, words, aspect=2.9)


def two_hinges() -> Scene:
    """Two hinges and their sum."""
    x = np.linspace(-1, 3, 201)
    parts = TENT.parts(x)
    titles = ("max(0, x)", "−2 · max(0, x − 1)", "the sum")
    panels = tuple(
        Panel(
            (-1, 3),
            (-4.1, 3.1),
            (Line(x, y, role=role, width=3),),
            title=title,
            x_label="x",
            x_ticks=_marked(-1, 0, 1, 2, 3),
        )
        for title, y, role in zip(
            titles,
            (parts[:, 0], parts[:, 1], TENT.curve(x)),
            _roles("muted", "muted", "positive"),
            strict=True,
        )
    )
    words = (
        "The first hinge is flat until 0 and then rises. The second is flat until 1 and then falls twice as "
        "steeply. Their sum is flat at 0, rises from x = 0 to the height 1 at x = 1, and falls through 0 at x = 2: two kinks, "
        "three straight pieces."
    )
    return Scene(panels, words, aspect=2.9)


def hidden_layer() -> Scene:
    """The two hinges as a network."""
    rows, marks = (3.7, 1.3), list[Mark]()
    for row, b, v in zip(rows, TENT.b, TENT.v, strict=True):
        role: Role = "positive" if v > 0 else "negative"
        outside = 1 if row > 2.5 else -1  # above the upper neuron, below the lower one
        marks += [
            Arrow((1.2, 2.5), (4.6, row), gap=27),
            Arrow((4.6, row), (8.0, 2.5), role=role, width=1 + abs(v), gap=27),
            Node(4.6, row, "bend", size=54),
            Text(2.75, (2.5 + row) / 2 + 0.4 * outside, "× 1", align="center"),
            Text(
                6.5,
                (2.5 + row) / 2 + 0.4 * outside,
                f"× {format_significant(v)}" if v > 0 else f"× ({format_significant(v)})",
                role=role,
                align="center",
                bold=True,
            ),
            Text(
                4.6,
                row + 1.25 * outside,
                f"bias {format_significant(b)}",
                role="accent",
                align="center",
                bold=True,
            ),
        ]
    marks += [
        Node(1.2, 2.5, "x", size=54),
        Node(8.0, 2.5, "sum", role="positive", size=54, filled=True),
        Text(1.2, -0.8, "input", role="muted", align="center"),
        Text(4.6, -0.8, "two neurons with a bend", role="muted", align="center"),
        Text(8.0, -0.8, "output", role="muted", align="center"),
    ]
    words = (
        "One input x goes to two neurons. The first has weight 1 and bias 0, the second weight 1 and bias "
        "−1; both "
        "bend with ReLU. The output adds the first times 1 and the second times −2. No number skips the bend."
    )
    return Scene((Panel((0, 9.6), (-1.1, 5.3), tuple(marks), axes=False),), words, aspect=2.1)


def bend_of_bends() -> Scene:
    """A neuron that bends the sum of two hinges."""
    x = np.linspace(-1, 3, 401)
    lowered = TENT.curve(x) - 0.5
    curves = (TENT.curve(x), lowered, np.maximum(0, lowered))
    titles = ("the tent", "minus 0.5", "… and bent once more")
    places = ((0, 1), (0, 1), (0.5, 1, 1.5))
    panels = tuple(
        Panel(
            (-1, 3),
            (-2.1, 1.6),
            (
                Line(x, y, role=role, width=3),
                Points(np.array(at, float), np.interp(at, x, y), role="ink", size=9),
            ),
            title=title,
            x_label="x",
            x_ticks=_marked(-1, 0, 1, 2, 3),
        )
        for title, y, at, role in zip(
            titles, curves, places, _roles("muted", "muted", "positive"), strict=True
        )
    )
    words = (
        "The tent is flat at 0, rises from x = 0 to the height 1 at x = 1 and falls from there on. Lowered by 0.5 it crosses zero at "
        "0.5 on its way up and at 1.5 on its way down. Bent once more, the curve is 0 up to 0.5, rises to 0.5 at x = 1, falls to 0 at "
        "1.5 and stays there. Dots mark the kinks."
    )
    return Scene(panels, words, aspect=2.9)


def linear_activation(activation: str = "none", *, refit: bool = False) -> Scene:
    """Three hinges with another activation.

    The dashed curve is theirs with ReLU. `refit` draws the straight line that lies nearest to it instead.
    """
    before = TRIO.curve(_X)
    if refit:
        after = np.polyval(np.polyfit(_X, before, 1), _X)
    else:
        after = bent(activation, _X[:, None] * TRIO.w + TRIO.b) @ TRIO.v
    places = TRIO.kinks(-2, 2)
    marks = (
        Line(_X, before, role="muted", width=2, dashed=True),
        Line(_X, after, role="positive", width=3.2),
        Points(places, TRIO.curve(places), role="muted", size=8),
    )
    words = (
        "Dashed, a curve that joins (−2, 0), (−1.5, 0), (−0.5, 1), (1, −0.5) and (2, 1): three kinks. The solid line is "
        "what the three hinges draw after the change."
    )
    return Scene((Panel((-2, 2), (-3.6, 2.6), marks, x_label="x"),), words, aspect=1.3)


def bend_family() -> Scene:
    """Six bends: corners, rounded corners, and S-curves."""
    pairs = (("ReLU", "Leaky ReLU"), ("GELU", "SiLU"), ("tanh", "sigmoid"))
    ranges = ((-1.0, 4.0), (-1.0, 4.0), (-1.25, 1.25))
    panels = tuple(
        Panel(
            (-4, 4),
            y_range,
            (
                Line(_WIDE, bent(first, _WIDE), role="positive", width=3),
                Line(_WIDE, bent(second, _WIDE), role="negative", width=3, dashed=True),
            ),
            title=f"{first}, dashed {second}",
            x_label="z",
            x_ticks=_marked(-4, -2, 0, 2, 4),
        )
        for (first, second), y_range in zip(pairs, ranges, strict=True)
    )
    words = (
        "Three pictures for z from −4 to 4. ReLU is 0 below zero and z above; Leaky ReLU goes on below zero with a small "
        "slope, drawn here as 0.1. GELU and SiLU look like a ReLU with a rounded corner that dips below zero, SiLU deeper. "
        "Tanh is an S from −1 to 1, through 0 in the middle. The sigmoid is a flatter S from 0 to 1, through one half."
    )
    return Scene(panels, words, aspect=2.7)


def straight_splits() -> Scene:
    """Odd or even on 20 splits: one neuron, and eight without a bend."""
    return _splits("neuron", "straight")


def bent_splits() -> Scene:
    """Odd or even on 20 splits: with the bend."""
    return _splits("neuron", "straight", "bent")


_READERS = {"neuron": "one neuron", "straight": "8 + 1, no bend", "bent": "8 + 1, ReLU"}


def _splits(*kinds: str) -> Scene:
    marks: list[Mark] = []
    told = []
    for place, kind in enumerate(kinds):
        shares = 100 * np.sort(shares_of(kind))
        role: Role = "positive" if kind == "bent" else "muted"
        beside = place + np.linspace(-0.18, 0.18, len(shares))
        mean = float(shares.mean())
        marks += [
            Points(beside, shares, role=role, size=7),
            Line(np.array([place - 0.3, place + 0.3]), np.array([mean, mean]), role="ink", width=2.5),
            Text(place + 0.33, mean, f"{mean:.1f}", bold=True),
        ]
        told.append(
            f"{_READERS[kind]} between {shares[0]:.1f} and {shares[-1]:.1f}, in the mean {mean:.1f} %"
        )
    ticks = tuple((float(place), _READERS[kind]) for place, kind in enumerate(kinds))
    panel = Panel(
        (-0.6, len(kinds) - 0.3), (86, 100), tuple(marks), y_label="new digits right, %", x_ticks=ticks
    )
    return Scene(
        (panel,), f"A dot for each of 20 splits, and a line at their mean: {'; '.join(told)}.", aspect=1.7
    )


def _roles(*roles: Role) -> tuple[Role, ...]:
    return roles


def _marked(*places: float) -> tuple[tuple[float, str], ...]:
    return tuple((place, format_significant(place)) for place in places)
