from __future__ import annotations

import numpy as np
import pytest

from coursekit.engine import cost
from coursekit.scenes import Arrow, Bars, Line, Node, Points, Text
from coursekit.widgets import DeadUnits, GradientThermometer, NudgeRace, WalkBackwards
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, first_active_steps, unit_history
from coursekit.widgets.backprop.deep_network import DeepNetwork, gradient_profile, profile, weight_std
from coursekit.widgets.backprop.nudge_race import measure
from coursekit.widgets.backprop.walk_backwards import MINE, ORDER, TYPE


def marks(widget, kind, panel=0):
    return [mark for mark in widget.scene().panels[panel].marks if isinstance(mark, kind)]


def held(widget):
    """What stands in the circles of a, b, c, d and out."""
    return [node.text for node in marks(widget, Node)]


# --- the walk -------------------------------------------------------------------------------------


def test_at_first_only_the_gradient_of_the_output_is_known_and_c_is_asked_for():
    widget = WalkBackwards()
    assert held(widget) == ["?", "?", "?", "?", "1"]
    assert [node.filled for node in marks(widget, Node)] == [False, False, True, False, False]
    assert "Next is c." in widget.scene().words


def test_a_right_number_shows_itself_and_a_wrong_one_is_explained():
    widget = WalkBackwards(c=1, d=1, b=3)
    assert held(widget) == ["?", "?", "1", "1", "1"]
    assert "b is not 3. 3 comes back along d." in widget.scene().words
    widget.b = 5
    assert held(widget)[1] == "5"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"c": 2}, "c is not 2. out = c + d, so 1 more at c"),
        ({"b": 2}, "The wire through d is still to come"),
        ({"b": 6}, "6 is the product"),
        ({"b": -0.5}, "b is not −0.5. Next is b, which is used twice."),
        ({"b": 5, "a": 7}, "7 is where naive recursion ends"),
        ({"a": 100}, "a is not 100. Next is a."),
    ],
)
def test_each_wrong_number_is_told_its_cause(typed, says):
    assert says in WalkBackwards(**typed).scene().words


def test_the_button_shows_one_number_after_another():
    assert [held(WalkBackwards(shown=k)).count("?") for k in range(5)] == [4, 3, 2, 1, 0]
    assert WalkBackwards(shown=4).scene().words.endswith("out moves 5.000 times as far: the nudge agrees.")


def test_the_first_goal_can_be_reached_by_typing():
    assert held(WalkBackwards(c=1, d=1, b=5, a=5)) == ["5", "5", "1", "1", "1"]


@pytest.mark.parametrize(
    ("order", "a", "says"),
    [
        ("out c d b", "5", "The nudge says 5.000: every node was complete"),
        ("out d c b", "5", "The nudge says 5.000"),
        ("out c b d b", "7", "b handed on twice, and what it held the first time went along again"),
        ("out d b c b", "8", "b handed on twice"),
        ("b out c d b", "5", "b handed on before c had paid in"),
        ("out c b b b", "6", "b handed on 3 times"),
        ("out c b", "2", "b handed on before d had paid in"),
        ("c", "0", "c handed on before out had paid in"),
        ("out c", "0", "So far every node was complete"),
        ("out out c d b", "10", "out may hand on only once"),
    ],
)
def test_an_order_ends_where_it_ends_and_is_told_why(order, a, says):
    widget = WalkBackwards(task=ORDER, order=order.split())
    assert held(widget)[0] == a
    assert says in widget.scene().words


def test_the_wires_just_walked_are_turned_round():
    back = [
        arrow for arrow in marks(WalkBackwards(task=ORDER, order=["out"]), Arrow) if arrow.role == "accent"
    ]
    assert [arrow.start for arrow in back] == [(8.9, 3.0)] * 2
    assert marks(WalkBackwards(task=ORDER), Arrow)[0].role == "muted"


def test_controls_of_other_tasks_are_hidden():
    assert WalkBackwards().hidden() == ["order"]
    assert WalkBackwards(task=ORDER).hidden() == ["c", "d", "b", "a", "shown"]
    assert len(WalkBackwards(task=MINE).hidden()) == 6


def test_a_learners_backward_fills_in_the_numbers():
    right = {"a": 5, "b": 5, "c": 1, "d": 1, "out": 1}
    widget = WalkBackwards(task=MINE, backward=lambda graph: right)
    assert held(widget) == ["5", "5", "1", "1", "1"]
    assert "Every number is computed by your own backward" in widget.scene().words


