"""References for the activations of lesson 2 in plain arithmetic, and the usual mistakes as functions."""

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


relu = by_entry(lambda x: max(0.0, x))
sigmoid = by_entry(lambda x: 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x)))
# The complement of the error function keeps its digits far below zero.
bell_share = by_entry(lambda x: 0.5 * math.erfc(-x / math.sqrt(2)))
_erf = by_entry(math.erf)


def leaky_relu(x: Any, slope: float = 0.01) -> Array:
    """The entry where it is positive, else slope times the entry."""
    return by_entry(lambda entry: entry if entry > 0 else slope * entry)(x)


def silu(x: Any) -> Array:
    """x·σ(x)."""
    return np.asarray(x * sigmoid(x))


def gelu(x: Any) -> Array:
    """x·Φ(x)."""
    return np.asarray(x * bell_share(x))


def gelu_tanh(x: Any) -> Array:
    """The usual form of GELU with tanh, up to 0.0005 away."""
    return np.asarray(0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))))


RELU: list[Mistake] = [
    (
        lambda x: x > 0,
        "That says which entries are positive. The entries themselves are wanted: multiply by x.",
    ),
    (np.abs, "That is the absolute value. A negative entry becomes 0, it does not lose its sign."),
    (
        lambda x: np.minimum(0, x),
        "The negative entries stayed and the positive ones went: it is the other way round.",
    ),
    (leaky_relu, "Below zero something is left. That is Leaky ReLU; here it is 0."),
    (lambda x: x, "Nothing was bent: every entry came back as it was."),
    (
        lambda x: x[x > 0],
        "The negative entries are gone. They stay in their place, as 0, so the shape stays too.",
    ),
    (
        lambda x: max(0, x.max()),
        "That is one number. Every entry is bent for itself: NumPy has a maximum for that.",
    ),
]

LEAKY_RELU: list[Mistake] = [
    (
        lambda x, slope=0.01: leaky_relu(x),
        "The slope that was handed in has no effect: it was 0.01 all the same.",
    ),
    (
        lambda x, slope=0.01: slope * x,
        "Every entry was multiplied by the slope. The positive ones stay as they are.",
    ),
    (
        lambda x, slope=0.01: leaky_relu(x, -slope),
        "Below zero the sign is wrong: the result stays negative there.",
    ),
    (lambda x, slope=0.01: relu(x), "That is ReLU: below zero it must go on with the small slope."),
    (
        lambda x, slope=0.01: np.where(x > 0, 1, slope),
        "These are the slopes. The value is the slope times the entry.",
    ),
    (
        lambda x, slope=0.01: -leaky_relu(-x, slope),
        "The two sides are swapped: the negative entries get the small slope.",
    ),
    (
        lambda x, slope=0.01: np.where(x > 0, x, -slope),
        "Below zero every entry became the same number: multiply the entry by the slope.",
    ),
    *(
        (lambda x, slope=usual: leaky_relu(x, slope), "Without a slope handed in it is 0.01.")
        for usual in (0.1, 0.2, 0.001, 0.0, 1.0)
    ),
]

SIGMOID: list[Mistake] = [
    (
        lambda x: np.exp(x) / (1 + np.exp(x)),
        "For large entries e to the power of x becomes infinite, and infinite divided by infinite is no number. "
        "Use a power that stays small.",
    ),
    (lambda x: sigmoid(-x), "The sign in the exponent is turned round: large entries must come near 1."),
    (lambda x: 1 + np.exp(-x), "Put brackets around 1 + e⁻ˣ: division comes before addition."),
    (np.tanh, "That is tanh, which runs from −1 to 1."),
    (lambda x: sigmoid(x) * sigmoid(-x), "That is the slope of the sigmoid, not its value."),
    (lambda x: np.exp(-x), "That is e⁻ˣ alone; 1 divided by 1 + e⁻ˣ is wanted."),
    (lambda x: 1 / (1 - np.exp(-x)), "There is a minus below the line where a plus belongs."),
]

SILU: list[Mistake] = [
    (
        lambda x: x * np.exp(x) / (1 + np.exp(x)),
        "The sigmoid inside gives no number for large entries: repair it there, as in the exercise before.",
    ),
    (sigmoid, "That is σ(x) alone. Multiply it by x."),
    (lambda x: x * sigmoid(-x), "The sigmoid is turned round: for large x the result must come near x."),
    (
        lambda x: relu(x) * sigmoid(x),
        "The negative entries were cut off. SiLU is a little below zero there.",
    ),
    (lambda x: x + sigmoid(x), "x and σ(x) seem to be added; they are multiplied."),
    (gelu, "That is GELU, x·Φ(x). SiLU takes the sigmoid."),
    (lambda x: x * np.tanh(x), "That is x times tanh. The sigmoid runs from 0 to 1, tanh from −1 to 1."),
]

GELU: list[Mistake] = [
    (bell_share, "That is Φ(x) alone. Multiply it by x."),
    (
        lambda x: x * sigmoid(1.702 * x),
        "That is a quick approximation by a sigmoid. Φ itself is wanted.",
    ),
    (silu, "That is SiLU: the sigmoid is not Φ."),
    (
        lambda x: relu(x) * bell_share(x),
        "The negative entries were cut off. GELU is a little below zero there.",
    ),
    (
        lambda x: x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi),
        "That is x times the height of the bell curve. The share to the left of x is wanted: bell_share.",
    ),
    (
        lambda x: x * _erf(x),
        "That is x times the error function, which runs from −1 to 1. Φ runs from 0 to 1.",
    ),
    (lambda x: 0.5 * x * (1 + _erf(x)), "The √2 inside Φ is missing; bell_share has it."),
    (lambda x: x + bell_share(x), "x and Φ(x) seem to be added; they are multiplied."),
]
