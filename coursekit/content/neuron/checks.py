"""The checks of lesson 1: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from coursekit.content.neuron import diagnoses, reading_diagnoses
from coursekit.content.neuron.diagnoses import CORNERS, Array, Neuron, gate_diagnosis, share, weighted_sum
from coursekit.formatting import format_significant
from coursekit.quiz import Case, Expect, Student, exercise, inputs

_GATES: dict[str, dict[tuple[int, ...], int]] = {
    "AND": dict(zip(CORNERS, (0, 0, 0, 1), strict=True)),
    "OR": dict(zip(CORNERS, (0, 1, 1, 1), strict=True)),
    "NOT": {(0,): 1, (1,): 0},
}
_MARGIN = 0.1
_ROUNDING = 1e-6  # what float32 and a sum in another order may lose of the margin
_APART = 0.05  # no random sum is nearer to 0, where another order of adding could change its side


@exercise(
    "neuron.neuron",
    needs=("neuron",),
    hints=(
        "Three steps: weigh, sum up with the bias, bend. The lesson does the first two in one line; "
        "which sign multiplies the pairs and adds the products?",
        "`w @ x` weighs the inputs and adds the products up. Add the bias, and keep the sum as `z`. "
        "The bend comes last.",
        "First `z = w @ x + b`. Then call the function you were handed, `activation(z)`, and return its result.",
    ),
    why="Weigh, sum, bend: the activation sees nothing but the sum, so any bend fits the same neuron.",
)
def check_neuron(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Each activation with each number of inputs and a sum on each side of zero; whole numbers, zeros, ties, large next to small, 64 inputs."""
    activations = (diagnoses.identity, diagnoses.relu, diagnoses.tanh, diagnoses.double_plus_one)
    cases = [
        _neuron_case(rng, n, z, activation)
        for n, activation, z in product(inputs.lengths(rng), activations, (-1.3, 0.7))
    ]
    many = inputs.tenths(rng, 64)
    pairs = (
        (np.array([2, -1, 0]), np.array([1, 3, -2])),
        (np.array([1.5, 1.5, -2.0]), np.array([0.0, 0.8, 0.8])),
        (inputs.tenths(rng, 3) / 7, inputs.tenths(rng, 3)),
        (np.array([200.0, 0.01]), np.array([0.02, -300.0])),
        (np.array([2, 1]), np.array([1, -2])),  # the products add up to 0
        (np.array([2, -1, 3]), np.array([0.6, 0.3, -0.7])),
        (np.array([0.6, 0.3, -0.7]), np.array([2, -1, 3])),
        *((many, sign * np.abs(inputs.tenths(rng, 64)) * np.sign(many)) for sign in (1, -1)),
    )
    cases += [
        {"x": x, "w": w, "b": b, "activation": activation}
        for (x, w), b, activation in product(pairs, (0, 2, -1 / 7), activations)
    ]
    expect.agrees(s.neuron, cases, diagnoses.neuron, mistakes=diagnoses.NEURON, tolerance=1e-5, floor=1e-5)


