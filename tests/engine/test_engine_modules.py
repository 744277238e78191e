"""Modules: what they contain, how they switch, what layers do that only shows outside training."""

from __future__ import annotations

import functools
import math
import pickle

import numpy as np
import pytest

from coursekit.engine import Tensor, nn, ones, tensor, zeros
from coursekit.engine.nn import functional as F  # noqa: N812 - as everybody writes it


class Net(nn.Module):
    """Two layers that share a weight, and a buffer."""

    def __init__(self) -> None:
        self.first, self.second = nn.Linear(2, 2), nn.Linear(2, 2)
        self.second.weight = self.first.weight
        self.register_buffer("scale", tensor([2.0]))

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x)) * self.scale


def test_a_shared_parameter_is_listed_once_and_saved_twice() -> None:
    net = Net()
    assert [name for name, _ in net.named_parameters()] == ["first.weight", "first.bias", "second.bias"]
    assert list(net.state_dict()) == ["scale", "first.weight", "first.bias", "second.weight", "second.bias"]
    assert [name for name, _ in net.named_buffers()] == ["scale"]


def test_a_module_used_in_two_places_is_listed_once() -> None:
    layer = nn.Linear(2, 2)
    model = nn.Sequential(layer, nn.ReLU(), layer)
    assert len(list(model.modules())) == 3
    assert len(list(model.parameters())) == 2


def test_states_reach_every_module_below() -> None:
    model = nn.Sequential(nn.Sequential(nn.Dropout(0.5)), nn.BatchNorm1d(2))
    assert not any(m.training for m in model.eval().modules())
    assert all(m.training for m in model.train().modules())


def test_frozen_parameters_collect_no_gradient() -> None:
    model = nn.Sequential(nn.Linear(2, 2).requires_grad_(False), nn.Linear(2, 1))
    model(ones(1, 2)).sum().backward()
    assert [p.grad is None for p in model.parameters()] == [True, True, False, False]


def test_zero_grad_drops_or_fills() -> None:
    model = nn.Linear(2, 1)
    model(ones(1, 2)).sum().backward()
    model.zero_grad(set_to_none=False)
    np.testing.assert_array_equal(model.weight.grad, [[0, 0]])
    model.zero_grad()
    assert model.weight.grad is None


def test_apply_visits_the_innermost_first() -> None:
    seen: list[str] = []
    nn.Sequential(nn.Sequential(nn.ReLU()), nn.Tanh()).apply(lambda m: seen.append(type(m).__name__))
    assert seen == ["ReLU", "Sequential", "Tanh", "Sequential"]


def test_double_and_float_convert_parameters_and_buffers() -> None:
    model = nn.BatchNorm1d(2).double()
    assert {v.dtype for k, v in model.state_dict().items() if k != "num_batches_tracked"} == {
        np.dtype("float64")
    }
    assert model.float().weight.dtype == np.float32


def test_a_hook_sees_every_forward_pass_until_it_is_removed() -> None:
    layer, seen = nn.Linear(2, 1), []
    handle = layer.register_forward_hook(lambda _, __, output: seen.append(output.shape))
    layer(ones(3, 2))
    handle.remove()
    layer(ones(4, 2))
    assert seen == [(3, 1)]


def test_a_state_loads_in_part_when_not_strict() -> None:
    layer = nn.Linear(2, 1)
    keys = layer.load_state_dict({"bias": [5.0], "wieght": 1}, strict=False)
    assert layer.bias.item() == 5
    assert (keys.missing_keys, keys.unexpected_keys) == (["weight"], ["wieght"])  # PyTorch's names
    assert layer.load_state_dict(layer.state_dict()) == ([], [])


def test_a_state_that_does_not_fit_changes_nothing() -> None:
    layer = nn.Linear(2, 1)
    before = layer.state_dict()
    with pytest.raises(ValueError, match="bias"):
        layer.load_state_dict({"weight": np.full((1, 2), 9.0), "bias": np.ones(3)})
    np.testing.assert_array_equal(layer.weight.data, before["weight"])


def test_modules_print_their_settings_and_their_parts() -> None:
    model = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.ReLU()))
    assert repr(model).splitlines() == [
        "Sequential(",
        "  (0): Linear(in_features=2, out_features=3, bias=True)",
        "  (1): Sequential(",
        "    (0): ReLU()",
        "  )",
        ")",
    ]


@pytest.mark.parametrize(
    ("module", "says"),
    [
        (nn.LeakyReLU(0.2), "0.2"),
        (nn.ELU(0.5), "0.5"),
        (nn.GELU("tanh"), "'tanh'"),
        (nn.Softmax(1), "dim=1"),
        (nn.Dropout(0.3), "p=0.3"),
        (nn.Embedding(5, 2), "5, 2"),
        (nn.Flatten(), "start_dim=1"),
        (nn.Conv2d(1, 2, 3), "kernel_size=(3, 3)"),
        (nn.AvgPool2d(2), "kernel_size=2"),
        (nn.BatchNorm2d(4), "4, eps=1e-05"),
        (nn.LayerNorm(4), "(4,)"),
        (nn.RMSNorm(4), "(4,)"),
        (nn.LSTM(2, 3), "2, 3"),
    ],
)
def test_every_layer_says_its_settings(module: nn.Module, says: str) -> None:
    assert says in repr(module)


