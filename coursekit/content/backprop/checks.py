"""The checks of lesson 4: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.content.backprop.diagnoses import (
    Array,
    Graph,
    by_recursion,
    dead_diagnoses,
    graph_diagnoses,
    linear_diagnoses,
    loss_diagnoses,
    numerical_diagnoses,
    relu_diagnoses,
    softmax,
    summed_over_ways,
)
from coursekit.quiz import Expect, Student, exercise

_OVERFLOW = "Logits of 1000 overflow in exp: subtract the largest of each row first."
_BY_HAND = "Work one row out by hand: its probabilities, then the truth, then the share of one example."


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
    """A steep valley that tells one side from two, whole numbers, and a function that mixes its inputs."""
    for n, whole in ((2, False), (3, True), (1, False)):
        x: Array = rng.permutation(np.arange(2, 2 + n)).astype(int if whole else float)
        bottom, steep = rng.integers(-3, 2, n) * 1.0, rng.integers(50, 90, n) * 1.0
        bottom[0] = x[0] if n > 1 else bottom[0]

        def valley(at: Any, bottom: Array = bottom, steep: Array = steep) -> float:
            return float(np.sum(steep * (np.asarray(at, float) - bottom) ** 2) / 2)

        want = steep * (x - bottom)
        diagnoses = numerical_diagnoses(valley, x)
        given = {"f": "Σ s·(x − m)²/2", "s": steep, "m": bottom, "x": x}
        expect.close(s.numerical_grad(valley, x), want, given=given, diagnoses=diagnoses, tolerance=1e-6)
    x = rng.uniform(0.5, 1.5, 3)

    def product(at: Any) -> float:
        return float(np.prod(at))

    given = {"f": "the product of all entries", "x": x.round(3)}
    expect.close(s.numerical_grad(product, x), product(x) / x, given=given, tolerance=1e-5)


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
    """Both signs of g meet both signs of z."""
    for shape in ((2, 2), (3, 2)):
        z, g = (_tenths(rng, shape) * np.sign(_mixed(shape, k)) for k in (0, 1))
        want = np.where(z > 0, g, 0.0)
        given = {"g": g, "z": z}
        expect.close(s.relu_backward(g, z), want, given=given, diagnoses=relu_diagnoses(g, z))


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
    """Rows that differ from columns, and a square W, where a transposed product has the right shape."""
    for n, n_in, n_out in ((2, 3, 2), (4, 2, 3), (3, 3, 3)):
        g, x, W = _tenths(rng, (n, n_out)), _tenths(rng, (n, n_in)), _tenths(rng, (n_in, n_out))
        given = {"g": g, "x": x, "W": W}
        found = _three(s.linear_backward(g, x, W), expect)
        wants = (np.einsum("no,io->ni", g, W), np.einsum("ni,no->io", x, g), np.einsum("no->o", g))
        for name, got, want in zip(("dx", "dW", "db"), found, wants, strict=True):
            diagnoses = linear_diagnoses(name, g, x, W)
            expect.close(got, want, given=given, what=f"{name} is", diagnoses=diagnoses)


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
    """A few sizes, then logits so large that exp overflows."""
    for n, classes, scale in ((2, 3, 1.0), (4, 2, 1.0), (3, 4, 1.0), (2, 2, 1000.0)):
        z = _tenths(rng, (n, classes)) * scale
        labels = rng.integers(0, classes, n)
        truth = np.eye(classes)[labels]
        want = (softmax(z) - truth) / n
        diagnoses = loss_diagnoses(z, labels) if scale == 1.0 else []
        next_step = _OVERFLOW if scale > 1.0 else _BY_HAND
        given = {"z": z, "labels": labels}
        expect.close(s.loss_backward(z, labels), want, given=given, diagnoses=diagnoses, otherwise=next_step)


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
    """A chain, the diamond with other slopes, and larger graphs where many nodes are shared."""
    for graph in (_chain(rng), _diamond(rng), _telling(rng, 5), _telling(rng, 7)):
        got = s.backward(graph)
        expect.that(got is not None, "you gave None, expected a dictionary. Is a `return` missing?")
        expect.that(isinstance(got, dict), "`backward` should return a dictionary: node → gradient.")
        missing = [name for name in graph if name not in got]
        expect.that(
            not missing, f"for graph = {graph} there is no gradient for {', '.join(map(repr, missing))}."
        )
        names = list(reversed(graph))
        want = summed_over_ways(graph)
        numbers = [expect.number(got[name], what=f"the gradient of {name!r} is") for name in names]
        given = {"graph": graph}
        what = f"the gradients of {', '.join(names)} are"
        diagnoses = [([wrong[name] for name in names], said) for wrong, said in graph_diagnoses(graph)]
        expect.close(numbers, [want[name] for name in names], given=given, what=what, diagnoses=diagnoses)


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
    """A dead unit, one that is on once, one that is always on, one with a sum of exactly 0."""
    for n in (3, 5):
        columns = [
            -np.abs(_tenths(rng, n)),
            -np.abs(_tenths(rng, n)) - 1,
            np.abs(_tenths(rng, n)),
            np.zeros(n),
        ]
        columns[1][rng.integers(n)] = 0.5
        columns.append(np.append(-np.abs(_tenths(rng, n - 1)) / 100, 2.0))
        Z = np.stack([columns[k] for k in rng.permutation(len(columns))], axis=1).round(3)
        want = np.array([max(column) <= 0 for column in Z.T])
        given = {"Z": Z}
        expect.close(s.dead_units(Z), want, given=given, diagnoses=dead_diagnoses(Z))


def _tenths(rng: np.random.Generator, shape: int | tuple[int, ...]) -> Array:
    """Numbers between −2 and 2 with one decimal, none of them 0."""
    return np.asarray(rng.integers(1, 21, shape) * rng.choice([-1, 1], shape) / 10, dtype=float)


def _mixed(shape: tuple[int, int], k: int) -> Array:
    """Signs such that two of them (k = 0 and 1) meet in every way."""
    index = np.arange(shape[0] * shape[1]).reshape(shape)
    return np.where((index >> k) & 1, 1.0, -1.0)


def _three(found: Any, expect: Expect) -> tuple[Any, Any, Any]:
    expect.that(found is not None, "you gave None, expected three arrays. Is a `return` missing?")
    three = isinstance(found, tuple | list) and len(found) == 3
    expect.that(three, "`linear_backward` should give three things: `return dx, dW, db`.")
    return found[0], found[1], found[2]


def _slope(rng: np.random.Generator) -> float:
    return float(rng.choice([2.0, 3.0, 4.0, 5.0, 6.0, 7.0]))


def _chain(rng: np.random.Generator) -> Graph:
    return {"a": [], "b": [("a", _slope(rng))], "c": [("b", _slope(rng))]}


def _diamond(rng: np.random.Generator) -> Graph:
    p, q = rng.choice([2.0, 3.0, 4.0, 5.0], 2, replace=False).tolist()
    return {
        "a": [],
        "b": [("a", _slope(rng))],
        "c": [("b", p)],
        "d": [("b", q)],
        "out": [("c", 1.0), ("d", 1.0)],
    }


def _telling(rng: np.random.Generator, n: int) -> Graph:
    """A graph whose nodes have two parents each, drawn until recursion ends elsewhere."""
    names = "abcdefgh"[:n]
    while True:
        graph: Graph = {names[0]: []}
        for k in range(1, n):
            near = names[max(0, k - 2) : k]
            graph[names[k]] = [(parent, float(rng.choice([-1.0, 1.0]) * _slope(rng))) for parent in near]
        if by_recursion(graph) != summed_over_ways(graph):
            return graph
