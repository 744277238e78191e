"""The checks of lesson 2: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from coursekit.content.nonlinearity import diagnoses, network_diagnoses
from coursekit.content.nonlinearity.diagnoses import Array
from coursekit.quiz import Expect, Student, exercise, inputs


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
    """Arrays of any shape."""
    expect.agrees(s.relu, _arrays(rng, huge=1e6), diagnoses.relu, mistakes=diagnoses.RELU)


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
    """Slopes that are handed in, 0, 1 and a negative one among them, then the one that is not."""
    slopes = (0.2, 0.3, 0, 1.0, 0.01, -0.2)
    cases = [
        *({**x, "slope": slopes[i % len(slopes)]} for i, x in enumerate(_arrays(rng, huge=1e6))),
        *({"x": whole, "slope": 0.3} for whole in (np.array([2, -3, 0]), np.array([-3, 2]))),
        *_arrays(rng, huge=1e6),
    ]
    expect.agrees(s.leaky_relu, cases, diagnoses.leaky_relu, mistakes=diagnoses.LEAKY_RELU)


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
    why="A power of e that is never above 1 cannot overflow. The same thought saves softmax in lesson 3.",
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
    "nonlinearity.silu",
    needs=("silu",),
    hints=(
        "SiLU is a product of two things, entry by entry. You wrote one of them above.",
        "`x * sigmoid(x)`. If it says nan for large entries, look at your sigmoid first.",
    ),
    why="σ(x) decides how much of x comes through: nearly nothing far below zero, nearly all far above.",
)
def check_silu(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Arrays of any shape, entries far from 0 among them."""
    expect.agrees(s.silu, _arrays(rng), diagnoses.silu, mistakes=diagnoses.SILU, tolerance=1e-5, floor=1e-5)


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
    """Arrays of any shape, entries far from 0 among them; whoever writes the usual tanh form is held to that."""
    x = np.array([2.0])
    got = expect.array(s.gelu(x), shape=(1,), what="for x = [2] you gave")
    near = min((diagnoses.gelu, diagnoses.gelu_tanh), key=lambda form: float(abs(form(x) - got)[0]))
    expect.agrees(s.gelu, _arrays(rng), near, mistakes=diagnoses.GELU, tolerance=1e-5, floor=1e-5)


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
    """A single layer, stacks of one size and of different sizes, narrow ones."""
    cases = [
        {"layers": [_layer(rng, n_in, n_out) for n_in, n_out in pairwise(sizes)]}
        for sizes in [*inputs.sizes(rng), [2, 2, 2], [2, 2, 2]]
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
    why="One hinge for each change of slope: a hidden layer passes through any points you name.",
)
def check_hinges(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Two points, several, on one line, at one height, at whole numbers, close and far apart."""

    def at_points(found: Any, xs: Array, _ys: Array) -> Array:
        return network_diagnoses.curve(xs, *_network(found, expect))

    line = np.array([0.0, 0.5, 2.0])
    cases = [
        *(_points(rng, n) for n in (3, 4, 2, 4, 6)),
        {"xs": line, "ys": 2 * line - 1},
        {"xs": 100 * line - 90, "ys": 100 * inputs.tenths(rng, 3)},
        {"xs": line, "ys": np.array([1.5, 1.5, -1.0])},
        {"xs": np.array([-2, 0, 1, 5]), "ys": rng.permutation(np.array([-3, 0, 2, 4]))},
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
