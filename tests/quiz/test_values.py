import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.quiz import short
from coursekit.quiz.values import short_given


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
        (short, "short"),
        (float, "float"),
        (object(), "an object"),
        ({1}, "a set"),
    ],
)
def test_values_are_said_shortly(value, text):
    assert short(value) == text


def test_more_digits_can_be_asked_for():
    assert short(1 / 3, digits=3) == "0.333"


def test_inputs_are_named():
    assert short_given({"x": np.array([2, -1]), "b": 1}) == "x = [2, −1], b = 1"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_close_to_what_is_said(value):
    assert float(short(value, digits=17).replace("−", "-")) == pytest.approx(value, rel=1e-15)
