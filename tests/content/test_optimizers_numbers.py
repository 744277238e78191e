"""Lesson 5's large claims, computed once more apart from its texts."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.content import chapter
from coursekit.content.optimizers import recount
from coursekit.content.optimizers.claims import claims
from coursekit.engine import optim, tensor


def test_beyond_two_over_the_curvature_a_walk_grows():
    for rate, grows in ((0.079, False), (0.081, True)):
        w = np.array([-4.0, 1.0])
        for _ in range(60):
            w = w - rate * np.array([1.0, 25.0]) * w
        assert (abs(w[1]) > 1) == grows


def test_ten_times_the_plain_step_under_a_constant_gradient():
    weight = tensor([0.0], requires_grad=True, dtype=np.float64)
    optimizer = optim.SGD([weight], lr=1.0, momentum=0.9)
    for _ in range(300):
        before = weight.data.copy()
        weight.grad = np.ones(1)
        optimizer.step()
    assert before - weight.data == pytest.approx(10)


@pytest.mark.parametrize("gradient", [0.01, 1.0, 1000.0])
def test_adams_first_step_is_the_learning_rate(gradient):
    weight = tensor([5.0], requires_grad=True, dtype=np.float64)
    weight.grad = np.array([gradient])
    optim.Adam([weight], lr=0.001).step()
    assert 5 - weight.data == pytest.approx(0.001, rel=1e-5)
    assert recount.first_step(gradient, m_whole=False, v_whole=False) == pytest.approx(0.0031623, rel=1e-4)


def test_l2_and_weight_decay_agree_for_plain_descent_only():
    moved = {}
    for rule in (optim.SGD, optim.Adam, optim.AdamW):
        weight = tensor([2.0], requires_grad=True, dtype=np.float64)
        weight.grad = np.zeros(1)
        rule([weight], lr=0.01, weight_decay=0.1).step()
        moved[rule] = float(2 - weight.data[0])
    assert moved[optim.SGD] == pytest.approx(moved[optim.AdamW]) == pytest.approx(0.002)
    assert moved[optim.Adam] == pytest.approx(0.01, rel=1e-5)


def test_every_claim_without_digits_holds():
    silent = [claim for claim in claims if claim.compute and not any(map(str.isdigit, claim.fragment))]
    assert len(silent) >= 8
    assert [claim.fragment for claim in silent if claim.compute() is not True] == []


def test_every_computed_claim_returns_numbers():
    for claim in claims:
        if claim.compute is not None:
            assert np.isfinite(np.asarray(claim.compute(), dtype=float)).all()


@pytest.mark.parametrize("name", chapter("optimizers").pictures)
def test_every_still_picture_tells_what_it_shows(name):
    draw = chapter("optimizers").pictures[name]
    scene = draw(0.03) if name == "descent" else draw()
    assert len(scene.words) >= 30
    assert all(panel.marks for panel in scene.panels)
