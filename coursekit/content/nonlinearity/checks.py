"""The checks of lesson 2: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from coursekit.content.nonlinearity import diagnoses, network_diagnoses
from coursekit.content.nonlinearity.diagnoses import Array
from coursekit.quiz import Expect, Student, exercise, inputs

_LARGE = (
    ([[300.0, 100.0]], [[1.0], [-1.0]], [0.0], [[1.0]], [-100.0]),
    ([[1.0, 1.0]], [[300.0], [-100.0]], [0.0], [[1.0]], [-100.0]),
    ([[1.0]], [[1.0]], [300.0], [[1.0]], [-100.0]),
    ([[1.0]], [[1.0, 1.0]], [0.0, 0.0], [[300.0], [-100.0]], [0.0]),
    ([[1.0]], [[1.0, 60.0]], [0.0, 0.0], [[1.0], [1.0]], [-55.0]),
    ([[1.0]], [[1.0, 1.0]], [0.0, 0.0], [[100.0], [-300.0]], [100.0]),
    ([[1.0]], [[70.0]], [0.0], [[1.0]], [-90.0]),
)
"""Networks in which one large number after the other decides; the last two say even, the others odd."""

_BETWEEN_WHOLE = (
    [[0.5, -1.5, 0.7], [-0.6, 0.4, 0.9]],
    [0, 1, -1],
    [[0.3, -1.2], [0.8, 0.5], [-0.4, 1.1]],
    [2, -3],
)
"""A network whose biases are whole numbers and whose weights aren't."""

_NOT_ZERO = 5e-4
"""A bias that keeps sums of products of three tenths away from 0, where rounding would decide."""


