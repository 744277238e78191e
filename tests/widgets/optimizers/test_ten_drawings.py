from __future__ import annotations

import numpy as np
import pytest
from widget_parts import marks, words

from coursekit.scenes import Text
from coursekit.widgets import TenDrawings
from coursekit.widgets.optimizers.stand_ins import stand_ins


def test_without_drawings_ten_stand_ins_are_read_and_said_to_be_so():
    widget = TenDrawings()
    assert widget.facts() == {"own": 0, "own right": 0, "right": 9}
    assert "It misreads the 1 as 2. None of them is yours yet. 10 stand in for drawings of yours" in words(
        widget
    )
    assert sum("✗" in text.text for text in marks(widget, Text)) == 1


def test_drawings_of_ones_own_are_counted_apart_from_images_of_the_data():
    widget = TenDrawings(digit=3, drawing3=stand_ins()[3], drawing1=stand_ins()[1], drawing0="#0")
    assert (widget.facts()["own"], widget.facts()["own right"]) == (2, 1)
    assert "2 drawings of yours: 1 read rightly. 1 from the data. 7 stand in" in words(widget)
    assert "Your 3: " in words(widget)


def test_one_sketchpad_is_shown_at_a_time():
    assert set(TenDrawings(digit=4)._controls) - set(TenDrawings(digit=4).hidden()) == {"digit", "drawing4"}


def test_a_learners_scores_read_the_drawings():
    widget = TenDrawings(scores=lambda images: np.eye(10)[::-1])
    assert widget.facts()["right"] == 0
    assert words(widget).endswith("The network is your own.")


@pytest.mark.parametrize("scores", [lambda images: None, lambda images: np.zeros((10, 2))])
def test_scores_that_cannot_be_used_are_named(scores):
    widget = TenDrawings(scores=scores)
    assert "Your scores could not be used" in words(widget)
    assert widget.facts() == TenDrawings().facts()
