"""The sheet of validation digits: which are shown, how the wrong ones are marked, and the learner's own reader."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import code_value, marks, words

from coursekit.datasets import digits
from coursekit.scenes import HeatMap, Line
from coursekit.widgets import DigitSheet, digit_params
from coursekit.widgets.core.networks import relu_forward


def read(images, params):
    z = relu_forward(images, params)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p.argmax(axis=1), p.max(axis=1)


def test_the_doubtful_come_first_and_the_surest_are_others():
    _, sure = read(digits().validation.X.astype(float), digit_params())
    doubtful, surest = DigitSheet().facts(), DigitSheet(order="the surest").facts()
    assert (doubtful["lowest"], doubtful["highest"]) == pytest.approx((min(sure), sorted(sure)[11]))
    assert (surest["lowest"], surest["highest"]) == pytest.approx((sorted(sure)[-12], max(sure)))


def test_every_mistake_is_framed_and_its_true_digit_told():
    sheet = DigitSheet(order="the surest mistakes")
    frames = marks(sheet, Line)
    assert len(marks(sheet, HeatMap)) == len(frames) == sheet.facts()["wrong"] == 12
    assert {frame.role for frame in frames} == {"negative"}
    assert words(sheet).count("in truth") == 12
    assert "1 (81 %, in truth 8), 1 (78 %, in truth 8)" in words(sheet)
    assert "over 99 %" in words(DigitSheet(order="the surest"))


def test_the_shown_code_counts_the_mistakes():
    assert code_value(DigitSheet()) == DigitSheet().facts()["wrong"]


def test_a_learners_reader_reads_the_digits():
    assert words(DigitSheet(read=read)).endswith("Your own function reads them.")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda images, params: None, "Your read returned nothing"),
        (lambda images, params: read(images[:1], params), r"of shape (1,), expected (300,)"),
        (lambda images, params: 1 / 0, "Your read stopped (ZeroDivisionError"),
    ],
)
def test_a_reader_that_differs_is_named_and_the_courses_own_shown(wrong, told):
    assert told in words(DigitSheet(read=wrong))
    assert words(DigitSheet(read=wrong)).endswith("So the course's own reading is shown.")
