"""The kept trainings of lesson 7: what is kept can be trained again, and lies where five seeds lie."""

from __future__ import annotations

import json

import numpy as np
import pytest

from coursekit.widgets.language.trainings import (
    SEEDS,
    VARIANTS,
    WINDOWS,
    curve,
    held_out_losses,
    long_curves,
    train_variant,
    training_curve,
    write_trainings,
)


@pytest.mark.parametrize("name", [*VARIANTS, *WINDOWS])
def test_five_seeds_are_kept_and_lie_close_together(name):
    losses = held_out_losses(name)
    assert len(losses) == len(SEEDS)
    assert np.ptp(losses) < 0.04


@pytest.mark.uncounted
@pytest.mark.parametrize("name", ["no positions", "window 3"])
def test_a_kept_loss_comes_again_within_the_spread_of_the_seeds(name):
    losses = held_out_losses(name)
    assert train_variant(name, 0) == pytest.approx(losses[0], abs=max(np.std(losses), 0.002))


def test_the_curve_without_a_mask_comes_again():
    assert training_curve(1, mask=False, steps=100) == pytest.approx(curve("unmasked")[1, :2], rel=0.1)


def test_the_long_training_begins_as_it_is_kept():
    seen, new = long_curves(2, steps=2, every=2)
    assert len(seen) == len(new) == 1
    assert curve("long training").shape == curve("long held-out").shape == (5, 16)


def test_what_is_kept_is_written_with_the_weights_of_one_writer(tmp_path):
    write_trainings(tmp_path / "kept.json", tmp_path / "kept.npz", seeds=[0], steps=2, long=0)
    kept = json.loads((tmp_path / "kept.json").read_text(encoding="utf-8"))
    assert set(kept["held_out"]) == {*VARIANTS, *WINDOWS}
    with np.load(tmp_path / "kept.npz") as file:
        assert file["letter.weight"].shape == file["start"].shape == (27, 32)
