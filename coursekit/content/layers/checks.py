"""The checks of lesson 3: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from coursekit.content.layers import diagnoses, softmax_diagnoses
from coursekit.content.layers.diagnoses import (
    CORNERS,
    XOR,
    Layers,
    pieces,
    pieces_diagnosis,
    xor_diagnosis,
    xor_sums,
)
from coursekit.formatting import format_count, format_significant
from coursekit.quiz import Expect, Student, exercise, inputs
from coursekit.quiz.comparison import entries_of

_MARGIN = 0.1
_ONE_POINT = "its sum is above 0 at (1, 0) or at (0, 1), and at most 0 at the other three."
_CLEAR = 1e-5  # more than float32 loses of a score
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
    """One layer and several, equal sizes and a 1 at each place, one example and many, whole numbers alone and among others, zeros, large and tiny sums, many digits, one pair twice, one batch through two networks."""
    shapes = (
        ((3, 3, 3, 3), 3),
        ((2, 3, 1), 2),
        ((2, 3, 1), 2),
        ((4, 5, 3, 6, 2), 5),
        ((3, 2), 4),
        ((2, 1, 3), 1),
        ((1, 1), 1),
    )
    cases = [{"x": inputs.tenths(rng, (n, sizes[0])), "params": _network(rng, sizes)} for sizes, n in shapes]
    whole = [(np.array([[1, -2], [3, 1]]), np.array([0, 1])), (np.array([[2], [-1]]), np.array([-3]))]
    between_whole = [
        (np.array([[0.5, -1.5, 0.7], [-0.6, 0.4, 0.9]]), np.array([0, 1, -1])),
        (np.array([[0.3, -1.2], [0.8, 0.5], [-0.4, 1.1]]), np.array([2, -3])),
    ]
    tiny = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.array([[1000.0], [300.0]]), np.array([-0.5]))]
    x, pair = inputs.tenths(rng, (2, 2)), _network(rng, (2, 2))[0]
    cases += [
        {"x": np.array([[300.0, 4000.0], [-5000.0, 600.0]]), "params": whole},
        {"x": np.array([[1, 2], [0, -1]]), "params": whole},
        {"x": np.array([[1, 2], [0, -1]]), "params": [(whole[0][0], np.array([0.5, 1.2])), whole[1]]},
        {"x": np.array([[1, -2], [0, 3]]), "params": between_whole},
        {"x": np.array([[0.00123], [-0.00245]]), "params": tiny},
        {"x": np.array([[0.1], [0.3], [0.45]]), "params": diagnoses.fold_net(6)},
        {"x": np.zeros((2, 2)), "params": [pair, pair]},
        {"x": x, "params": [pair, pair, pair]},
        {"x": x, "params": _network(rng, (2, 2))},
        {"x": x / 7, "params": [(W / 7, b / 7) for W, b in _network(rng, (2, 3, 2))]},
        {"x": inputs.tenths(rng, (30, 12)), "params": _network(rng, (12, 11, 10))},
    ]
    expect.agrees(s.forward, cases, diagnoses.forward, mistakes=diagnoses.FORWARD, tolerance=1e-5, floor=1e-5)


@exercise(
    "layers.softmax",
    needs=("softmax",),
    hints=(
        "Three steps: subtract the largest score, take e to the power of each, divide by the sum. "
        "`keepdims=True` in `max` and `sum` keeps the shape, so that rows and columns still match.",
        "`e = np.exp(x - x.max(axis=axis, keepdims=True))` cannot overflow. Which sum divides it?",
        "Return `e / e.sum(axis=axis, keepdims=True)`.",
    ),
    why="A common shift changes nothing, so shift until nothing can overflow.",
)
def check_softmax(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Every axis of arrays with 1 to 4 of them, a table of one row, scores far apart and far from 0."""
    cases = [{"x": x} if axis is None else {"x": x, "axis": axis} for x, axis in inputs.along_an_axis(rng)]
    row = inputs.tenths(rng, (1, 3))
    cases += [{"x": row}, {"x": row, "axis": 0}, {"x": np.array([-3e4, 2e4, 2e4 + 1])}]
    expect.agrees(
        s.softmax,
        cases,
        softmax_diagnoses.softmax,
        mistakes=softmax_diagnoses.SOFTMAX,
        tolerance=1e-4,
        floor=1e-6,
    )


