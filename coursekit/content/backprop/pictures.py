"""The still pictures of lesson 4, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

from functools import cache

import numpy as np

from coursekit.engine import Tensor, optim, tensor
from coursekit.formatting import format_power
from coursekit.scenes import Arrow, Line, Mark, Node, Panel, Points, Scene, Text
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, first_active_steps
from coursekit.widgets.backprop.dead_units import STEPS as TRAINED
from coursekit.widgets.backprop.deep_network import gradient_profile
from coursekit.widgets.backprop.gradient_thermometer import thermometer

STARTS, STEPS, NETWORKS = 5, 300, 9


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


def five_starts() -> Scene:
    """One network, five random starts."""
    found = losses()
    steps = np.arange(STEPS + 1)
    lines: list[Mark] = [Line(steps, each, role="positive", width=1.8) for each in found]
    lines.append(Points(np.zeros(STARTS), found[:, 0], role="ink", size=8))
    middle, ends = found[:, STEPS // 6], np.sort(found[:, -1])
    lines.append(
        Text(STEPS - 5, 0.35, f"in the end {ends[0]:.2f} to {ends[-1]:.2f}", role="muted", align="right")
    )
    panel = Panel(
        (-4, STEPS + 4),
        (0, float(np.ceil(found[:, 0].max()))),
        tuple(lines),
        x_label="training step",
        y_label="loss",
    )
    words = (
        f"The loss over {STEPS} training steps, five falling curves. They start between {found[:, 0].min():.1f} and "
        f"{found[:, 0].max():.1f}. After {STEPS // 6} steps they lie between {middle.min():.2f} and {middle.max():.2f}. "
        f"They end at {', '.join(f'{end:.3f}' for end in ends)}."
    )
    return Scene((panel,), words, aspect=2.4)


@cache
def losses() -> np.ndarray:
    """Losses of a 1-8-8-1 network on one curve from five random starts, (5, 301)."""
    return np.array([_train(np.random.default_rng(seed)) for seed in range(STARTS)])


def _train(rng: np.random.Generator) -> list[float]:
    x = tensor(np.linspace(-1, 1, 40)[:, None], np.float64)
    target = (3 * x).sin() + x + 1.5
    sizes = ((1, 8), (8, 8), (8, 1))
    weights = [tensor(rng.normal(size=s) * np.sqrt(1 / s[0]), np.float64, requires_grad=True) for s in sizes]
    biases = [tensor(np.zeros(s[1]), np.float64, requires_grad=True) for s in sizes]
    descent = optim.SGD([*weights, *biases], lr=0.01)
    found = []
    for _ in range(STEPS + 1):
        loss = ((_forward(x, weights, biases) - target) ** 2).mean()
        found.append(loss.item())
        descent.zero_grad()
        loss.backward()
        descent.step()
    return found


def _forward(x: Tensor, weights: list[Tensor], biases: list[Tensor]) -> Tensor:
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        x = (x @ W + b).relu()
    return x @ weights[-1] + biases[-1]


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


def chain() -> Scene:
    """A nudge travels along a chain."""
    boxes = ((1.2, "x", "2", "0.001"), (5.0, "u = 3·x", "6", "0.003"), (8.8, "y = u²", "36", "0.036"))
    marks: list[Mark] = []
    for x, name, value, nudge in boxes:
        marks += [
            Node(x, 2.4, value, size=58),
            Text(x, 3.5, name, align="center", bold=True),
            Text(x, 1.25, f"moves by {nudge}", role="accent", align="center"),
        ]
    marks += [
        Arrow((1.2, 2.4), (5.0, 2.4), gap=31),
        Arrow((5.0, 2.4), (8.8, 2.4), gap=31),
        Text(3.1, 2.75, "slope 3", align="center"),
        Text(6.9, 2.75, "slope 12", align="center"),
    ]
    words = (
        "x is 2. u = 3·x is 6, with slope 3. y = u² is 36, with slope 12 there. A nudge of 0.001 at x moves u by 0.003 "
        "and y by 0.036."
    )
    return Scene((Panel((0, 10), (0.8, 4), tuple(marks), axes=False),), words, aspect=3)


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
    for where in (FIRST, SECOND):
        found = first_active_steps(where)
        back = np.array([step is not None for step in found])
        rows.append(
            (where, np.array([TRAINED + 30 if step is None else step for step in found], float), back)
        )
        when = f", at steps {_listed([step for step in found if step is not None])}" if back.any() else ""
        told.append(f"in the {where} {back.sum()} of {NETWORKS} came back{when}")
    ticks = tuple((float(k), str(k)) for k in range(0, TRAINED + 1, 50))
    words = f"A circle stands at the step at which the unit was on again, a cross at the end where it never was: {'; '.join(told)}."
    panel = _strip(
        rows,
        (-115.0, TRAINED + 45.0),
        (*ticks, (TRAINED + 30.0, "never")),
        "training step at which the unit was on again",
    )
    return Scene((panel,), words, aspect=2.1)


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
