"""Tensors beside NumPy: what they hold, how they print, how they are made and converted."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from coursekit import engine
from coursekit.engine import (
    Tensor,
    arange,
    eye,
    from_numpy,
    linspace,
    manual_seed,
    ones,
    ones_like,
    rand,
    randn,
    tensor,
    tril,
    triu,
    zeros,
    zeros_like,
)
from coursekit.engine.allocator import keep_freed_blocks


def test_floats_become_float32_and_integers_int64() -> None:
    assert tensor([1.5]).dtype == tensor(np.ones(1)).dtype == np.float32
    assert tensor([1]).dtype == tensor(np.ones(1, np.int8)).dtype == np.int64
    assert tensor([True]).dtype == np.bool_


def test_float64_is_kept_throughout_when_asked_for() -> None:
    x = tensor([1.0, 2.0], dtype=np.float64, requires_grad=True)
    y = (((2 * x - 1) / 3) ** 2).softmax(0).log().sum() * 0.5
    y.backward()
    assert y.dtype == x.grad.dtype == np.float64


def test_a_python_number_does_not_promote_float32() -> None:
    x = tensor([1.0])
    assert (x * 2.5).dtype == (x + np.float64(1)).dtype == (np.ones(1) * x).dtype == np.float32


def test_integers_times_floats_take_the_floats_dtype() -> None:
    assert (tensor([1.0]) * tensor([2])).dtype == np.float32
    assert (tensor([1]) / tensor([2])).dtype == np.float32
    assert (tensor([1]) + tensor([2])).dtype == np.int64


def test_shape_speaks_pytorchs_names() -> None:
    x = ones(2, 3)
    assert x.shape == x.size() == (2, 3)
    assert (x.ndim, x.dim(), x.numel(), x.size(1), len(x)) == (2, 2, 6, 3, 2)


def test_numbers_come_out_as_python_numbers() -> None:
    x = tensor([2.5])
    assert (x.item(), float(x), int(x), bool(x)) == (2.5, 2.5, 2, True)
    assert tensor([[1, 2]]).tolist() == [[1, 2]]
    assert [10, 20, 30][tensor(1)] == 20


def test_numpy_shares_memory_and_array_can_copy() -> None:
    x = tensor([1.0, 2.0])
    x.numpy()[0] = 5
    assert x[0].item() == 5
    assert np.array(x).base is None
    np.testing.assert_array_equal(np.asarray(x, dtype=np.int64), [5, 2])


def test_iterating_gives_the_rows() -> None:
    assert [row.tolist() for row in tensor([[1, 2], [3, 4]])] == [[1, 2], [3, 4]]


def test_transposes_of_matrices() -> None:
    x = tensor(np.arange(6).reshape(1, 2, 3))
    assert x.mT.shape == (1, 3, 2)
    np.testing.assert_array_equal(x[0].T.data, x.data[0].T)


def test_repr_shows_values_and_whether_they_learn() -> None:
    assert repr(tensor([1.0, 2.0], requires_grad=True)) == "tensor([1., 2.], requires_grad=True)"
    assert repr(engine.nn.Parameter([1.0])).startswith("parameter([1.]")


def test_comparisons_give_booleans_entry_by_entry() -> None:
    x, y = tensor([1.0, 2.0, 3.0]), tensor([3.0, 2.0, 1.0])
    found = [
        (x < y).tolist(),
        (x <= y).tolist(),
        (x > y).tolist(),
        (x >= y).tolist(),
        (x == y).tolist(),
        (x != 2).tolist(),
    ]
    t, f = True, False
    assert found == [[t, f, f], [t, t, f], [f, f, t], [f, t, t], [f, t, f], [t, f, t]]


def test_tensors_are_hashable_by_identity() -> None:
    x, y = ones(1), ones(1)
    assert {x: "x", y: "y"}[x] == "x"


def test_all_and_any_look_along_a_dim() -> None:
    x = tensor([[True, False], [True, True]])
    assert x.all(1).tolist() == [False, True]
    assert x.any(0, keepdim=True).tolist() == [[True, True]]
    assert not x.all()


def test_argmax_and_argmin_take_the_first_of_equals() -> None:
    x = tensor([[1.0, 3.0, 3.0], [0.0, 0.0, 5.0]])
    assert (x.argmax(1).tolist(), x.argmin(1).tolist(), x.argmax().item()) == ([1, 2], [0, 0], 5)


def test_max_along_a_dim_gives_values_and_indices() -> None:
    values, indices = tensor([[1.0, 3.0], [4.0, 2.0]]).max(1)
    assert (values.tolist(), indices.tolist()) == ([3.0, 4.0], [1, 0])


def test_std_is_the_root_of_var() -> None:
    x = np.array([[1.0, 2.0, 4.0], [0.0, 5.0, 1.0]])
    np.testing.assert_allclose(tensor(x).std(1).data, x.std(1, ddof=1), rtol=1e-6)
    np.testing.assert_allclose(tensor(x).var(unbiased=False).item(), x.var(), rtol=1e-6)


def test_conversions_pass_gradients_back_in_the_first_dtype() -> None:
    x = tensor([1.0, 2.0], requires_grad=True)
    x.double().square().sum().backward()
    assert x.grad.dtype == np.float32
    np.testing.assert_array_equal(x.grad, [2, 4])


def test_long_and_float_convert_and_keep_what_fits() -> None:
    x = tensor([1.7])
    assert x.long().tolist() == [1]
    assert x.float() is x
    assert tensor([1]).float().dtype == np.float32


def test_a_clone_has_its_own_memory() -> None:
    x = ones(2, requires_grad=True)
    y = x.clone()
    y.data[...] = 5
    y.sum().backward()
    assert x.tolist() == [1, 1]
    np.testing.assert_array_equal(x.grad, [1, 1])


def test_makers_of_tensors_agree_with_numpy() -> None:
    assert zeros(2, 1).tolist() == [[0], [0]]
    assert ones((2,)).tolist() == [1, 1]
    assert eye(2).tolist() == [[1, 0], [0, 1]]
    assert linspace(0, 1, 5).tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert arange(4).tolist() == [0, 1, 2, 3]
    assert arange(1.0, 2.0, 0.5).dtype == np.float32


def test_from_numpy_shares_memory_and_keeps_float64() -> None:
    array = np.ones(2)
    x = from_numpy(array)
    array[0] = 7
    assert x.tolist() == [7, 1]
    assert x.dtype == np.float64


def test_the_same_seed_draws_the_same_numbers() -> None:
    manual_seed(3)
    first = (randn(2, 2).tolist(), rand(2).tolist())
    manual_seed(3)
    assert (randn(2, 2).tolist(), rand(2).tolist()) == first


def test_a_generator_handed_in_leaves_the_default_one_alone() -> None:
    manual_seed(3)
    first = rand(2).tolist()
    manual_seed(3)
    randn(5, rng=np.random.default_rng(0))
    assert rand(2).tolist() == first


def test_a_power_of_zero_has_slope_zero() -> None:
    x, n = tensor([0.0, 3.0], requires_grad=True), tensor([0.0, 0.0])
    (x**n + x**0).sum().backward()
    np.testing.assert_array_equal(x.grad, [0, 0])


def test_logarithm_and_root_of_bad_numbers_are_silent_as_in_pytorch() -> None:
    x = tensor([0.0, -1.0, 4.0])
    assert np.isnan(x.log().data).tolist() == [False, True, False]
    assert np.isnan(x.sqrt().data).tolist() == [False, True, False]
    assert (1 / tensor([0.0])).item() == np.inf


def test_a_matrix_times_an_array_from_the_left() -> None:
    x = tensor([[1.0], [2.0]], requires_grad=True)
    y = np.array([[3.0, 4.0]]) @ x
    y.sum().backward()
    assert y.tolist() == [[11.0]]
    np.testing.assert_array_equal(x.grad, [[3], [4]])


def test_the_allocator_answers_whether_it_could_be_asked() -> None:
    assert keep_freed_blocks() in (True, False)


def test_where_there_is_no_glibc_the_allocator_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert keep_freed_blocks() is False


def test_where_takes_numbers_on_either_side() -> None:
    x = tensor([1.0, -2.0])
    assert engine.where(x > 0, x, 0.0).tolist() == [1, 0]
    assert engine.where(x > 0, 9.0, x).tolist() == [9, -2]


def test_a_constant_wants_no_gradient() -> None:
    assert not Tensor.constant(np.ones(2)).requires_grad


def test_the_like_of_a_tensor_has_its_shape_and_dtype() -> None:
    x = tensor([[1, 2], [3, 4]])
    assert zeros_like(x).tolist() == [[0, 0], [0, 0]]
    assert ones_like(x).dtype == np.int64
    assert ones_like(x, dtype=np.float64).dtype == np.float64


def test_triangles_add_up_to_the_matrix_and_its_diagonal() -> None:
    x = tensor(np.arange(9.0).reshape(3, 3), requires_grad=True)
    (tril(x) + triu(x)).sum().backward()
    np.testing.assert_array_equal(x.grad, 1 + np.eye(3))
    assert tril(ones(2, 2), -1).tolist() == [[0, 0], [1, 0]]
    assert triu(ones(2, 2), 1).tolist() == [[0, 1], [0, 0]]


def test_a_masked_entry_gets_the_value_and_no_gradient() -> None:
    x = tensor([1.0, 2.0], requires_grad=True)
    y = x.masked_fill(tensor([True, False]), -5.0)
    y.sum().backward()
    assert y.tolist() == [-5.0, 2.0]
    assert x.grad.tolist() == [0.0, 1.0]


def test_a_number_is_formatted_as_a_float_is() -> None:
    assert f"{tensor(0.5):.3f}" == "0.500"
    assert f"{tensor([1.0, 2.0])}" == "tensor([1., 2.])"


def test_a_sigmoid_that_is_tiny_keeps_its_digits() -> None:
    assert tensor(-80.0).sigmoid().item() == pytest.approx(np.exp(-80.0), rel=1e-5)
    assert tensor([-1000.0, 1000.0], dtype=np.float64).sigmoid().tolist() == pytest.approx([0.0, 1.0])
