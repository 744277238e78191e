"""References for the activations of lesson 2 in plain arithmetic, and diagnoses of wrong values."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Diagnoses: TypeAlias = list[tuple[Any, str]]

_QUIET: dict[str, Any] = {"all": "ignore"}


def by_entry(function: Callable[[float], float], x: npt.ArrayLike) -> Array:
    """A function of one number on every entry of an array."""
    array = np.asarray(x, dtype=float)
    return np.array([function(float(entry)) for entry in array.ravel()]).reshape(array.shape)


def sigmoid(x: float) -> float:
    """1/(1 + e⁻ˣ), the power of e never above 1."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def gelu(x: float) -> float:
    """x·Φ(x), with the complement of the error function, which keeps its digits far below zero."""
    return x * 0.5 * math.erfc(-x / math.sqrt(2))


def leaky_relu(x: Array, slope: float) -> Array:
    """The entry where it is positive, else slope times the entry."""
    return by_entry(lambda entry: entry if entry > 0 else slope * entry, x)


def relu_diagnoses(x: Array) -> Diagnoses:
    """Diagnoses of a wrong result for max(0, x)."""
    return [
        (
            (x > 0) * 1.0,
            "That says which entries are positive. The entries themselves are wanted: multiply by x.",
        ),
        (np.abs(x), "That is the absolute value. A negative entry becomes 0, it does not lose its sign."),
        (
            np.minimum(0, x),
            "The negative entries stayed and the positive ones went: it is the other way round.",
        ),
        (np.where(x > 0, x, 0.01 * x), "Below zero something is left. That is Leaky ReLU; here it is 0."),
        (x, "Nothing was bent: every entry came back as it was."),
        (x[x > 0], "The negative entries are gone. They stay in their place, as 0, so the shape stays too."),
        (
            max(0.0, float(x.max())),
            "That is one number. Every entry is bent for itself: NumPy has a maximum for that.",
        ),
    ]


def leaky_diagnoses(x: Array, slope: float) -> Diagnoses:
    """Diagnoses of a wrong result for Leaky ReLU."""
    return [
        (
            np.where(x > 0, x, 0.01 * x),
            "The slope that was handed in has no effect: it was 0.01 all the same.",
        ),
        (slope * x, "Every entry was multiplied by the slope. The positive ones stay as they are."),
        (np.where(x > 0, x, -slope * x), "Below zero the sign is wrong: the result stays negative there."),
        (np.maximum(0, x), "That is ReLU: below zero it must go on with the small slope."),
        (np.where(x > 0, 1.0, slope), "These are the slopes. The value is the slope times the entry."),
        (
            np.where(x > 0, slope * x, x),
            "The two sides are swapped: the negative entries get the small slope.",
        ),
        (
            np.where(x > 0, x, -slope),
            "Below zero every entry became the same number: multiply the entry by the slope.",
        ),
    ]


def sigmoid_diagnoses(x: Array) -> Diagnoses:
    """Diagnoses of a wrong result for the sigmoid."""
    with np.errstate(**_QUIET):
        e = np.exp(x)
        s = by_entry(sigmoid, x)
        return [
            (
                e / (1 + e),
                "For large entries e to the power of x becomes infinite, and infinite divided by "
                "infinite is no number. Use a power that stays small.",
            ),
            (1 - s, "The sign in the exponent is turned round: large entries must come near 1."),
            (1 + np.exp(-x), "Put brackets around 1 + e⁻ˣ: division comes before addition."),
            (np.tanh(x), "That is tanh, which runs from −1 to 1."),
            (s * (1 - s), "That is the slope of the sigmoid, not its value."),
            (np.exp(-x), "That is e⁻ˣ alone; 1 divided by 1 + e⁻ˣ is wanted."),
            (1 / (1 - np.exp(-x)), "There is a minus below the line where a plus belongs."),
        ]


