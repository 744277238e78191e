"""The still pictures of lesson 1, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

import numpy as np

from coursekit.datasets import digits
from coursekit.scenes import Arrow, HeatMap, Line, Mark, Node, Panel, Role, Scene, Text
from coursekit.widgets import boundary_line
from coursekit.widgets.core.digit_panels import many_digits

_SIDE = (-3.0, 3.0)
_GRID = np.linspace(*_SIDE, 40)
_PLANE = np.stack(np.meshgrid(_GRID, _GRID), axis=-1)

VOTES = (("whiskers", 0.9, 2.0), ("pointy ears", 0.7, 1.5), ("fur", 0.8, 0.5), ("barks", 0.1, -4.0))
"""Feature, how much of it is seen (0 to 1), and its weight."""
VOTES_BIAS = -2.0


def boundary(w1: float, w2: float, b: float, before: tuple[float, float, float] | None = None) -> Scene:
    """A neuron's boundary.

    The plane is shaded where the neuron is on; `before` (w₁, w₂, b) adds the earlier boundary, dashed.
    """
    w = np.array([w1, w2])
    marks: list[Mark] = [HeatMap(_PLANE @ w + b, _SIDE, _SIDE), boundary_line(w, b, side=_SIDE)]
    if before is not None:
        earlier = boundary_line(np.array(before[:2]), before[2], side=_SIDE)
        marks.append(Line(earlier.x, earlier.y, role="muted", width=2, dashed=True))
    panel = Panel(_SIDE, _SIDE, tuple(marks), x_label="x₁", y_label="x₂", square=True)
    words = f"The boundary of w₁ = {w1:g}, w₂ = {w2:g}, b = {b:g} crosses {_crossings(w1, w2, b)}."
    if before is not None:
        words += f" Dashed, the one before; it crosses {_crossings(*before)}."
    return Scene((panel,), words.replace("-", "−"), aspect=1.15)


def _crossings(w1: float, w2: float, b: float) -> str:
    # Adding 0 takes the minus from a zero.
    return f"the x₁ axis at {-b / w1 + 0:g} and the x₂ axis at {-b / w2 + 0:g}"


def twelve_digits() -> Scene:
    """Twelve of the handwritten digits."""
    X, labels = digits().training
    chosen = [int(np.flatnonzero(labels == digit)[row]) for row in range(2) for digit in range(10)][:12]
    panel = many_digits(X[chosen], "", columns=6, rows=2)
    told = ", ".join(str(labels[each]) for each in chosen)
    return Scene(
        (panel,),
        f"Twelve handwritten digits, each of 8 × 8 squares, the darker the more ink: {told}.",
        aspect=3.0,
    )


def from_line_to_curve() -> Scene:
    """From a line to a curve."""
    x = np.linspace(-2, 2, 201)
    straight = 0.8 * x
    bent = np.maximum(0, straight)
    curve = np.maximum(0, 1.6 * x + 2.2) - np.maximum(0, 3.2 * x + 2.2) + np.maximum(0, 3.0 * x - 1.6) - 0.6
    titles = ("weigh and sum", "… and bend", "a few of them together")
    panels = tuple(
        Panel((-2, 2), (-2, 2), (Line(x, y, role="positive", width=3),), title=title, x_label="input")
        for title, y in zip(titles, (straight, bent, curve), strict=True)
    )
    words = (
        "Three pictures for inputs from −2 to 2. A weighted input is a straight line: it rises through 0. Bent, it is flat at 0 "
        "up to the middle and then rises. Three bent lines, weighed and added up, make a curve: flat, up to a hill left of the "
        "middle, down to a valley right of it, and up again."
    )
    return Scene(panels, words, aspect=2.9)


def cat_votes() -> Scene:
    """Is it a cat? Votes for and against."""
    marks: list[Mark] = []
    rows = np.linspace(5.2, 0.8, len(VOTES))
    for (name, seen, weight), row in zip(VOTES, rows, strict=True):
        role: Role = "positive" if weight > 0 else "negative"
        factor = f"{weight:g}" if weight > 0 else f"({weight:g})"
        vote = f"{seen:g} × {factor} = {seen * weight:g}".replace("-", "−")
        marks += [
            Arrow((2.6, row), (7.6, 3.0), role=role, width=1 + abs(weight), gap=28),
            Node(2.6, row, f"{seen:g}", size=46),
            Text(2.0, row + 0.26, name, align="right"),
            Text(2.0, row - 0.26, vote, role=role, align="right", bold=True),
        ]
    total = sum(seen * weight for _, seen, weight in VOTES) + VOTES_BIAS
    marks += [
        Text(7.6, 4.3, f"bias {VOTES_BIAS:g}".replace("-", "−"), role="accent", align="center", bold=True),
        Node(7.6, 3.0, f"{total:.2f}", role="accent", size=56, filled=True),
        Text(8.25, 3.0, "above 0: cat"),
    ]
    told = ", ".join(f"{name} {seen:g} times {weight:g}" for name, seen, weight in VOTES)
    words = (
        f"Four features with the weight of each: {told}. "
        f"With the bias {VOTES_BIAS:g} the sum is {total:.2f}, above 0: the vote is cat."
    ).replace("-", "−")
    return Scene((Panel((0, 10), (0, 6), tuple(marks), axes=False),), words, aspect=2.1)
