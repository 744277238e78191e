"""Lesson 6's large claims, computed once more apart from its texts."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from coursekit.content.scale import claims as told
from coursekit.engine import cost, nn


def test_a_layer_of_4096_has_its_weights_as_a_real_array():
    layer = nn.Linear(4096, 4096, bias=False)
    assert sum(p.data.size for p in layer.parameters()) == 16_777_216 == told.layer().size
    assert told.layer().nbytes == 33_554_432


def test_published_models_are_counted_to_the_last_parameter():
    assert cost.gpt2().parameters == told.gpt2_small() == 124_439_808
    assert cost.llama().parameters == told.llama_7b() == 6_738_415_616


@pytest.mark.parametrize(
    ("sizes", "count"), [((64, 64, 64), 8_320), ((128,) * 3, 33_024), ((784, 128, 10), 101_770)]
)
def test_real_layers_have_the_parameters_that_are_told(sizes, count):
    layers = [nn.Linear(a, b) for a, b in itertools.pairwise(sizes)]
    assert sum(p.data.size for layer in layers for p in layer.parameters()) == count == told.arrays(*sizes)


def test_adam_at_16_bits_takes_sixteen_bytes_a_parameter():
    assert sum(cost.training_memory(1, "adam", 16).values()) == told.ADAM == 16
    assert sum(cost.training_memory(7_000_000_000, "adam", 16).values()) == 112e9


def test_a_product_takes_two_flops_a_weight_and_example_and_training_three_products():
    flops = 0
    for _ in ("forward", "to the weights", "to the inputs"):
        flops += 2 * 50 * 30 * 8  # (8, 50) @ (50, 30), or one of its two transposed companions
    network = cost.mlp((50, 30))
    assert network.forward_flops(8) == 2 * 50 * 30 * 8
    assert network.training_flops(8) == flops


def test_every_claim_without_digits_holds():
    silent = [claim for claim in told.claims if claim.compute and not any(map(str.isdigit, claim.fragment))]
    assert len(silent) >= 8
    assert all(claim.compute() is True for claim in silent)


def test_every_computed_claim_returns_numbers():
    for claim in told.claims:
        if claim.compute is not None:
            assert np.isfinite(np.asarray(claim.compute(), dtype=float)).all()
