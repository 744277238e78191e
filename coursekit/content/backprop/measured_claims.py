"""The numbers in lesson 4's texts that were measured in networks; claims.py adds all others to this list.

measured.py trains and walks back by hand, without the course's engine.
"""

from __future__ import annotations

import math

import numpy as np

from coursekit.content.backprop.measured import SPREADS, five_starts, ratio, unit
from coursekit.content.claims import Claims

__all__ = ["claims"]

claims = Claims()
given = claims.given

# --- twenty layers --------------------------------------------------------------------------------

given("by √(1/n), and **He** by √(2/n)", why="what the recipes say")
given("layers of 100 units", at="thermometers", why="the network that is asked about")


def factor(spread: str) -> float:
    """What a layer does to the length: spread · √(n/2), because about half of the n units are on."""
    return float(SPREADS[spread] * math.sqrt(100 / 2))


claims(
    "multiplied by about 0.35", "factors of 0.35 leave", "makes 0.35; for", "so 0.35 goes", "With 0.35 each"
)(lambda: factor("0.05"))
claims("0.35 · 0.35 is about 0.12")(lambda: (0.35, 0.35, 0.35**2))
claims("leave about 2·10⁻⁹")(lambda: (0.35**19 * 1e9, 10))
claims("to about 10⁻⁸ in layer 1")(lambda: (10 ** (1 + round(math.log10(ratio("0.05").outputs) + 8)), 1))
claims("ends a little above that")(lambda: 0.35**19 < ratio("0.05").outputs < 10 * 0.35**19)
claims("a factor of about 0.7 a layer")(lambda: factor("Xavier"))
claims("to less than a hundredth in layer 1")(lambda: 1 if 0.001 < ratio("Xavier").outputs < 0.01 else 0)
claims("it has to be about 1.")(lambda: factor("He"))
given("stay near 1 in all", "is above 1; here", why="a factor of 1 changes nothing")
claims("here it was about 2.1")(lambda: factor("0.3"))
claims("to several millions in layer 1")(lambda: 1 if 2e6 < ratio("0.3").outputs < 1e7 else 0)
given("Layer 1 has", at="pictures.py", why="the name of a layer")
given(
    "layer 1 gets this much of what layer 20 gets",
    "What layer 1 gets, as a multiple of what layer 20 gets",
    "| spread | 0.05 | Xavier | He | 0.3 |",
    why="the four networks",
)


@claims("| outputs | 8·10⁻⁹ | 0.004 | 3 | 5·10⁶ |")
def at_outputs() -> tuple[float, ...]:
    """The middle of nine at each of the four spreads."""
    small, xavier, he, large = (ratio(spread).outputs for spread in SPREADS)
    return small * 1e9, 10, xavier, he, large / 1e6, 10


claims("| weights | 0.5 | 0.5 | 0.5 | 0.5 |")(lambda: tuple(ratio(spread).weights for spread in SPREADS))
claims("Tanh with Xavier arrives at 0.26")(lambda: ratio("Xavier", bend="tanh").outputs)
claims("The slope of tanh reaches 1.")(lambda: 1 - np.tanh(0) ** 2)
claims("sigmoid is at most 1/4")(lambda: (1, 1 / max(s * (1 - s) for s in np.linspace(0, 1, 101))))
claims("shrink the gradient at each of the four spreads")(
    lambda: max(ratio(spread, bend="sigmoid").outputs for spread in SPREADS) < 1e-3
)
given(
    "how Python writes 2·10⁻⁹",
    "and 1 changes nothing",
    "each of them is 0.35, or 1, or 2.1",
    "At the spread 0.05 the gradient",
    why="notation, and what 1 does",
)
given(
    "0.05",
    "0.3",
    "gradient of layer 1, as a multiple of that of layer 20",
    at="pictures.py",
    why="names of rows and axis",
)
claims("The factor 0.35 leaves next to nothing, 2.1 makes a million")(
    lambda: (0.35, 2.1) if 0.35**19 < 1e-8 and 1e6 < 2.1**19 < 2e6 else ()
)
given("at the spread 0.05 it", "the layer has slope 1", why="the setting, and what a plain wire is")
claims("lifts 8·10⁻⁹ to 40")(
    lambda: (ratio("0.05").outputs * 1e9, 10, round(ratio("0.05", residual=True).outputs))
)
claims("With layer normalisation inside, it arrives at 1.2")(
    lambda: ratio("0.05", residual=True, axis=1).outputs
)
claims("alone gives 0.3, and")(lambda: ratio("0.05", axis=1).outputs)
claims("the same at each of the four spreads")(
    lambda: bool(np.ptp([ratio(spread, axis=1).outputs for spread in SPREADS]) < 1e-3)
)
claims("for each unit) gives 23")(lambda: ratio("0.05", axis=0).outputs)

# --- starts and dead units ------------------------------------------------------------------------

claims("All five start high and fall")(
    lambda: bool((five_starts()[:, 0] > 2).all() and (five_starts()[:, -1] < 0.12).all())
)
given("At start 3 the", "in 200 steps that", why="the setting of the picture")


def first_on(layer: int, start: int, leak: float = 0.0) -> int | None:
    """The first step at which the unit is on for some input."""
    on = np.flatnonzero(unit(layer, start, leak=leak).share)
    return int(on[0]) if len(on) else None


claims("is on again at step 82")(lambda: first_on(2, 3) or 0)
claims("its own weights have not moved")(lambda: bool(unit(2, 3).moved[:83].max() == 0))


@claims("unit came back in 7")
def came_back() -> int:
    """From how many of nine starts."""
    return sum(first_on(2, start) is not None for start in range(9))


claims("two of these it was off again at the end")(
    lambda: sum(first_on(2, s) is not None and not unit(2, s).share[-1] for s in range(9)) == 2
)
claims("it came back in 0 of nine")(lambda: sum(first_on(1, s) is not None for s in range(9)))
claims("Under plain gradient descent nothing can wake it")(
    lambda: max(float(unit(1, s).moved.max()) for s in range(9)) == 0
)
claims("its weights move in all nine")(
    lambda: min(float(unit(1, s, leak=0.1).moved[-1]) for s in range(9)) > 0
)
claims("that was enough in one")(lambda: sum(first_on(1, s, 0.1) is not None for s in range(9)) == 1)
