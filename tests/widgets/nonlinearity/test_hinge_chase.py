"""Hinges that chase a drawn curve: placed by hand, by least squares, by training, with and without the bend."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import code_value

from coursekit.widgets import HingeChase
from coursekit.widgets.nonlinearity.hinge_training import DAY

BY_HAND, FITTED, TRAINED = "by you", "by least squares", "by training"
X = DAY.places()
TENT = DAY.value(np.interp(X, [0, 6, 12, 24], [6, 6, 24, 6]))


def facts(**state):
    widget = HingeChase(**state)
    widget.finish()
    return widget.facts()


def test_hinges_set_by_hand_draw_what_their_places_and_turns_say():
    state = {"start": 6, "place1": 6, "turn1": 3, "place2": 12, "turn2": -4.5, "hinges": 2}
    found = facts(drawn=TENT, **state)
    assert (found["kinks"], found["error"]) == (2, pytest.approx(0, abs=0.05))
    widget = HingeChase(drawn=TENT, **state)
    assert "2 hinges, set by you: 2 kinks at 6.0, 12.0 h. On average the curve is 0.0" in widget.scene().words
    assert widget.scene().panels[1].marks[0].role == "good"


def test_four_hinges_of_ones_own_reach_the_goal_on_the_first_day():
    turns = {"turn1": 0, "turn2": 2, "turn3": -1.75, "turn4": -2.75}
    assert facts(start=8.5, **turns)["error"] < 1 < facts()["error"]


def test_least_squares_finds_the_best_turns_and_training_better_places():
    fitted, trained = (facts(set_by=way, hinges=3)["error"] for way in (FITTED, TRAINED))
    assert fitted < facts(hinges=3)["error"] / 2
    assert trained < fitted / 2


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("way", [FITTED, TRAINED])
def test_without_the_bend_nothing_beats_a_straight_line(way, deep):
    found = facts(set_by=way, bend=False, hinges=8, deep=deep)
    assert found["kinks"] == 0
    assert found["error"] == pytest.approx(found["line"], rel=1e-3)
    assert facts(set_by=way, hinges=8, deep=deep)["error"] < found["line"] / 5


def test_the_bend_can_be_taken_from_hinges_set_by_hand():
    state = {"turn2": 2, "turn3": -3}
    (bent, straight), low = (HingeChase(bend=bend, **state).curve(X) for bend in (True, False)), X <= 6
    assert bent[low] == pytest.approx(10 + X[low])
    assert straight == pytest.approx(10 + X - 3 * (X - 12) + 2 * (X - 6))


def test_a_second_layer_bends_what_is_bent_already():
    one, two = (facts(set_by=TRAINED, hinges=4, deep=deep) for deep in (False, True))
    assert one["kinks"] <= 4 < two["kinks"]
    assert HingeChase(set_by=TRAINED, deep=True).cost.startswith("33 parameters")
    assert HingeChase(set_by=FITTED, deep=True).cost.startswith("13 parameters")


def test_training_comes_in_pieces_that_the_page_asks_for():
    widget, shares = HingeChase(set_by=TRAINED, start=11.5), []
    for _ in range(3):
        widget.advance()
        shares.append(widget.progress())
    assert shares == pytest.approx([1 / 30, 2 / 30, 3 / 30])
    assert "set by training after 150 of 1,500 steps: " in widget.scene().words


@pytest.mark.parametrize(
    "state",
    [
        {"turn2": -2},
        {"bend": False},
        {"set_by": FITTED},
        {"set_by": FITTED, "bend": False},
        {"set_by": TRAINED},
        {"set_by": TRAINED, "deep": True},
        {"set_by": TRAINED, "deep": True, "bend": False},
    ],
)
def test_the_code_computes_the_error_that_is_shown(state):
    assert code_value(HingeChase(**state)) == pytest.approx(facts(**state)["error"], rel=1e-9)


def test_without_a_curve_there_is_nothing_to_chase():
    widget = HingeChase(drawn="", set_by=TRAINED)
    assert widget.progress() == 1
    assert widget.scene().words.startswith("Nothing to chase yet: draw the temperature of a day")
    assert widget.code().endswith(repr(widget))


def test_a_curve_far_above_the_day_stays_in_the_picture():
    panel, _ = HingeChase(turn1=3).scene().panels
    assert panel.y == (-1, pytest.approx(10 + 3 * 24 + 1))


@pytest.mark.parametrize(
    ("way", "shown", "gone"),
    [(BY_HAND, {"place2", "turn2", "start"}, {"place1", "turn3", "deep"}), (FITTED, {"place2"}, {"turn2", "start"}),
     (TRAINED, {"place2", "turn2", "deep"}, {"place5"})],
)  # fmt: skip
def test_only_the_controls_that_act_are_shown(way, shown, gone):
    hidden = set(HingeChase(set_by=way, hinge=2).hidden())
    assert gone <= hidden
    assert not shown & hidden
