"""Questions that are answered by doing: the state of a widget, and a curve that is drawn."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from samplebank import bank
from samplegoals import bound, identity, relu

from coursekit.errors import ArgumentError, BankError
from coursekit.quiz import (
    CurveRange,
    WrongCurve,
    changes,
    mark_answer,
    mark_logged,
    right_answer,
    wrong_answers,
)

DO, CURVE = (bank().questions[name] for name in ("threshold", "bend"))
SPACE = CurveRange((-2, 2), (-2, 2))
XS = SPACE.places()


def changed(question, **fields):
    return bound(msgspec.structs.replace(question, **fields))


@pytest.mark.parametrize(
    ("state", "outcome", "feedback"),
    [
        ({"threshold": 0.5}, "right", "One is left."),
        ({"threshold": 0.6}, "right", "One is left."),
        ({"threshold": 0.05}, "wrong", "Now all is spam."),
        ({"threshold": 0.9, "truth": False}, "wrong", "Count the crosses again."),
        ({"threshold": 0.3}, "unreadable", "Nothing is changed yet: move a control first."),
        ({}, "unreadable", "Nothing is changed yet: move a control first."),
        ("threshold", "unreadable", "Nothing is changed yet: move a control first."),
    ],
)
def test_a_state_is_marked_by_the_goal_of_the_chapter(state, outcome, feedback):
    verdict = mark_answer(DO, state)
    assert (verdict.outcome, verdict.feedback) == (outcome, feedback)
    assert verdict.misconception == ("bias-lost" if feedback == "Now all is spam." else None)


def test_of_a_state_what_differs_from_the_start_is_kept():
    assert changes(DO, {"threshold": 0.3, "truth": True}) == {}
    assert changes(DO, {"threshold": 0.5, "truth": True}) == {"threshold": 0.5}


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ({"threshold": 2}, "threshold must lie between 0 and 1; it is 2"),
        ({"gone": 1}, "Threshold has no setting 'gone'; it has threshold, truth"),
    ],
)
def test_a_state_that_the_widget_does_not_have_is_refused_in_a_sentence(state, says):
    with pytest.raises(ArgumentError, match=says):
        mark_answer(DO, state)
    assert mark_logged(DO, state) is None


def test_a_goal_that_returns_what_the_bank_does_not_know_is_named():
    with pytest.raises(BankError, match=r"one_wrong returned 'all-spam'; it returns None or one of 'right'$"):
        mark_answer(changed(DO, mistakes=[]), {"threshold": 0})


def test_a_goal_that_fails_is_named_with_its_question():
    says = r"goals.py: relu failed at the question threshold \(TypeError: "
    with pytest.raises(BankError, match=says):
        mark_answer(changed(DO, goal="relu"), {"threshold": 0})


def curve(heights):
    return SPACE.value(heights)


@pytest.mark.parametrize(
    ("heights", "outcome", "feedback", "misconception"),
    [
        (relu(XS), "right", "Flat, then straight. On average your curve is 0.00 V", None),
        (relu(XS) - 0.1, "right", "Flat, then straight. On average your curve is 0.10 V", None),
        (relu(XS) - 0.2, "wrong", "Look at both sides of 0. On average your curve is 0.20 V", None),
        (
            0.92 * identity(XS),
            "wrong",
            "That has no bend. On average your curve is 0.51 V away from the true one.",
            "bend-first",
        ),
        (0.8 * identity(XS), "wrong", "Look at both sides of 0. On average your curve is", None),
    ],
)
def test_a_curve_is_marked_by_its_distance(heights, outcome, feedback, misconception):
    verdict = mark_answer(CURVE, curve(heights))
    assert (verdict.outcome, verdict.misconception) == (outcome, misconception)
    assert verdict.feedback.startswith(feedback)


def test_a_curve_without_known_mistakes_or_unit_is_marked_too():
    verdict = mark_answer(changed(CURVE, mistakes=[], unit=""), curve(identity(XS)))
    assert (
        verdict.feedback == "Look at both sides of 0. On average your curve is 0.51 away from the true one."
    )


@pytest.mark.parametrize("nothing", [None, "", ".." * 65])
def test_an_empty_sheet_is_not_marked(nothing):
    assert mark_answer(CURVE, nothing).feedback == "Draw your curve first; a guess is welcome."


def test_the_answers_in_the_bank_are_drawn_like_the_learners():
    assert right_answer(CURVE) == curve(relu(XS))
    assert wrong_answers(CURVE) == [curve(XS)]
    assert (right_answer(DO), wrong_answers(DO)) == ({"threshold": 0.5}, [{"threshold": 0}])


def test_a_function_that_gives_no_curve_is_named():
    strange = changed(
        CURVE, mistakes=[WrongCurve(curve="one_wrong", feedback="x", misconception="bend-first")]
    )
    with pytest.raises(BankError, match="one_wrong failed at the question bend"):
        wrong_answers(strange)
    with pytest.raises(ArgumentError, match=r"a curve needs 65 finite heights; got an array of shape \(2,\)"):
        SPACE.value([1, 2])


def test_between_drawn_places_a_curve_runs_straight_and_outside_them_level():
    value = ".." * 16 + "00" + ".." * 31 + "f0" + ".." * 16
    expected = np.interp(XS, [-1, 1], [-2, 2])
    assert SPACE.heights(value) == pytest.approx(expected)
    with pytest.raises(ArgumentError, match="no curve is drawn yet"):
        SPACE.heights("")


@pytest.mark.parametrize(
    "value", ["00", "f1" * 65, "ff" * 65, "0." * 65, "00" * 66, "0g" * 65, 3, ["00"] * 65]
)
def test_what_is_no_curve_is_refused_in_a_sentence(value):
    with pytest.raises(ArgumentError, match='a drawn curve is "" or 65 pairs of letters'):
        mark_answer(CURVE, value)


@pytest.mark.parametrize("y", [(1, 1), (2, 1), (0, np.inf)])
def test_a_range_begins_below_its_end(y):
    with pytest.raises(ArgumentError, match="the lower first"):
        CurveRange((0, 1), y)


@pytest.mark.parametrize(
    ("heights", "words"),
    [
        (np.abs(XS) - 1, "from (−2, 1) to (2, 1); its highest point is (−2, 1), its lowest (0, −1)."),
        (0 * XS + 0.5, "level from (−2, 0.5) to (2, 0.5)."),
    ],
)
def test_a_curve_is_described_in_a_sentence(heights, words):
    assert SPACE.words(curve(heights)) == f"The curve runs {words}"
    assert SPACE.words("") == "No curve is drawn yet."
