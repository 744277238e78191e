"""The recorded graph: deep, shared, walked twice, changed in place, and gone when it is not needed."""

from __future__ import annotations

import gc
import sys
import tracemalloc
import weakref
from collections.abc import Iterator

import numpy as np
import pytest

from coursekit.engine import Tensor, nn, no_grad, optim, stack, tensor
from coursekit.errors import CourseKitError


@pytest.fixture
def no_garbage_collector() -> Iterator[None]:
    """What is freed here is freed by reference counts alone; what was there before is not looked through."""
    gc.disable()
    gc.freeze()
    yield
    gc.enable()


def leaf(*values: float) -> Tensor:
    return tensor(list(values), dtype=np.float64, requires_grad=True)


def test_a_chain_of_20000_operations_is_walked_back() -> None:
    x = leaf(0.5)
    y = x
    for _ in range(20_000):
        y = y * 1.0001 + 0.0001
    y.sum().backward()
    assert x.grad == pytest.approx(1.0001**20_000)


def test_a_chain_of_20000_operations_is_dropped_without_recursion() -> None:
    depth = sys.getrecursionlimit()
    y = leaf(0.5)
    for _ in range(20_000):
        y = y + 1.0
    del y
    assert sys.getrecursionlimit() == depth


def test_a_tensor_used_20000_times_collects_every_use() -> None:
    x = leaf(2.0)
    total = x * 0.0
    for _ in range(20_000):
        total = total + x
    total.sum().backward()
    assert x.grad == pytest.approx(20_000)


def test_a_diamond_doubles_each_storey_and_is_walked_once() -> None:
    x = leaf(1.0)
    y = x
    for _ in range(60):  # 2⁶⁰ paths, 60 stops
        y = y + y
    y.sum().backward()
    assert x.grad == pytest.approx(2.0**60)


def test_a_branch_that_joins_late_is_complete_before_it_is_passed_on() -> None:
    x = leaf(3.0)
    a = x * x
    b = a * 2
    (a * b + b).sum().backward()  # 2x⁴ + 2x²
    assert x.grad == pytest.approx(8 * 27 + 4 * 3)


def test_gradients_of_two_backward_calls_add_up() -> None:
    x = leaf(3.0)
    (x * x).sum().backward()
    (x * x).sum().backward()
    assert x.grad == pytest.approx(12)


def test_a_kept_graph_can_be_walked_again() -> None:
    x = leaf(3.0)
    y = (x * x).sum()
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad == pytest.approx(12)


def test_only_leaves_keep_gradients() -> None:
    x = leaf(1.0, 2.0)
    y = x * 2
    y.sum().backward()
    assert y.grad is None
    np.testing.assert_array_equal(x.grad, [2, 2])


def test_two_leaves_never_share_a_gradient_array() -> None:
    a, b = leaf(1.0, 2.0), leaf(3.0, 4.0)
    (a + b).backward(np.ones(2))
    a.grad[...] = 7
    np.testing.assert_array_equal(b.grad, [1, 1])


def test_leaves_behind_one_stack_do_not_share_either() -> None:
    a, b = leaf(1.0), leaf(2.0)
    stack([a, b]).sum().backward()
    a.grad[...] = 7
    np.testing.assert_array_equal(b.grad, [1])


def test_a_gradient_spread_over_a_leaf_can_be_written_to() -> None:
    x = leaf(1.0, 2.0)
    x.mean().backward()
    x.grad *= 2
    np.testing.assert_array_equal(x.grad, [1, 1])


def test_the_callers_gradient_is_not_shared_either() -> None:
    x, start = leaf(1.0, 2.0), np.ones(2)
    (x + 0).backward(start)
    x.grad[...] = 7
    np.testing.assert_array_equal(start, [1, 1])


def test_a_leaf_used_twice_in_one_operation_collects_both() -> None:
    x = leaf(3.0, 4.0)
    (x + x).sum().backward()
    np.testing.assert_array_equal(x.grad, [2, 2])


