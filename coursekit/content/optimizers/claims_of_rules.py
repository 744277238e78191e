"""The numbers in lesson 5's texts on momentum, Nesterov's variant, RMSProp and the cosine; claims.py takes them over."""

from __future__ import annotations

import math

from coursekit.content.claims import Claims
from coursekit.content.optimizers.recount import BETA1, C, all_home, velocity

__all__ = ["claims"]

claims = Claims()
given = claims.given

LESSON = "lesson.py"
RATE = 0.03


def left(steps: int, *, ahead: float) -> float:
    """How far from the bottom momentum ends that takes its gradient so far ahead."""
    w, v = 1.0, 0.0
    for _ in range(steps):
        v = BETA1 * v + C * (w - ahead * RATE * v)
        w -= RATE * v
    return abs(w)


def long_steps(steps: int) -> float:
    """RMSProp's step in units of the rate, after so many steps of one slope."""
    return 1 / math.sqrt(1 - 0.9**steps)


def half_cosine(step: int, peak: float) -> float:
    """The rate at a step of 300, after a warmup of 30."""
    return peak * (1 + math.cos(math.pi * (step - 30) / 270)) / 2


claims("The velocity comes to rest at 10")(lambda: round(velocity(300), 6))
claims("steps **ten times** as long as plain descent")(lambda: math.isclose(velocity(300), 10))
given("it is 1/(1 − β) times", why="the sum of a geometric series")
given(
    r"v \leftarrow 0.9\, v + g(w - 0.9\, \eta\, v)",
    "valley of curvature 25 from w = 1, for 20 steps at a rate of 0.03",
    why="Nesterov's formula, and the walk below it",
)
claims("Momentum still swings. Nesterov's variant has arrived")(
    lambda: left(20, ahead=0.0) > 0.3 and left(20, ahead=BETA1) < 1e-5
)
given(
    r"s \leftarrow 0.9\, s + 0.1\, g^2",
    "two slopes, −4 along a gentle direction and 25 along a steep one",
    "s begins at 0 and is too small",
    why="RMSProp's formula, and the slopes of the cell below",
)
claims("The first ones are too long")(lambda: long_steps(1) > 3 and long_steps(3) > 1.9)
given(
    "lie behind you, from 0 to 1",
    r"\frac{1 + \cos(\pi \cdot \text{done})}{2}",
    "After a warmup of 30 steps to 0.25, the rates at steps 30, 100, 200 and 300",
    "0 at step 0, then these four",
    at=LESSON,
    why="the cosine's formula, and the schedule of the cell below",
)
claims("runs from 1 down to −1")(lambda: (math.cos(0), math.cos(math.pi)))
claims("All five seeds come home")(
    lambda: all_home(0.0, *(round(half_cosine(step, 0.25), 2) for step in (30, 100, 200, 300))) == 5
)
claims("the same shape up to 0.30, with 0.25 at step 100 and 0.09 at step 200")(
    lambda: (0.3, half_cosine(100, 0.3), 100, half_cosine(200, 0.3), 200)
)
claims("two are lost")(lambda: all_home(0.0, 0.3, 0.25, 0.09, 0.0) == 3)
given("At a saddle every slope is 0", why="what a saddle is")
