from __future__ import annotations

import json

import numpy as np
import pytest

from coursekit.content import chapter
from coursekit.content.optimizers.trainings import PAIRS, RATES, RULES, curves, shares, write_trainings


@pytest.mark.parametrize("name", chapter("optimizers").pictures)
def test_every_still_picture_tells_what_it_shows(name):
    draw = chapter("optimizers").pictures[name]
    scene = draw(0.03) if name == "descent" else draw()
    assert len(scene.words) >= 30
    assert all(panel.marks for panel in scene.panels)


def test_training_again_gives_the_kept_shares_and_curves(tmp_path):
    rule, rate, pair = RULES.index("plain SGD"), RATES.index(0.3), PAIRS[0]
    write_trainings(tmp_path / "again.json", rules=RULES[rule:][:1], rates=RATES[rate:][:1], pairs=[pair])
    again = json.loads((tmp_path / "again.json").read_text())
    more, eta = pair
    # Rounding differs from processor to processor, and training makes it larger.
    assert again["shares"][RULES[rule]][0] == pytest.approx(shares()[rule, rate], abs=0.05)
    assert np.abs(np.array(again["curves"][0]) - curves(more=more, rate=eta))[:, :100].max() < 0.02


def test_nothing_that_is_kept_is_missing():
    assert shares().shape == (len(RULES), len(RATES), 5)
    assert [curves(more=more, rate=rate).shape for more, rate in PAIRS] == [(2, 300)] * len(PAIRS)