def test_plus_equals_on_a_result_leaves_the_recorded_values_alone() -> None:
    x = leaf(2.0)
    y = x * 3
    z = y * y
    y += 100
    z.sum().backward()
    assert x.grad == pytest.approx(2 * 9 * 2)
    assert y.item() == pytest.approx(106)


def test_plus_equals_on_a_leaf_under_no_grad_keeps_the_same_tensor() -> None:
    x = leaf(2.0)
    same = x
    with no_grad():
        x += 1
        x *= 2
        x -= 1
        x /= 5
    assert same is x
    assert x.item() == pytest.approx(1)
    assert x.requires_grad


def test_a_copy_does_not_follow_the_array_it_was_made_from() -> None:
    array = np.ones(3, np.float32)
    x = tensor(array)
    array[...] = 5
    np.testing.assert_array_equal(x.data, [1, 1, 1])


def test_a_state_taken_before_a_step_does_not_change_with_it() -> None:
    model = nn.Linear(2, 1)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    before = model.state_dict()
    kept = before["weight"].copy()
    model(tensor(np.ones((3, 2)))).sum().backward()
    optimizer.step()
    np.testing.assert_array_equal(before["weight"], kept)


def test_nothing_is_recorded_under_no_grad() -> None:
    x = leaf(1.0)
    with no_grad():
        y = x * 2
    assert not y.requires_grad
    assert y.parents == ()
    assert (x * 2).requires_grad


def test_no_grad_ends_when_an_error_leaves_it() -> None:
    with pytest.raises(CourseKitError), no_grad():
        leaf(1.0, 2.0) + leaf(1.0, 2.0, 3.0)
    assert (leaf(1.0) * 2).requires_grad


def test_no_grad_decorates_a_function_that_calls_itself() -> None:
    @no_grad()
    def halve(x: Tensor, times: int) -> Tensor:
        return halve(x / 2, times - 1) if times else x

    assert not halve(leaf(8.0), 3).requires_grad
    assert (leaf(1.0) * 2).requires_grad


def test_detach_stops_the_gradient() -> None:
    x = leaf(3.0)
    (x.detach() * x).sum().backward()
    assert x.grad == pytest.approx(3)


@pytest.mark.usefixtures("no_garbage_collector")
def test_a_graph_without_a_backward_call_is_freed_by_reference_counts() -> None:
    x = leaf(1.0, 2.0)
    y = (x * x).exp().sum()
    gone = weakref.ref(y)
    del y
    assert gone() is None


@pytest.mark.usefixtures("no_garbage_collector")
@pytest.mark.parametrize(
    "name", ["ReLU", "GELU", "SiLU", "Tanh", "Sigmoid", "Softmax", "LogSoftmax", "LayerNorm", "Dropout"]
)
def test_no_layer_makes_a_reference_cycle(name: str) -> None:
    layer = getattr(nn, name)(*((4,) if name == "LayerNorm" else ()))
    y = layer(tensor(np.ones((2, 4)), requires_grad=True))
    gone = weakref.ref(y)
    del y
    assert gone() is None


def training_step(model: nn.Module, optimizer: optim.Optimizer, x: Tensor, y: Tensor) -> float:
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@pytest.mark.usefixtures("no_garbage_collector")
def test_memory_stays_flat_over_thousands_of_steps() -> None:
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.GELU(), nn.Dropout(0.1), nn.Linear(8, 3))
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    x, y = tensor(np.ones((8, 4))), tensor(np.zeros(8, int))
    for _ in range(3_000):  # until Python's own lists of freed tuples, 2000 of each length, are full
        training_step(model, optimizer, x, y)
    tracemalloc.start()
    for _ in range(1_000):
        training_step(model, optimizer, x, y)
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert grown < 8_000  # half of the smallest object a step


@pytest.mark.usefixtures("no_garbage_collector")
def test_a_training_step_leaves_nothing_for_the_garbage_collector() -> None:
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(18, 2))
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    x, y = tensor(np.ones((2, 1, 8, 8))), tensor(np.array([0, 1]))
    training_step(model, optimizer, x, y)
    gc.collect()
    for _ in range(100):
        training_step(model, optimizer, x, y)
    assert gc.collect() == 0
