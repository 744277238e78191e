"""Reference for the sigmoid of lesson 2 in plain arithmetic, and the usual mistakes as functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.quiz import Mistake

Array: TypeAlias = npt.NDArray[np.float64]


def by_entry(function: Callable[[float], float]) -> Callable[[Any], Array]:
    """A function of one number as one of every entry of an array."""

    def of_array(x: Any) -> Array:
        return np.array([function(float(entry)) for entry in np.ravel(x)]).reshape(np.shape(x))

    return of_array


sigmoid = by_entry(lambda x: 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x)))

SIGMOID: list[Mistake] = [
    (
        lambda x: np.exp(x) / (1 + np.exp(x)),
        "For large entries e to the power of x becomes infinite, and infinite divided by infinite is no number. "
        "Use a power that stays small.",
    ),
    (
        lambda x: sigmoid(-x),
        "This is the sigmoid of −x: either a sign in an exponent is turned round, or the two branches of np.where are swapped.",
    ),
    (lambda x: 1 + np.exp(-x), "That is 1 + e⁻ˣ. 1 is to be divided by all of it, so it needs brackets."),
    (np.tanh, "That is tanh, which runs from −1 to 1."),
    (lambda x: sigmoid(x) * sigmoid(-x), "That is the slope of the sigmoid, not its value."),
    (lambda x: np.exp(-x), "That is e⁻ˣ alone; 1 divided by 1 + e⁻ˣ is wanted."),
    (lambda x: 1 / (1 - np.exp(-x)), "There is a minus below the line where a plus belongs."),
]
