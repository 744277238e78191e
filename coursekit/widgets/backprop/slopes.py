"""A recorded computation as plain data: who was computed from whom, and the slope along each wire.

A graph is a dict in the order of the computation: name → list of (parent, slope). The last name is the
output. For out = c + d, c = 2·b, d = 3·b, b = a + 1 it reads

    {"a": [], "b": [("a", 1.0)], "c": [("b", 2.0)], "d": [("b", 3.0)], "out": [("c", 1.0), ("d", 1.0)]}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np

from coursekit.engine import Tensor, trace

__all__ = ["Graph", "gradients", "hand_on", "naive_order", "random_graph", "slopes"]

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


def hand_on(graph: Graph, order: Iterable[str]) -> dict[str, float]:
    """What each node holds after the nodes of `order` handed their sums back, one after the other.

    The output starts with 1, all others with 0. A node hands each parent all it holds at that moment
    times the slope, and keeps its own.
    """
    held = dict.fromkeys(graph, 0.0)
    held[list(graph)[-1]] = 1.0
    for name in order:
        for parent, slope in graph[name]:
            held[parent] += held[name] * slope
    return held


def gradients(graph: Graph) -> dict[str, float]:
    """d(output)/d(node) for every node: youngest first, so that every sum is complete when it is handed on."""
    return hand_on(graph, reversed(list(graph)))


def naive_order(graph: Graph) -> list[str]:
    """The order in which recursion from the output visits the nodes: a shared node comes once for each way to it."""
    order: list[str] = []

    def visit(name: str) -> None:
        order.append(name)
        for parent, _ in graph[name]:
            visit(parent)

    visit(list(graph)[-1])
    return order


def random_graph(rng: np.random.Generator, n: int = 6) -> dict[str, list[tuple[str, float]]]:
    """A graph of n nodes, the youngest the output; each but the oldest has one or two parents, one at least is shared."""
    names = [chr(ord("a") + k) for k in range(n)]
    graph: dict[str, list[tuple[str, float]]] = {names[0]: []}
    for k in range(1, n):
        near = names[max(0, k - 2) : k]  # a parent close by, so that every node leads to the output
        slopes_ = rng.choice([-3.0, -2.0, -1.0, 2.0, 3.0, 4.0], len(near))
        graph[names[k]] = [(parent, float(slope)) for parent, slope in zip(near, slopes_, strict=True)]
    return graph
