"""The still pictures of lesson 5, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from coursekit.content.optimizers.trainings import EPOCHS, RATES, RULES, curves, shares, starts
from coursekit.scenes import HeatMap, Line, Mark, Panel, Points, Scene, Text
from coursekit.widgets.optimizers.overfit_pair import EPOCHS as LONG
from coursekit.widgets.optimizers.overfit_pair import RATE

Array = npt.NDArray[np.float64]


def landscape() -> Scene:
    """What a loss can look like."""
    w = np.linspace(-3, 3, 241)
    dip = np.stack(
        [w, 1.6 + 0.06 * w**2 - 1.4 * np.exp(-1.5 * (w - 1.4) ** 2) - 0.8 * np.exp(-3 * (w + 1.3) ** 2)]
    )
    widths = np.stack([w, 1.6 - 1.3 * np.exp(-18 * (w + 1.5) ** 2) - 1.3 * np.exp(-0.9 * (w - 1.1) ** 2)])
    one_weight = [
        Panel(
            (-3, 3), (0, 2.4), (Line(curve[0], curve[1], "muted", 2.4), *named), title, "one weight", "loss"
        )
        for curve, named, title in (
            (
                dip,
                (
                    Points(np.array([-1.29]), np.array([0.9]), "negative", "square", 10),
                    Points(np.array([1.34]), np.array([0.31]), "positive", "circle", 10),
                    Text(-1.3, 0.6, "local", "negative", 12, "center", bold=True),
                    Text(1.4, 0.05, "deepest", "positive", 12, "center", bold=True),
                ),
                "two minima",
            ),
            (
                widths,
                (
                    Text(-1.5, 0.05, "sharp", "negative", 12, "center", bold=True),
                    Text(1.1, 0.05, "flat", "positive", 12, "center", bold=True),
                ),
                "sharp and flat",
            ),
        )
    ]
    side = np.linspace(-1.6, 1.6, 60)
    x, y = np.meshgrid(side, side)
    height = x**2 / 2 - y**2 / 2 + y**4 / 4
    along = np.linspace(-1.45, 0, 40)
    marks: tuple[Mark, ...] = (
        HeatMap(-0.9 * (height.clip(max=1.2) - 0.2), (-1.6, 1.6), (-1.6, 1.6)),
        Line(along, 0 * along, "ink", 2.0, dashed=True),
        Points(np.zeros(1), np.zeros(1), "ink", "square", 11),
        Points(np.zeros(2), np.array([-1.0, 1.0]), "ink", "cross", 12),
    )
    saddle = Panel((-1.6, 1.6), (-1.6, 1.6), marks, "a saddle, from above", "x", "y", square=True)
    words = (
        "Three pictures. Left, the loss along one weight with two dips: the left one, marked local, is less deep than the right one, "
        "marked deepest. In the middle two dips of the same depth, a narrow one called sharp and a wide one called flat. Right, a saddle "
        "seen from above: along x the loss rises on both sides of the middle, along y it falls on both sides, to a cross each. A dashed "
        "line comes down along x and ends in the middle."
    )
    return Scene((*one_weight, saddle), words, aspect=3.0)


def twenty_starts() -> Scene:
    """Twenty starts, twenty networks."""
    losses, read = starts()
    marks: tuple[Mark, ...] = (Points(losses, 100 * read, "accent", size=11, filled=False),)
    panel = Panel(
        (0, 0.08), (90, 100), marks, "", "training loss after 20 epochs", "validation digits read, %"
    )
    words = (
        f"Twenty rings, one for each start. The training loss lies between {losses.min():.3f} and {losses.max():.3f}, the share of the "
        f"validation digits between {read.min():.1%} and {read.max():.1%}. The ring with the lowest training loss isn't the highest."
    )
    return Scene((panel,), words, aspect=2.2)


def rates_and_rules() -> Scene:
    """Three optimizers, seven learning rates, five starts each."""
    panels = []
    places = np.arange(len(RATES))
    for rule, found in zip(RULES, shares(), strict=True):
        marks: tuple[Mark, ...] = (
            Line(places, 100 * np.median(found, axis=1), "accent", 2.0),
            Points(np.repeat(places, found.shape[1]), 100 * found.ravel(), "accent", size=7, filled=False),
        )
        ticks = tuple((float(k), f"{rate:g}".lstrip("0")) for k, rate in enumerate(RATES) if k % 2 == 0)
        label = "validation digits read, %" if rule == RULES[0] else ""
        panels.append(Panel((-0.5, 6.5), (0, 100), marks, rule, "learning rate", label, x_ticks=ticks))
    told = "; ".join(
        f"{rule}: "
        + ", ".join(f"{np.median(each):.0%} at {rate:g}" for rate, each in zip(RATES, found, strict=True))
        for rule, found in zip(RULES, shares(), strict=True)
    )
    words = (
        f"Three optimizers at seven learning rates, five starts each, after {EPOCHS} epochs. A ring is one network, the line joins the "
        f"medians. The median shares of the validation digits are, for {told}."
    )
    return Scene(tuple(panels), words, aspect=2.6)


def pair_of_curves(*, rate: float = RATE, settled: bool = False, together: bool = False) -> Scene:
    """Training and validation loss, in the middle of five networks.

    Two are made up: `settled` keeps the validation loss at its lowest value, `together` keeps it near the training loss.
    """
    training, validation = curves(rate)
    if settled:
        validation = np.minimum.accumulate(validation)
    if together:
        validation = training + 0.1
    epochs = np.arange(1, LONG + 1)
    marks: tuple[Mark, ...] = (
        Line(epochs, validation, "negative", 2.8, dashed=True),
        Line(epochs, training, "positive", 2.8),
    )
    panel = Panel((0, LONG), (0, 3), marks, x_label="epoch", y_label="loss")
    return Scene((panel,), "Training loss (solid) and validation loss (dashed) over the epochs.", aspect=1.5)