def silu_diagnoses(x: Array) -> Diagnoses:
    """Diagnoses of a wrong result for x·σ(x)."""
    with np.errstate(**_QUIET):
        e = np.exp(x)
        s = by_entry(sigmoid, x)
        return [
            (
                x * (e / (1 + e)),
                "The sigmoid inside gives no number for large entries: repair it there, as in the exercise "
                "before.",
            ),
            (s, "That is σ(x) alone. Multiply it by x."),
            (x * (1 - s), "The sigmoid is turned round: for large x the result must come near x."),
            (np.maximum(0, x) * s, "The negative entries were cut off. SiLU is a little below zero there."),
            (x + s, "x and σ(x) seem to be added; they are multiplied."),
            (by_entry(gelu, x), "That is GELU, x·Φ(x). SiLU takes the sigmoid."),
            (x * np.tanh(x), "That is x times tanh. The sigmoid runs from 0 to 1, tanh from −1 to 1."),
        ]


def gelu_diagnoses(x: Array) -> Diagnoses:
    """Diagnoses of a wrong result for x·Φ(x)."""
    erf_x = by_entry(math.erf, x)
    bell = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    share = by_entry(lambda entry: 0.5 * math.erfc(-entry / math.sqrt(2)), x)
    return [
        (share, "That is Φ(x) alone. Multiply it by x."),
        (
            x * by_entry(lambda z: sigmoid(1.702 * z), x),
            "That is a quick approximation by a sigmoid. Φ itself is wanted.",
        ),
        (x * by_entry(sigmoid, x), "That is SiLU: the sigmoid is not Φ."),
        (np.maximum(0, x) * share, "The negative entries were cut off. GELU is a little below zero there."),
        (
            x * bell,
            "That is x times the height of the bell curve. The share to the left of x is wanted: bell_share.",
        ),
        (x * erf_x, "That is x times the error function, which runs from −1 to 1. Φ runs from 0 to 1."),
        (0.5 * x * (1 + erf_x), "The √2 inside Φ is missing; bell_share has it."),
        (x + share, "x and Φ(x) seem to be added; they are multiplied."),
    ]


def softmax(x: Array, axis: int) -> Array:
    """Powers of e over their sum along an axis, row by row in plain Python."""

    def shares(row: Array) -> Array:
        powers = [math.exp(float(score) - float(row.max())) for score in row]
        return np.array([power / math.fsum(powers) for power in powers])

    return np.apply_along_axis(shares, axis, x)


def softmax_diagnoses(x: Array, axis: int) -> Diagnoses:
    """Diagnoses of a wrong result for softmax."""
    with np.errstate(**_QUIET):
        e, top = np.exp(x), np.exp(x - x.max(axis=axis, keepdims=True))
        other = softmax(x, 1 - axis % 2) if x.ndim == 2 else None
        best = (x == x.max(axis=axis, keepdims=True)) * 1.0
        diagnoses: Diagnoses = [
            (
                e / e.sum(axis=axis, keepdims=True),
                "A power of e became infinite, or all became 0. Subtract the largest score first.",
            ),
            (
                top / top.sum(),
                "All shares together are 1. They should be 1 in each row or column: sum along axis.",
            ),
            (
                softmax(x.ravel(), 0).reshape(x.shape),
                "All shares together are 1. They should be 1 in each row or column: sum along axis.",
            ),
            (top, "That is e to the power of each. The division by their sum is still to come."),
            (best, "The largest score took everything. That is a hard choice; softmax shares."),
            (
                x / x.sum(axis=axis, keepdims=True),
                "The scores were divided by their sum. Take e to their power first.",
            ),
            (np.log(softmax(x, axis)), "That is the logarithm of the shares."),
            (softmax(-x, axis), "The smallest score got the largest share: a sign is turned round."),
            (
                by_entry(sigmoid, x),
                "Each score was bent for itself. Softmax divides by the sum over all of them.",
            ),
        ]
        if other is not None:
            diagnoses.insert(1, (other, "The other axis was used: rows and columns are swapped."))
        return diagnoses
