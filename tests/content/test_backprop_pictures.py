from __future__ import annotations

import numpy as np
import pytest

from coursekit.content.backprop import pictures
from coursekit.scenes import Arrow, Line, Node, Points, Text


def marks(scene, kind):
    return [mark for panel in scene.panels for mark in panel.marks if isinstance(mark, kind)]


def test_the_four_steps_stand_in_their_order_and_backward_is_marked():
    nodes = marks(pictures.four_steps(), Node)
    assert [node.text for node in nodes] == ["forward", "loss", "backward", "update"]
    assert [node.filled for node in nodes] == [False, False, True, False]
    assert len(marks(pictures.four_steps(), Arrow)) == 4


def test_five_lines_fall_and_the_words_name_their_ends():
    scene = pictures.five_starts()
    lines = marks(scene, Line)
    assert len(lines) == 5
    assert all(line.y[-1] < line.y[0] / 10 for line in lines)
    assert "between 2.4 and 5.4." in scene.words
    assert "end at 0.063, 0.090, 0.101, 0.107, 0.109." in scene.words


def test_the_marked_probabilities_lie_on_the_curve():
    (points,) = marks(pictures.minus_log(), Points)
    assert points.y == pytest.approx(-np.log(points.x), abs=1e-6)


def test_the_chain_shows_the_numbers_of_a_nudge():
    said = {text.text for text in marks(pictures.chain(), Text)}
    assert {"slope 3", "slope 12", "moves by 0.036"} <= said
    assert [node.text for node in marks(pictures.chain(), Node)] == ["2", "6", "36"]


def test_nine_networks_stand_in_narrow_groups_around_the_middle_that_is_told():
    scene = pictures.nine_networks()
    rows = [points for points in marks(scene, Points) if points.marker == "circle"]
    assert [len(row.x) for row in rows] == [9] * 4
    assert all(np.ptp(row.x) < 1 for row in rows)
    said = ("spread 0.05: 8·10⁻⁹", "spread Xavier: 0.0042", "spread He: 3.1", "spread 0.3: 5·10⁶")
    assert all(middle in scene.words for middle in said)


def test_a_unit_that_never_came_back_wears_a_cross():
    scene = pictures.nine_starts()
    count = {
        (points.y[0] > 0.5, points.marker): len(points.x) for points in marks(scene, Points) if len(points.x)
    }
    assert count == {(True, "cross"): 9, (False, "circle"): 7, (False, "cross"): 2}
    assert "0 of 9 came back; in the second hidden layer 7 of 9 came back, at steps 1, 3," in scene.words


@pytest.mark.parametrize(("start", "role"), [("0.05", "negative"), ("He", "good")])
def test_a_thermometer_has_twenty_dots(start, role):
    dots = marks(pictures.gradient_by_layer(start), Points)[0]
    assert (len(dots.x), dots.role) == (20, role)
