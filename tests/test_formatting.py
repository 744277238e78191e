from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit import formatting
from coursekit.formatting import (
    format_amount,
    format_arguments,
    format_bytes,
    format_count,
    format_day,
    format_dollars,
    format_exact,
    format_number,
    format_percent,
    format_points,
    format_power,
    format_rough,
    format_seconds,
    format_significant,
    format_value,
    format_weighted_sum,
    printable,
    shorten,
)


def test_the_names_are_sorted_and_lead_somewhere():
    assert sorted(formatting.__all__) == formatting.__all__
    assert all(hasattr(formatting, name) for name in formatting.__all__)


@pytest.mark.parametrize(
    ("write", "written"),
    [
        (format_number, {-0.5: "−0.5", -0.01: "0.0", 2.25: "2.2"}),
        (format_exact, {-3.75: "−3.75", 0.25: "0.25", 2.0: "2.0"}),
        (format_significant, {-1.5: "−1.5", 3.0: "3", 1e-7: "1e−07", 1 / 3: "0.333333"}),
        (
            format_rough,
            {
                1e-13: "0",
                0.0042: "0.0042",
                1234.5: "1,234",
                2.5e7: "2.5e7",
                -3e-9: "−3e−9",
                np.inf: "infinite",
            },
        ),
        (
            format_power,
            {
                0: "0",
                8.1e-9: "8·10⁻⁹",
                1e8: "10⁸",
                3.07: "3.1",
                0.0042: "0.0042",
                250.4: "250",
                1e-12: "10⁻¹²",
            },
        ),
        (
            format_amount,
            {7_850: "7,850", 16_777_216: "16.8 million", 6e9: "6.00 billion", 5e21: "5000 quintillion"},
        ),
        (
            format_bytes,
            {33_554_432: "33.6 MB", 1.12e12: "1.12 TB", 999.9: "1.00 kB", 7e9: "7.00 GB", 0: "0.00 B"},
        ),
        (format_seconds, {0.0421: "42 ms", 1.5: "1.5 s", 0.25: "250 ms", 3e-6: "3 µs", 5e-9: "5 ns"}),
        (format_seconds, {99.7e-6: "100 µs", 0.99996: "1 s", 150e-9: "150 ns"}),
        (
            format_dollars,
            {0.0353: "0.04", 12.98: "13", 4321: "4,321", 0.00055: "0.0006", 0: "0.00", 9.999: "10"},
        ),
        (format_percent, {None: "–", 2 / 3: "67 %"}),
        (format_day, {None: "never", datetime(2026, 9, 30, 12): "2026-09-30"}),
    ],
)
def test_a_number_is_written_as_a_reader_expects_it(write, written):
    assert {value: write(value) for value in written} == written


def test_a_count_comes_with_its_noun_in_the_right_number():
    assert [format_count(n, "learner") for n in (0, 1, 1024)] == ["0 learners", "1 learner", "1,024 learners"]


def test_a_weighted_sum_reads_like_a_blackboard():
    assert format_weighted_sum([1, -2], 0.5) == "1.0·x₁ − 2.0·x₂ + 0.5"
    assert format_weighted_sum([-1], -0.01) == "−1.0·x₁ + 0.0"


def test_points_are_written_in_brackets_and_whole_numbers_stay_whole():
    assert format_points([(0, 1), (-1.5, 0)]) == "(0, 1), (−1.5, 0)"


def test_a_text_that_is_too_long_is_cut():
    assert [shorten(text, 6) for text in ("six ab", "seven a")] == ["six ab", "seven…"]


def test_nothing_printable_steers_the_terminal():
    assert printable("a\x1b[31mb\nc\udce9\u202e") == "a�[31mb�c��"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5.0"),
        (-0.0, "0.0"),
        (-2.5, "−2.5"),
        (1 / 3, "0.33333"),
        (0.99999999, "1.0"),
        (1.5e-9, "1.5e−9"),
        (123456.789, "123456.8"),
        (2e9 + 0.5, "2e9"),
        (1e300, "1e300"),
        (3, "3"),
        (-3, "−3"),
        (10**30, "a whole number of many digits"),
        (np.int32(-4), "−4"),
        (np.float32(0.1), "0.1"),
        (True, "True"),
        (np.True_, "True"),
        (None, "None"),
        (float("nan"), "NaN"),
        (float("-inf"), "−infinity"),
        (float("inf"), "infinity"),
        ("six", "“six”"),
        ("x" * 99, f"“{'x' * 60}…”"),
        ([2, -1.0], "[2, −1]"),
        ((1,), "(1,)"),
        ([], "[]"),
        ([[1, 2], (3, 4)], "[[1, 2], (3, 4)]"),
        ([[[1]]], "[[[…]]]"),
        (list(range(9)), "[0, 1, 2, 3, 4, …]"),
        (np.array([2.0, -1.0]), "[2, −1]"),
        (np.eye(2), "[[1, 0], [0, 1]]"),
        (np.array(1.5), "1.5"),
        (np.zeros((5, 6)), "an array of shape (5, 6)"),
        (np.zeros((1, 1, 1)), "an array of shape (1, 1, 1)"),
        (np.array(["a"]), "an array of <U1"),
        (np.exp, "exp"),
        (len, "len"),
        (format_value, "format_value"),
        (float, "float"),
        (object(), "an object"),
        ({1}, "a set"),
        ({}, "a dict"),
        ({"m": np.array([0.5, 1.0]), "t": 3}, "{'m': [0.5, 1], 't': 3}"),
        ({1: {"a": 1}, object: [{"a": 1}]}, "{1: a dict, object: [a dict]}"),
        (dict.fromkeys(range(7), 0.0), "{0: 0.0, 1: 0.0, 2: 0.0, 3: 0.0, 4: 0.0, 5: 0.0, …}"),
    ],
)
def test_a_value_of_any_type_is_told_in_a_few_words(value, text):
    assert format_value(value) == text


def test_a_value_has_as_many_digits_as_asked_for():
    assert format_value(1 / 3, digits=3) == "0.333"


def test_arguments_are_told_with_their_names():
    assert format_arguments({"x": np.array([2, -1]), "b": 1}) == "x = [2, −1], b = 1"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_close_to_what_is_told(value):
    assert float(format_value(value, digits=17).replace("−", "-")) == pytest.approx(value, rel=1e-15)
