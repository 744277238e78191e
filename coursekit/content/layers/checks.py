"""The checks of lesson 3: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from coursekit.content.layers.diagnoses import (
    CORNERS,
    XOR,
    Array,
    Diagnoses,
    Layers,
    count_diagnoses,
    forward_diagnoses,
    parameters,
    pieces,
    pieces_diagnosis,
    reference_forward,
    xor_diagnosis,
    xor_sums,
)
from coursekit.formatting import format_count, format_significant
from coursekit.quiz import Expect, Student, exercise

_MARGIN = 0.1
_ROUNDING = 1e-6  # what float32 and a sum in another order may lose of the margin


@exercise(
    "layers.forward",
    needs=("forward",),
    hints=(
        "One layer is `x @ W + b`. What has to happen to its result before it goes into the next layer, and for which layer not?",
        "Loop over `params[:-1]`, which is all layers but the last, and let each replace x: weigh, sum, bend. The last layer comes "
        "after the loop.",
        "In the loop `x = np.maximum(0, x @ W + b)`. After it `W, b = params[-1]`, and then `return x @ W + b`.",
    ),
    why="Each layer sees nothing but the list that the layer before it hands on, so one short loop is enough for any depth.",
)
def check_forward(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Square layers first, so that a wrong order shows as a wrong number; then other depths and sizes."""
    for sizes, n in (((3, 3, 3, 3), 3), ((4, 5, 3, 6, 2), 5), ((2, 3, 1), 1), ((3, 2), 4)):
        x, params, diagnoses = _telling_network(rng, sizes, n)
        want = reference_forward(x, params)
        shown = "-".join(map(str, sizes))
        what = f"for a batch of {n} through a network of sizes {shown} you gave"
        expect.close(s.forward(x, params), want, what=what, diagnoses=diagnoses, tolerance=1e-4)


