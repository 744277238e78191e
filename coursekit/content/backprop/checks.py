"""The checks of lesson 4: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coursekit.content.backprop import diagnoses, value_diagnoses
from coursekit.content.backprop.diagnoses import Array, Function
from coursekit.quiz import Case, Expect, Student, exercise, inputs
from coursekit.quiz.student import unguarded

_SHAPES = ((2, 2), (3, 2), (2, 2), (1, 3), (3, 1), (1, 1))


@exercise(
    "backprop.numerical_grad",
    needs=("numerical_grad",),
    hints=(
        "For each entry alone: f a little above, f a little below, the difference, divided by the distance between the two.",
        "Make an array of zeros as long as x, and put the step h into entry i. Then x + nudge and x − nudge are new arrays, "
        "and x stays as it is.",
        "`(f(x + nudge) - f(x - nudge)) / (2 * h)`, once for each i, each into its own place of the result.",
    ),
    why="Two forward passes for each number, and hardly a way to get it wrong: that is what makes it a referee.",
)
def check_numerical_grad(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Valleys, kinks that tell one side from two, third powers, products; whole numbers, zeros, ties, large entries."""
    slopes: dict[Function, Callable[[Array], Array]] = {}
    x = inputs.tenths(rng, 2)
    cases = [
        _case(slopes, "Σ s·(x − m)²/2", x, m=np.array([x[0], -1.0]), s=np.array([60.0, 80.0])),
        _case(
            slopes,
            "Σ s·(x − m)²/2",
            rng.permutation([2, 3, -4]),
            m=np.array([1.0, -2.0, 0.0]),
            s=np.full(3, 50.0),
        ),
        _case(slopes, "Σ x³", inputs.tenths(rng, 3)),
        _case(slopes, "Σ x³", rng.uniform(0.2, 0.9, 3)),
        _case(slopes, "the product of all entries", np.abs(inputs.tenths(rng, 3))),
        _case(slopes, "the product of all entries", np.array([0.0, 2.0, 2.0, -1.0])),
        _case(slopes, "Σ s·|x − m|", x, m=x, s=np.array([2.0, 3.0])),
        _case(
            slopes, "Σ s·(x − m)²/2", np.array([70.0, -0.5]), m=np.array([69.0, 0.0]), s=np.array([1.0, 2.0])
        ),
        _case(
            slopes, "Σ s·(x − m)²/2", np.array([2.0, 2.0, -1.0]), m=np.zeros(3), s=np.array([1.0, 3.0, 2.0])
        ),
        _case(slopes, "Σ x³", np.array([-1, 0])),
        _case(slopes, "Σ x³", inputs.tenths(rng, 1)),
    ]
    cases.insert(3, {**cases[2], "x": inputs.tenths(rng, 3)})
    expect.agrees(
        s.numerical_grad,
        cases,
        lambda f, x: slopes[f](np.asarray(x, float)),
        mistakes=diagnoses.NUMERICAL_GRAD,
        tolerance=1e-7,
        floor=2e-5,
    )


