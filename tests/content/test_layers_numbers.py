"""Lesson 3's large claims, computed once more apart from its texts."""

from __future__ import annotations

import numpy as np

from coursekit.content.layers import claims as told


def test_five_folds_of_two_units_make_32_pieces_and_ten_units_side_by_side_at_most_11():
    assert told.counted(5) == 32
    assert told.one_layer(10) == 11


def test_no_layer_of_ten_units_has_more_than_eleven_pieces():
    rng = np.random.default_rng(0)
    x = np.linspace(-50, 50, 200_001)
    for _ in range(20):
        w, b, v = rng.normal(size=(3, 10, 1))
        y = (v * np.maximum(0, w * x + b)).sum(axis=0)
        bends = np.abs(np.diff(y, 2)) > 1e-9
        # A kink between two samples bends two neighbouring differences.
        assert 1 + np.count_nonzero(bends & ~np.concatenate([[False], bends[:-1]])) <= 11


def test_the_drawings_have_the_parameters_that_are_told():
    assert told.parameters(2, 4, 3, 2) == 35
    assert (told.weights(3, 3, 3, 1), told.parameters(3, 3, 3, 1)) == (21, 28)


def test_one_cut_gets_all_spirals_after_two_layers():
    assert [told.right_after(k) for k in range(5)] == [133, 152, 200, 200, 200]


def test_every_claim_without_digits_holds():
    silent = [claim for claim in told.claims if claim.compute and not any(map(str.isdigit, claim.fragment))]
    assert len(silent) >= 5
    assert all(claim.compute() is True for claim in silent)


def test_every_computed_claim_returns_numbers():
    for claim in told.claims:
        if claim.compute is not None:
            assert np.isfinite(np.asarray(claim.compute(), dtype=float)).all()
