from __future__ import annotations

import numpy as np
import pytest
from widget_parts import marks, words

from coursekit.scenes import Line
from coursekit.widgets import ValleyWalk
from coursekit.widgets.optimizers.valley_walk import START, walk


def plain(w, gradient, v, lr, beta):
    return w - lr * gradient, v


@pytest.mark.parametrize("c", [10, 25, 50])
def test_plain_descent_multiplies_each_coordinate_by_its_factor(c):
    facts = ValleyWalk(rate=0.03, c=c).facts()
    assert facts["x"] == pytest.approx(-4 * 0.97**60)
    assert facts["y"] == pytest.approx((1 - 0.03 * c) ** 60, abs=1e-12)


@pytest.mark.parametrize(
    ("rate", "compared"), [(0.079, "nearer to"), (0.08, "as far from"), (0.081, "further from")]
)
def test_the_words_compare_the_end_with_the_start(rate, compared):
    assert f"{compared} the floor of the valley" in words(ValleyWalk(rate=rate))


def test_the_loss_is_drawn_step_by_step():
    widget = ValleyWalk(rate=0.02, momentum=0.5)
    (drawn,) = (line for line in marks(widget, Line, panel=1) if not line.dashed)
    assert 10 ** drawn.y[[0, -1]] == pytest.approx([20.5, widget.facts()["loss"]], rel=1e-6)


def test_a_learners_step_walks_and_one_that_fails_is_named():
    own = ValleyWalk(step=plain, rate=0.03, momentum=0.9)
    assert own.facts()["x"] == pytest.approx(-4 * 0.97**60)
    assert words(own).endswith("The steps are your own.")
    broken = ValleyWalk(step=lambda w, gradient, v, lr, beta: (w[0], v))
    assert "w must keep its two entries" in words(broken)
    assert broken.facts() == ValleyWalk().facts()


def test_a_walk_without_numbers_ends_far_out():
    path = walk(lambda w, gradient, v, lr, beta: (w * np.nan, v), 25, 0.1, 0.0)
    assert path[0] == pytest.approx(START)
    assert np.isfinite(path).all()
    assert "beyond 1,000" in words(ValleyWalk(rate=0.25))
