from __future__ import annotations

import pytest
from widget_parts import marks, words

from coursekit.scenes import Bars
from coursekit.widgets import SoftmaxMixer


@pytest.mark.parametrize("shift", [-1000, -10, 500, 1000])
def test_a_shift_moves_no_share(shift):
    widget = SoftmaxMixer(shift=shift)
    assert widget.facts() == pytest.approx(SoftmaxMixer().facts())
    assert marks(widget, Bars, panel=1)[0].y == pytest.approx([*widget.facts().values()], abs=1e-6)


def test_shares_are_positive_and_add_up_to_one():
    shares = SoftmaxMixer(score1=-5, score2=5, score3=0, temperature=0.5).facts().values()
    assert min(shares) > 0
    assert sum(shares) == pytest.approx(1)


def test_shift_and_temperature_are_told_over_the_scores():
    moved = SoftmaxMixer(shift=-30, temperature=0.2)
    assert moved.scene().panels[0].title == "scores − 30, all divided by 0.2"
    assert SoftmaxMixer().scene().panels[0].title == "scores"


def test_shares_that_do_not_add_up_as_written_are_said_to_be_rounded():
    assert "Together 1.000 before rounding." in words(SoftmaxMixer(score1=1, score2=1, score3=1))
    assert "The probabilities: cat 0.665, dog 0.245, owl 0.090. Together 1.000." in words(SoftmaxMixer())
