"""The kernel slid over a drawing: its products by hand, the feature map, and the window at the border."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import code_value, marks, words

from coursekit.scenes import HeatMap
from coursekit.widgets import SlideKernel
from coursekit.widgets.core.sketchpad import value_of

UPRIGHT, LEVEL = "-.+ -.+ -.+", "--- ... +++"


def bar(*, columns=slice(None), rows=slice(None)):
    """A drawing of dark pixels in some columns and rows of 32."""
    dark = np.zeros((32, 32), bool)
    dark[rows, columns] = True
    return value_of(dark)


def test_the_nine_products_are_added_up():
    widget = SlideKernel(drawing=bar(columns=slice(12, 16)), kernel=UPRIGHT, row=4, column=3)
    assert widget.facts()["result"] == 3  # the bar fills the right column of the window
    widget.column = 4
    assert widget.facts()["result"] == 0  # and its middle
    widget.column = 5
    assert widget.facts()["result"] == -3


def test_squares_beyond_the_border_count_as_nothing():
    widget = SlideKernel(drawing=bar(), kernel="+++ +++ +++", row=1, column=1)
    assert widget.facts()["result"] == 4
    widget.column = 2
    assert widget.facts()["result"] == 6


def test_what_is_drawn_elsewhere_is_found_elsewhere():
    here, there = (SlideKernel(drawing=bar(columns=slice(k, k + 4))).feature_map() for k in (8, 16))
    assert (here[:, :6] == there[:, 2:]).all()


def test_a_kernel_for_upright_edges_says_nothing_of_level_strokes():
    level = bar(rows=slice(12, 16), columns=slice(0, 32))
    assert not SlideKernel(drawing=level, kernel=UPRIGHT).feature_map()[:, 1:-1].any()
    assert SlideKernel(drawing=level, kernel=LEVEL).feature_map()[2].all()


def test_relu_leaves_only_what_is_above_zero():
    bent, straight = SlideKernel(bend=True), SlideKernel()
    assert (bent.feature_map() == np.maximum(0, straight.feature_map())).all()
    assert (bent.facts()["above"], bent.facts()["below"]) == (straight.facts()["above"], 0)


def test_the_map_is_drawn_with_its_first_row_at_the_top():
    widget = SlideKernel(drawing=bar(columns=slice(12, 16), rows=slice(0, 16)))
    drawn = marks(widget, HeatMap, panel=2)[0].values[::-1]
    assert drawn == pytest.approx(127.5 + 127 * np.clip(widget.feature_map() / 3, -1, 1), abs=1)


@pytest.mark.parametrize("bend", [True, False])
def test_the_shown_code_finds_the_same_map(bend):
    widget = SlideKernel(drawing="#3", kernel=".+. +=+ .+.", bend=bend)
    assert code_value(widget) == pytest.approx(widget.feature_map())


def test_the_goal_is_not_reached_at_the_start_and_can_be():
    assert not SlideKernel().facts()["goal reached"]
    assert SlideKernel(row=3, column=2).facts()["goal reached"]


def test_the_picture_is_told_in_words():
    widget = SlideKernel(drawing=bar(columns=slice(12, 16)), row=4, column=3)
    assert words(widget) == (
        "The kernel, row by row: −1 0 1; −1 0 1; −1 0 1. Around row 4, column 3 its nine products with the drawing add up "
        "to 3.00. Goal reached. In the whole feature map 8 of 64 results are above 0 and 8 below."
    )
    assert "add up, bent by ReLU, to" in words(SlideKernel(bend=True))
    assert words(SlideKernel(drawing="")).startswith("The sketchpad is empty")
