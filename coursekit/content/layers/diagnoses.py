"""References for the checks of lesson 3 in plain arithmetic, the usual mistakes, and diagnoses of wrong weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.content.layers.softmax_diagnoses import softmax
from coursekit.widgets.layers.breakpoints import breakpoints

Array: TypeAlias = npt.NDArray[np.float64]
Layers: TypeAlias = list[tuple[Array, Array]]
Mistakes: TypeAlias = list[tuple[Callable[..., Any], str]]

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
XOR = np.array([0, 1, 1, 0])
_NAMED = {
    (True, True, True, True): "All points come out on. ",
    (False, False, False, False): "All points come out off. ",
    (False, True, True, True): "That is OR. ",
    (False, False, False, True): "That is AND. ",
}


def relu(z: Array) -> Array:
    """ReLU of every entry."""
    return np.where(z > 0, z, 0.0)


def forward(x: Array, params: Layers) -> Array:
    """Row by row and neuron by neuron, without a matrix product."""
    rows = [list(map(float, row)) for row in x]
    for k, (W, b) in enumerate(params):
        sums = [
            [sum(v * w for v, w in zip(row, W[:, j], strict=True)) + b[j] for j in range(len(b))]
            for row in rows
        ]
        rows = sums if k == len(params) - 1 else [[max(0.0, z) for z in row] for row in sums]
    return np.array(rows)


def _through(
    layer: Callable[..., Array] = lambda h, W, b: h @ W + b,
    *,
    bend: Callable[[int, int], bool] = lambda k, last: k < last,
    used: Callable[[Layers], Layers] = lambda params: params,
) -> Callable[[Array, Layers], Array]:
    """A forward pass with one thing done in another way: the layer, where it bends, which layers are used."""

    def wrong(x: Array, params: Layers) -> Array:
        layers = used(params)
        for k, (W, b) in enumerate(layers):
            z = layer(x, W, b)
            x = relu(z) if bend(k, len(layers) - 1) else z
        return x

    return wrong


def _bias_after_the_bend(x: Array, params: Layers) -> Array:
    """Hidden layers that bend the product alone, and a last layer as it should be."""
    for W, b in params[:-1]:
        x = relu(x @ W) + b
    W, b = params[-1]
    return x @ W + b


FORWARD: Mistakes = [
    (_through(bend=lambda k, last: True), "ReLU acted on the last layer too; its sums are handed on as they are."),
    (_through(bend=lambda k, last: False), "No sum was bent: ReLU belongs behind every layer but the last."),
    (_through(lambda h, W, b: h @ W), "The biases are missing: add b to every product."),
    (_bias_after_the_bend, "ReLU came before the bias: complete the sum, then bend it."),
    (_through(lambda h, W, b: relu(h @ W) + b, bend=lambda k, last: False), "ReLU came before the bias: complete the sum, then bend it."),
    (_through(lambda h, W, b: W @ h + b), "W stands on the left of x here; with examples in rows it is x @ W."),
    (_through(lambda h, W, b: h @ W.T + b), "W was transposed; its shape is (in, out) already."),
    (_through(used=lambda params: [params[0], params[-1]]), "Only the first and the last layer were used; go through all of them."),
    (_through(bend=lambda k, last: True, used=lambda params: params[:-1]), "The last layer is missing: its product comes after the loop."),
    (_through(lambda h, W, b: h @ W - b), "It looks as if the biases were taken away; they are added."),
    (_through(bend=lambda k, last: k == 0), "Only the first layer was bent: ReLU belongs behind every hidden layer."),
    (_through(bend=lambda k, last: k == 0 < last), "Only the first layer was bent: ReLU belongs behind every hidden layer."),
]  # fmt: skip


def _probabilities(images: Array, params: Layers) -> Array:
    """The probabilities (n, classes), row by row."""
    return softmax(forward(images, params))


def read(images: Array, params: Layers) -> tuple[Array, Array]:
    """The class of each row and its probability, one row after the other."""
    rows = [row.tolist() for row in _probabilities(images, params)]
    return np.array([row.index(max(row)) for row in rows]), np.array([max(row) for row in rows])


def _reading(
    of: Callable[[Array], Array] = softmax,
    then: Callable[[Array], tuple[Any, Any]] = lambda p: (p.argmax(axis=1), p.max(axis=1)),
) -> Callable[[Array, Layers], tuple[Any, Any]]:
    """A reader with another softmax of the scores, or with something else made of the probabilities."""
    return lambda images, params: then(of(forward(images, params)))


READ: Mistakes = [
    (_reading(lambda z: softmax(z, 0)), "Each column adds up to 1 here, in line 1 or in your own softmax, so the images share one whole. The probabilities of one image stand in its row."),
    (_reading(then=lambda p: (p.argmax(axis=0), p.max(axis=0))), "Lines 2 and 3 were right: the largest probability of an image is looked for in its row, axis 1."),
    (_reading(lambda z: softmax(z.ravel()).reshape(z.shape)), "All probabilities together add up to 1 here; those of each image should."),
    (_reading(lambda z: z), "These are the scores; softmax makes probabilities of them."),
    (_reading(lambda z: softmax(z, 0), lambda p: (p.argmax(axis=0), p.max(axis=0))), "Each image has its scores in a row. Everything was done with columns here, so there is an answer for each class."),
    (_reading(then=lambda p: (p.max(axis=1), p.argmax(axis=1))), "Class and probability have changed places: first the class, then its probability."),
    (_reading(then=lambda p: (p.argmax(axis=1) + 1, p.max(axis=1))), "Classes are counted from 0 here, as digits are."),
    (_reading(then=lambda p: (p.argmin(axis=1), p.max(axis=1))), "That is the class with the smallest probability."),
    (_reading(then=lambda p: (p.argmax(axis=1), p.sum(axis=1))), "Your reader is always sure, with 1. Either you added up an image's probabilities, where the largest is asked for, or your softmax makes 1 of the largest score: does it divide by the sum?"),
    (_reading(then=lambda p: (p.argmax(axis=1)[:1], p.max(axis=1)[:1])), "That is the first image alone: go through all of them."),
]  # fmt: skip


def count_params(sizes: Sequence[int]) -> int:
    """The entries of real arrays, counted."""
    return sum(np.zeros((m, n)).size + np.zeros(n).size for m, n in pairwise(sizes))


def _weights(sizes: Sequence[int]) -> int:
    return sum(m * n for m, n in pairwise(sizes))


COUNT_PARAMS: Mistakes = [
    (_weights, "These are the weights alone; every neuron has a bias as well."),
    (lambda s: _weights(s) + sum(s[:-1]), "The biases stand on the wrong side: each neuron that computes has one, the inputs have none."),
    (lambda s: _weights(s) + sum(s), "The inputs got biases too. An input is handed in as it is."),
    (lambda s: 2 * _weights(s), "It looks as if every weight had a bias of its own; a bias belongs to a neuron."),
    (sum, "That is the number of circles in the drawing. Count the numbers on the arrows, and a bias in each neuron."),
    (lambda s: sum(m + n for m, n in pairwise(s)), "The sizes were added; every neuron reads every input, so they multiply."),
    (lambda s: _weights(s) + len(s) - 1, "That is one bias for each layer; every neuron of the layer has its own."),
    (lambda s: s[0] * s[1] + s[1], "Only the first layer was counted: is the `return` inside the loop?"),
    (lambda s: s[-2] * s[-1] + s[-1], "Only the last layer was counted: add up with `+=`, and set the sum to 0 before the loop, not in it."),
    (lambda s: s[0] * s[-1] + s[-1], "That joins the input straight to the output. Go from neighbour to neighbour."),
]  # fmt: skip


def xor_sums(params: Layers) -> tuple[Array, Array]:
    """The places (4, 2) behind the hidden layer, and the sums (4,) of the output neuron."""
    (W1, b1), (W2, b2) = params
    hidden = relu(CORNERS @ W1 + b1)
    return hidden, hidden @ W2[:, 0] + b2[0]


def xor_diagnosis(params: Layers, *, margin: float) -> str:
    """The likeliest way out of weights that miss a point; empty when none is missed."""
    hidden, z = xor_sums(params)
    side = np.where(XOR == 1, z, -z)
    spot = _shared_spot(hidden)
    found = (
        ((side >= margin).all(), ""),
        ((side > 0).all(), "Every point is on its side, but one lies too near: scale W2 and b2 up."),
        ((side < 0).all(), "Every answer is turned round: change the sign of W2 and b2."),
        (
            np.ptp(hidden, axis=0).max() < 1e-9,
            "The hidden units give the same for all four points, so nothing behind them can tell the points apart.",
        ),
        (
            bool(spot),
            f"{spot} arrive at the same spot but need different answers: no W2 can part them, change W1 or b1.",
        ),
        (
            True,
            f"{_NAMED.get(tuple((z > 0).tolist()), '')}{_what_to_change(hidden, hidden @ params[1][0][:, 0], z)}",
        ),
    )
    return next(sentence for holds, sentence in found if holds)


def _what_to_change(hidden: Array, lift: Array, z: Array) -> str:
    """The part that has to change, where no two points that need different answers share a spot; `lift` is h @ W2."""
    off = XOR == 0
    if lift[~off].min() - lift[off].max() > 1e-9:
        return f"b2 is too {'high' if z[off].max() >= 0 else 'low'}: another b2 puts all four points on their sides."
    if hidden[0].any():
        return "At (0, 0) a unit is on, because its bias in b1 is above 0. Both should be silent there."
    if hidden[3].any():
        return "At (1, 1) a unit is on, and both should be silent there: each needs a negative weight for the other input, large enough for that."
    point = CORNERS[~off][lift[~off].argmin()]
    return f"At ({point[0]:g}, {point[1]:g}) a unit is on, but W2 doesn't lift the sum there. It has to."


def _shared_spot(hidden: Array) -> str:
    """Two points with different answers that the hidden layer puts on one spot, as words."""
    for i in np.flatnonzero(XOR == 1):
        for j in np.flatnonzero(XOR == 0):
            if np.abs(hidden[i] - hidden[j]).max() < 1e-9:
                pair = [f"({CORNERS[k, 0]:g}, {CORNERS[k, 1]:g})" for k in (i, j)]
                return " and ".join(pair)
    return ""


def pieces(params: Layers) -> int:
    """Straight pieces of a network's output between 0 and 1."""
    return 1 + len(breakpoints(params))


