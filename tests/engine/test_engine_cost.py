"""Costs from descriptions beside published sizes, and summaries of real models beside their arrays."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from coursekit.engine import cost, nn, summary
from coursekit.errors import ShapeError


def test_gpt2_small_and_llama_7b_have_their_published_sizes() -> None:
    assert cost.gpt2().parameters == 124_439_808
    assert cost.llama().parameters == 6_738_415_616


@pytest.mark.parametrize(
    ("depth", "width", "heads", "parameters"),
    [(24, 1024, 16, 354_823_168), (36, 1280, 20, 774_030_080), (48, 1600, 25, 1_557_611_200)],
)
def test_the_other_gpt2_models_have_theirs(depth: int, width: int, heads: int, parameters: int) -> None:
    assert cost.gpt2(depth=depth, width=width, heads=heads).parameters == parameters


def test_llama_13b_has_its_published_size() -> None:
    assert cost.llama(width=5120, depth=40, inner=13824, heads=40).parameters == 13_015_864_320


@pytest.mark.parametrize("sizes", [(784, 128, 10), (2, 16, 16, 1)])
def test_a_described_network_costs_what_the_real_one_does(sizes: tuple[int, ...]) -> None:
    model = nn.Sequential(*(nn.Linear(a, b) for a, b in pairwise(sizes)))
    described, real = cost.mlp(sizes), summary(model, sizes[:1])
    assert described.parameters == real.parameters == sum(p.numel() for p in model.parameters())
    assert described.multiply_adds == real.multiply_adds
    assert described.weight_bytes() == real.bytes


def test_a_described_convolution_costs_what_the_real_one_does() -> None:
    real = summary(nn.Conv2d(3, 8, 5), (3, 32, 32))
    described = cost.conv2d(3, 8, 5, 28, 28)
    assert (described.parameters, described.multiply_adds) == (real.parameters, real.multiply_adds)
    assert described.outputs == 8 * 28 * 28


@pytest.mark.parametrize(("layer", "gates"), [(nn.RNN, 1), (nn.GRU, 3), (nn.LSTM, 4)])
def test_a_described_recurrent_layer_costs_what_the_real_one_does(layer: type[nn.Module], gates: int) -> None:
    real = summary(layer(3, 5, batch_first=True), (7, 3))
    described = cost.rnn(3, 5, 7, gates=gates)
    assert (described.parameters, described.multiply_adds) == (real.parameters, real.multiply_adds)


def test_an_lstm_has_four_gates() -> None:
    assert cost.lstm(3, 5, 7) == cost.rnn(3, 5, 7, gates=4)


def test_a_described_block_costs_what_the_real_one_does() -> None:
    real = summary(nn.TransformerBlock(8, 2), (6, 8))
    described = cost.transformer_block(8, 6, heads=2)
    assert (described.parameters, described.multiply_adds) == (real.parameters, real.multiply_adds)


def test_parts_without_biases_are_smaller_by_them() -> None:
    assert cost.linear(3, 4).parameters - cost.linear(3, 4, bias=False).parameters == 4
    assert cost.norm(4).parameters - cost.norm(4, bias=False).parameters == 4
    assert cost.conv2d(1, 4, 3, 2, 2).parameters - cost.conv2d(1, 4, 3, 2, 2, bias=False).parameters == 4
    assert cost.embedding(10, 4, positions=3).outputs == 12


def test_a_token_of_llama_7b_leaves_half_a_mebibyte_of_keys_and_values() -> None:
    assert cost.kv_cache(32, 4096) == 2**19
    assert cost.kv_cache(32, 4096, tokens=3, bits=8) == 3 * 2**18


def test_half_precision_with_adam_needs_16_bytes_a_parameter() -> None:
    assert sum(cost.training_memory(1_000, "adam", 16).values()) == 16_000
    assert sum(cost.training_memory(1_000, "sgd", 32).values()) == 8_000


@pytest.mark.parametrize(
    ("net", "flops"),
    [
        (cost.mlp((784, 10)), 4 * 784 * 10),
        (cost.mlp((784, 128, 10)), 4 * 784 * 128 + 6 * 128 * 10),
        (cost.embedding(50, 8) + cost.linear(8, 50), 6 * 8 * 50),
        (cost.rnn(3, 5, 7), 7 * (4 * 3 * 5 + 6 * 5 * 5)),
    ],
    ids=["one layer", "two layers", "a table first", "recurrent"],
)
def test_training_takes_two_products_a_layer_for_the_gradients_and_one_at_the_data(
    net: cost.Cost, flops: int
) -> None:
    assert net.training_flops(32) == 32 * flops


def test_the_bytes_of_training_are_those_of_parameters_and_outputs() -> None:
    net = cost.mlp((784, 10))
    assert net.forward_flops(32) == 2 * 784 * 10 * 32
    assert net.activation_bytes(32) == 10 * 32 * 4
    assert net.training_bytes("adam", 32) == net.parameters * 16 + 10 * 32 * 4


def test_a_summary_shows_shapes_and_sums_as_text() -> None:
    text = str(summary(nn.Sequential(nn.Linear(784, 10), nn.ReLU()), (784,)))
    assert "0 Linear" in text
    assert "(N, 10)" in text
    assert text.splitlines()[-1].split() == ["total", "7,850", "31,400", "7,840"]


def test_a_summary_is_a_table_with_headers_in_html() -> None:
    html = summary(nn.Linear(3, 2), (3,))._repr_html_()
    assert html.count('<th scope="col">') == 5
    assert '<th scope="row">total</th>' in html


def test_a_summary_counts_two_flops_a_multiply_add() -> None:
    found = summary(nn.Linear(3, 2), (3,))
    assert (found.flops, found.multiply_adds) == (12, 6)


def test_a_summary_leaves_the_model_as_it_was() -> None:
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Dropout(0.5)).train()
    before = model.state_dict()
    summary(model, (2,))
    assert all(module.training for module in model.modules())
    assert all(np.array_equal(before[k], v) for k, v in model.state_dict().items())
    assert not any(module._hooks for module in model.modules())


def test_a_layer_that_forward_leaves_out_is_shown_as_not_used() -> None:
    class Half(nn.Module):
        def __init__(self) -> None:
            self.used, self.spare = nn.Linear(2, 1), nn.Linear(5, 5)

        def forward(self, x: object) -> object:
            return self.used(x)

    assert "not used" in str(summary(Half(), (2,)))


def test_a_summary_of_words_takes_integers() -> None:
    model = nn.Sequential(nn.Embedding(50, 8), nn.Flatten(), nn.Linear(24, 2))
    assert summary(model, (3,), dtype=np.int64).rows[0].output == (3, 8)


def test_a_summary_of_a_model_without_parameters() -> None:
    assert summary(nn.ReLU(), (3,)).parameters == 0


def test_a_summary_names_the_shape_a_model_does_not_take() -> None:
    with pytest.raises(ShapeError, match=r"784 features.*\(1, 100\)"):
        summary(nn.Linear(784, 10), (100,))
