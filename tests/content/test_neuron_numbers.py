"""Lesson 1's large claims, computed once more apart from its texts."""

from __future__ import annotations

import numpy as np

from coursekit.content.neuron import claims as told
from coursekit.content.neuron.diagnoses import share


def test_one_neuron_gets_at_most_three_points_of_xor():
    assert told.ceiling() == 3


def test_no_direction_with_any_threshold_beats_three_points_of_xor():
    angles = np.linspace(0, 2 * np.pi, 3601)
    biases = np.linspace(-2, 2, 401)
    z = [a * np.cos(angles)[:, None] + b * np.sin(angles)[:, None] + biases for a, b in told.CORNERS]
    hits = sum((each > 0).astype(int) == on for each, on in zip(z, told.XOR, strict=True))
    assert hits.max() == 3


def test_the_best_of_200_000_random_neurons_gets_three_of_four():
    assert told.random_neurons()


def test_the_two_sides_of_the_proof_are_the_same_sum():
    assert told.same_sum()


def test_the_line_and_the_bent_line_have_the_losses_that_are_told():
    size, price = told.houses()
    residual = np.polyfit(size, price, 1, full=True)[1][0] / len(size)
    assert abs(told.best_line() - residual) < 1e-12
    assert told.best_bent_line() == 0.01 < told.best_line_bent() < told.best_line()


def test_every_claim_without_digits_holds():
    silent = [claim for claim in told.claims if claim.compute and not any(map(str.isdigit, claim.fragment))]
    assert len(silent) >= 5
    assert all(claim.compute() is True for claim in silent)


def test_every_computed_claim_returns_numbers():
    for claim in told.claims:
        if claim.compute is not None:
            assert np.isfinite(np.asarray(claim.compute(), dtype=float)).all()


def test_random_shares_are_quarters():
    rng = np.random.default_rng(0)
    found = {share((rng.normal(size=2), rng.normal())) for _ in range(300)}
    assert found == {0.25, 0.5, 0.75}
