"""What lesson 4 measures by hand agrees with what its live pictures compute with the engine."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.content.backprop import measured, pictures
from coursekit.content.backprop.claims import claims
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, unit_history
from coursekit.widgets.backprop.deep_network import DeepNetwork, compute


@pytest.mark.parametrize(
    ("by_hand", "by_engine"),
    [
        ({}, {}),
        ({"residual": True}, {"residual": True}),
        ({"axis": 1}, {"norm": "layer"}),
        ({"axis": 0}, {"norm": "batch"}),
        ({"bend": "tanh"}, {"activation": "tanh"}),
        ({"bend": "sigmoid"}, {"activation": "sigmoid"}),
    ],
)
def test_the_middle_of_nine_is_the_same_by_hand_and_by_engine(by_hand, by_engine):
    found = [compute(DeepNetwork(start="Xavier", seed=seed, **by_engine))[0] for seed in range(9)]
    told = measured.ratio("Xavier", **by_hand)
    assert np.median([each.ratio for each in found]) == pytest.approx(told.outputs, rel=1e-3)
    assert np.median([each.weights[0] / each.weights[-1] for each in found]) == pytest.approx(
        told.weights, rel=1e-3
    )


@pytest.mark.parametrize(("layer", "where"), [(1, FIRST), (2, SECOND)])
def test_a_dead_unit_lives_the_same_life_by_hand_and_by_engine(layer, where):
    told, shown = measured.unit(layer, 3), unit_history(where, 3)
    assert told.share == pytest.approx(shown.share)
    assert told.moved == pytest.approx(shown.distance, abs=1e-9)


def test_the_five_drawn_losses_are_those_computed_by_hand():
    assert pictures.losses() == pytest.approx(measured.five_starts(), rel=1e-9)


def test_every_claim_without_digits_holds():
    silent = [claim for claim in claims if claim.compute and not any(map(str.isdigit, claim.fragment))]
    assert len(silent) >= 5
    assert [claim.fragment for claim in silent if claim.compute() is not True] == []


def test_every_claim_can_be_computed_again():
    assert all(claim.compute() is not None for claim in claims if claim.compute)
