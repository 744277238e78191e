"""Names that PyTorch scripts use beside layers and losses, and what copies of models and optimizers are."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from coursekit.engine import (
    DataLoader,
    Dataset,
    Tensor,
    nn,
    ones,
    ones_like,
    optim,
    tensor,
    tril,
    triu,
    zeros_like,
)
from coursekit.engine import functional as F  # noqa: N812 - as everybody writes it
from coursekit.errors import ArgumentError, DTypeError, GraphError, ShapeError


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


def test_setting_an_entry_is_refused_with_the_way_to_do_it() -> None:
    with pytest.raises(GraphError, match="where"):
        ones(3)[0] = 2.0


def test_class_weights_must_be_one_for_each_class() -> None:
    with pytest.raises(ShapeError, match=r"\(2,\).*3 classes"):
        F.cross_entropy(ones(1, 3), [0], weight=[1.0, 1.0])


def test_soft_targets_must_have_the_shape_of_the_logits() -> None:
    with pytest.raises(ShapeError, match=r"\(1, 2\).*\(1, 3\)"):
        F.cross_entropy(ones(1, 3), ones(1, 2))


def test_a_transformer_layer_takes_any_function_as_activation() -> None:
    layer = nn.TransformerEncoderLayer(4, 2, 8, 0.0, Tensor.tanh, batch_first=True)
    assert layer(ones(1, 3, 4)).shape == (1, 3, 4)


def test_a_copied_optimizer_moves_the_copied_model_alone() -> None:
    model = nn.Linear(2, 1)
    optimizer = optim.Adam(model.parameters())
    twin, optimizer2 = copy.deepcopy((model, optimizer))
    before = model.weight.data.copy()
    twin(ones(3, 2)).sum().backward()
    optimizer2.step()
    np.testing.assert_allclose(twin.weight.data, before - 1e-3, rtol=1e-5)
    np.testing.assert_array_equal(model.weight.data, before)


def test_a_number_is_formatted_as_a_float_is() -> None:
    assert f"{tensor(0.5):.3f}" == "0.500"
    assert f"{tensor([1.0, 2.0])}" == "tensor([1., 2.])"


def test_a_sigmoid_that_is_tiny_keeps_its_digits() -> None:
    assert tensor(-80.0).sigmoid().item() == pytest.approx(np.exp(-80.0), rel=1e-5)
    assert tensor([-1000.0, 1000.0], dtype=np.float64).sigmoid().tolist() == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize("layer", [nn.Linear(4, 1), nn.Conv2d(1, 1, 1)])
def test_a_layer_does_not_mix_dtypes_in_silence(layer: nn.Module) -> None:
    with pytest.raises(DTypeError, match=r"float64.*float32.*\.float\(\)"):
        layer(ones(1, 1, 4, 4, dtype=np.float64))


def test_an_unfinished_data_set_says_what_it_lacks() -> None:
    class Mine(Dataset):
        """Nothing yet."""

    with pytest.raises(ArgumentError, match=r"Mine .*__len__"):
        DataLoader(Mine())
    with pytest.raises(ArgumentError, match=r"Mine .*__getitem__"):
        Mine()[0]


def test_what_a_hook_returns_replaces_the_output() -> None:
    layer = nn.Identity()
    layer.register_forward_hook(lambda _, __, output: 2 * output)
    assert layer(ones(1)).tolist() == [2.0]