@exercise(
    "layers.count_params",
    needs=("count_params",),
    hints=(
        "Count one layer first: 4 inputs into 3 neurons. How many weights, how many biases?",
        "Neighbours in the list belong together: `zip(sizes[:-1], sizes[1:])` gives the pairs. Start with `total = 0` before the loop.",
        "For each pair `m, n` add `m * n + n` to the total. Return it after the loop.",
    ),
    why="The count depends on the sizes alone: the number of examples and the training do not enter.",
)
def check_count_params(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Lists of several lengths, against arrays that were really made."""
    for length in (4, 2, 6):
        sizes = _telling_sizes(rng, length)
        expect.close(
            s.count_params(sizes), parameters(sizes), given={"sizes": sizes}, diagnoses=count_diagnoses(sizes)
        )
    images = [784, 128, 10]
    expect.close(
        s.count_params(images), parameters(images), given={"sizes": images}, diagnoses=count_diagnoses(images)
    )


@exercise(
    "layers.xor_net",
    needs=("xor_net",),
    hints=(
        "On paper: which two numbers, each a bent sum of x₁ and x₂, would make XOR a straight cut? Take one unit that is on for "
        "(1, 0) alone.",
        "relu(x₁ − x₂) is on for (1, 0) alone. Which unit is on for (0, 1) alone? The output then has to ask whether one of them is on.",
        "W1 = [[1, −1], [−1, 1]] and b1 = [0, 0] make those two units. W2 = [[1], [1]] adds them up, and b2 = [−0.5] puts the cut "
        "between 0 and 1.",
    ),
    why="The hidden layer moves the four points so that one straight cut is enough. One neuron alone cannot move them.",
)
def check_xor_net(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """Every point on its side of zero by the margin; any weights that manage it are right."""
    call = "xor_net()"
    params = _layers(s.xor_net(), [(2, 2), (2, 1)], call, expect)
    _, z = xor_sums(params)
    cause = xor_diagnosis(params, margin=_MARGIN - _ROUNDING)
    for point, on, value in zip(CORNERS, XOR, z, strict=True):
        side, bound = ("on", f"at least {_MARGIN}") if on else ("off", f"at most −{_MARGIN}")
        clear = (value if on else -value) >= _MARGIN - _ROUNDING
        shown = format_significant(value, 4)
        where = f"({point[0]:g}, {point[1]:g})"
        expect.that(clear, f"at {where} XOR is {side}: z must be {bound}, and yours is {shown}. {cause}")


@exercise(
    "layers.fold_net",
    needs=("fold_net",),
    hints=(
        "For k = 1: the two hidden units are relu(x) and relu(x − 0.5). Which W and b make them from one input, and which pair turns them into 2·h₁ − 4·h₂?",
        "For k = 2 the second hidden layer reads h₁ and h₂, and needs the folded place 2·h₁ − 4·h₂ in BOTH its units, once as it is and once "
        "minus 0.5. So both columns of its W are (2, −4).",
        "First pair: W = [[1, 1]], b = [0, −0.5]. Then k − 1 times: W = [[2, 2], [−4, −4]] with the same b. Last pair: W = [[2], [−4]], b = [0].",
    ),
    why="Each layer folds everything that is folded already, so two units more double the pieces. Side by side they would add two.",
)
def check_fold_net(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """The shapes as they are asked for, then the number of pieces, found from where the units switch."""
    for k in (3, 1, 2, 5):
        shapes = [(1, 2), *[(2, 2)] * (k - 1), (2, 1)]
        got = s.fold_net(k)
        told = (
            f"fold_net({k}) puts all its units side by side in one layer. Two belong into each of {k} layers."
        )
        expect.that(k == 1 or not _is_wide(got), told)
        params = _layers(got, shapes, f"fold_net({k})", expect)
        found = pieces(params)
        told = (
            f"fold_net({k}) makes {format_count(found, 'straight piece')} between 0 and 1, expected {2**k}."
        )
        expect.that(found == 2**k, f"{told} {pieces_diagnosis(found, k)}")


def _telling_network(
    rng: np.random.Generator, sizes: Sequence[int], n: int
) -> tuple[Array, Layers, Diagnoses]:
    """A batch and layers with sums on both sides of zero, drawn until no two wrong results are alike."""
    while True:
        x = _tenths(rng, (n, sizes[0]))
        params = [(_tenths(rng, (m, k)), _tenths(rng, (k,))) for m, k in pairwise(sizes)]
        want, diagnoses = reference_forward(x, params), forward_diagnoses(x, params)
        values = [want, *(value for value, _ in diagnoses)]
        if (want < -0.5).any() and all(_apart(a, b) for a, b in combinations(values, 2)):
            return x, params, diagnoses


def _apart(a: Array, b: Array) -> bool:
    return a.shape != b.shape or float(np.abs(a - b).max()) > 0.05


def _tenths(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers between −2 and 2 with one decimal, none of them 0."""
    return np.asarray(rng.integers(1, 21, shape) * rng.choice([-1, 1], shape) / 10, dtype=float)


def _telling_sizes(rng: np.random.Generator, length: int) -> list[int]:
    """Sizes for which no wrong way to count ends at the number of another, where the length allows."""
    while True:
        sizes: list[int] = rng.integers(2, 12, length).tolist()
        told = [value for value, _ in count_diagnoses(sizes)]
        if len(set(sizes)) == length and (length == 2 or len(set(told)) == len(told) == 10):
            return sizes


def _is_wide(got: Any) -> bool:
    """Return True if there is one hidden layer, with more than two units."""
    if not (isinstance(got, list | tuple) and len(got) == 2 and isinstance(got[0], list | tuple) and got[0]):
        return False
    W = got[0][0]
    return isinstance(W, np.ndarray) and W.ndim == 2 and W.shape[1] > 2


def _layers(got: Any, shapes: list[tuple[int, int]], call: str, expect: Expect) -> Layers:
    """The learner's layers as a list of arrays of these shapes."""
    expect.that(got is not None, f"{call} gives None. Is a `return` missing?")
    is_list = isinstance(got, list | tuple)
    expect.that(is_list, f"{call} should give a list of pairs: `[(W1, b1), (W2, b2)]`.")
    expect.that(
        len(got) == len(shapes),
        f"{call} gives {len(got)} layers, expected {len(shapes)}: the hidden layers, and one for the output.",
    )
    found: Layers = []
    for number, (pair, shape) in enumerate(zip(got, shapes, strict=True), start=1):
        is_pair = isinstance(pair, list | tuple) and len(pair) == 2
        expect.that(is_pair, f"layer {number} of {call} should be a pair `(W, b)`.")
        W = expect.array(pair[0], shape=shape, what=f"layer {number} of {call} has as W")
        b = expect.array(pair[1], shape=shape[1:], what=f"layer {number} of {call} has as b")
        found.append((W, b))
    return found