@exercise(
    "neuron.repaired",
    needs=("repaired",),
    hints=(
        "Follow `broken([1, 0], [3, 2], 0)` with a pencil: what is z after the first time through the loop, and what after the second?",
        "Line 2 gives z a new value each time and forgets the old one. Which sign adds to what is already there?",
        "Line 2 becomes `z = z + w[i] * x[i]`, or shorter `z += w[i] * x[i]`. The other two lines can stay as they are.",
    ),
    why="A sum that starts at 0 has to grow: z = w[i] * x[i] throws away what was there, z = z + w[i] * x[i] adds to it.",
)
def check_repaired(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Each number of inputs with a sum on each side of zero and at zero; whole numbers, zeros, ties, 64 inputs, lists and arrays."""
    many = inputs.tenths(rng, 64)
    cases = [
        {**_neuron_case(rng, n, z, diagnoses.identity)}
        for n, z in product(inputs.lengths(rng), (-1.3, 0.7, 2.1))
    ]
    for each in cases:
        del each["activation"]
    cases += [
        {"x": [1, 0], "w": [3, 2], "b": 0},
        {"x": [0, 1], "w": [3, 2], "b": 0},
        {"x": [1, 1], "w": [2, -2], "b": 0},
        {"x": [0, 0, 0], "w": [1.5, -1, 4], "b": 0.25},
        {"x": np.array([2, 0, 1, 0.5]), "w": np.array([1.5, 4, 0, 1.5]), "b": 0.25},
        {"x": np.array([200.0, 0.01]), "w": np.array([0.02, -300.0]), "b": -1 / 7},
        {"x": [1, 2], "w": [2, 1], "b": 0},
        {"x": [1, 2], "w": [-3, 2], "b": 0},
        {"x": [2, 1], "w": [1.5, 0.7], "b": 0},
        {"x": [0.5, 1.5], "w": [3, 1], "b": 0},
        {"x": np.array([2, 1]), "w": np.array([1.5, 0.7]), "b": 0},
        {"x": np.array([0.5, 1.5]), "w": np.array([3, 1]), "b": 0},
        {"x": [0.1], "w": [0.1], "b": 0},
        {"x": many, "w": np.abs(inputs.tenths(rng, 64)) * np.sign(many), "b": 1.5},
    ]
    expect.agrees(
        s.repaired,
        cases,
        reading_diagnoses.repaired,
        mistakes=reading_diagnoses.REPAIRED,
        tolerance=1e-5,
        floor=1e-5,
    )


@exercise(
    "neuron.share_right",
    needs=("share_right",),
    hints=(
        "Begin with a single image: `z = neuron(image, w, b, lambda z: z)`. Is `z > 0` the same as what `is_yes` says of it?",
        "Go through both together: `for image, yes in zip(images, is_yes):`. True counts as 1 when you add it to a number.",
        "Start with `right = 0`. In the loop, `right += (z > 0) == yes`. After the loop, return `right / len(images)`.",
    ),
    why="To count right answers you need both: what the neuron says and what it should have said. A right no is worth as much as a right yes.",
)
def check_share_right(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """One image and hundreds, all right and none, sums at zero, a bias or a fraction that decides, whole numbers, any number of inputs."""
    cases: list[Case] = []
    for n, features in ((1, 3), (2, 1), (7, 4), (30, 64), (300, 4)):
        images, w, b = _clear_images(rng, n, features)
        yes = (images @ w + b > 0) ^ (rng.random(n) < (0.6 if n < 100 else 0.05))
        cases += [
            {"images": images, "is_yes": yes, "w": w, "b": b},
            {"images": images, "is_yes": ~yes, "w": w, "b": 0.0},
        ]
    zeros = np.zeros((4, 2))
    cases += [
        {"images": zeros, "is_yes": np.array([True, False, True, True]), "w": np.ones(2), "b": 0.0},
        {"images": zeros, "is_yes": np.array([True, False, True, True]), "w": np.ones(2), "b": 1.0},
        {"images": np.eye(3), "is_yes": np.array([True, True, False]), "w": np.array([1, -1, 2]), "b": -1},
        {
            "images": np.array([[300.0, 1.0], [1.0, 300.0]]),
            "is_yes": np.array([True, False]),
            "w": np.array([1.0, 0.0]),
            "b": -200.0,
        },
        {
            "images": np.array([[1.0, 1.0], [0.0, 1.0]]),
            "is_yes": np.array([True, False]),
            "w": np.array([300.0, -100.0]),
            "b": -100.0,
        },
        {
            "images": np.array([[0.5, 9.0], [0.5, 0.0]]),
            "is_yes": np.array([False, False]),
            "w": np.array([1.0, 0.0]),
            "b": -5.0,
        },
        {"images": np.eye(2), "is_yes": np.array([True, False]), "w": np.array([0.0004, -0.0004]), "b": 0.0},
        {"images": np.eye(3), "is_yes": np.array([True, False, True]), "w": np.array([1, -1, 2]), "b": -0.5},
        {"images": np.array([[0.5], [-0.5]]), "is_yes": np.array([True, True]), "w": np.ones(1), "b": 1.0},
        {
            "images": np.array([[1.0], [2.0], [3.0]]),
            "is_yes": np.array([True, True, False]),
            "w": np.ones(1),
            "b": 0.0,
        },
        {"images": np.array([[0.6], [0.8]]), "is_yes": np.array([False, True]), "w": np.ones(1), "b": -0.7},
        {
            "images": np.array([[0.6, 0.2], [0.2, 0.6]]),
            "is_yes": np.array([True, False]),
            "w": np.array([3, -2]),
            "b": -1,
        },
        {
            "images": np.array([[1, 2], [2, 0]]),
            "is_yes": np.array([True, True]),
            "w": np.array([0.6, 0.4]),
            "b": -1,
        },
    ]
    expect.agrees(
        s.share_right,
        cases,
        reading_diagnoses.share_right,
        mistakes=reading_diagnoses.SHARE_RIGHT,
        tolerance=1e-6,
        floor=1e-6,
    )


@exercise(
    "neuron.boundary",
    needs=("boundary",),
    hints=(
        "Start from w₁x₁ + w₂x₂ + b = 0 on paper and solve it for x₂, as you would solve any equation.",
        "Move what has no x₂ to the other side, where its sign changes: w₂x₂ = −(w₁x₁ + b). One division is left. "
        "In Python, w₁ is `w[0]` and w₂ is `w[1]`.",
        'First `if w[1] == 0: raise ValueError("w2 is 0, the line is vertical")`. '
        "Then return `-(w[0] * x1 + b) / w[1]`.",
    ),
    why="Nothing here was bent: the boundary is where the sum is zero, so it is straight whatever comes after.",
)
def check_boundary(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Rising, falling and horizontal lines, also through the origin; vertical ones and no line at all are errors."""
    w1, w2, b, x1 = np.abs(inputs.tenths(rng, 4)).tolist()
    weights = [(w1, w2), (w1, -w2), (-w1, w2), (0.0, w2), (100 * w1, w2), (w1, w2 / 100)]
    cases = [
        *({"w": np.array(w), "b": b, "x1": x1} for w in weights),
        *({"w": np.array([-w1, -w2]), "b": b, "x1": x1} for b, x1 in ((-b, -x1), (0, x1), (b, 0), (0, 0))),
        {"w": np.array([3, -2]), "b": 1, "x1": 2},
        {"w": np.array([1.1, 0.7]), "b": 0.4, "x1": 0.5},
        {"w": np.array([1.1, -0.7]), "b": 200 / 7, "x1": -100 / 7},
        {"w": np.array([0.3, 0.0004]), "b": 0.1, "x1": 0.5},
        {"w": np.array([w1, 0.0]), "b": b, "x1": x1},
        {"w": np.array([-2, 0]), "b": 4, "x1": 2},
        {"w": np.zeros(2), "b": b, "x1": x1},
        {"w": np.array([0.0, -0.0]), "b": 0, "x1": 0},
    ]
    expect.agrees(
        s.boundary, cases, diagnoses.boundary, mistakes=diagnoses.BOUNDARY, tolerance=1e-5, floor=1e-5
    )


@exercise(
    "neuron.gate",
    needs=("gate",),
    hints=(
        "Start with OR and equal weights. With w = (1, 1) the weighted sum is 0, 1, 1 and 2 at the four points. "
        "Which bias puts 0 below zero and the others above?",
        "AND can keep the same weights. Now only the sum 2 may stay above zero, so the bias pulls harder. "
        "NOT has to fall when its input rises: which sign must its weight have?",
        "With w = (1, 1) the bias of AND lies between −2 and −1, and OR's between −1 and 0; with the weight −1 NOT's lies "
        "between 0 and 1. Stay at least 0.1 inside these ends: halfway, −1.5, −0.5 and 0.5, is best.",
    ),
    why="The weights set the direction of the cut; together with the bias they set its place. Each gate needs one straight cut.",
)
def check_gate(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """Every point on its side of zero, by the margin; any weights that manage it are right, asked in any order."""
    done: list[str] = []
    for name in (*_GATES, *reversed(_GATES)):
        so_far = f"{' and '.join(done)} {'is' if len(done) == 1 else 'are'} right. " if done else ""
        w, b = _weights(s.gate(name), name, so_far, expect)
        for point, on in _GATES[name].items():
            z = weighted_sum(w, point) + b
            cause = gate_diagnosis(w, b, _GATES[name], margin=_MARGIN)
            clear = (z if on else -z) >= _MARGIN - _ROUNDING
            expect.that(clear, f"{so_far}{_off_side(name, point, on=on, z=z)} {cause}")
        done = [*dict.fromkeys([*done, name])]


@exercise(
    "neuron.xor_best",
    needs=("xor_best",),
    hints=(
        "Begin with one neuron: go through the four points, compute z, and count how often `z > 0` "
        "agrees with `xor`.",
        "Two loops, one inside the other: over the neurons, and for each over `zip(points, xor)`. "
        "Set the count back to 0 for every new neuron.",
        "Keep `best = 0.0` before the loops. After the four points of one neuron: "
        "`best = max(best, right / 4)`. Return `best` after both loops.",
    ),
    why="A larger crowd only tries more straight cuts, and no straight cut gets all four points of XOR.",
)
def check_xor_best(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Single neurons, some with a point on the boundary or without weights, a few with the best at each place, a crowd."""
    good, poor, middle = _draw(rng, 0.75), _draw(rng, 0.25), _draw(rng, 0.5)
    edge = (np.array([1, 1]), -1)
    lists = [
        *([each] for each in (poor, middle, good, edge, (np.zeros(2), 1.0), (np.zeros(2), 0.0))),
        *([poor, good], [good, poor], [poor, good, middle], [poor, middle], [edge, poor], [poor, poor]),
        _complementary(rng),
        [(np.array([0.3, 0.3]), -0.1)],
        [(np.array([-0.3, -0.3]), 0.2)],
        [(np.array([0.03, 0.03]), -0.02)],
        [_draw(rng) for _ in range(20)],
        [*[poor] * 300, good],
    ]
    expect.agrees(
        s.xor_best,
        [{"neurons": neurons} for neurons in lists],
        diagnoses.xor_best,
        mistakes=diagnoses.XOR_BEST,
        tolerance=0,
        floor=1e-6,
    )


def _neuron_case(rng: np.random.Generator, n: int, z: float, activation: diagnoses.Bend) -> Case:
    """Inputs, weights and the bias that makes their sum about z."""
    x, w = inputs.tenths(rng, n), inputs.tenths(rng, n)
    b = round(z - weighted_sum(x, w), 1)
    return {"x": x, "w": w, "b": b, "activation": activation}


def _clear_images(rng: np.random.Generator, n: int, features: int) -> tuple[Array, Array, float]:
    """Images (n, features), weights and a bias; no sum is near 0, with the bias or without it."""
    w, b = inputs.tenths(rng, features), float(inputs.tenths(rng))
    images = inputs.tenths(rng, (3 * n + 20, features))
    sums = images @ w
    clear = (np.abs(sums) > _APART) & (np.abs(sums + b) > _APART)
    return images[clear][:n], w, b


def _weights(pair: Any, name: str, so_far: str, expect: Expect) -> Neuron:
    """The learner's gate as an array with one weight an input, and a number."""
    call = f'{so_far}gate("{name}") gives'
    expect.that(pair is not None, f"{call} None. Has it a branch for {name}, and a `return` in it?")
    w_given, b_given = expect.entries(pair, "w, b", what=call)
    n = len(next(iter(_GATES[name])))
    w = np.atleast_1d(expect.array(w_given, what=f"{call} as w"))
    inputs = "one input, so w has one entry" if n == 1 else f"{n} inputs, so w has {n} entries"
    expect.that(w.shape == (n,), f"{call} a w of shape {w.shape}. {name} has {inputs}.")
    return w, expect.number(b_given, what=f"{call} as b")


def _off_side(name: str, point: tuple[int, ...], *, on: int, z: float) -> str:
    inputs = f"the inputs {point}" if len(point) > 1 else f"the input {point[0]}"
    side, bound = ("on", f"at least {_MARGIN}") if on else ("off", f"at most −{_MARGIN}")
    shown = format_significant(z, 4)
    return f"{name} should be {side} for {inputs}: z must be {bound}, and your weights give z = {shown}."


def _draw(rng: np.random.Generator, wanted: float | None = None) -> Neuron:
    """A random neuron of this share, or of any, that has no point of XOR on its boundary."""
    while True:
        w, b = inputs.tenths(rng, 2), float(inputs.tenths(rng))
        clear = all(abs(weighted_sum(w, point) + b) > _APART for point in CORNERS)
        if clear and wanted in (None, share((w, b))):
            return w, b


def _complementary(rng: np.random.Generator) -> list[Neuron]:
    """Three neurons that together get every point right; each alone misses one or more."""
    a, b, c = np.abs(inputs.tenths(rng, 3)).tolist()
    w = np.array([a + 0.5, a + 0.5])
    return [(-w, -b), (w, -round(a / 2, 2)), (-w, round(1.5 * a + 0.6, 2)), (w, c)]