def test_a_wrong_backward_is_shown_with_what_the_nudge_says():
    wrong = {"a": 7, "b": 5, "c": 1, "d": 1, "out": 1}
    widget = WalkBackwards(task=MINE, backward=lambda graph: wrong)
    assert next(node.role for node in marks(widget, Node)) == "negative"
    assert widget.scene().words == "Your backward gave a = 7, expected 5. The nudge says 5.000 for a."


def test_a_backward_not_yet_written_does_no_harm():
    assert "returned nothing" in WalkBackwards(task=MINE, backward=lambda graph: ...).scene().words
    assert "There is no backward of yours yet." in WalkBackwards(task=MINE).scene().words


def test_the_shown_code_of_the_walk_finds_the_same_gradient():
    lines = WalkBackwards().code().partition("# the same graph in the engine")[2].strip().splitlines()
    names = {}
    exec("\n".join(lines[:-1]), names)
    assert eval(lines[-1], names) == 5


# --- the thermometer ------------------------------------------------------------------------------


def ratio(**settings):
    """Layer 1 over the last layer, read off the dots."""
    dots = np.concatenate([points.x for points in marks(GradientThermometer(**settings), Points)])
    return 10 ** (dots[0] - dots[-1])


def test_every_layer_has_a_dot_and_the_last_one_stands_at_one():
    (dots, beyond) = marks(GradientThermometer(depth=12), Points)
    assert dots.y.tolist() == list(range(1, 13))
    assert dots.x[-1] == pytest.approx(0, abs=1e-4)
    assert len(beyond.x) == 0


@pytest.mark.parametrize(("start", "low", "high"), [("0.05", 1e-9, 1e-7), ("0.3", 1e6, 1e8)])
def test_a_bad_start_makes_the_gradient_vanish_or_explode(start, low, high):
    assert low < ratio(start=start) < high


def test_the_goals_of_the_thermometer_can_be_reached():
    assert 0.1 < ratio(start="He") < 10
    assert 0.1 < ratio(norm="layer") < 10
    assert "it arrives in good size" in GradientThermometer(norm="layer").scene().words


def test_the_dots_wear_the_colour_of_their_judgement():
    assert marks(GradientThermometer(), Points)[0].role == "negative"
    assert marks(GradientThermometer(start="He"), Points)[0].role == "good"


def test_residual_connections_carry_the_gradient_down():
    assert ratio(residual=True) > 1 > 1e-6 > ratio()
    assert 0.1 < ratio(start="He", residual=True, norm="layer") < 10


def test_normalisation_takes_the_spread_out():
    assert ratio(norm="layer") == pytest.approx(ratio(norm="layer", start="0.3"), rel=1e-2)
    assert ratio(norm="batch") == pytest.approx(ratio(norm="batch", start="0.3"), rel=2e-2)


def test_the_gradients_of_the_weights_hide_what_goes_wrong():
    assert 0.3 < ratio(shown="weights") < 1
    assert ratio() < 1e-6
    assert "They hide it" in GradientThermometer(shown="weights").scene().words
    assert "They hide it" not in GradientThermometer(shown="weights", start="He").scene().words


def test_the_meters_follow_the_sliders():
    assert GradientThermometer().cost == "202,000 parameters · 808,000 bytes · 200,000 multiply-adds"
    assert GradientThermometer(depth=2, width=20).cost.startswith("840 parameters")
    assert NudgeRace(hidden_units=64).cost == "4,810 parameters · 19,240 bytes · 4,736 multiply-adds"


def test_clipping_moves_all_dots_together():
    free, clipped = (
        marks(GradientThermometer(start="0.3", depth=8, clip=on), Points)[0].x for on in (False, True)
    )
    assert np.ptp(free - clipped) == pytest.approx(0, abs=1e-4)
    assert free[0] - clipped[0] > 1
    assert "Clipping has nothing to do" in GradientThermometer(clip=True, width=20).scene().words


def test_dots_beyond_the_axis_wear_a_cross_at_its_end():
    dots, beyond = marks(GradientThermometer(activation="sigmoid"), Points)
    assert len(dots.x) + len(beyond.x) == 20
    assert beyond.marker == "cross"
    assert (beyond.x < -11.8).all()


def test_the_bill_is_the_engines():
    found = cost.mlp([50] * 6)
    said = GradientThermometer(depth=5, width=50).cost
    assert said.startswith(f"{found.parameters:,} parameters · {found.weight_bytes():,.0f} bytes")


