from __future__ import annotations

import numpy as np
import pytest

from coursekit.content.neuron import pictures
from coursekit.scenes import Arrow, HeatMap, Line, Node, Text


def marks(scene, kind):
    return [mark for panel in scene.panels for mark in panel.marks if isinstance(mark, kind)]


def test_the_boundary_is_drawn_where_the_sum_is_zero_with_the_earlier_one_dashed():
    now, before = marks(pictures.boundary(1, 2, -1, before=(1, 2, 1)), Line)
    assert now.x + 2 * now.y - 1 == pytest.approx(0, abs=1e-5)
    assert before.x + 2 * before.y + 1 == pytest.approx(0, abs=1e-5)
    assert (now.dashed, before.dashed) == (False, True)


def test_the_words_of_the_boundary_say_where_it_crosses_the_axes():
    assert pictures.boundary(0.5, 1, -1, before=(1, 1, 0)).words == (
        "The boundary of w₁ = 0.5, w₂ = 1, b = −1 crosses the x₁ axis at 2 and the x₂ axis at 1. "
        "Dashed, the one before; it crosses the x₁ axis at 0 and the x₂ axis at 0."
    )


def test_the_plane_is_shaded_by_the_sum():
    (plane,) = marks(pictures.boundary(1, 1, 0), HeatMap)
    assert plane.values[0, 0] == 0
    assert plane.values[-1, -1] == 254


def test_from_a_line_to_a_curve_bends_more_and_more():
    kinks = [
        np.sum(np.abs(np.diff(line.y, n=2)) > 1e-4) for line in marks(pictures.from_line_to_curve(), Line)
    ]
    assert kinks[0] == 0
    assert 1 <= kinks[1] < kinks[2]


def test_the_votes_add_up_to_the_number_in_the_node():
    scene = pictures.cat_votes()
    total = sum(seen * weight for _, seen, weight in pictures.VOTES) + pictures.VOTES_BIAS
    assert marks(scene, Node)[-1].text == f"{total:.2f}" == "0.85"
    assert f"the sum is {total:.2f}" in scene.words
    assert {text.text for text in marks(scene, Text)} >= {"0.9 × 2 = 1.8", "0.1 × (−4) = −0.4", "bias −2"}
    assert [arrow.role for arrow in marks(scene, Arrow)] == ["positive", "positive", "positive", "negative"]
