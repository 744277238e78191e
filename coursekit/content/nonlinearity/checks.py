"""The checks of lesson 2: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np

from coursekit.content.nonlinearity import diagnoses, network_diagnoses
from coursekit.content.nonlinearity.diagnoses import Array, Diagnoses
from coursekit.content.nonlinearity.network_diagnoses import Layer
from coursekit.quiz import Expect, Student, exercise

Bend: TypeAlias = Callable[[float], float]

_FAR = np.array([-1000.0, -30.0, 0.0, 30.0, 1000.0])


@exercise(
    "nonlinearity.relu",
    needs=("relu",),
    hints=(
        "Python's own `max` takes one number at a time. NumPy has a function that compares entry by entry.",
        "`np.maximum(0, x)` gives the larger of 0 and each entry, in an array of the same shape.",
    ),
    why="One comparison for each entry: that is why ReLU is the cheapest bend there is.",
)
def check_relu(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """A list, a table, large entries."""
    for x in _inputs(rng):
        want = diagnoses.by_entry(lambda entry: max(0.0, entry), x)
        expect.close(s.relu(x), want, given={"x": x}, diagnoses=diagnoses.relu_diagnoses(x))


@exercise(
    "nonlinearity.leaky_relu",
    needs=("leaky_relu",),
    hints=(
        "Two cases, entry by entry. `np.where(condition, this, that)` takes from `this` where the "
        "condition holds, and "
        "from `that` elsewhere.",
        "The condition is `x > 0`. Where it holds, the entry stays. Elsewhere it is `slope * x`.",
    ),
    why="The small slope below zero keeps inputs apart there, so that no neuron goes silent for good.",
)
def check_leaky_relu(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Slopes that are handed in, then the one that is not."""
    for x in _inputs(rng):
        slope = float(rng.choice([0.2, 0.3, 0.4]))
        want = diagnoses.leaky_relu(x, slope)
        expect.close(
            s.leaky_relu(x, slope),
            want,
            given={"x": x, "slope": slope},
            diagnoses=diagnoses.leaky_diagnoses(x, slope),
        )
    x = _mixed(rng, 4)
    want = diagnoses.leaky_relu(x, 0.01)
    expect.close(
        s.leaky_relu(x),
        want,
        given={"x": x},
        otherwise="Without a slope handed in it is 0.01.",
        tolerance=1e-5,
    )


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
    why="A power of e that is never above 1 cannot overflow. The same thought saves softmax.",
)
def check_sigmoid(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Ordinary entries, and far ones."""
    _check_bend(s.sigmoid, diagnoses.sigmoid, diagnoses.sigmoid_diagnoses, rng, expect)


@exercise(
    "nonlinearity.silu",
    needs=("silu",),
    hints=(
        "SiLU is a product of two things, entry by entry. You wrote one of them above.",
        "`x * sigmoid(x)`. If it says nan for large entries, look at your sigmoid first.",
    ),
    why="σ(x) decides how much of x comes through: nearly nothing far below zero, nearly all far above.",
)
def check_silu(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Ordinary entries with the lowest point among them, and far ones."""
    _check_bend(
        s.silu, lambda x: x * diagnoses.sigmoid(x), diagnoses.silu_diagnoses, rng, expect, near=-1.278
    )


@exercise(
    "nonlinearity.gelu",
    needs=("gelu",),
    hints=(
        "GELU is a product of two things, entry by entry. `bell_share` is one of them.",
        "`x * bell_share(x)`: near x far above zero, near 0 far below, and a little negative in between.",
    ),
    why="Like SiLU, with the bell curve's share instead of the sigmoid. Its lowest point is −0.170.",
)
def check_gelu(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Ordinary entries with the lowest point among them, and far ones; the usual tanh form is near enough."""
    _check_bend(s.gelu, diagnoses.gelu, diagnoses.gelu_diagnoses, rng, expect, near=-0.752, tolerance=1e-3)


@exercise(
    "nonlinearity.softmax",
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
    """One row, tables along both axes, scores far apart and far from 0."""
    for shape, axis in (((4,), -1), ((3, 4), -1), ((4, 3), 0), ((2, 3), 1)):
        _check_shares(s, _mixed(rng, int(np.prod(shape))).reshape(shape), axis, expect)
    row = _mixed(rng, 3)
    for far in (row + 1000, row - 1000, np.array([1000.0, 0.0, -1000.0])):
        _check_shares(s, far, -1, expect)


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
    why="Two straight layers are one, so ten are one. Depth pays only with a bend between the layers.",
)
def check_collapse(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Layers of one size, of different sizes, a narrow one, and a single one."""
    for sizes in ((2, 2, 2, 2), (3, 2, 4), (3, 1, 2, 2), (2, 3)):
        layers = [_layer(rng, n_in, n_out) for n_in, n_out in pairwise(sizes)]
        same = len(set(sizes)) == 1
        for_w, for_b = network_diagnoses.collapse_diagnoses(layers) if same else ([], [])
        want_w, want_b = network_diagnoses.collapse(layers)
        names = " → ".join(map(str, sizes))
        got_w, got_b = _pair(s.collapse(layers), expect)
        what = f"for a stack of sizes {names} you gave {{}}"
        expect.close(got_w, want_w, what=what.format("a W with"), diagnoses=for_w, tolerance=1e-4)
        expect.close(
            got_b, want_b, what=what.format("the right W, and a b with"), diagnoses=for_b, tolerance=1e-4
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
    why="One hinge for each change of slope: a hidden layer passes through any points you name.",
)
def check_hinges(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Several points, close ones, and two alone."""
    for n in (4, 6, 2):
        xs = np.cumsum(rng.integers(3, 16, n)) / 10 - 2
        ys = _mixed(rng, n)
        given = {"xs": xs, "ys": ys}
        w, b, v, c = _network(s.hinges(xs, ys), given, expect)
        expect.close(
            network_diagnoses.curve(xs, w, b, v, c),
            ys,
            given=given,
            what="at the xs your network gives",
            diagnoses=network_diagnoses.hinge_diagnoses(xs, ys) if n > 2 else (),
            tolerance=1e-4,
        )


def _inputs(rng: np.random.Generator) -> list[Array]:
    return [_mixed(rng, 5), _mixed(rng, 6).reshape(2, 3), _FAR]


def _mixed(rng: np.random.Generator, n: int) -> Array:
    """Numbers with one decimal between −3 and 3, of both signs, of different sizes, none of them near 0."""
    sizes = rng.choice(np.arange(3, 31), n, replace=False) / 10
    signs = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)
    return np.asarray(rng.permutation(sizes * signs), dtype=float)


def _check_bend(  # noqa: PLR0913 - each is one thing that tells the bends apart
    theirs: Callable[[Array], Any],
    bend: Bend,
    diagnoses_of: Callable[[Array], Diagnoses],
    rng: np.random.Generator,
    expect: Expect,
    *,
    near: float | None = None,
    tolerance: float = 1e-4,
) -> None:
    """A list, a table and far entries, against the bend entry by entry."""
    for x in _inputs(rng):
        if near is not None and x.ndim == 1 and x is not _FAR:
            x[0] = near
        given = {"x": x}
        expect.close(
            theirs(x),
            diagnoses.by_entry(bend, x),
            given=given,
            diagnoses=diagnoses_of(x),
            tolerance=tolerance,
        )


def _check_shares(s: Student, x: Array, axis: int, expect: Expect) -> None:
    given = {"x": x, "axis": axis}
    want = diagnoses.softmax(x, axis)
    expect.close(
        s.softmax(x, axis), want, given=given, diagnoses=diagnoses.softmax_diagnoses(x, axis), tolerance=1e-4
    )


def _layer(rng: np.random.Generator, n_in: int, n_out: int) -> Layer:
    return _mixed(rng, n_in * n_out).reshape(n_in, n_out), _mixed(rng, n_out)


def _pair(found: Any, expect: Expect) -> tuple[Any, Any]:
    expect.that(found is not None, "collapse gives None. Is a `return` missing?")
    is_pair = isinstance(found, tuple | list) and len(found) == 2
    expect.that(is_pair, "collapse should give two things, the table and the biases: `return W, b`.")
    return found[0], found[1]


def _network(found: Any, given: dict[str, Any], expect: Expect) -> tuple[Array, Array, Array, float]:
    """The learner's hinges as three arrays with one entry a hinge, and a number."""
    expect.that(found is not None, "hinges gives None. Is a `return` missing?")
    is_four = isinstance(found, tuple | list) and len(found) == 4
    expect.that(is_four, "hinges should give four things: `return w, b, v, c`.")
    w, b, v = (expect.array(found[k], given=given, what=f"your {'wbv'[k]} is") for k in range(3))
    sizes = ", ".join(str(array.shape) for array in (w, b, v))
    one_each = w.ndim == 1 and w.shape == b.shape == v.shape
    expect.that(one_each, f"w, b and v need one entry for each hinge each; their shapes are {sizes}.")
    return w, b, v, expect.number(found[3], given=given, what="your c is")