@exercise(
    "layers.read",
    needs=("read",),
    hints=(
        "With a single image, every entry of p is 1. Which numbers does line 1 add up, those of one image or those of one class?",
        "`axis=0` makes each *column* add up to 1, and a column holds the scores of one class for all images. The probabilities of one image stand in its row.",
        "`p = softmax(forward(images, params), axis=1)`. The other two lines are right: return `p.argmax(axis=1), p.max(axis=1)`.",
    ),
    why="Each image is a question of its own, so its ten probabilities add up to 1, whatever else is in the batch.",
)
def check_read(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """One image and many, two classes and more, several depths, large scores, one class alone, each of ten, the same images for two networks."""
    shapes = (
        ((2, 3), 3),
        ((3, 4), 1),
        ((3, 4), 6),
        ((4, 3, 6, 2), 5),
        ((3, 2, 4), 4),
        ((3, 2, 4), 4),
        ((2, 2), 2),
        ((3, 1), 3),
    )
    cases = [_clear_images(rng, n, sizes) for sizes, n in shapes]
    W = np.array([[900.0, 899.0, -900.0], [-1700.0, -1691.0, -1690.0]])
    cases += [
        {"images": np.eye(2), "params": [(W, np.array([0.0, 0.5, 1.0]))]},
        {"images": np.eye(2), "params": [(W / 1000, np.array([1.0, 0.5, 0.0]))]},
        {
            "images": np.array([[300.0, -1.0], [2.0, -400.0]]),
            "params": [(W / 9e4, np.array([0.0, 0.5, 1.0]))],
        },
        {
            "images": np.array([[1, 2], [0, -1]]),
            "params": [(np.array([[1, -2, 0], [3, 1, 2]]), np.array([0, 1, -1]))],
        },
        {
            "images": 5 * np.eye(10)[::-1],
            "params": [(np.eye(10), inputs.tenths(rng, 10, below=1))],
        },
    ]
    expect.agrees(
        s.read,
        cases,
        diagnoses.read,
        mistakes=diagnoses.READ,
        returns="array of classes, array of probabilities",
        tolerance=1e-4,
        floor=1e-6,
    )


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
    """Lists of several lengths, with equal sizes side by side and apart, against arrays that were really made."""
    longer = [784, 128, 10], [784, 64, 64, 64, 10], [3, 5, 2, 4, 6, 2, 5, 3]
    cases = [{"sizes": sizes} for sizes in (*inputs.sizes(rng), *longer)]
    expect.agrees(
        s.count_params,
        cases,
        diagnoses.count_params,
        mistakes=diagnoses.COUNT_PARAMS,
        tolerance=0,
        floor=1e-6,
    )


@exercise(
    "layers.xor_net",
    needs=("xor_net",),
    hints=(
        "Begin with one unit, which should be on at (1, 0) and at no other corner. Which sign does its weight for x₂ need, so that (1, 1) is off?",
        "relu(x₁ − x₂) is on for (1, 0) alone. Which unit is on for (0, 1) alone? The output then has to ask whether one of them is on.",
        "W1 = [[1, −1], [−1, 1]] and b1 = [0, 0] make those two units. W2 = [[1], [1]] adds them up, and b2 = [−0.5] puts the cut "
        "between 0 and 1.",
    ),
    why="Each unit looks for one of the two points, and the output asks whether either has been found. Once the points are moved like that, one straight cut is enough.",
)
def check_xor_net(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """Every point on its side of zero by the margin, and no unit on where XOR is 0; any weights that manage it are right."""
    for params in (_layers(s.xor_net(), [(2, 2), (2, 1)], "xor_net()", expect) for _ in range(2)):
        hidden, z = xor_sums(params)
        cause = xor_diagnosis(params, margin=_MARGIN - _ROUNDING)
        for point, on, value in zip(CORNERS, XOR, z, strict=True):
            side, bound = ("on", f"at least {_MARGIN}") if on else ("off", f"at most −{_MARGIN}")
            clear = (value if on else -value) >= _MARGIN - _ROUNDING
            shown = format_significant(value, 4)
            where = f"({point[0]:g}, {point[1]:g})"
            expect.that(clear, f"at {where} XOR is {side}: z must be {bound}, and yours is {shown}. {cause}")
        for point, units, on in zip(CORNERS, hidden, XOR, strict=True):
            silent = bool(on or np.abs(units).max() <= _ROUNDING)
            shown = " and ".join(format_significant(unit, 4) for unit in units)
            told = f"at ({point[0]:g}, {point[1]:g}) both hidden units must be 0, and yours are {shown}."
            expect.that(
                silent,
                f"{told} All four answers are right, but let each unit look for one point: {_ONE_POINT}",
            )


@exercise(
    "layers.fold_net",
    needs=("fold_net",),
    hints=(
        "For k = 1: the two hidden units are relu(x) and relu(x − 0.5). Which W and b make them from one input, and which pair turns them into 2·h₁ − 4·h₂?",
        "For k = 2 the second hidden layer reads h₁ and h₂, and needs the folded place 2·h₁ − 4·h₂ in both its units, once as it is and once "
        "minus 0.5. So both columns of its W are (2, −4).",
        "First pair: W = [[1, 1]], b = [0, −0.5]. Then k − 1 times: W = [[2, 2], [−4, −4]] with the same b. Last pair: W = [[2], [−4]], b = [0].",
    ),
    why="Each layer folds everything that is folded already, so two units more double the pieces. Side by side they would add at most two.",
)
def check_fold_net(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """The shapes as they are asked for, then the number of pieces, found from where the units switch, in any order."""
    for k in (3, 1, 2, 5, 4, 3, 1):
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
        expect.that(found == 2**k, f"{told} {pieces_diagnosis(params)}")


def _network(rng: np.random.Generator, sizes: tuple[int, ...]) -> Layers:
    # Small weights: the sums of float32 stay near those of float64 through all layers.
    return [(inputs.tenths(rng, (m, n), below=1), inputs.tenths(rng, n, below=1)) for m, n in pairwise(sizes)]


def _clear_images(rng: np.random.Generator, n: int, sizes: tuple[int, ...]) -> dict[str, Any]:
    """Images for which the largest score is clear: between two that are equal, rounding would decide."""
    while True:
        images, params = inputs.tenths(rng, (n, sizes[0])), _network(rng, sizes)
        ranked = np.sort(diagnoses.forward(images, params), axis=1)
        if (np.diff(ranked[:, -2:], axis=1) > _CLEAR).all():
            return {"images": images, "params": params}


def _is_wide(got: Any) -> bool:
    """Return True if there is one hidden layer, with more than two units."""
    layers = entries_of(got) or []
    W = (entries_of(layers[0]) or [None])[0] if len(layers) == 2 else None
    return isinstance(W, np.ndarray) and W.ndim == 2 and W.shape[1] > 2


def _layers(got: Any, shapes: list[tuple[int, int]], call: str, expect: Expect) -> Layers:
    """The learner's layers as a list of arrays of these shapes."""
    expect.that(got is not None, f"{call} gives None. Is a `return` missing?")
    pairs = entries_of(got)
    expect.that(pairs is not None, f"{call} should give a list of pairs: `[(W1, b1), (W2, b2)]`.")
    pairs = pairs or []
    expect.that(
        len(pairs) == len(shapes),
        f"{call} gives {len(pairs)} layers, expected {len(shapes)}: the hidden layers, and one for the output.",
    )
    found: Layers = []
    for number, (each, shape) in enumerate(zip(pairs, shapes, strict=True), start=1):
        pair = [] if issubclass(type(each), np.ndarray) else entries_of(each) or []
        expect.that(len(pair) == 2, f"layer {number} of {call} should be a pair `(W, b)`.")
        W = expect.array(pair[0], shape=shape, what=f"layer {number} of {call} has as W")
        b = expect.array(pair[1], shape=shape[1:], what=f"layer {number} of {call} has as b")
        found.append((W, b))
    return found
