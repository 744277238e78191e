"""The checks of lesson 4: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from coursekit.content.backprop import diagnoses
from coursekit.content.backprop.diagnoses import Array, Function, Graph
from coursekit.quiz import Case, Expect, Student, exercise, inputs

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
    z = inputs.tenths(rng, (3, 3))
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
    "backprop.backward",
    needs=("backward",),
    hints=(
        "Begin with a dictionary that holds 0 for every node and 1 for the last one. Which node may hand on first?",
        "The nodes stand in the order in which they were computed, so a node's users all stand behind it. "
        "`reversed(list(graph))` walks from the last to the first.",
        "Inside the walk: `for parent, slope in graph[name]: gradient[parent] += gradient[name] * slope`.",
    ),
    why="Youngest first, and every node is complete when its turn comes. The engine does the same, and nothing is walked twice.",
)
def check_backward(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Chains, the diamond, many shared nodes, several leaves, a node without use, one wire twice, names in any order."""
    graphs = [
        _wired(rng, {"a": "", "b": "a", "c": "b"}),
        _wired(rng, {"a": "", "b": "a", "c": "b", "d": "b", "out": "cd"}),
        _wired(rng, {"a": "", "b": "a", "c": "b", "d": "b", "out": "cd"}),
        _wired(rng, {"a": "", "b": "a", "c": "ab", "d": "bc", "e": "cd"}),
        _wired(rng, {"z": "", "k": "", "m": "zk", "b": "mk", "x": "", "a": "bmx"}),
        _wired(rng, {"w": "", "v": "w", "u": "wv", "t": "vu", "s": "ut", "r": "wts"}),
        _wired(rng, {"a": "", "b": "a", "unused": "a", "c": "ab"}),
        _wired(rng, {"x": "", "square": "xx"}),
        _wired(rng, {"a": "", "b": "", "c": "b"}),
        {"x": []},
        {"a": [], "b": [("a", 0.0)], "c": [("b", 2), ("a", 1)]},
        {"a": [], "b": [("a", 0.5), ("a", 0.5)], "c": [("b", 2.5), ("a", -1.5)]},
    ]
    expect.agrees(
        s.backward,
        [{"graph": graph} for graph in graphs],
        diagnoses.backward,
        mistakes=diagnoses.BACKWARD,
        returns="gradients",
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
        {"Z": np.array([[-1000.0, 1e-3, -0.0], [-2000.0, -1000.0, -0.0]])},
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


def _wired(rng: np.random.Generator, parents: dict[str, str]) -> Graph:
    """Slopes for the wires of a graph, all different in size, of both signs; names of one letter each."""
    slopes = iter(np.where(rng.random(20) < 0.7, 1.0, -1.0) * rng.permutation(np.arange(2.0, 22.0)))
    return {name: [(parent, float(next(slopes))) for parent in found] for name, found in parents.items()}


def _sums(rng: np.random.Generator, n: int) -> Array:
    """Sums of n examples in units that are dead, on once, always on, exactly 0, and on once with a low mean."""
    low = -np.abs(inputs.tenths(rng, (5, n)))
    columns = [low[0], low[1] - 1, -low[2], np.zeros(n), low[3] / 100]
    columns[1][rng.integers(n)] = 0.5
    columns[4][-1] = 2.0
    return np.stack([columns[k] for k in rng.permutation(len(columns))], axis=1)
