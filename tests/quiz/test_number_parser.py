import contextlib
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.errors import ArgumentError
from coursekit.quiz import parse_number


@pytest.mark.parametrize(
    ("value", "spellings"),
    [
        (16.8e6, ["1.68e7", "16.8M", "16.8 million", "1.68×10^7", "1.68 · 10^7", "1.68*10**7"]),
        (16777216, ["16_777_216", "16,777,216", "16 777 216", "2^24", "2**24"]),
        (16777216.5, ["16\u202f777\u202f216.5"]),
        (1234, ["1,234"]),
        (0.125, ["0,125"]),
        (2.5, ["2,5", 2.5]),
        (-3, ["−3", "–3", "- 3", "z = −3"]),
        (3, ["+3", "٣", 3]),
        (5, ["5."]),
        (0.5, [".5", "≈ 0.5", np.float32(0.5)]),
        (0.75, ["3/4", "3⁄4", "75%"]),
        (-0.75, ["−3 / 4"]),
        (7e9, ["7B"]),
        (2000, ["2 k"]),
        (4, ["= 4"]),
        (0.25, [Fraction(1, 4)]),
        (7, [np.int64(7)]),
    ],
)
def test_numbers_are_read_as_typed(value, spellings):
    assert [parse_number(typed) for typed in spellings] == pytest.approx([value] * len(spellings), rel=1e-12)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("33.55 MB", "MB", 33.55),
        ("33.55mb", "MB", 33.55),
        ("2000 MB", "GB", 2),
        ("2 G", "GB", 2),
        ("2000 M", "GB", 2),
        ("1 GiB", "GB", 1.073741824),
        ("16 Gbit", "GB", 2),
        ("8 bits", "bytes", 1),
        ("7 B", "B", 7),
        ("112e9 B", "GB", 112),
        ("3 million weights", "weights", 3e6),
        ("5 weights", "weights", 5),
        ("16.8M", "weights", 16.8e6),
    ],
)
def test_units_behind_the_number_are_understood(typed, unit, value):
    assert parse_number(typed, unit=unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "there is no number yet"),
        ("  ", "there is no number yet"),
        (None, "got NoneType"),
        (True, "got bool"),
        ([1], "got list"),
        ("about seven", "“about seven” was not understood"),
        ("1 2", "“2” behind the number"),
        ("5 apples", "“apples” behind the number was not understood; write the number without a unit."),
        ("nan", "was not understood"),
        ("1e999", "is not a finite number"),
        ("1/0", "is not a finite number"),
        ("9^9999999", "is not a finite number"),
        (float("inf"), "is not a finite number"),
        (10**400, "this is not a finite number"),
        pytest.param(10**5000, "this is not a finite number", id="too long to be written out"),
        ("9" * 101, "101 letters are too many"),
    ],
)
def test_what_is_no_number_is_refused_in_one_sentence(typed, says):
    with pytest.raises(ArgumentError) as caught:
        parse_number(typed)
    assert says in str(caught.value)


def test_a_foreign_unit_names_the_unit_that_is_wanted():
    with pytest.raises(ArgumentError, match="write the number in GB"):
        parse_number("5 apples", unit="GB")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_back_from_its_text(value):
    assert parse_number(repr(value)) == value
    assert parse_number(repr(value).replace("-", "−")) == value


@given(st.integers(-(10**15), 10**15))
def test_grouped_digits_mean_the_same(value):
    assert parse_number(f"{value:,}") == value
    assert parse_number(f"{value:_}") == value


@given(st.text(), st.sampled_from(["", "GB", "B", "weights"]))
def test_any_text_is_a_finite_number_or_refused(text, unit):
    with contextlib.suppress(ArgumentError):
        assert math.isfinite(parse_number(text, unit=unit))
