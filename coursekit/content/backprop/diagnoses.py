"""References for the checks of lesson 4 in plain arithmetic, and diagnoses of wrong values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Diagnoses: TypeAlias = list[tuple[Any, str]]
Graph: TypeAlias = dict[str, list[tuple[str, float]]]

_STEPS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7)


def numerical_diagnoses(f: Callable[[Any], float], x: Array) -> Iterator[tuple[Any, str]]:
    """Diagnoses of wrong ways to nudge, at all usual sizes of the step."""
    x = np.asarray(x, float)
    eye = np.eye(len(x))
    for h in _STEPS:
        central = np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in eye])
        above = np.array([(f(x + h * e) - f(x)) / h for e in eye])
        below = np.array([(f(x) - f(x - h * e)) / h for e in eye])
        pile = np.cumsum(eye, axis=0)
        piled = np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in pile])
        all_at_once = (f(x + h) - f(x - h)) / (2 * h)
        yield above, "That is one side only, f(x + h) against f(x). Go down as well, and divide by 2h."
        yield below, "That is one side only, f(x) against f(x − h). Go up as well, and divide by 2h."
        yield 2 * central, "Twice too much: from x − h to x + h it is 2h, so divide by 2h."
        yield -central, "The sign is turned round: f above minus f below."
        yield 2 * h * central, "The difference is not divided yet: the distance is 2h."
        if len(x) > 1:
            yield (
                np.full(len(x), all_at_once),
                "All entries were nudged at once. Nudge one and leave the others.",
            )
            yield all_at_once, "All entries were nudged at once. Nudge one and leave the others."
            yield piled, "The nudges pile up: start from x itself again for each entry."
            yield central[0], "That is the slope in the first entry only; each entry has one."
            yield central[-1], "That is the slope in the last entry only; keep one for each."
    yield (
        np.zeros(len(x)),
        "All slopes are 0. Whole numbers drop a small nudge: is there an array of whole numbers on the way?",
    )


def relu_diagnoses(g: Array, z: Array) -> Diagnoses:
    """Diagnoses of wrong gates."""
    return [
        (np.where(g > 0, g, 0.0), "The gate looked at g. It is z that decides whether the unit was on."),
        ((z > 0).astype(float), "That is the slope of ReLU alone. Multiply what arrives by it."),
        (np.maximum(0, z) * g, "g was multiplied by the output of ReLU. Multiply it by the slope, 1 or 0."),
        (
            np.maximum(0, z),
            "That is ReLU on the way forward. On the way back g goes through where z is above 0.",
        ),
        (np.where(z < 0, g, 0.0), "The gate is the wrong way round: g passes where z is above 0."),
        (g, "Everything went through. Where z is below 0 the slope is 0."),
        (z * g, "g was multiplied by z. The slope of ReLU is 1 or 0."),
        (np.where(z > 0, g, 0.0).sum(), "That is one sum over everything; keep the shape of z."),
    ]


def linear_diagnoses(name: str, g: Array, x: Array, W: Array) -> Diagnoses:
    """Diagnoses of wrong products for one of the three gradients."""
    n = len(g)
    examples = "The examples are summed up here; the mean over them comes from the loss."
    if name == "dx":
        return [
            *(
                [(g @ W, "W goes back turned round: the shapes (n, out) and (out, in) need W.T.")]
                if g.shape[1] == W.shape[0]
                else []
            ),
            (g @ W.T / n, examples),
            (W @ g.T, "That is the transpose: one row for each example."),
        ]
    if name == "dW":
        return [
            (g.T @ x, "That is dW transposed: it should have the shape of W, so x.T comes first."),
            (x.T @ g / n, f"dW is too small by a factor n. {examples}"),
            (np.outer(x[-1], g[-1]), "Only the last example counts here: add up what each brings, with +=."),
            (np.outer(x[0], g[0]), "Only one example counts here: add up what all of them bring."),
        ]
    return [
        (g.mean(axis=0), f"db is the mean. {examples}"),
        (g, "b was added to every row, so its gradient is the sum of the rows."),
        (g.sum(), "That is one number for all units; each unit has its own bias: axis=0."),
        (g.sum(axis=1), "That sums each example over the units. Sum over the examples: axis=0."),
        (g[-1], "That is the row of one example. db collects all rows."),
        (np.ones(g.shape[1]), "That is the slope of the layer in b. Multiply what arrives by it, and sum."),
    ]


def softmax(z: Array) -> Array:
    """Probabilities along each row, safe for large logits."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def loss_diagnoses(z: Array, labels: Array) -> Diagnoses:
    """Diagnoses of wrong gradients of the mean cross-entropy."""
    n, classes = z.shape
    truth = np.eye(classes)[labels]
    p = softmax(z)
    other = softmax(z.T).T
    return [
        (p - truth, "The loss is the mean over the examples: divide by n."),
        (p, "Those are the probabilities. Take 1 away at the right class, then divide by n."),
        (p / n, "The truth is missing: take 1 away at the right class of each row."),
        ((truth - p) / n, "The sign is turned round: the probabilities minus the truth."),
        ((p - truth) / (n * classes), "You divided by the classes too. The mean is over the examples."),
        ((p - truth) / classes, "You divided by the number of classes; the mean is over the examples."),
        ((z - truth) / n, "The truth was taken from the logits. Softmax comes first."),
        ((other - truth) / n, "Softmax ran down the columns. Each row is an example: axis=1."),
        ((p - np.roll(truth, 1, axis=1)) / n, "1 was taken away one class too far. Classes count from 0."),
        ((p - truth).sum(axis=0) / n, "The examples were summed up. Each logit has its own gradient."),
    ]


