"""Reference and usual mistakes for softmax, as functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.quiz import Mistake

Array: TypeAlias = npt.NDArray[np.float64]


def softmax(x: Any, axis: int = -1) -> Array:
    """Powers of e over their sum along an axis, row by row in plain Python."""

    def shares(row: Array) -> Array:
        powers = [math.exp(float(score) - float(row.max())) for score in row]
        return np.array([power / math.fsum(powers) for power in powers])

    return np.apply_along_axis(shares, axis, np.asarray(x, dtype=float))


def _over_axis(formula: Callable[..., Any]) -> Callable[..., Any]:
    """A formula of the scores and of functions that give their maximum and sum along the axis."""

    def wrong(x: Any, axis: int = -1) -> Any:
        return formula(
            x, lambda z: z.max(axis=axis, keepdims=True), lambda z: z.sum(axis=axis, keepdims=True)
        )

    return wrong


_TOGETHER = "All probabilities together are 1. They should be 1 in each row or column: sum along axis."
_ONE_TOP = "Every row or column needs its own largest score subtracted: take the maximum along axis too."
_NO_AXIS = "The axis that was handed in has no effect: hand it on to `max` and to `sum`."

SOFTMAX: list[Mistake] = [
    (
        _over_axis(lambda x, top, total: np.exp(x) / total(np.exp(x))),
        "A power of e became infinite, or all became 0. Subtract the largest score first.",
    ),
    (lambda x, axis=-1: np.exp(x - x.max()) / np.exp(x - x.max()).sum(), _TOGETHER),
    (lambda x, axis=-1: np.exp(x) / np.exp(x).sum(), _TOGETHER),
    (_over_axis(lambda x, top, total: np.exp(x - top(x)) / np.exp(x - top(x)).sum()), _TOGETHER),
    (_over_axis(lambda x, top, total: np.exp(x - x.max()) / total(np.exp(x - x.max()))), _ONE_TOP),
    (lambda x, axis=-1: softmax(x), _NO_AXIS),
    (lambda x, axis=-1: softmax(x, 0), _NO_AXIS),
    (lambda x, axis=0: softmax(x, axis), "Without an axis handed in it is −1, the last one."),
    (
        lambda x, axis=-1: softmax(x, 1 - axis % 2 if x.ndim == 2 else axis),
        "The other axis was used: rows and columns are swapped.",
    ),
    (
        _over_axis(lambda x, top, total: np.exp(x - top(x))),
        "The largest entry is 1 here, as after e to the power of each: divide by their sum.",
    ),
    (
        _over_axis(lambda x, top, total: x == top(x)),
        "The largest score took everything. That is a hard choice; softmax gives the others their part.",
    ),
    (
        _over_axis(lambda x, top, total: x / total(x)),
        "The scores were divided by their sum. Take e to their power first.",
    ),
    (
        _over_axis(lambda x, top, total: x - top(x) - np.log(total(np.exp(x - top(x))))),
        "That is the logarithm of the probabilities.",
    ),
    (
        lambda x, axis=-1: softmax(-x, axis),
        "The smallest score got the largest probability: a sign is turned round.",
    ),
    (
        lambda x, axis=-1: 1 / (1 + np.exp(-x)),
        "Each score was bent for itself. Softmax divides by the sum over all of them.",
    ),
]
