"""Slips around a right function: each goes wrong for inputs of its kind alone."""

from __future__ import annotations

import numpy as np
import pytest

from coursekit.authoring.slips import slips


def slip(function, text):
    (found,) = [each for each in slips(function) if str(each) == text]
    return found


def same(x):
    return x


def scaled(x, factor=2):
    return factor * x


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("x → np.abs(x)", 1.5, -1.5),
        ("x → -np.abs(x)", -1.5, 1.5),
        ("x → np.round(x)", 2.0, 1.5),
        ("x → np.where(x == 0, 1, x)", np.ones(2), np.array([0.0, 2.0])),
        ("x → np.clip(x, -50, 50)", np.array([49.0]), np.array([-51.0])),
        ("x → np.squeeze(x)", np.ones((2, 2)), np.ones((1, 2))),
        ("x → np.ravel(x)", np.ones(2), np.ones((2, 2))),
        ("x → x[::-1]", [1, 2, 1], [1, 1, 2]),
        ("x → x[:2]", [1, 2], [1, 2, 3]),
        ("x → sorted(x)", (1, 2), (2, 1)),
        ("x → x sorted by its keys", {"a": 1, "b": 2}, {"b": 1, "a": 2}),
        ("x → x without repeats", np.array([1, 2]), np.array([1, 1])),
        ("result → np.squeeze(result)", np.ones(2), np.ones((2, 1))),
        ("result → np.round(result, 3)", 0.125, 0.0625),
        ("result → 0 where it is a millionth of the largest", np.array([1.0, 1e5]), np.array([1e-3, 1e5])),
    ],
)
def test_a_slip_goes_wrong_for_its_kind_alone(text, right, wrong):
    slipped = slip(same, text)
    np.testing.assert_equal(slipped(right), right)
    assert repr(slipped(wrong)) != repr(wrong)
    assert slipped.applied


@pytest.mark.parametrize(
    "text", ["x → np.abs(x)", "x → np.squeeze(x)", "x → sorted(x)", "arguments → zeros after the call"]
)
def test_a_slip_that_met_nothing_of_its_kind_did_not_apply(text):
    slipped = slip(same, text)
    assert slipped("text") == "text"
    assert not slipped.applied


def test_zero_is_a_number_where_numbers_with_a_point_come_too():
    slipped = slip(scaled, "factor → np.where(factor == 0, 1, factor)")
    assert slipped(3, 0) == 0
    assert slipped(3, 0.5) == 1.5
    assert slipped(3, 0) == 3


def test_an_option_is_ignored():
    slipped = slip(scaled, "factor → 2, whatever was handed over")
    assert (slipped(3), slipped(3, factor=5)) == (6, 6)


def test_what_takes_two_numbers_of_axes_takes_any():
    none, many = (
        slip(same, "x → x with an axis more where it has none"),
        slip(same, "x → x with two axes where it has more"),
    )
    for slipped in (none, many):
        assert slipped(np.ones(2)).shape == (2,)
        assert not slipped.applied
        assert slipped(np.ones((2, 3))).shape == (2, 3)
        assert slipped.applied
    assert none(np.array(1.0)).shape == (1,)
    assert many(np.ones((2, 3, 4))).shape == (2, 12)
    assert many(1.0) == 1.0


def test_a_result_takes_the_type_of_the_arguments():
    slipped = slip(scaled, "result → in the type of the arguments")
    assert slipped(3, 0.5) == 1.5
    assert not slipped.applied
    assert slipped(np.array([3]), 0.5).tolist() == [1]
    assert slipped(np.array([3.0]), 0.5).tolist() == [1.5]


def test_results_share_one_array_of_each_shape():
    slipped = slip(scaled, "result → written into an earlier one")
    first = slipped(np.ones(2))
    assert slipped(np.zeros(2)) is first
    assert slipped(np.zeros(3)) is not first


@pytest.mark.parametrize(
    ("first", "second"),
    [(1.0, 2.0), (np.ones(2), np.zeros(2)), ([1, 2], [2, 2]), ({"a": [np.ones(2)]}, {"a": [np.zeros(2)]})],
)
def test_the_first_result_for_such_shapes_is_kept(first, second):
    slipped = slip(same, "result → that of the first call with such shapes")
    assert str(slipped(first)) == str(slipped(second)) == str(first)
    assert slipped.applied
    slipped.memory.clear()
    assert str(slipped(second)) == str(second)


def test_a_whole_number_or_a_text_is_an_option_and_no_shape():
    slipped = slip(same, "result → that of the first call with such shapes")
    assert [slipped(each) for each in (1, 2, "adam")] == [1, 2, "adam"]
    assert not slipped.applied


def test_a_call_that_comes_again_is_answered_otherwise():
    slipped = slip(lambda x: {"a": [x], "b": "text"}, "result → doubled when a call comes again")
    assert [slipped(2), slipped(3), slipped(2)] == [
        {"a": [2], "b": "text"},
        {"a": [3], "b": "text"},
        {"a": [4], "b": "text"},
    ]


def test_arrays_that_were_handed_over_are_cleared():
    slipped, x = slip(scaled, "arguments → zeros after the call"), np.ones(2)
    assert slipped(x).tolist() == [2, 2]
    assert x.tolist() == [0, 0]