@exercise(
    "backprop.value",
    needs=("Value",),
    hints=(
        "If a moves a little, a · b moves b times as far. So the slope in one factor is the other factor. And ReLU has the slope 1 or 0.",
        "For the order, write a function `visit(value)` inside `backward`: it visits the parents first, and only then appends the value to a list. A set keeps those that were visited already.",
        "After `visit(self)`, set `self.grad = 1.0`. Then go through `reversed(order)`, and for each parent and slope: `parent.grad += value.grad * slope`.",
    ),
    why="Put each number on a list behind all it was made from. Walk backwards, and everyone who used it comes first, so it's complete when its turn "
    "comes. The course's engine does the same with arrays. (Handing on only what's new, without a list, gives the right gradients too, but it goes along every path.)",
)
def check_value(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Products, gates open, shut and at 0, shared numbers, short ways beside long ones, one number twice, numbers without use."""
    cases: list[Case] = [
        {"lines": lines, "a": _nonzero(rng), "b": _nonzero(rng)} for lines in value_diagnoses.GRAPHS
    ]
    cases += [
        {"lines": "c = a * b; d = c.relu(); e = d * a", "a": a, "b": b}
        for a, b in ((0.0, 3.0), (2.0, -1.5), (-2.0, -1.5), (3.0, 2.0), (-40.0, 0.125))
    ]
    cases += [
        {"lines": "b = a.relu(); c = b * a", "a": 2.0, "b": 1.0},
        {"lines": "c = a + b; d = c.relu(); e = d * b; f = e + d", "a": -1.25, "b": 1.25},
    ]
    kind = unguarded(s.Value)
    runner = Student({"Value": lambda lines, a, b: value_diagnoses.run(kind, lines, a, b)})
    runner._call = s._call
    expect.agrees(
        runner.Value,
        cases,
        value_diagnoses.value,
        mistakes=value_diagnoses.VALUE,
        returns="numbers, gradients",
        tolerance=1e-5,
        floor=1e-5,
    )


@exercise(
    "backprop.relu_backward",
    needs=("relu_backward",),
    hints=(
        "ReLU's slope is 1 where z is above 0, and 0 elsewhere. What does that do to g?",
        "`z > 0` is an array of True and False. Multiplied, True counts as 1 and False as 0.",
        "`return g * (z > 0)`",
    ),
    why="The gate looks at the sum of the way forward. What arrives from behind goes through unchanged, or not at all.",
)
def check_relu_backward(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Signs and zeros of g and z in every pair, one row, one unit, whole numbers, large entries."""
    signs = np.array([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0], [0.0, 0.0, -0.0]])
    size = np.abs(inputs.tenths(rng, (3, 3)))
    cases = [{"g": inputs.tenths(rng, shape), "z": inputs.tenths(rng, shape)} for shape in _SHAPES]
    cases += [
        {"g": signs * size, "z": signs.T * size},
        {"g": rng.permuted(np.array([[3, -2], [1, 4]])), "z": np.array([[1, 0], [2, -1]])},
        {"g": inputs.tenths(rng, (2, 2)), "z": np.array([[2, -1], [3, 0]])},
        *(
            {"g": inputs.tenths(rng, shape), "z": np.abs(inputs.tenths(rng, shape))}
            for shape in ((2, 4), (4, 2))
        ),
        {"g": 1000 * signs.T, "z": -1000 * signs},
        {"g": signs.T + 0.5, "z": 1e-3 * signs},
    ]
    expect.agrees(s.relu_backward, cases, diagnoses.relu_backward, mistakes=diagnoses.RELU_BACKWARD)