def test_the_named_spreads_are_those_of_their_recipes():
    assert weight_std("Xavier", 100) == pytest.approx(0.1)
    assert weight_std("He", 50) == pytest.approx(0.2)
    assert gradient_profile("He") is profile(DeepNetwork(start="He"))


# --- dead units -----------------------------------------------------------------------------------


def test_both_units_are_dead_at_the_start():
    for where in (FIRST, SECOND):
        assert [float(unit_history(where, start).share[0]) for start in range(9)] == [0.0] * 9


def test_in_the_first_layer_nothing_wakes_the_unit():
    assert first_active_steps(FIRST) == [None] * 9
    assert max(unit_history(FIRST, start).distance.max() for start in range(9)) == 0


def test_in_the_second_layer_most_units_come_back_without_having_moved_themselves():
    found = first_active_steps(SECOND)
    assert sum(step is not None for step in found) == 7
    assert all(
        unit_history(SECOND, k).distance[step] == 0 for k, step in enumerate(found) if step is not None
    )


def test_the_goal_of_the_dead_unit_can_be_reached():
    assert unit_history(SECOND, 3).first_on == 82
    assert "on for 0 of 40" in DeadUnits(step=81).scene().words
    assert "on for 1 of 40" in DeadUnits(step=82).scene().words
    assert len(marks(DeadUnits(step=82), Points)[1].x) == 1


def test_leaky_relu_lets_the_unit_of_the_first_layer_move():
    assert all(unit_history(FIRST, start, leaky=True).distance[-1] > 0 for start in range(9))
    assert "moved by 0.010." in DeadUnits(where=FIRST, leaky=True, step=200).scene().words


def test_the_line_shows_the_share_up_to_the_step_and_does_not_tell_what_comes():
    share, marker = marks(DeadUnits(step=100), Line, panel=1)
    assert share.y == pytest.approx(unit_history(SECOND, 3).share[:101])
    assert marker.x.tolist() == [100, 100]


# --- the race -------------------------------------------------------------------------------------


def test_the_smallest_layer_above_ten_thousand_passes_has_67_units():
    passes = [2 * NudgeRace(hidden_units=h).parameters() for h in (66, 67)]
    assert passes == [9920, 10070]
    assert "takes 10,070 forward passes" in NudgeRace(hidden_units=67).scene().words


def test_the_bars_stand_at_the_powers_of_their_numbers():
    nudges, sweep = marks(NudgeRace(hidden_units=67), Bars)
    assert 10 ** nudges.y[0] == pytest.approx(10070, rel=1e-3)
    assert 10 ** sweep.y[0] == pytest.approx(158 / 74, rel=1e-3)
    assert {"10,070", "2.1"} <= {text.text for text in marks(NudgeRace(hidden_units=67), Text)}


def test_without_the_clock_nothing_depends_on_the_machine():
    assert "Here the nudges" not in NudgeRace().scene().words
    assert NudgeRace().scene().panels[0].title == "forward passes"


def test_with_the_clock_the_sweep_wins_by_far():
    times = measure(67)
    assert times.nudges > 100 * times.sweep > 0
    widget = NudgeRace(hidden_units=67, clock=True)
    assert "Here the nudges take about" in widget.scene().words
    assert widget.scene().panels[0].title == "milliseconds, here and now"


def test_who_cannot_see_the_graph_is_told_it_where_the_walk_begins():
    for task in (TYPE, ORDER):
        assert (
            "d = 3·b, out = c + d. Slopes of the wires: a to b 1," in WalkBackwards(task=task).scene().words
        )
    assert "Slopes" not in WalkBackwards(c=1).scene().words


def test_an_order_tells_what_every_node_holds():
    walked = WalkBackwards(task=ORDER, order=("out", "c")).scene()
    assert walked.words.endswith("a holds 0. So far every node was complete. The others: b 2, c 1, d 1.")


def test_the_thermometer_names_three_of_its_dots():
    assert "1 at layer 20, 7·10⁻⁵ at layer 10, 8·10⁻⁹ at layer 1." in GradientThermometer().scene().words
    assert "1 at layer 2, 0.45 at layer 1." in GradientThermometer(depth=2).scene().words


def test_a_unit_says_when_it_was_first_on():
    assert "It has not been on yet." in DeadUnits(step=81).scene().words
    assert "First on at step 82." in DeadUnits(step=200).scene().words
