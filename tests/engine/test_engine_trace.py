"""The recorded graph as learners see it, and gradients checked by differences."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.engine import Tensor, gradcheck, nn, ones, tensor, trace


def example() -> tuple[Tensor, Tensor, Tensor]:
    w = tensor([3.0], dtype=np.float64, requires_grad=True)
    b = tensor([1.0], dtype=np.float64, requires_grad=True)
    return w, b, ((w * 2 + b) ** 2).sum()


def test_the_graph_lists_parents_before_children() -> None:
    w, b, loss = example()
    nodes = trace.graph(loss, names={"w": w, "b": b})
    assert [n.operation for n in nodes if n.operation != "leaf"] == ["mul", "add", "square", "sum"]
    assert {n.name for n in nodes if n.name} == {"w", "b"}
    assert all(parent < n.number for n in nodes for parent in n.parents)
    assert nodes[-1].value == loss.data


def test_a_tensor_used_twice_stands_once_with_two_edges() -> None:
    x = ones(1, requires_grad=True)
    nodes = trace.graph(x * x)
    assert [n.parents for n in nodes] == [(), (0, 0)]


def test_operations_are_called_as_learners_know_them() -> None:
    x = tensor(np.ones((2, 3)), requires_grad=True)
    names = [trace.operation(y) for y in (x.exp(), x / 2, x[0], nn.functional.gelu(x), nn.LayerNorm(3)(x))]
    assert names == ["exp", "div", "index", "gelu", "layer_norm"]
    assert trace.operation(nn.functional.cross_entropy(x, [0, 1])) == "cross_entropy"


def test_the_steps_of_the_walk_are_the_chain_rule() -> None:
    w, b, loss = example()
    steps = list(trace.backward_steps(loss))
    assert [s.operation for s in steps] == ["sum", "square", "add", "mul"]
    assert [s.gradient.item() for s in steps] == [1, 1, 14, 14]
    assert [(p is w, a.item()) for p, a in steps[-1].parts] == [(True, 28)]
    assert (w.grad.item(), b.grad.item()) == (28, 14)


def test_stepping_leaves_what_backward_leaves() -> None:
    w, _, loss = example()
    for _ in trace.backward_steps(loss):
        pass
    stepped, w.grad = w.grad, None
    loss.backward()
    np.testing.assert_array_equal(w.grad, stepped)


def test_grad_finds_gradients_of_computed_tensors_and_changes_none() -> None:
    x = tensor([3.0], requires_grad=True)
    x.grad = np.array([5.0], np.float32)
    y = x * x
    dy, dx = trace.grad((y * y).sum(), [y, x])
    assert (dy.item(), dx.item(), x.grad.item()) == (18, 108, 5)
    assert trace.grad((x * 2).sum(), x)[0].item() == 2


def test_gradcheck_accepts_a_right_gradient() -> None:
    x = tensor(np.random.default_rng(0).normal(size=(2, 3)), dtype=np.float64, requires_grad=True)
    assert gradcheck(lambda x, y: (x * y).tanh(), [x, tensor([2.0], dtype=np.float64)])


def test_gradcheck_counts_a_missing_gradient_as_zero() -> None:
    x = tensor([1.0], dtype=np.float64, requires_grad=True)
    y = tensor([2.0], dtype=np.float64, requires_grad=True)
    assert gradcheck(lambda x, y: x * 2 + y.detach() * 0, [x, y])


def test_gradcheck_puts_the_inputs_back() -> None:
    x = tensor([0.1, 0.2], dtype=np.float64, requires_grad=True)
    gradcheck(lambda x: x.exp(), x)
    np.testing.assert_array_equal(x.data, [0.1, 0.2])


def test_a_leaf_walks_back_to_itself() -> None:
    x = tensor([3.0], requires_grad=True)
    x.backward()
    assert x.grad == pytest.approx(1)
