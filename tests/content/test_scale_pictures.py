from __future__ import annotations

import numpy as np
import pytest

from coursekit.content.scale import pictures
from coursekit.scenes import Arrow, Bars, Line, Node, Text


def marks(scene, kind):
    return [mark for panel in scene.panels for mark in panel.marks if isinstance(mark, kind)]


def area(frame):
    """Of a rectangle drawn as a line."""
    return float(np.ptp(frame.x) * np.ptp(frame.y))


def test_areas_are_weights_before_and_after_doubling():
    scene = pictures.doubling()
    before = [float(bar.width * bar.y[0]) for bar in marks(scene, Bars)]
    after = [area(frame) for frame in marks(scene, Line)]
    assert before == pytest.approx([64 * 64, 64 * 64, 64 * 16, 16 * 10])
    assert after == pytest.approx([128 * 128, 128 * 128, 64 * 32, 32 * 10])
    assert "8,320 parameters become 33,024" in scene.words
    assert "1,210 become 2,410" in scene.words


def test_ten_steps_are_the_tenth_power_under_outlines_of_one():
    scene = pictures.exact_match()
    assert marks(scene, Bars)[0].y == pytest.approx([p**10 for p in pictures.STEPS_RIGHT])
    assert [float(line.y.max()) for line in marks(scene, Line)] == pytest.approx(list(pictures.STEPS_RIGHT))


def test_one_parameter_is_as_wide_as_its_bytes():
    scene = pictures.one_parameter()
    assert [float(text.text) for text in marks(scene, Text) if text.text.isdigit()] == [2, 2, 8, 4]
    assert [round(bar.width + 0.12) for bar in marks(scene, Bars)] == [2, 2, 8, 4]


def test_every_share_has_a_way_in_and_a_way_out():
    scene = pictures.one_step_split()
    assert len(marks(scene, Node)) == 4 + 1
    assert len(marks(scene, Arrow)) == 4 + 4