@exercise(
    "nonlinearity.sigmoid",
    needs=("sigmoid",),
    hints=(
        "`np.exp(-x)` works on a whole array. Mind the brackets around 1 + e⁻ˣ.",
        "`1 / (1 + np.exp(-x))` has the right values; far below zero NumPy warns that a power overflows. "
        "To keep it quiet, take the power of −|x|, which is never above 1.",
        "With `small = np.exp(-np.abs(x))`: where x is 0 or more the result is `1 / (1 + small)`, elsewhere "
        "`small / (1 + small)`. `np.where` chooses.",
    ),
    why="If NumPy warned of an overflow, look at `solution`: there the power of e is never above 1. The same thought saves softmax in lesson 3.",
)
def check_sigmoid(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Arrays of any shape, entries far from 0 among them."""
    expect.agrees(
        s.sigmoid,
        _arrays(rng),
        diagnoses.sigmoid,
        mistakes=diagnoses.SIGMOID,
        tolerance=1e-5,
        floor=1e-7,
    )


@exercise(
    "nonlinearity.repaired",
    needs=("repaired",),
    hints=(
        "Print `z` right before and right after line 2 of `broken`, for x = 0. What has changed?",
        "`np.maximum(0, z)` doesn't change z. It makes a new array, and line 2 throws that away.",
        "Keep the result: `h = np.maximum(0, z)`, and let line 3 use it: `return h @ W2 + b2`.",
    ),
    why="A network without its bend looks like any other and runs without an error. Only an input that turns a hinge off shows the difference.",
)
def check_repaired(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """One of each and many, one batch through two networks, whole numbers alone and among others, zeros, large and tiny sums, many digits."""
    tent = ([[1.0, 1.0]], [0.0, -1.0], [[1.0], [-2.0]], [0.0])
    shapes = (
        (3, 2, 3, 2),
        (5, 3, 4, 1),
        (1, 2, 3, 2),
        (4, 1, 2, 1),
        (2, 3, 1, 2),
        (4, 4, 4, 4),
        (1, 1, 1, 1),
    )
    one, other = _drawn_network(rng, 3, 2, 3, 2), _drawn_network(rng, 3, 2, 3, 2)
    cases = [
        _network_case([[0.0], [1.0], [2.0], [3.0]], *tent),
        _network_case([[0.5], [-1.0]], *tent),
        *(_drawn_network(rng, *shape) for shape in shapes),
        one,
        other,
        {**other, "X": one["X"]},
        _network_case([[1, -2], [0, 3]], *_BETWEEN_WHOLE),
        _network_case([[0.00123], [-0.00245]], [[1.0, -1.0]], [0.0, 0.0], [[1000.0], [300.0]], [-0.5]),
        _network_case([[1, -2], [0, 3]], [[1, -1], [2, 1]], [0.5, -1.2], [[2], [-1]], [3]),
        _network_case([[-1, 2], [3, 0]], [[1, -1], [2, 1]], [0, -1], [[2], [-1]], [3]),
        _network_case(np.zeros((2, 3)), *list(_drawn_network(rng, 2, 3, 4, 2).values())[1:]),
        _network_case(
            [[1, 2]], [[0, 1, 0], [2, 0, 3]], [1, 1, -2], [[0, 1, 3], [2, 0, 0], [0, 0, 1]], [4, 4, 1]
        ),
        _network_case(
            [[1.0, -1.0]], [[1.0, 0.5], [0.2, 2.0]], [2.0, 3.0], [[90.0, 1.0], [2.0, -70.0]], [-200.0, 300.0]
        ),
        _network_case([[300.0, 4000.0]], [[9.0, -1.0], [3.0, 2.0]], [0.0, 0.0], [[1.0], [-1.0]], [0.0]),
        _network_case([[300.0, 0.01]], [[0.02, -3.0], [-200.0, 100.0]], [0.5, 900.0], [[1.0], [0.1]], [-2.0]),
        {name: part / 7 for name, part in other.items()},
        _drawn_network(rng, 30, 14, 12, 11),
    ]
    expect.agrees(
        s.repaired,
        cases,
        network_diagnoses.repaired,
        mistakes=network_diagnoses.REPAIRED,
        tolerance=1e-5,
        floor=1e-5,
    )


@exercise(
    "nonlinearity.collapse",
    needs=("collapse",),
    hints=(
        "Begin with two layers and write out (xW₁ + b₁)W₂ + b₂. Which table stands behind x, and what is "
        "left over?",
        "Two layers make the table `W1 @ W2` and the biases `b1 @ W2 + b2`. The result is a layer again, "
        "so the third can "
        "follow.",
        "Start with `W, b = layers[0]`. For each later pair: `W, b = W @ W_next, b @ W_next + b_next`.",
    ),
    why="Two straight layers are one, so ten are one. Without a bend, depth can draw nothing new.",
)
def check_collapse(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """A single layer, stacks of one size and of different sizes, narrow ones, many digits, ten layers, whole numbers alone and among others."""
    turn = np.array([[1, -1], [2, 1]]), np.array([1, -2])
    lean = np.array([[0, 1], [-1, 1]]), np.array([3, 0])
    W, b = _layer(rng, 2, 2)
    cases = [
        {"layers": [_layer(rng, n_in, n_out) for n_in, n_out in pairwise(sizes)]}
        for sizes in [*inputs.sizes(rng), [2, 2, 2], [2, 2, 2]]
    ]
    cases += [
        {"layers": [turn, (W, b)]},
        {"layers": [(W, b), turn]},
        {"layers": [turn, (W, -b)]},
        {"layers": [turn, lean] * 5},
        {"layers": [(W / 7, b / 7) for W, b in (_layer(rng, 5, 4), _layer(rng, 4, 5))]},
    ]
    expect.agrees(
        s.collapse,
        cases,
        network_diagnoses.collapse,
        mistakes=network_diagnoses.COLLAPSE,
        returns="W, b",
        tolerance=1e-4,
        floor=2e-4,
    )


@exercise(
    "nonlinearity.hinges",
    needs=("hinges",),
    hints=(
        "Walk along the points from left to right. Between two of them the curve is straight: what is its "
        "slope? "
        "`np.diff(ys) / np.diff(xs)` gives all slopes at once.",
        "A hinge that opens to the right has w = 1 and its kink at −b. Put one at every point but the "
        "last. Its v is the change "
        "of slope there; for the first hinge that is the whole first slope.",
        "`v = np.diff(slopes, prepend=0)`, `w = np.ones(len(v))`, `b = -xs[:-1]`. At the first point every "
        "hinge is off, "
        "so `c = ys[0]`.",
    ),
    why="One hinge for each change of slope: a hidden layer passes through any points with different xs.",
)
def check_hinges(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Two points, several, many, on one line, at one height, at whole numbers, close and far apart, the same heights at other places."""

    def at_points(found: Any, xs: Array, _ys: Array) -> Array:
        return network_diagnoses.curve(xs, *_network(found, expect))

    line = np.array([0.0, 0.5, 2.0])
    many = _points(rng, 20)
    cases = [
        *(_points(rng, n) for n in (3, 4, 2, 4, 6)),
        {"xs": line, "ys": 2 * line - 1},
        {"xs": 100 * line - 90, "ys": 100 * inputs.tenths(rng, 3)},
        {"xs": line, "ys": np.array([1.5, 1.5, -1.0])},
        {"xs": np.array([-2, 0, 1, 5]), "ys": rng.permutation(np.array([-3, 0, 2, 4]))},
        many,
        {**many, "xs": 2 * many["xs"]},
    ]
    expect.agrees(
        s.hinges,
        cases,
        lambda _xs, ys: ys,
        mistakes=network_diagnoses.HINGES,
        read=at_points,
        returns="network at the xs",
        tolerance=1e-4,
        floor=1e-3,
    )


@exercise(
    "nonlinearity.share_right",
    needs=("share_right",),
    hints=(
        "Begin with the sums: `z = repaired(images, W1, b1, W2, b2)[:, 0]`. What does `z > 0` say of each image?",
        "`(z > 0) == is_odd` is True where the network is right. True counts as 1 in a mean.",
        "Return `np.mean((z > 0) == is_odd)`.",
    ),
    why="The same yardstick as in lesson 1, for a network: you can only say that a bend helps when both are measured on digits that neither has seen.",
)
def check_share_right(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """One image and many, all right and none, sums at zero and on both sides of one half, biases that decide, one hidden unit, lists and arrays of answers, the same images and answers for two networks."""
    cases: list[dict[str, Any]] = []
    for n, n_in, units in ((1, 3, 2), (2, 1, 1), (7, 4, 3), (130, 64, 8)):
        network = _drawn_network(rng, n, n_in, units, 1)
        network["b2"] += _NOT_ZERO
        sums = network_diagnoses.repaired(**network)[:, 0]
        answers = rng.permutation(np.arange(n) % 3 == 0) ^ (sums > 0)
        cases += [_read_case(network, answers), _read_case(network, ~answers)]
        flat = {**network, "b2": np.array([_NOT_ZERO])}
        cases.append(_read_case(flat, network_diagnoses.repaired(**flat)[:, 0] > 0))
    tent = ([[1.0, 1.0]], [0.0, -1.0], [[1.0], [-2.0]])
    four = [[-1.0], [0.0], [1.0], [3.0]]
    cases += [
        _read_case(_network_case(four, *tent, [0.0]), [False, True, True, False]),
        _read_case(_network_case(four, *tent, [-2.0]), [False, True, True, False]),
        _read_case(_network_case(four, *tent, [1.0]), [False, True, True, True]),
        _read_case(_network_case([[0.7], [0.3]], *tent, [0.0]), [True, True]),
        _read_case(_network_case(four, *tent, [-0.5]), np.array([True, False, True, False])),
        _read_case(_network_case([[1], [0]], [[1, 1]], [0, -1], [[1], [-2]], [0]), [True, False]),
        _read_case(
            _network_case([[0, 1], [1, 0]], [[0, 1], [2, 0]], [0, 0], [[1], [-2]], [0]), [True, False]
        ),
        _read_case(
            _network_case([[1, 0], [0, 1]], [[1, 2], [1, 0]], [0, 0], [[0], [1]], [-0.5]), [True, False]
        ),
        *(_read_case(_network_case(*layer), [k < 5]) for k, layer in enumerate(_LARGE)),
        _read_case(_network_case([[1], [3]], [[1, 1, 1]], [-2, -2, 0], [[1], [1], [0]], [0]), [False, True]),
        _read_case(
            _network_case([[1e-4], [-1e-4]], [[1.0, -1.0]], [0.0, 0.0], [[1.0], [-1.0]], [0.0]), [True, False]
        ),
    ]
    expect.agrees(
        s.share_right,
        cases,
        network_diagnoses.share_right,
        mistakes=network_diagnoses.SHARE_RIGHT,
        tolerance=1e-6,
        floor=1e-6,
    )


def _network_case(X: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> dict[str, Array]:
    return dict(zip(("X", "W1", "b1", "W2", "b2"), map(np.array, (X, W1, b1, W2, b2)), strict=True))


def _drawn_network(rng: np.random.Generator, n: int, n_in: int, units: int, n_out: int) -> dict[str, Array]:
    """N examples and a network n_in-units-n_out with numbers of one decimal."""
    shapes = (n, n_in), (n_in, units), (units,), (units, n_out), (n_out,)
    return _network_case(*(inputs.tenths(rng, shape, below=2) for shape in shapes))


def _read_case(network: dict[str, Array], is_odd: Any) -> dict[str, Any]:
    X, *layer = network.values()
    return dict(zip(("images", "is_odd", "W1", "b1", "W2", "b2"), (X, is_odd, *layer), strict=True))


def _arrays(rng: np.random.Generator, *, huge: float = 1000.0) -> list[dict[str, Any]]:
    return [{"x": x} for x in inputs.any_shape(rng, huge=huge)]


def _layer(rng: np.random.Generator, n_in: int, n_out: int) -> tuple[Array, Array]:
    return inputs.tenths(rng, (n_in, n_out), below=2), inputs.tenths(rng, n_out)


def _points(rng: np.random.Generator, n: int) -> dict[str, Any]:
    return {"xs": np.cumsum(rng.integers(3, 16, n)) / 10 - 2, "ys": inputs.tenths(rng, n)}


def _network(found: Any, expect: Expect) -> tuple[Array, Array, Array, float]:
    """The learner's hinges as three arrays with one entry a hinge, and a number."""
    entries = expect.entries(found, "w, b, v, c")
    w, b, v = (
        expect.array(found, what=f"your {name} is") for name, found in zip("wbv", entries, strict=False)
    )
    sizes = ", ".join(str(array.shape) for array in (w, b, v))
    one_each = w.ndim == 1 and w.shape == b.shape == v.shape
    expect.that(one_each, f"w, b and v need one entry for each hinge each; their shapes are {sizes}.")
    return w, b, v, expect.number(entries[3], what="your c is")
