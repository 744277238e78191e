"""The still pictures of lesson 4, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

import numpy as np

from coursekit.formatting import format_power
from coursekit.scenes import Arrow, Line, Mark, Node, Panel, Points, Scene, Text
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, first_active_steps
from coursekit.widgets.backprop.dead_units import STEPS as TRAINED
from coursekit.widgets.backprop.deep_network import gradient_profile
from coursekit.widgets.backprop.gradient_thermometer import thermometer

NETWORKS = 9


def four_steps() -> Scene:
    """Four steps, over and over."""
    steps = (
        ("forward", "guess"),
        ("loss", "how wrong?"),
        ("backward", "which way?"),
        ("update", "a small step"),
    )
    places = [(1.4, 2.2), (4.0, 2.2), (6.6, 2.2), (9.2, 2.2)]
    marks: list[Mark] = []
    for k, ((name, does), (x, y)) in enumerate(zip(steps, places, strict=True)):
        here = name == "backward"
        marks += [
            Node(x, y, name, role="accent" if here else "ink", size=84, filled=here),
            Text(x, y - 1.15, does, role="muted", align="center"),
        ]
        if k:
            marks.append(Arrow(places[k - 1], (x, y), gap=45))
    marks += [
        Line(np.array([9.2, 9.2, 1.4, 1.4]), np.array([3.05, 3.7, 3.7, 3.3]), role="muted", width=1.8),
        Arrow((1.4, 3.6), (1.4, 3.02)),
        Text(5.3, 3.95, "again, with the changed weights", role="muted", align="center"),
    ]
    words = (
        "Four circles in a row, joined to a ring: forward makes a guess, loss says how wrong it is, backward says "
        "which way each weight should go, update takes a small step. Then it starts again. Backward is marked."
    )
    return Scene((Panel((0, 10.6), (0.6, 4.2), tuple(marks), axes=False),), words, aspect=2.9)


def minus_log() -> Scene:
    """What a probability costs."""
    p = np.linspace(0.005, 1, 200)
    chosen = np.array([0.9, 0.5, 0.01])
    marks: list[Mark] = [
        Line(p, -np.log(p), role="positive", width=3),
        Points(chosen, -np.log(chosen), role="negative", size=11),
    ]
    for each, side in zip(chosen, (0.3, 0.3, 0.0), strict=True):
        marks.append(
            Text(float(each) + 0.025, float(-np.log(each)) + side, f"{each:g} costs {-np.log(each):.2f}")
        )
    panel = Panel((0, 1.15), (0, 5.2), tuple(marks), x_label="probability of the right class", y_label="loss")
    words = (
        "The loss against the probability of the right class: a curve that falls, steeply at first, from far up on the "
        "left to 0 at probability 1. "
        f"0.9 costs {-np.log(0.9):.2f}, 0.5 costs {-np.log(0.5):.2f}, 0.01 costs {-np.log(0.01):.2f}."
    )
    return Scene((panel,), words, aspect=2.2)


def gradient_by_layer(start: str) -> Scene:
    """The gradient in twenty layers."""
    found = gradient_profile(start)
    panel = thermometer(found.activations, what="length of the gradient")
    return Scene(
        (panel,), f"Twenty dots, one for each layer. Layer 1 has {format_power(found.ratio)}.", aspect=1.15
    )


def nine_networks() -> Scene:
    """Nine networks at each spread."""
    rows, middles = [], []
    for start in ("0.05", "Xavier", "He", "0.3"):
        found = np.log10([gradient_profile(start, seed=seed).ratio for seed in range(NETWORKS)])
        least, middle, most = (format_power(10**each) for each in np.percentile(found, (0, 50, 100)).tolist())
        middles.append(f"spread {start}: {middle} ({least} to {most})")
        rows.append((f"spread {start}", found, np.full(NETWORKS, True)))
    ticks = tuple((float(k), format_power(10.0**k)) for k in range(-8, 9, 4))
    words = (
        "What layer 1 gets, as a multiple of what layer 20 gets. Four rows of nine dots, each row a narrow group. The middle "
        f"of each, and its ends: {'; '.join(middles)}."
    )
    return Scene(
        (_strip(rows, (-12.0, 8.5), ticks, "gradient of layer 1, as a multiple of that of layer 20"),),
        words,
        aspect=2.9,
    )


def nine_starts() -> Scene:
    """When the unit came back, from nine starts."""
    rows, told = [], []
    for name, where, below in (
        ("first layer", FIRST, 0.1),
        ("second, 0.1 below 0", SECOND, 0.1),
        ("second, 0.5 below", SECOND, 0.5),
        ("second, 1.0 below", SECOND, 1.0),
    ):
        found = first_active_steps(where, below=below)
        back = np.array([step is not None for step in found])
        rows.append((name, np.array([TRAINED + 30 if step is None else step for step in found], float), back))
        when = (
            f", at step{'s' * int(back.sum() > 1)} {_listed([step for step in found if step is not None])}"
            if back.any()
            else ""
        )
        told.append(f"{name}: {back.sum()} of {NETWORKS} came back{when}")
    ticks = tuple((float(k), str(k)) for k in range(0, TRAINED + 1, 50))
    words = f"A circle stands at the step at which the unit was on again, a cross at the end where it never was. {'; '.join(told)}."
    panel = _strip(
        rows,
        (-135.0, TRAINED + 45.0),
        (*ticks, (TRAINED + 30.0, "never")),
        "training step at which the unit was on again",
    )
    return Scene((panel,), words, aspect=1.7)


def _listed(steps: list[int]) -> str:
    *most, last = map(str, sorted(steps))
    return f"{', '.join(most)} and {last}" if most else last


def _strip(
    rows: list[tuple[str, np.ndarray, np.ndarray]],
    ends: tuple[float, float],
    ticks: tuple[tuple[float, str], ...],
    label: str,
) -> Panel:
    """One row of outcomes a name: circles where the mask holds, crosses elsewhere; a little apart so that all are seen."""
    marks: list[Mark] = []
    for place, name in ticks:
        marks.append(
            Line(np.array([place, place]), np.array([-0.6, len(rows) - 0.4]), role="muted", width=0.5)
        )
        marks.append(Text(place, -0.95, name, role="muted", size=12, align="center"))
    for k, (name, places, held) in enumerate(rows):
        y = len(rows) - 1 - k + np.linspace(-0.36, 0.36, len(places))
        marks += [
            Text(ends[0], len(rows) - 1 - k, name),
            Points(places[held], y[held], role="positive", size=9),
            Points(places[~held], y[~held], role="negative", marker="cross", size=9),
        ]
    marks.append(Text((ticks[0][0] + ticks[-1][0]) / 2, -1.45, label, align="center"))
    return Panel((ends[0], ends[1]), (-1.8, len(rows) - 0.3), tuple(marks), axes=False)
