"""A recorded computation as plain data: the parents of each node, and the slope along each wire.

A graph is a dict in the order of the computation: name → list of (parent, slope). The last name is the
output. For out = c + d, c = 2·b, d = 3·b, b = a + 1 it reads

    {"a": [], "b": [("a", 1.0)], "c": [("b", 2.0)], "d": [("b", 3.0)], "out": [("c", 1.0), ("d", 1.0)]}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np

from coursekit.engine import Tensor, trace

Graph: TypeAlias = Mapping[str, list[tuple[str, float]]]


def slopes(output: Tensor, names: Mapping[str, Tensor]) -> dict[str, list[tuple[str, float]]]:
    """The engine's record behind a single number, as a graph of the named tensors; constants are left out."""
    called = {id(tensor): name for name, tensor in names.items()}
    graph: dict[str, list[tuple[str, float]]] = {}
    for node in trace.graph(output):
        if id(node.tensor) in called:
            one = np.ones_like(node.value)
            along = node.tensor.vjp(one) if node.tensor.vjp else ()
            wires = zip(node.tensor.parents, along, strict=True)
            graph[called[id(node.tensor)]] = [
                (called[id(parent)], float(slope))
                for parent, slope in wires
                if slope is not None and id(parent) in called
            ]
    return graph


def propagate(graph: Graph, order: Iterable[str]) -> dict[str, float]:
    """The gradient that each node holds after the nodes of `order` passed theirs back, one after the other.

    The output starts with 1, all others with 0. A node adds to each parent its own gradient at that moment
    times the slope, and keeps its own.
    """
    held = dict.fromkeys(graph, 0.0)
    held[list(graph)[-1]] = 1.0
    for name in order:
        for parent, slope in graph[name]:
            held[parent] += held[name] * slope
    return held


def gradients(graph: Graph) -> dict[str, float]:
    """d(output)/d(node) for every node: youngest first, so that every sum is complete when it is passed back."""
    return propagate(graph, reversed(list(graph)))


def naive_order(graph: Graph) -> list[str]:
    """The order in which recursion from the output visits the nodes: a shared node once for each path to it."""
    order: list[str] = []

    def visit(name: str) -> None:
        order.append(name)
        for parent, _ in graph[name]:
            visit(parent)

    visit(list(graph)[-1])
    return order


def random_graph(rng: np.random.Generator, n: int = 6) -> dict[str, list[tuple[str, float]]]:
    """A graph of n nodes, the youngest the output; all but the oldest have one or two parents, and some are shared."""
    names = [chr(ord("a") + k) for k in range(n)]
    graph: dict[str, list[tuple[str, float]]] = {names[0]: []}
    for k in range(1, n):
        near = names[max(0, k - 2) : k]  # a parent close by, so that every node leads to the output
        slopes_ = rng.choice([-3.0, -2.0, -1.0, 2.0, 3.0, 4.0], len(near))
        graph[names[k]] = [(parent, float(slope)) for parent, slope in zip(near, slopes_, strict=True)]
    return graph
