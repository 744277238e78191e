from __future__ import annotations

import json

import numpy as np
import pytest

from coursekit.content import chapter
from coursekit.content.optimizers import trainings
from coursekit.content.optimizers.trainings import (
    PAIRS,
    RATES,
    RULES,
    STARTS,
    SWITCHES,
    candidates,
    curves,
    disagreement,
    overconfidence,
    remedies,
    shares,
    starts,
    write_trainings,
)


@pytest.mark.parametrize("name", chapter("optimizers").pictures)
def test_every_still_picture_tells_what_it_shows(name):
    scene = chapter("optimizers").pictures[name]()
    assert len(scene.words) >= 30
    assert all(panel.marks for panel in scene.panels)


def test_training_again_gives_what_is_kept(tmp_path):
    rule, rate = RULES.index("momentum"), RATES.index(0.1)
    write_trainings(
        tmp_path / "again.json",
        rules=RULES[rule:][:1],
        rates=RATES[rate:][:1],
        pairs=PAIRS[:1],
        seeds=2,
        switches=("early",),
    )
    again = json.loads((tmp_path / "again.json").read_text())
    # Rounding differs from processor to processor, and training makes it larger.
    assert again["shares"][RULES[rule]][0] == pytest.approx(shares()[rule, rate], abs=0.03)
    assert np.array(again["starts"]) == pytest.approx(starts()[:, :2], abs=0.02)
    assert np.array(again["candidates"]) == pytest.approx(candidates()[:, :2], abs=0.03)
    assert again["tested"] == pytest.approx(trainings.tested()[:2], abs=0.02)
    assert np.abs(np.array(again["curves"][0]) - curves(PAIRS[0]))[:, :50].max() < 0.05
    assert again["remedies"]["early"] == pytest.approx(remedies()["early"], abs=0.1)
    assert again["overconfidence"] == pytest.approx(overconfidence(), abs=0.05)


def test_nothing_that_is_kept_is_missing():
    assert shares().shape == (len(RULES), len(RATES), 5)
    assert [curves(rate).shape for rate in PAIRS] == [(2, 200)] * len(PAIRS)
    assert starts().shape == (2, STARTS)
    assert list(remedies()) == list(SWITCHES)
    assert 0 < disagreement() < 0.1
