"""Two kinds of digits, and the single neuron that training finds for them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from coursekit.datasets import digits

PAIRS = {
    "0 and 1": ((0,), (1,)),
    "8 and 9": ((8,), (9,)),
    "1 and 8": ((1,), (8,)),
    "3 and 5": ((3,), (5,)),
    "odd and even": ((1, 3, 5, 7, 9), (0, 2, 4, 6, 8)),
}
"""Two kinds of digits to tell apart, by name: a neuron says the first where its sum is above 0."""

Array = npt.NDArray[Any]

_DECAY = 1e-3  # keeps the weights finite where a line separates the digits without a mistake
_STEPS = 20  # more than Newton's method needs: from the 13th on nothing changes


class Pair(NamedTuple):
    """Images X (n, 64) from 0 to 1, and True for each that shows a digit of the first kind."""

    X: npt.NDArray[np.float64]
    first: npt.NDArray[np.bool_]


class Neuron(NamedTuple):
    """Weights (64,) and a bias."""

    w: npt.NDArray[np.float64]
    b: float

    def sums(self, X: Array) -> Array:
        """The weighted sums plus bias: (n, 64) → (n,)."""
        return np.asarray(X @ self.w + self.b)


@cache
def examples(pair: str) -> Pair:
    """The digits of a pair in the training and validation parts, 130 of each."""
    first, second = PAIRS[pair]
    parts = digits()[:2]
    X = np.concatenate([part.X for part in parts]).astype(np.float64)
    labels = np.concatenate([part.labels for part in parts])
    kept = np.isin(labels, first + second)
    return Pair(X[kept], np.isin(labels[kept], first))


@cache
def trained_neuron(pair: str) -> Neuron:
    """The neuron that training finds on `examples(pair)`."""
    return fit_neuron(*examples(pair))


def fit_neuron(X: Array, first: npt.NDArray[np.bool_]) -> Neuron:
    """Train a neuron on images X (n, 64) to say which show the first kind: the smallest cross-entropy with a weight decay of 0.001.

    There is exactly one such neuron, and every training that ends finds it; Newton's method is there in a few steps.
    """
    inputs = np.column_stack([X, np.ones(len(X))])
    decay = np.r_[np.full(X.shape[1], _DECAY), 0.0]
    w = np.zeros(inputs.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-inputs @ w))
        slope = inputs.T @ (p - first) / len(X) + decay * w
        curvature = (inputs.T * (p * (1 - p))) @ inputs / len(X) + np.diag(decay)
        w -= np.linalg.solve(curvature, slope)
    return Neuron(w[:-1], float(w[-1]))
