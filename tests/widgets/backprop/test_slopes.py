from __future__ import annotations

import numpy as np
import pytest

from coursekit.engine import tensor
from coursekit.widgets.backprop.slopes import gradients, naive_order, propagate, random_graph, slopes
from coursekit.widgets.backprop.walk_backwards import diamond


def test_the_recorded_diamond_is_read_off_with_its_slopes():
    assert diamond() == {
        "a": [],
        "b": [("a", 1.0)],
        "c": [("b", 2.0)],
        "d": [("b", 3.0)],
        "out": [("c", 1.0), ("d", 1.0)],
    }


def test_a_number_multiplied_by_itself_has_two_wires():
    a = tensor(3.0, np.float64, requires_grad=True)
    assert slopes(a * a, {"a": a}) == {"a": []}
    square = a * a
    assert slopes(square, {"a": a, "square": square})["square"] == [("a", 3.0), ("a", 3.0)]


def test_recursion_ends_at_seven_and_the_right_order_at_five():
    assert propagate(diamond(), naive_order(diamond()))["a"] == 7
    assert gradients(diamond())["a"] == 5


@pytest.mark.parametrize("seed", range(5))
def test_gradients_of_random_graphs_are_the_sum_over_all_ways(seed):
    graph = random_graph(np.random.default_rng(seed), n=7)
    *_, output = graph

    def ways(name):
        if name == output:
            return 1.0
        return sum(s * ways(user) for user, wires in graph.items() for p, s in wires if p == name)

    assert gradients(graph) == {name: ways(name) for name in graph}
