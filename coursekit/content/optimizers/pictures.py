"""The still pictures of lesson 5, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.content.optimizers.trainings import RATES, RULES, curves, shares, twenty
from coursekit.datasets import moons
from coursekit.scenes import HeatMap, Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.optimizers.overfit_pair import EPOCHS, RATE

Array = npt.NDArray[np.float64]
CURVATURE = 25.0


def descent(rate: float, steps: int = 5, title: str = "") -> Scene:
    """Steps down a valley."""
    return Scene((_valley(rate, steps, title),), f"{steps} steps at learning rate {rate:g}.", aspect=1.3)


def _valley(rate: float, steps: int, title: str) -> Panel:
    """The valley 25/2·w², and the places visited from w = 1."""
    w = np.linspace(-2.2, 2.2, 111)
    visited = (1 - CURVATURE * rate) ** np.arange(steps + 1)
    height = CURVATURE / 2 * visited**2
    marks: tuple[Mark, ...] = (
        Line(w, CURVATURE / 2 * w**2, "muted", 2),
        Line(visited, height, "accent", 1.4, dashed=True),
        Points(visited, height, "accent", size=8),
        Points(visited[:1], height[:1], "ink", "square", 11),
    )
    return Panel((-2.2, 2.2), (-2.0, 48.0), marks, title, "weight w", "loss")


def three_rates() -> Scene:
    """One valley, three learning rates."""
    rates = (0.005, 0.03, 0.081)
    panels = tuple(_valley(rate, 12, f"rate {rate:g}") for rate in rates)
    words = (
        f"Three pictures of the same valley, the loss {CURVATURE / 2:g}·w². All start at w = 1, the square, and take 12 steps. "
        "At rate 0.005 the points creep down one side. At 0.03 they are at the bottom after a few steps. "
        "At 0.081 they jump from side to side, a little higher each time."
    )
    return Scene(panels, words, aspect=2.7)


def twenty_seeds() -> Scene:
    """Twenty starts, twenty solutions."""
    losses, surfaces = np.sort(twenty()[0]), twenty()[1]
    x, y = moons(n=200, noise=0.2, rng=np.random.default_rng(1))
    span = (-2.2, 2.2)
    panels = []
    for title, surface in zip(("lowest loss", "in the middle", "highest loss"), surfaces, strict=True):
        marks: tuple[Mark, ...] = (
            HeatMap(surface, span, span),
            Points(x[y == 0, 0], x[y == 0, 1], "negative", "square", 4),
            Points(x[y == 1, 0], x[y == 1, 1], "positive", "circle", 4.5),
        )
        panels.append(Panel(span, span, marks, title))
    strip: tuple[Mark, ...] = (Points(np.linspace(-0.3, 0.3, 20), losses, "accent", size=7, filled=False),)
    panels.append(
        Panel((-0.5, 0.5), (0, 0.4), strip, "all 20", "", x_ticks=((0.0, "final loss"),), share=0.8)
    )
    words = (
        "The same network and the same 200 points, started 20 times. Three of the results, seen over the plane: the one "
        "with the lowest loss, one in the middle, the one with the highest. The first two follow the bend between the "
        "moons, with corners in other places; the last cuts across them. On the right all 20 losses, from "
        f"{losses[0]:.2f} to {losses[-1]:.2f}: the middle one is {np.median(losses):.2f}, the highest four are "
        f"{', '.join(f'{loss:.2f}' for loss in losses[-4:])}."
    )
    return Scene(tuple(panels), words, aspect=3.3)


def rates_and_rules() -> Scene:
    """Three optimizers, six rates, five seeds each."""
    panels = []
    for rule, found in zip(RULES, shares(), strict=True):
        right = found >= 0.95
        k, seed = np.nonzero(right)
        j, other = np.nonzero(~right)
        marks: tuple[Mark, ...] = (
            Points(j, other + 1, "muted", "circle", 11, filled=False),
            Points(k, seed + 1, "good", "circle", 15),
        )
        # The first name is the longest and needs a little room.
        ticks = tuple((n - 0.25 * (n == 0), f"{rate:g}".lstrip("0")) for n, rate in enumerate(RATES))
        left = "seed" if rule == RULES[0] else ""  # the room is needed for the rates
        panels.append(Panel((-0.6, 5.6), (0.4, 5.6), marks, rule, "learning rate", left, x_ticks=ticks))
    told = "; ".join(
        f"{rule}: "
        + ", ".join(f"{count} at {rate:g}" for rate, count in zip(RATES, counts, strict=True) if count)
        for rule, counts in zip(RULES, (shares() >= 0.95).sum(axis=2).tolist(), strict=True)
    )
    words = (
        "Three optimizers at six learning rates, five seeds each, 300 steps. A full dot is a network with at least 95 % of "
        f"the fresh points right, a ring one with fewer. Full dots of five: {told}. At all other rates there is none."
    )
    return Scene(tuple(panels), words, aspect=2.6)


def pair_of_curves(*, more: bool = False, rate: float = RATE, swapped: bool = False) -> Scene:
    """Training and validation loss of one seed.

    `more` is several times the training points; `swapped` exchanges the names of the two curves.
    """
    training, validation = curves(more=more, rate=rate)
    if swapped:
        training, validation = validation, training
    epochs = np.arange(1, EPOCHS + 1)
    marks: tuple[Mark, ...] = (
        Line(epochs, validation, "negative", 2.8, dashed=True),
        Line(epochs, training, "positive", 2.8),
        Text(12, 1.62, "training", "positive", 13, bold=True),
        Text(12, 1.46, "validation (dashed)", "negative", 13, bold=True),
    )
    panel = Panel((0, EPOCHS), (0, 1.75), marks, x_label="epoch", y_label="loss")
    return Scene((panel,), "Training and validation loss over the epochs.", aspect=1.5)