def test_sequentials_can_be_cut_grown_and_changed() -> None:
    model = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
    assert isinstance(model[:2], nn.Sequential)
    assert isinstance(model[-1], nn.Linear)
    assert len(model[:2]) == 2
    model[1] = nn.Tanh()
    model.append(nn.Sigmoid())
    assert [type(m).__name__ for m in model] == ["Linear", "Tanh", "Linear", "Sigmoid"]
    assert isinstance(nn.ModuleList([nn.ReLU()])[:1], nn.ModuleList)


def test_dropout_keeps_the_mean_and_only_while_training() -> None:
    layer, x = nn.Dropout(0.25, rng=np.random.default_rng(0)), ones(200, 200)
    y = layer(x)
    assert set(np.unique(y.data)) == {np.float32(0), np.float32(1 / 0.75)}
    assert y.mean().item() == pytest.approx(1, abs=0.02)
    assert layer.eval()(x) is x


def test_dropping_everything_leaves_zeros() -> None:
    assert nn.Dropout(1.0)(ones(3)).tolist() == [0, 0, 0]


def test_dropout_passes_gradients_where_it_kept() -> None:
    x = ones(50, requires_grad=True)
    y = F.dropout(x, 0.5, rng=np.random.default_rng(0))
    y.sum().backward()
    np.testing.assert_array_equal(x.grad, y.data)


def test_batch_norm_uses_what_it_learnt_after_eval() -> None:
    layer, x = nn.BatchNorm1d(2, momentum=1.0), np.random.default_rng(0).normal(3, 2, size=(50, 2))
    layer(tensor(x))
    y = layer.eval()(tensor(x)).data
    np.testing.assert_allclose(y, (x - x.mean(0)) / np.sqrt(x.var(0, ddof=1) + 1e-5), rtol=1e-4, atol=1e-5)
    assert layer.num_batches_tracked.item() == 1


def test_norms_without_weights_have_none() -> None:
    assert list(nn.BatchNorm1d(2, affine=False).parameters()) == []
    assert list(nn.LayerNorm(2, elementwise_affine=False).parameters()) == []
    assert nn.LayerNorm(2, bias=False).bias is None
    np.testing.assert_allclose(
        nn.LayerNorm(2, elementwise_affine=False)(tensor([[1.0, 3.0]])).data, [[-1, 1]], atol=1e-5
    )


def test_batch_norm_without_running_statistics_always_uses_the_batch() -> None:
    x = tensor([[1.0], [3.0]])
    np.testing.assert_allclose(F.batch_norm(x, None, None).data, [[-1], [1]], atol=1e-5)


def test_a_padding_row_is_zero_and_learns_nothing() -> None:
    layer = nn.Embedding(3, 2, padding_idx=1)
    layer(tensor([0, 1, 1])).sum().backward()
    assert layer.weight[1].tolist() == [0, 0]
    np.testing.assert_array_equal(layer.weight.grad, [[1, 1], [0, 0], [0, 0]])


def test_one_hot_guesses_the_number_of_classes() -> None:
    assert F.one_hot(tensor([0, 2])).tolist() == [[1, 0, 0], [0, 0, 1]]
    assert F.one_hot([1], 3).tolist() == [[0, 1, 0]]


def test_same_padding_keeps_the_size() -> None:
    assert nn.Conv2d(1, 1, (3, 5), padding="same", dilation=2)(ones(1, 1, 9, 9)).shape == (1, 1, 9, 9)


def test_a_causal_mask_hides_the_future() -> None:
    rng = np.random.default_rng(0)
    q, k, v = (tensor(rng.normal(size=(4, 3))) for _ in range(3))
    seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    later = tensor(np.where(np.arange(4)[:, None] > 1, 9.0, v.data))
    again = F.scaled_dot_product_attention(q, k, later, is_causal=True)
    np.testing.assert_array_equal(seen.data[:2], again.data[:2])


def test_boolean_and_added_masks_mean_the_same() -> None:
    rng = np.random.default_rng(0)
    q, k, v = (tensor(rng.normal(size=(4, 3))) for _ in range(3))
    allowed = np.tril(np.ones((4, 4), bool))
    added = tensor(np.where(allowed, 0.0, -math.inf))
    by_mask = [F.scaled_dot_product_attention(q, k, v, attn_mask=m).data for m in (allowed, added)]
    np.testing.assert_array_equal(*by_mask)


def test_padded_keys_are_not_looked_at() -> None:
    layer, x = nn.MultiheadAttention(4, 2, batch_first=True), np.random.default_rng(0).normal(size=(1, 3, 4))
    hidden = np.array([[False, False, True]])
    out, weights = layer(*[tensor(x)] * 3, key_padding_mask=hidden, attn_mask=np.zeros((3, 3)))
    np.testing.assert_array_equal(weights.data[..., 2], 0)
    np.testing.assert_allclose(weights.data.sum(-1), 1, rtol=1e-6)
    np.testing.assert_allclose(out.data, layer(*[tensor(x)] * 3, key_padding_mask=hidden)[0].data, rtol=1e-5)


