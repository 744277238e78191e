"""The still pictures of lesson 7, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

import numpy as np

from coursekit.datasets import names
from coursekit.scenes import Arrow, HeatMap, Line, Mark, Panel, Points, Role, Scene, Text
from coursekit.widgets.language.trainings import LONG, curve

LONG_STEPS = np.arange(250, LONG + 1, 250)
"""Where the losses of the long training were taken."""


def block() -> Scene:
    """One transformer block, from top to bottom."""
    names: tuple[tuple[str, Role], ...] = (
        ("lists in", "ink"), ("normalise", "muted"), ("attention", "accent"), ("add", "good"),
        ("normalise", "muted"), ("feedforward", "accent"), ("add", "good"), ("lists out", "ink"),
    )  # fmt: skip
    rows = [float(len(names) - 1 - k) for k in range(len(names))]
    marks: list[Mark] = [
        Text(0, y - 0.1, name, role=role, align="center", size=15, bold=True)
        for y, (name, role) in zip(rows, names, strict=True)
    ]
    marks += [Arrow((0, y - 0.28), (0, y - 0.72)) for y in rows[:-1]]
    for start, end in ((rows[0] - 0.35, rows[3]), (rows[3] - 0.35, rows[6])):
        marks.append(Line(np.array([0, 2, 2]), np.array([start, start, end]), role="good", width=1.8))
        marks.append(Arrow((2, end), (0.5, end), role="good"))
        marks.append(Text(2.1, (start + end) / 2, "residual", role="good", size=12))
        marks.append(Text(2.1, (start + end) / 2 - 0.4, "connection", role="good", size=12))
    marks += [
        Text(-1.1, rows[2] - 0.1, "places look at each other", role="muted", align="right", size=12),
        Text(-1.1, rows[5] - 0.1, "each place by itself", role="muted", align="right", size=12),
    ]
    words = (
        "One block from top to bottom: the lists come in, are normalised, go through attention, in which the places look at each other, and are added to what came in. "
        "Then the same with a feedforward network, which works on each place by itself: normalise, feedforward, add. As many lists come out as went in."
    )
    return Scene((Panel((-4.6, 4.2), (-0.5, 7.5), tuple(marks), axes=False),), words, aspect=1.1)


def too_long() -> Scene:
    """Loss on training names and on held-out names, 4,000 steps, five seeds."""
    seen, new = curve("long training"), curve("long held-out")
    best = int(new.mean(axis=0).argmin())
    marks: list[Mark] = [Line(LONG_STEPS, each, role="positive", width=1.2) for each in seen]
    marks += [Line(LONG_STEPS, each, role="negative", width=1.2, dashed=True) for each in new]
    marks.append(Points(LONG_STEPS[[best]], new.mean(axis=0)[[best]], role="ink", size=9))
    top = float(new.max()) + 0.1
    marks += [
        Text(LONG, float(new[:, -1].max()) + 0.04, "held out (dashed)", align="right", size=12),
        Text(LONG, float(seen[:, -1].min()) - 0.07, "training", align="right", size=12),
    ]
    panel = Panel(
        (0, LONG + 50),
        (float(seen.min()) - 0.15, top),
        tuple(marks),
        x_label="steps",
        y_label="loss (nats a letter)",
    )
    words = (
        f"Five seeds, from step {LONG_STEPS[0]} to step {LONG:,}. The loss on {len(names().held_out):,} of the training names falls from {seen[:, 0].mean():.2f} to {seen[:, -1].mean():.2f}. On held-out names it falls to "
        f"{new.mean(axis=0)[best]:.2f} at step {LONG_STEPS[best]:,}, where a dot marks it, and is {new[:, -1].mean():.2f} at the end."
    )
    return Scene((panel,), words, aspect=2.4)


def mask_picture(kind: str) -> Scene:
    """A mask for four letters: "lower", "upper", "strict" or "neighbours"."""
    all_places = np.ones((4, 4))
    grids = {
        "lower": np.tril(all_places),
        "upper": np.triu(all_places),
        "strict": np.tril(all_places, -1),
        "neighbours": np.tril(all_places) - np.tril(all_places, -2),
    }
    grid = grids[kind]
    marks: list[Mark] = [HeatMap(0.7 * grid[::-1], (0, 4), (0, 4), style="ink")]
    marks += [
        Line(np.array([k, k, np.nan, 0, 4]), np.array([0, 4, np.nan, k, k]), role="muted", width=1)
        for k in range(5)
    ]
    rows = ", ".join(str(int(row.sum())) for row in grid)
    words = f"A square of 4 × 4. From the top row to the bottom one, so many squares are filled: {rows}."
    return Scene((Panel((-0.2, 4.2), (-0.2, 4.2), tuple(marks), axes=False, square=True),), words, aspect=1.2)