def fold_net(k: int) -> Layers:
    """A network of k folds, each 2·h₁ − 4·h₂."""
    b, behind = np.array([0.0, -0.5]), np.array([[2.0], [-4.0]])
    return [(np.ones((1, 2)), b), *[(np.hstack([behind, behind]), b)] * (k - 1), (behind, np.zeros(1))]


def pieces_diagnosis(params: Layers) -> str:
    """The part of a folding network that keeps it from 2^k pieces: with `fold_net`'s in its place it makes them."""
    k = len(params) - 1
    course = [part for layer in fold_net(k) for part in layer]
    for parts, told in (
        ([0], "the first W: with [[1, 1]] there,"),
        ([1], "the first b: with [0, −0.5] there,"),
        (range(2, 2 * k, 2), "every W between: both units read the folded place, 2·h₁ − 4·h₂. With [[2, 2], [−4, −4]] there,"),
        (range(3, 2 * k, 2), "every b after the first: with [0, −0.5] there too,"),
        ([2 * k], "the last W: with [[2], [−4]] there,"),
        (range(1, 2 * k, 2), "every b: with [0, −0.5] there,"),
        (range(2, 2 * k + 1, 2), "every W after the first. With [[2, 2], [−4, −4]] between and [[2], [−4]] at the end,"),
    ):  # fmt: skip
        mended = [part for layer in params for part in layer]
        for each in parts:
            mended[each] = course[each]
        if pieces(list(zip(mended[::2], mended[1::2], strict=True))) == 2**k:
            return f"Look at {told} your network makes {2**k}."
    return "Draw your network for k = 1 and for k = 2: where are the creases, and does each half cover 0 to 1 again?"
