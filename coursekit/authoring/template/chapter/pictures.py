"""The pictures of this chapter, each a scene that both painters can draw."""

from __future__ import annotations

import numpy as np

from coursekit.scenes import Line, Panel, Scene

START = 8
"""The number that is doubled; numbers.py takes it from here, because a learner's kernel doesn't read numbers.py."""


def bars() -> Scene:
    """A number and its double."""
    heights = [START, START + START]
    lines = tuple(Line(np.array([k, k]), np.array([0, height]), width=8) for k, height in enumerate(heights))
    panel = Panel((-0.5, 1.5), (0, heights[1] + 2), lines, title="A number and its double")
    return Scene((panel,), f"Two upright lines: the first is {heights[0]} high, the second {heights[1]}.")
