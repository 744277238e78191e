"""The ten neurons that read digits: the kept weights, and the trainings that lesson 3 counts."""

from __future__ import annotations

import json

import numpy as np
import pytest

from coursekit.content.layers import readers
from coursekit.datasets import digits
from coursekit.widgets import ten_neurons
from coursekit.widgets.layers import ten_neurons as kept


def test_the_kept_ten_read_as_well_as_a_new_training(tmp_path):
    kept.save(kept.train(), tmp_path / "new.npz")
    with np.load(tmp_path / "new.npz") as file:
        new = file["W"], file["b"]
    for part, share in zip(digits()[:2], (0.980, 0.947), strict=True):
        for W, b in (new, ten_neurons()):
            assert (W.shape, b.shape) == ((64, 10), (10,))
            assert ((part.X @ W + b).argmax(axis=1) == part.labels).mean() == pytest.approx(share, abs=0.015)


def test_changing_a_copy_of_the_ten_changes_nothing():
    ten_neurons()[0][:] = 0
    assert ten_neurons()[0].any()


def test_a_new_training_reads_what_the_kept_one_reads(tmp_path):
    readers.write_readers(tmp_path / "new.json", splits=[3])
    new = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    for hidden in readers.UNITS:
        assert len(readers.shares(hidden)) == readers.SPLITS
        assert new[str(hidden)] == pytest.approx([readers.shares(hidden)[3]], abs=0.01)
