"""Two bars side by side: what the reader has reached, and what it is compared with."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from coursekit.scenes import Bars, Panel, Text


class Bar(NamedTuple):
    """One bar: the name below it, its height, and the number written above it."""

    name: str
    height: float
    text: str


def gauge(value: Bar, reference: Bar, *, reached: bool, top: float, gap: float, **panel: Any) -> Panel:
    """A panel of two bars, the first of them green once the goal is reached.

    Args:
        value: what the reader has reached.
        reference: what it is compared with.
        reached: the goal is reached.
        top: where the axis ends.
        gap: from the end of a bar to its number, in units of the axis.
        panel: title, share and x_label of the panel.
    """
    bars = [
        Bars(np.array([0.0]), np.array([value.height]), role="good" if reached else "accent", width=0.6),
        Bars(np.array([1.0]), np.array([reference.height]), role="muted", width=0.6),
    ]
    numbers = [
        Text(place, bar.height + gap, bar.text, align="center", bold=True, size=15)
        for place, bar in enumerate((value, reference))
    ]
    names = ((0.0, value.name), (1.0, reference.name))
    return Panel((-0.6, 1.6), (0, top), (*bars, *numbers), x_ticks=names, **panel)