def summed_over_ways(graph: Graph) -> dict[str, float]:
    """The gradient by its definition: for each node the sum over all ways to the output of the products along them."""
    *_, output = graph

    def ways(name: str) -> float:
        if name == output:
            return 1.0
        return sum(
            slope * ways(user) for user, wires in graph.items() for parent, slope in wires if parent == name
        )

    return {name: ways(name) for name in graph}


def by_recursion(graph: Graph) -> dict[str, float]:
    """Gradients of a recursion in which a shared node hands on all it holds each time something arrives."""
    return _by_recursion(graph, backwards=False)


def _by_recursion(graph: Graph, *, backwards: bool) -> dict[str, float]:
    *_, output = graph
    held = dict.fromkeys(graph, 0.0)

    def visit(name: str, arrived: float) -> None:
        held[name] += arrived
        for parent, slope in graph[name][:: -1 if backwards else 1]:
            visit(parent, slope * held[name])

    visit(output, 1.0)
    return held


def _walked(graph: Graph, order: list[str], *, add: bool = True, start: float = 1.0) -> dict[str, float]:
    """Each node of the order hands on once; with add=False the last to pay in overwrites the others."""
    held = dict.fromkeys(graph, 0.0)
    held[list(graph)[-1]] = start
    for name in order:
        for parent, slope in graph[name]:
            held[parent] = held[name] * slope + (held[parent] if add else 0.0)
    return held


def graph_diagnoses(graph: Graph) -> Iterator[tuple[dict[str, float], str]]:
    """Diagnoses of wrong gradients of a graph; those that end at the right numbers here are left out."""
    names = list(graph)
    back = names[::-1]
    want = summed_over_ways(graph)
    recursion = (
        "A shared node handed on more than once, its old part included. That is what recursion does; "
        "let each node hand on once, when it is complete."
    )
    listed = [
        (_walked(graph, back, start=0.0), "All gradients are 0: the output starts with 1."),
        (
            _walked(graph, back, add=False),
            "Where ways meet, the last one overwrote the others: use += instead of =.",
        ),
        (by_recursion(graph), recursion),
        (_by_recursion(graph, backwards=True), recursion),
        (_walked(graph, names), "That is the order of the forward pass. Go from the last node to the first."),
        (_slopes_added(graph), "Along a way slopes multiply. Here they seem to be added."),
        (_slopes_left_out(graph), "The slopes are missing: hand on the gradient times the slope."),
    ]
    yield from (each for each in listed if each[0] != want)


def _slopes_added(graph: Graph) -> dict[str, float]:
    held = dict.fromkeys(graph, 0.0)
    held[list(graph)[-1]] = 1.0
    for name in reversed(list(graph)):
        for parent, slope in graph[name]:
            held[parent] += held[name] + slope
    return held


def _slopes_left_out(graph: Graph) -> dict[str, float]:
    return _walked(
        {name: [(parent, 1.0) for parent, _ in wires] for name, wires in graph.items()}, list(graph)[::-1]
    )


def dead_diagnoses(Z: Array) -> Diagnoses:
    """Diagnoses of wrong ways to look for dead units."""
    return [
        (
            (Z <= 0).any(axis=0),
            "One example that is off is enough for you. Dead means off for all: .all instead of .any.",
        ),
        (
            Z.mean(axis=0) <= 0,
            "You looked at the mean. A unit that is on once has a gradient, however low its mean.",
        ),
        (
            Z.sum(axis=0) <= 0,
            "You looked at the sum. A unit that is on once has a gradient, however low the sum is.",
        ),
        ((Z < 0).all(axis=0), "A sum of exactly 0 is off as well: on means above 0, so off is <= 0."),
        (~(Z <= 0).all(axis=0), "The answer is turned round: True is for the dead ones."),
        ((Z > 0).all(axis=0), "Those are the units that are always on."),
        ((Z <= 0).all(axis=1), "That looks along the rows, which are examples. Units are columns: axis=0."),
        ((Z <= 0).all(), "One answer for all units together; give one for each: axis=0."),
        ((Z <= 0).all(axis=0).sum(), "That is how many there are. Say for each unit whether it is dead."),
        (
            np.flatnonzero((Z <= 0).all(axis=0)),
            "Those are the numbers of the dead units. Give True or False for each unit.",
        ),
        (
            (Z <= 0).mean(axis=0),
            "That is the share of examples a unit is off for. Dead is where it is all of them.",
        ),
        (
            (Z <= 0).astype(float),
            "That is an answer for each example. One for each unit is asked: .all(axis=0).",
        ),
    ]
