"""Lesson 2's large claims, computed once more apart from its texts."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.content.nonlinearity import arithmetic
from coursekit.content.nonlinearity import claims as told
from coursekit.engine import Tensor, functional, nn


def test_ten_layers_and_one_agree_to_rounding():
    assert 1e-17 < arithmetic.apart() < 1e-15


def test_ten_layers_of_the_engine_collapse_too():
    rng = np.random.default_rng(3)
    stack = nn.Sequential(*(nn.Linear(4, 4, dtype=np.float64, rng=rng) for _ in range(10)))
    x = rng.normal(size=(50, 4))
    W, b = np.eye(4), np.zeros(4)
    for layer in stack:
        W, b = W @ layer.weight.data.T, b @ layer.weight.data.T + layer.bias.data
    assert x @ W + b == pytest.approx(stack(Tensor(x, dtype=np.float64)).data, rel=1e-12)


@pytest.mark.parametrize(("name", "low", "where"), [("gelu", -0.16997, -0.752), ("silu", -0.27846, -1.278)])
def test_the_engine_has_the_lowest_points_that_are_told(name, low, where):
    x = np.linspace(-3, 3, 60001)
    y = getattr(functional, name)(Tensor(x, dtype=np.float64)).data
    assert (round(y.min(), 5), round(x[y.argmin()], 3)) == (low, where)


def test_n_hinges_make_at_most_n_kinks():
    rng = np.random.default_rng(0)
    x = np.linspace(-10, 10, 20001)
    for n in (1, 3, 8):
        w, b, v = rng.normal(size=(3, n))
        steps = np.diff(np.maximum(0, np.outer(x, w) + b) @ v)
        turns = np.abs(np.diff(steps)) > 1e-9
        starts = turns & ~np.r_[False, turns[:-1]]  # a kink between two grid points shows in two steps
        assert starts.sum() <= n


def test_a_narrow_middle_leaves_one_direction():
    table = np.array([[1.0], [2.0], [-1.0]]) @ np.array([[3.0, 1.0, -2.0]])
    assert np.linalg.matrix_rank(table) == 1


def test_parabolas_add_up_to_one_parabola():
    rng = np.random.default_rng(0)
    x, (w, b, v) = np.linspace(-2, 2, 50), rng.normal(size=(3, 20))
    y = (np.outer(x, w) + b) ** 2 @ v
    assert np.polyval(np.polyfit(x, y, 2), x) == pytest.approx(y)


def test_the_sigmoid_is_a_softmax_of_two():
    assert arithmetic.shares(1.3, 0)[0] == pytest.approx(arithmetic.sigmoid(1.3))


def test_every_claim_without_digits_holds():
    silent = [claim for claim in told.claims if claim.compute and not any(map(str.isdigit, claim.fragment))]
    assert len(silent) >= 2
    assert all(claim.compute() is True for claim in silent)


def test_every_computed_claim_returns_numbers():
    for claim in told.claims:
        if claim.compute is not None:
            assert np.isfinite(np.asarray(claim.compute(), dtype=float)).all()
