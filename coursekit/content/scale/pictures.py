"""The still pictures of lesson 6, as scenes; the first line of each docstring is its title."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coursekit.engine import cost
from coursekit.scenes import Arrow, Bars, Line, Mark, Node, Panel, Role, Scene, Text

STEPS_RIGHT = (0.80, 0.90, 0.95, 0.99)
TEN_STEPS_RIGHT = tuple(step**10 for step in STEPS_RIGHT)
_PARTS: tuple[tuple[str, str, Role], ...] = (
    ("weights", "weight", "positive"),
    ("gradients", "gradient", "negative"),
    ("moments", "two moments", "accent"),
    ("copy", "32-bit copy", "ink"),
)


def doubling() -> Scene:
    """Which sides double?"""
    panels = tuple(
        _matrices(title, before, after) for title, before, after in (
            ("three hidden layers of 64", [(64, 64), (64, 64)], [(128, 128), (128, 128)]),
            ("your reader", [(64, 16), (16, 10)], [(64, 32), (32, 10)]),
        )
    )  # fmt: skip
    counts = [
        cost.mlp(sizes).parameters for sizes in ((64, 64, 64), (128, 128, 128), (64, 16, 10), (64, 32, 10))
    ]
    words = (
        "Weight matrices as rectangles, a row for each input, before (filled) and after the width doubles (dashed). Between 64 and 64 units "
        f"both sides double, 64 × 64 becomes 128 × 128: {counts[0]:,} parameters become {counts[1]:,}. With 64 inputs "
        "and 10 outputs one side of each matrix stays, 64 × 16 becomes 64 × 32 and 16 × 10 becomes 32 × 10: "
        f"{counts[2]:,} become {counts[3]:,}."
    )
    return Scene(panels, words, aspect=3.2)


def exact_match(heights: Sequence[float] = TEN_STEPS_RIGHT) -> Scene:
    """Ten steps, all of them right."""
    places = np.arange(4.0)
    marks: list[Mark] = [Bars(places, np.array(heights), role="positive", width=0.5)]
    for place, step in zip(places, STEPS_RIGHT, strict=True):
        x, y = place + np.array([-0.32, -0.32, 0.32, 0.32]), np.array([0, step, step, 0])
        marks.append(Line(x, y, role="muted", width=1.5, dashed=True))
    names = tuple((float(k), f"{step:.2f}") for k, step in enumerate(STEPS_RIGHT))
    panel = Panel(
        (-0.6, 3.6), (0, 1.05), tuple(marks), x_label="a single step goes right", y_label="answers right", x_ticks=names
    )  # fmt: skip
    listed = ", ".join(f"{height:.2f}" for height in heights)
    return Scene(
        (panel,), f"Share of right answers for the four models: {listed}. Outlines: single steps.", aspect=1.6
    )


def one_parameter() -> Scene:
    """What one parameter takes in training."""
    memory = cost.training_memory(1, "adam", 16)
    marks: list[Mark] = []
    left = 0.0
    for name, label, role in _PARTS:
        size = memory[name]
        marks.append(Bars(np.array([left + size / 2]), np.array([1.0]), role=role, width=size - 0.12))
        marks.append(Text(left + size / 2, 1.25, f"{size:g}", align="center", bold=True, size=15))
        low = 0.35 * (name == "gradients")  # beside its neighbour's name it would touch it on a phone
        marks.append(Text(left + size / 2, -0.25 - low, label, align="center", role=role))
        left += size
    listed = ", ".join(f"{label} {memory[name]:g}" for name, label, _ in _PARTS)
    words = f"One parameter in training with Adam at 16 bits, in bytes: {listed}."
    return Scene((Panel((-0.3, 16.3), (-0.8, 1.6), tuple(marks), axes=False),), words, aspect=3.0)


def one_step_split() -> Scene:
    """One training step, split over four workers."""
    rows = (5.1, 3.7, 2.3, 0.9)
    marks: list[Mark] = [
        Text(0.1, 3.0, "batch", bold=True),
        Text(8.9, 4.0, "average", align="center", bold=True),
    ]
    for k, row in enumerate(rows, start=1):
        marks += [
            Arrow((1.3, 3.0), (3.0, row), gap=8),
            Node(3.4, row, f"{k}", size=34, role="positive", filled=True),
            Text(4.0, row, "forward, backward"),
            Arrow((6.0, row), (8.9, 3.0), role="accent", gap=24),
        ]
    marks += [Node(8.9, 3.0, "g", role="accent", size=46, filled=True), Text(9.7, 3.0, "one step")]
    words = (
        "A batch is cut into four shares. Four workers with the same weights run forward and backward on their own "
        "share. The four gradients are averaged, and one step is taken with the average."
    )
    return Scene((Panel((0, 11), (0.2, 5.8), tuple(marks), axes=False),), words, aspect=2.5)


def _matrices(title: str, before: list[tuple[int, int]], after: list[tuple[int, int]]) -> Panel:
    """Rectangles n_in high and n_out wide, each in the middle of 128 units; so every panel has the same scale."""
    marks: list[Mark] = []
    for place, ((n_in, n_out), (high, wide)) in enumerate(zip(before, after, strict=True)):
        middle = 64 + 148 * place
        low = middle - wide / 2
        marks.append(Bars(np.array([low + n_out / 2]), np.array([float(n_in)]), role="positive", width=n_out))
        x, y = low + wide * np.array([0, 1, 1, 0, 0]), high * np.array([0, 0, 1, 1, 0])
        marks.append(Line(x, y, role="accent", width=2, dashed=True))
        marks.append(Text(middle, -18, f"{n_in} × {n_out}", align="center"))
    return Panel((-10, 286), (-34, 136), tuple(marks), title=title, axes=False, square=True)