@exercise(
    "backprop.linear_backward",
    needs=("linear_backward",),
    hints=(
        "Write the shapes down: g (n, out), x (n, in), W (in, out). Which product of g and W has the shape of x?",
        "`g @ W.T` has the shape (n, in). For W you need (in, out): multiply x and g so that n disappears. "
        "b was added to every row, so its gradient collects all rows of g.",
        "`dx = g @ W.T`, `dW = x.T @ g`, `db = g.sum(axis=0)`, and `return dx, dW, db`.",
    ),
    why="One product to hand on, one for the weights: that is why the way back costs about twice the way forward.",
)
def check_linear_backward(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Rows that differ from columns, a square W, a 1 at each place, whole numbers, zeros, small and large entries."""
    shapes = ((2, 3, 2), (4, 2, 3), (3, 3, 3), (2, 3, 2), (1, 2, 3), (3, 1, 2), (2, 3, 1), (1, 1, 1))
    cases = [_layer(rng, *shape) for shape in shapes]
    cases += [
        {name: 0.01 * value for name, value in _layer(rng, 2, 3, 2).items()},
        {name: 60 * np.sign(value) for name, value in _layer(rng, 2, 3, 2).items()},
        {name: np.sign(value).astype(int) * 2 for name, value in _layer(rng, 3, 2, 2).items()},
        {**_layer(rng, 2, 2, 3), "W": np.array([[1, -2, 3], [2, 1, 0]])},
        {name: np.maximum(value, 0.0) for name, value in _layer(rng, 4, 3, 2).items()},
    ]
    expect.agrees(
        s.linear_backward,
        cases,
        diagnoses.linear_backward,
        mistakes=diagnoses.LINEAR_BACKWARD,
        returns="dx, dW, db",
        tolerance=1e-5,
        floor=1e-6,
    )


@exercise(
    "backprop.loss_backward",
    needs=("loss_backward",),
    hints=(
        "First the probabilities: softmax along each row. Then look at one row: which of its entries belongs to the right class?",
        "`e = np.exp(z - z.max(axis=1, keepdims=True))` and `p = e / e.sum(axis=1, keepdims=True)`. The truth is 1 for "
        "the right class and 0 for the others.",
        "`p[np.arange(len(z)), labels] -= 1` takes 1 away where the right class is. Then `return p / len(z)`.",
    ),
    why="Softmax and logarithm, each with an awkward slope, melt together into p − y. That is why libraries keep them in one piece.",
)
def check_loss_backward(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """A few sizes, ties, whole numbers, one example, then rows whose logits overflow, and rows far apart."""
    shapes = ((2, 3), (4, 2), (3, 4), (2, 3), (1, 3), (3, 1))
    z = rng.integers(-12, 13, (3, 3)) / 4  # which fits into float32 beside 1000, too
    far = np.array([[0.0], [1000.0], [-1000.0]])
    logits = [
        *(inputs.tenths(rng, shape) for shape in shapes),
        np.array([[0.0, 0.0, 1.0], [-0.0, 2.0, 2.0]]),
        np.array([[1, 0], [-2, 2]]),
        1000 * inputs.tenths(rng, (2, 2)),
        np.array([[1000.0, 0.0, 0.0, 0.0, 0.0], [0.0, -1000.0, 0.0, 1.0, 2.0]]),
        z + far,
        z + 1000,
    ]
    cases: list[Case] = [{"z": each, "labels": rng.integers(0, each.shape[1], len(each))} for each in logits]
    cases += [
        {"z": z, "labels": labels} for labels in (np.array([0, 1, 2]), np.array([2, 2, 2]), np.zeros(3, int))
    ]
    expect.agrees(
        s.loss_backward,
        cases,
        diagnoses.loss_backward,
        mistakes=diagnoses.LOSS_BACKWARD,
        tolerance=1e-5,
        floor=1e-6,
    )


@exercise(
    "backprop.reader_gradients",
    needs=("reader_gradients",),
    hints=(
        "The gradients of the output layer, dW2 and db2, are right, so line 1 is. dh comes from your `linear_backward`, which passed its check. "
        "That leaves line 3: what goes into it?",
        "The gate of line 3 asks for the sums of the way forward. Compare them with what ReLU saw in the line of h.",
        "`z = x @ W1 + b1`, then `h = np.maximum(0, z)`, and in the last line `relu_backward(dh, z)`.",
    ),
    why="The gate has to see the same sum as on the way forward, bias included. While all biases are 0, nobody notices the fault: that's why the "
    "referee draws its biases at random.",
)
def check_reader_gradients(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Sizes that all differ, biases that open and shut gates, one example, one unit, large logits, whole numbers."""
    shapes = (
        (4, 3, 2, 5),
        (3, 2, 4, 3),
        (4, 3, 2, 5),
        (5, 3, 3, 3),
        (1, 2, 3, 2),
        (2, 1, 1, 2),
        (3, 2, 2, 1),
        (2, 4, 1, 3),
    )
    cases = [_network(rng, *shape) for shape in shapes]
    cases += [
        {**_network(rng, 3, 2, 2, 2), "x": np.array([[1, 0], [2, -1], [0, 0]])},
        {
            **_network(rng, 2, 2, 2, 2),
            "params": [(np.eye(2), np.array([0.0, -9.0])), (300 * np.eye(2), np.zeros(2))],
        },
        {name: 100 * value if name == "x" else value for name, value in _network(rng, 2, 2, 3, 2).items()},
        {
            **_network(rng, 2, 2, 2, 2),
            "x": np.zeros((2, 2)),
            "params": [(np.eye(2), np.zeros(2)), (np.eye(2), np.ones(2))],
        },
    ]
    expect.agrees(
        s.reader_gradients,
        cases,
        diagnoses.reader_gradients,
        mistakes=diagnoses.READER_GRADIENTS,
        returns="dW1, db1, dW2, db2",
        tolerance=1e-5,
        floor=1e-5,
    )


@exercise(
    "backprop.dead_units",
    needs=("dead_units",),
    hints=(
        "Dead is a strong word: off for every example. Which entries of Z are off at all?",
        "`Z <= 0` is True where a unit is off. You need one answer for each column: is it True in all rows?",
        "`return (Z <= 0).all(axis=0)`",
    ),
    why="One glance at a column is not enough and its mean can fool you: a single example that is on keeps a unit alive.",
)
def check_dead_units(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """A dead unit, one that is on once, one that is always on, one with a sum of exactly 0; one example, one unit."""
    cases = [{"Z": _sums(rng, n)} for n in (3, 5, 3, 1, 30)]
    cases += [
        {"Z": inputs.tenths(rng, (4, 1))},
        {"Z": np.array([[-1.0]])},
        {"Z": np.array([[0, -2, 3], [0, 0, -1]])},
        {"Z": -np.abs(inputs.tenths(rng, (2, 3)))},
        {"Z": np.array([[-1000.0, 1e-9, -0.0], [-2000.0, -1000.0, -0.0]])},
    ]
    expect.agrees(
        s.dead_units, cases, diagnoses.dead_units, mistakes=diagnoses.DEAD_UNITS, tolerance=0, floor=0.1
    )


def _case(slopes: dict[Function, Callable[[Array], Array]], name: str, x: Array, **given: Array) -> Case:
    """A function and a place; its slopes are written down in `slopes`, out of the learner's reach."""
    m, scale = given.get("m", np.zeros(len(x))).copy(), given.get("s", np.ones(len(x))).copy()
    functions: dict[str, tuple[Function, Callable[[Array], Array]]] = {
        "Σ s·(x − m)²/2": (lambda at: np.sum(scale * (at - m) ** 2) / 2, lambda at: scale * (at - m)),
        "Σ s·|x − m|": (lambda at: np.sum(scale * np.abs(at - m)), lambda at: scale * np.sign(at - m)),
        "Σ x³": (lambda at: np.sum(at**3), lambda at: 3 * at**2),
        "the product of all entries": (
            np.prod,
            lambda at: np.array([np.prod(np.delete(at, i)) for i in range(len(at))]),
        ),
    }
    value, slopes_of = functions[name]

    def f(at: Any) -> float:
        return float(value(np.asarray(at, float)))

    f.__name__ = ", ".join([name, *(f"{key} = {each.tolist()}" for key, each in given.items())])
    slopes[f] = slopes_of
    return {"f": f, "x": x}


def _layer(rng: np.random.Generator, n: int, n_in: int, n_out: int) -> Case:
    return {
        "g": inputs.tenths(rng, (n, n_out)),
        "x": inputs.tenths(rng, (n, n_in)),
        "W": inputs.tenths(rng, (n_in, n_out)),
    }


def _network(rng: np.random.Generator, n: int, n_in: int, hidden: int, classes: int) -> Case:
    """A batch and a network whose biases open about as many gates as they shut; no sum is so near 0 that rounding decides."""
    return {
        "x": inputs.tenths(rng, (n, n_in)),
        "labels": rng.integers(0, classes, n),
        "params": [
            (inputs.tenths(rng, (n_in, hidden)), 3 * inputs.tenths(rng, hidden) + 0.005),
            (inputs.tenths(rng, (hidden, classes)), inputs.tenths(rng, classes)),
        ],
    }


def _nonzero(rng: np.random.Generator) -> float:
    return round(float(rng.choice([-1, 1]) * rng.uniform(0.3, 2.7)), 3)


def _sums(rng: np.random.Generator, n: int) -> Array:
    """Sums of n examples in units that are dead, on once, always on, exactly 0, and on once with a low mean."""
    low = -np.abs(inputs.tenths(rng, (5, n)))
    columns = [low[0], low[1] - 1, -low[2], np.zeros(n), low[3] / 100]
    columns[1][rng.integers(n)] = 0.5
    columns[4][-1] = 2.0
    return np.stack([columns[k] for k in rng.permutation(len(columns))], axis=1)
