"""Random starts: their spread by formula, and PyTorch's own values where nothing is random."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from engine_libraries import Torch

from coursekit.engine import init, manual_seed, nn, zeros

STARTS: dict[str, tuple[Callable[..., object], float]] = {
    "xavier_uniform_": (init.xavier_uniform_, math.sqrt(2 / 500)),
    "xavier_normal_": (init.xavier_normal_, math.sqrt(2 / 500)),
    "kaiming_uniform_": (init.kaiming_uniform_, math.sqrt(2 / 300)),
    "kaiming_normal_": (init.kaiming_normal_, math.sqrt(2 / 300)),
    "normal_": (init.normal_, 1.0),
    "uniform_": (init.uniform_, math.sqrt(1 / 12)),
}


@pytest.mark.parametrize("name", STARTS)
def test_the_spread_is_the_formulas(name: str) -> None:
    start, spread = STARTS[name]
    w = zeros(200, 300)
    assert start(w, rng=np.random.default_rng(0)) is w
    assert w.data.std() == pytest.approx(spread, rel=0.02)


def test_kernels_count_their_pixels_as_inputs() -> None:
    assert init.fans(zeros(8, 4, 3, 5)) == (4 * 15, 8 * 15)


def test_fan_out_and_a_gain_change_the_spread() -> None:
    w = init.kaiming_normal_(
        zeros(200, 300), mode="fan_out", nonlinearity="tanh", rng=np.random.default_rng(0)
    )
    assert w.data.std() == pytest.approx(5 / 3 / math.sqrt(200), rel=0.02)


@pytest.mark.parametrize("shape", [(4, 9), (9, 4), (4, 3, 2, 2)])
def test_orthogonal_rows_or_columns_are_at_right_angles(shape: tuple[int, ...]) -> None:
    w = init.orthogonal_(zeros(*shape, dtype=np.float64), gain=2.0, rng=np.random.default_rng(0))
    m = w.data.reshape(shape[0], -1)
    small = m @ m.T if m.shape[0] < m.shape[1] else m.T @ m
    np.testing.assert_allclose(small, 4 * np.eye(len(small)), atol=1e-10)


def test_orthogonal_starts_lean_to_no_side() -> None:
    corners = [init.orthogonal_(zeros(3, 3), rng=np.random.default_rng(i)).data[0, 0] for i in range(40)]
    assert 10 < sum(corner > 0 for corner in corners) < 30


def test_a_truncated_normal_stays_inside() -> None:
    w = init.trunc_normal_(zeros(10_000), std=2.0, a=-1.0, b=3.0, rng=np.random.default_rng(0))
    assert w.data.min() >= -1
    assert w.data.max() <= 3


def test_constants_fill() -> None:
    assert init.constant_(zeros(2), 3.5).tolist() == [3.5, 3.5]
    assert init.ones_(zeros(2)).tolist() == [1, 1]
    assert init.zeros_(init.ones_(zeros(2))).tolist() == [0, 0]


def test_layers_start_within_one_over_root_n_in() -> None:
    layer = nn.Linear(100, 50, rng=np.random.default_rng(0))
    assert np.abs(layer.weight.data).max() == pytest.approx(0.1, rel=0.01)
    assert np.abs(layer.bias.data).max() <= 0.1


@pytest.mark.parametrize("make", [lambda rng: nn.Linear(3, 2, rng=rng), lambda rng: nn.LSTM(3, 2, rng=rng)])
def test_a_generator_handed_in_decides_the_start(make: Callable[..., nn.Module]) -> None:
    first, same, other = (make(np.random.default_rng(seed)) for seed in (0, 0, 1))
    names = list(first.state_dict())
    assert all(np.array_equal(first.state_dict()[n], same.state_dict()[n]) for n in names)
    assert not any(np.array_equal(first.state_dict()[n], other.state_dict()[n]) for n in names)


def test_the_default_generator_decides_when_none_is_given() -> None:
    def start() -> list[float]:
        manual_seed(4)
        return nn.Linear(3, 2).weight.tolist()

    assert start() == start()


@pytest.mark.parametrize("name", ["linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"])
def test_gains_are_pytorchs(name: str, oracle: Torch) -> None:
    assert init.calculate_gain(name) == pytest.approx(oracle.init.calculate_gain(name), rel=1e-12)
    assert init.calculate_gain("leaky_relu", 0.3) == pytest.approx(
        oracle.init.calculate_gain("leaky_relu", 0.3)
    )


@pytest.mark.parametrize(
    "build",
    [
        lambda nn: nn.Linear(300, 200),
        lambda nn: nn.Conv2d(16, 32, 3),
        lambda nn: nn.Embedding(200, 50),
        lambda nn: nn.LSTM(100, 80),
        lambda nn: nn.MultiheadAttention(128, 4),
        lambda nn: nn.LayerNorm(20),
        lambda nn: nn.BatchNorm2d(20),
    ],
)
def test_layers_start_like_pytorchs(build: Callable[..., object], oracle: Torch) -> None:
    mine = build(nn).state_dict()
    theirs = {k: v.numpy() for k, v in build(oracle.nn).state_dict().items()}
    assert list(mine) == list(theirs)
    for name, value in theirs.items():
        assert mine[name].shape == value.shape
        assert mine[name].std() == pytest.approx(value.std(), rel=0.03 + 4 / value.size**0.5, abs=1e-12), name
