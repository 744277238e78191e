"""References for stacked layers and hinges in the checks of lesson 2, and the usual mistakes as functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from coursekit.content.nonlinearity.diagnoses import Array
from coursekit.quiz import Mistake

Layer: TypeAlias = tuple[Array, Array]


def collapse(layers: Sequence[Layer]) -> Layer:
    """Return the one layer that a stack equals, found by sending inputs through it: 0 gives b, each unit vector a row of W."""

    def run(x: Array) -> Array:
        for weights, biases in layers:
            x = np.einsum("ij,jk->ik", x, weights) + biases
        return x

    n_in = len(layers[0][0])
    b = run(np.zeros((1, n_in)))[0]
    return run(np.eye(n_in)) - b, b


def _joined(
    W_of: Callable[..., Any] = lambda W, M: W @ M, b_of: Callable[..., Any] = lambda b, M, c: b @ M + c
) -> Callable[..., Any]:
    """The first layer, joined with one more at a time."""

    def wrong(layers: Sequence[Layer]) -> Any:
        W, b = layers[0]
        for M, c in layers[1:]:
            W, b = W_of(W, M), b_of(b, M, c)
        return W, b

    return wrong


def _without_last_bias(layers: Sequence[Layer]) -> Any:
    W, b = layers[-1]
    return collapse([*layers[:-1], (W, b * (len(layers) == 1))])


def _first_two(layers: Sequence[Layer]) -> Any:
    first, second = layers[:2]
    return collapse([first, second])


_TWO = "Only two layers are in it; go through all of them."
_REVERSED = "The layers are multiplied in reversed order: the first layer comes first."

COLLAPSE: list[Mistake] = [
    (_joined(lambda W, M: M @ W), _REVERSED),
    (lambda layers: collapse(layers[::-1]), _REVERSED),
    (lambda layers: collapse(layers[:2]), _TWO),
    (_first_two, _TWO),
    (lambda layers: layers[-1], "That is the last layer alone. All of them are multiplied."),
    (lambda layers: layers[0], "That is the first layer alone. All of them are multiplied."),
    (
        _joined(lambda W, M: W + M),
        "The tables were added; one after the other they multiply, with @.",
    ),
    (_joined(lambda W, M: W * M), "`*` multiplies entry by entry. A layer is a matrix product: use @."),
    (lambda layers: (collapse(layers)[0].T, collapse(layers)[1]), "Rows and columns are swapped."),
    (
        lambda layers: (collapse(layers)[0], 0 * collapse(layers)[1]),
        "The bias is missing: it passes through the later weights and arrives as a constant.",
    ),
    (
        _joined(b_of=lambda b, M, c: c),
        "That is the last bias alone. The earlier ones pass through the later weights and arrive too.",
    ),
    (
        _joined(b_of=lambda b, M, c: b + c),
        "The biases were added as they are. Each one passes through the later weights first.",
    ),
    (_without_last_bias, "The last bias is missing."),
    (
        _joined(b_of=lambda b, M, c: b @ M),
        "That is the first bias alone. It passes through the later weights, and the later biases are added.",
    ),
]


def curve(x: Array, w: Array, b: Array, v: Array, c: float) -> Array:
    """A network of ReLU hinges at every x."""
    return np.asarray(np.maximum(0.0, np.multiply.outer(x, w) + b) @ v + c)


def _hinges(
    v_of: Callable[..., Any] = lambda xs, ys: np.diff(np.diff(ys) / np.diff(xs), prepend=0),
    b_of: Callable[..., Any] = lambda xs: -xs[:-1],
    height: Callable[..., Any] = lambda ys: ys[0],
) -> Callable[..., Any]:
    """Hinges that open to the right, with one thing wrong."""

    def wrong(xs: Array, ys: Array) -> Any:
        v = v_of(xs, ys)
        return np.ones(len(v)), b_of(xs), v, height(ys)

    return wrong


_PLACE = "The kinks are in the wrong place: "

HINGES: list[Mistake] = [
    (
        _hinges(b_of=lambda xs: -xs[1:]),
        f"{_PLACE}each lies at the point where its piece begins, not where it ends.",
    ),
    (
        _hinges(b_of=lambda xs: xs[:-1]),
        f"{_PLACE}x − p is zero at p, so each bias is minus the place.",
    ),
    (
        _hinges(lambda xs, ys: np.diff(ys) / np.diff(xs)),
        "Each v is a change of slope: what the earlier hinges brought is already there.",
    ),
    (
        _hinges(height=lambda ys: 0.0),
        "The curve has the right shape and the wrong height: c is the height of the first point.",
    ),
    (
        _hinges(height=lambda ys: ys[-1]),
        "The height is that of the last point. Every hinge is off at the first one.",
    ),
    (
        _hinges(lambda xs, ys: np.diff(np.diff(ys), prepend=0)),
        "A slope is the rise divided by the distance of the two xs; they are not always 1 apart.",
    ),
    (
        _hinges(lambda xs, ys: np.diff(np.diff(ys) / np.diff(xs)), lambda xs: -xs[1:-1]),
        "The first piece is flat: one more hinge belongs at the first point.",
    ),
]