def test_masks_can_differ_between_heads_and_weights_stay_apart() -> None:
    layer, x = nn.MultiheadAttention(4, 2), ones(3, 1, 4)
    mask = np.zeros((2, 3, 3), bool)
    mask[1, :, 2] = True
    _, weights = layer(x, x, x, attn_mask=mask, average_attn_weights=False)
    np.testing.assert_allclose(weights.data[0, 0], 1 / 3, rtol=1e-6)
    np.testing.assert_allclose(weights.data[0, 1], [[0.5, 0.5, 0]] * 3, rtol=1e-6)


def test_weights_nobody_needs_are_not_returned() -> None:
    layer, x = nn.MultiheadAttention(4, 2, bias=False), ones(3, 1, 4)
    assert layer(x, ones(2, 1, 4), ones(2, 1, 4), need_weights=False)[1] is None


def test_a_block_keeps_the_shape_and_is_the_encoder_layer_it_says() -> None:
    block, x = nn.TransformerBlock(4, 2), tensor(np.random.default_rng(0).normal(size=(2, 3, 4)))
    gelu = functools.partial(nn.functional.gelu, approximate="tanh")
    layer = nn.TransformerEncoderLayer(4, 2, 16, 0.0, gelu, batch_first=True, norm_first=True)
    layer.load_state_dict(block.state_dict())
    np.testing.assert_array_equal(block(x).data, layer(x).data)


def test_a_recurrent_layer_goes_on_from_a_given_state() -> None:
    layer, x = nn.LSTM(2, 3), tensor(np.random.default_rng(0).normal(size=(6, 1, 2)))
    whole, _ = layer(x)
    first, state = layer(x[:4])
    rest, _ = layer(x[4:], state)
    np.testing.assert_allclose(np.concatenate([first.data, rest.data]), whole.data, rtol=1e-5, atol=1e-7)


def test_a_recurrent_layer_without_biases_has_none() -> None:
    layer = nn.GRU(2, 3, bias=False)
    assert [name for name, _ in layer.named_parameters()] == ["weight_ih_l0", "weight_hh_l0"]
    assert layer(ones(4, 1, 2))[0].shape == (4, 1, 3)


def test_cross_entropy_of_one_example_without_a_batch() -> None:
    z = tensor([0.0, 0.0])
    assert F.cross_entropy(z, tensor(1)).item() == pytest.approx(math.log(2))


def test_losses_as_modules_are_their_functions() -> None:
    p, y = tensor([[0.2, 0.7]]), tensor([[0.0, 1.0]])
    assert nn.BCELoss()(p, y).item() == F.binary_cross_entropy(p, y).item()
    assert nn.NLLLoss()(p.log(), tensor([1])).item() == pytest.approx(-math.log(0.7))
    weighted = F.binary_cross_entropy(p, y, weight=tensor([2.0]))
    assert weighted.item() == pytest.approx(2 * F.binary_cross_entropy(p, y).item())


def test_a_probability_of_zero_costs_a_hundred_as_in_pytorch() -> None:
    assert F.binary_cross_entropy(tensor([0.0]), tensor([1.0])).item() == 100


def test_ignored_labels_cost_nothing_and_do_not_count() -> None:
    z = tensor([[0.0, 0.0], [5.0, -5.0]], requires_grad=True)
    loss = F.cross_entropy(z, [1, -100])
    loss.backward()
    assert loss.item() == pytest.approx(math.log(2))
    np.testing.assert_allclose(z.grad, [[0.5, -0.5], [0, 0]])


def test_the_losses_of_no_examples_sum_to_nothing() -> None:
    assert F.cross_entropy(zeros(0, 3), np.zeros(0, int), reduction="sum").item() == 0


def test_the_common_start_of_recurrent_layers_asks_for_a_rule() -> None:
    with pytest.raises(NotImplementedError):
        nn.recurrent.Recurrent(2, 3)(ones(4, 1, 2))


def test_a_transformer_layer_takes_any_function_as_activation() -> None:
    layer = nn.TransformerEncoderLayer(4, 2, 8, 0.0, Tensor.tanh, batch_first=True)
    assert layer(ones(1, 3, 4)).shape == (1, 3, 4)


def test_what_a_hook_returns_replaces_the_output() -> None:
    layer = nn.Identity()
    layer.register_forward_hook(lambda _, __, output: 2 * output)
    assert layer(ones(1)).tolist() == [2.0]


@pytest.mark.parametrize("activation", ["relu", "gelu", Tensor.tanh])
def test_a_model_can_be_sent_to_another_process(activation: object) -> None:
    layer, x = nn.TransformerEncoderLayer(4, 2, 8, 0.0, activation), ones(3, 1, 4)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(layer))(x).data, layer(x).data)
