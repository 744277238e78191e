from __future__ import annotations

import numpy as np
import pytest

from coursekit.datasets import house_prices, logic, moons, spirals
from coursekit.errors import ArgumentError


@pytest.mark.parametrize(
    ("task", "truth"), [("AND", np.logical_and), ("OR", np.logical_or), ("XOR", np.logical_xor)]
)
def test_logic_labels_agree_with_numpy(task, truth):
    corners, labels = logic(task)
    assert labels.tolist() == truth(*corners.T.astype(bool)).astype(int).tolist()


def test_an_unknown_logic_task_is_named_with_those_that_exist():
    with pytest.raises(ArgumentError, match="there is no logic task 'NAND'; choose one of AND, OR, XOR"):
        logic("NAND")


def test_house_prices_are_flat_then_rise_and_never_negative():
    size, price = house_prices(n=200, rng=np.random.default_rng(0))
    assert price.min() >= 0
    assert price[size < 0.8].mean() < 0.15
    assert np.polyfit(size[size > 1], price[size > 1], 1)[0] == pytest.approx(2.4, abs=0.1)


def test_the_same_generator_state_gives_the_same_houses():
    first, second = (house_prices(rng=np.random.default_rng(7))[1] for _ in range(2))
    assert first.tolist() == second.tolist()


def test_even_spirals_come_one_arm_after_the_other_in_equal_steps():
    X, labels = spirals(n=401, noise=0, even=True, rng=np.random.default_rng(0))
    assert labels.tolist() == sorted(labels)
    steps = np.hypot(*np.diff(X[labels == 1], axis=0).T)[40:]  # the innermost turn is too tight for it
    assert steps == pytest.approx(steps.mean(), rel=0.12)


def test_spirals_wind_as_often_as_they_are_told():
    X, _ = spirals(n=800, turns=2, noise=0, even=True, rng=np.random.default_rng(0))
    angle = np.unwrap(np.arctan2(X[:400, 1], X[:400, 0]))
    assert (angle[-1] - angle[0]) / (2 * np.pi) == pytest.approx(2 * (1 - np.sqrt(0.02)))


@pytest.mark.parametrize("make", [moons, spirals])
@pytest.mark.parametrize("n", [1, 9, 40])
def test_both_classes_come_in_halves(make, n):
    x, labels = make(n=n, rng=np.random.default_rng(0))
    assert x.shape == (n, 2)
    assert sorted(np.bincount(labels, minlength=2)) == [n // 2, (n + 1) // 2]


def test_moons_without_blur_lie_on_two_half_circles():
    x, labels = moons(n=200, noise=0, rng=np.random.default_rng(0))
    upper, lower = x[labels == 0], x[labels == 1]
    assert np.hypot(upper[:, 0] + 0.5, upper[:, 1] + 0.25) == pytest.approx(1)
    assert np.hypot(lower[:, 0] - 0.5, lower[:, 1] - 0.25) == pytest.approx(1)
    assert upper[:, 1].min() >= -0.25
    assert lower[:, 1].max() <= 0.25


def test_one_spiral_is_the_other_turned_by_half_a_turn():
    x, labels = spirals(n=400, turns=1.5, noise=0, rng=np.random.default_rng(0))
    radius = np.hypot(*x.T)
    angle = np.arctan2(x[:, 1], x[:, 0]) - 2 * np.pi * 1.5 * radius
    assert np.cos(angle) == pytest.approx(1 - 2.0 * labels)
    assert radius.max() <= 1
