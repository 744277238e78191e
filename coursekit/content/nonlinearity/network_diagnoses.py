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
        "The first bias passed through the later weights, as it should. The later biases are missing: add each one.",
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
        "The first piece is flat: a hinge at the first point has to bring the first slope.",
    ),
]


def repaired(X: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    """The output of 1 hidden layer with ReLU, unit by unit."""
    out = np.zeros((len(X), len(b2))) + b2
    for unit, bias in enumerate(b1):
        h = np.array([max(0.0, float((row * W1[:, unit]).sum() + bias)) for row in X])
        out += np.multiply.outer(h, W2[unit])
    return out


def _network(
    hidden: Callable[..., Any] = lambda X, W, b: np.maximum(0, X @ W + b),
    output: Callable[..., Any] = lambda h, W, b: h @ W + b,
) -> Callable[..., Any]:
    """A hidden layer and an output layer, one of them wrong."""
    return lambda X, W1, b1, W2, b2: output(hidden(X, W1, b1), W2, b2)


REPAIRED: list[Mistake] = [
    (
        _network(lambda X, W, b: X @ W + b),
        "Nothing is bent when line 3 runs: np.maximum leaves z as it was, so keep its result and let line 3 use that.",
    ),
    (
        _network(lambda X, W, b: X @ W + b, lambda h, W, b: np.maximum(0, h @ W + b)),
        "The bend came to the end of the network; it belongs between the two layers.",
    ),
    (
        _network(output=lambda h, W, b: np.maximum(0, h @ W + b)),
        "The output is bent too: only the hidden layer bends, so that the output may be below zero.",
    ),
    (
        _network(lambda X, W, b: np.maximum(0, X @ W) + b),
        "The bend came before the bias: complete the sum first, then bend it.",
    ),
    (
        _network(lambda X, W, b: np.maximum(0, X) @ W + b),
        "The inputs were bent, and the sums of the hidden layer weren't.",
    ),
    (
        _network(lambda X, W, b: np.abs(X @ W + b)),
        "That is the absolute value of the sums; ReLU makes 0 of what is below zero.",
    ),
    (
        _network(lambda X, W, b: np.minimum(0, X @ W + b)),
        "The smaller of 0 and the sum was taken (or the two branches of np.where are swapped); ReLU takes the larger one.",
    ),
    (
        _network(lambda X, W, b: X @ W + b > 0),
        "The hidden layer gives only 0 or 1: it must hand on the sums that are above zero.",
    ),
    (
        _network(lambda X, W, b: np.maximum(0, X @ W)),
        "The biases of the hidden layer are missing: line 1 was right.",
    ),
    (_network(output=lambda h, W, b: h @ W), "The bias of the output is missing: line 3 adds b2."),
    (_network(lambda X, W, b: np.maximum(1, X @ W + b)), "The sums are cut at 1. ReLU cuts at 0."),
    (
        lambda X, W1, b1, W2, b2: np.maximum(0, X @ W1 + b1),
        "That is the hidden layer; the output neurons still have to weigh it.",
    ),
    (
        lambda X, W1, b1, W2, b2: repaired(X[:1], W1, b1, W2, b2),
        "Only the first example was answered: X has one in each row.",
    ),
]


def share_right(images: Array, is_odd: Sequence[bool], W1: Array, b1: Array, W2: Array, b2: Array) -> float:
    """The share of the rows whose sum is above zero where they should be, and only there."""
    sums = repaired(images, W1, b1, W2, b2)[:, 0]
    hits = [bool(z > 0) == bool(odd) for z, odd in zip(sums, is_odd, strict=True)]
    return sum(hits) / len(hits)


def _straight(images: Array, W1: Array, b1: Array, W2: Array, b2: Array) -> Array:
    return np.asarray((images @ W1 + b1) @ W2 + b2)


def _of_sums(count: Callable[..., Any]) -> Callable[..., Any]:
    """A function of the sums (n,), the answers (n,) and their number."""
    return lambda images, is_odd, *layer: count(
        repaired(images, *layer)[:, 0], np.asarray(is_odd), len(images)
    )


SHARE_RIGHT: list[Mistake] = [
    (
        lambda images, is_odd, *layer: np.mean((_straight(images, *layer)[:, 0] > 0) == is_odd),
        "Your hidden layer doesn't bend here: use `repaired`, and look whether it passes its own check.",
    ),
    (
        lambda images, is_odd, *layer: np.mean((repaired(images, *layer) > 0) == is_odd),
        "A column was compared with a list, and NumPy compared every sum with every answer: take the column out with [:, 0] first.",
    ),
    (
        _of_sums(lambda z, odd, n: np.mean((z > 0) != odd)),
        "That is the share of wrong answers: odd means z > 0, and right means that it agrees (==) with is_odd.",
    ),
    (
        _of_sums(lambda z, odd, n: np.sum((z > 0) == odd)),
        "That is how many are right; the share is that number divided by len(images).",
    ),
    (
        _of_sums(lambda z, odd, n: 100 * np.mean((z > 0) == odd)),
        "That is the share in percent; a number from 0 to 1 is asked.",
    ),
    (
        _of_sums(lambda z, odd, n: np.mean(z > 0)),
        "That is the share of images that are called odd; whether they are is in is_odd.",
    ),
    (
        _of_sums(lambda z, odd, n: np.mean((z >= 0) == odd)),
        "Where the sum is exactly 0 the answer is even: odd means above zero.",
    ),
    (
        _of_sums(lambda z, odd, n: np.mean((z > 0) & odd)),
        "Only the odd digits that are read rightly are counted: an even one counts as well.",
    ),
    (
        _of_sums(lambda z, odd, n: np.sum((z > 0) == odd) / max(1, odd.sum())),
        "Divide by the number of all images, not by the number of odd ones.",
    ),
    (
        _of_sums(lambda z, odd, n: float((z[0] > 0) == odd[0])),
        "That is the answer for the first image alone.",
    ),
    (
        _of_sums(lambda z, odd, n: np.mean((z > 0.5) == odd)),
        "A sum between 0 and one half is called even (is it compared with 0.5, or rounded first?); odd means that it is above 0.",
    ),
]
