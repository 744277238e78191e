"""A template for the test of a new widget: its facts, its marks, its goal, its code, and its words once."""

from __future__ import annotations

import pytest
from widget_parts import marks, words

from coursekit.scenes import Line, Points
from coursekit.widgets.core.template import Threshold


@pytest.mark.parametrize(("threshold", "wrong"), [(0.0, 5), (0.2, 4), (0.5, 1), (0.55, 2), (1.0, 5)])
def test_messages_on_the_wrong_side_of_the_threshold_are_counted(threshold, wrong):
    assert Threshold(threshold=threshold).facts()["wrong"] == wrong  # counted by hand


def test_the_line_stands_at_the_threshold():
    (line,) = marks(Threshold(threshold=0.35), Line)
    assert line.x == pytest.approx([0.35, 0.35])


def test_without_the_truth_all_messages_stand_at_one_height():
    spam, others = marks(Threshold(truth=False), Points)
    assert {*spam.y, *others.y} == {0.5}


def test_the_goal_can_be_reached_and_is_not_reached_at_the_start():
    steps = Threshold.threshold.steps()
    reached = [step for step in steps if Threshold(threshold=step).facts()["goal reached"]]
    assert reached == pytest.approx([0.45, 0.5, 0.6, 0.65])
    assert not Threshold().facts()["goal reached"]


def test_the_code_shown_finds_the_same_count():
    widget = Threshold(threshold=0.35)  # of a widget in the door, `widget_parts.code_value` runs all lines
    *lines, last = widget.code().split("# the count in NumPy\n")[1].splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == widget.facts()["wrong"]


def test_the_picture_is_told_in_words():
    assert words(Threshold(threshold=0.5)) == (
        "Above 0.50 a message is called spam: 1 message of 10 judged wrongly."
    )
