from __future__ import annotations

import json

import numpy as np
import pytest
from widget_parts import marks, node_texts, words

from coursekit.scenes import Arrow, Bars, Line, Node, Points, Text
from coursekit.widgets import DeadUnits, GradientThermometer, NudgeRace, WalkBackwards, train_deep
from coursekit.widgets.backprop.dead_units import FIRST, SECOND, first_active_steps, unit_history
from coursekit.widgets.backprop.deep_network import DeepNetwork, gradient_profile, profile, weight_std
from coursekit.widgets.backprop.deep_training import RATES, settings, trainings, write_trainings
from coursekit.widgets.backprop.nudge_race import measure
from coursekit.widgets.backprop.walk_backwards import MINE, ORDER, TYPE

# --- the walk -------------------------------------------------------------------------------------


def test_at_first_only_the_gradient_of_the_output_is_known_and_c_is_asked_for():
    widget = WalkBackwards()
    assert node_texts(widget) == ["?", "?", "?", "?", "1"]
    assert [node.filled for node in marks(widget, Node)] == [False, False, True, False, False]
    assert "Next is c." in words(widget)


def test_a_right_number_shows_itself_and_a_wrong_one_is_explained():
    widget = WalkBackwards(c=1, d=1, b=3)
    assert node_texts(widget) == ["?", "?", "1", "1", "1"]
    assert "b is not 3. 3 comes back along d." in words(widget)
    widget.b = 5
    assert node_texts(widget)[1] == "5"


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
    assert says in words(WalkBackwards(**typed))


def test_the_button_shows_one_number_after_another():
    assert [node_texts(WalkBackwards(shown=k)).count("?") for k in range(5)] == [4, 3, 2, 1, 0]
    assert words(WalkBackwards(shown=4)).endswith("out moves 5.000 times as far: the nudge agrees.")


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
    assert node_texts(widget)[0] == a
    assert says in words(widget)


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


# --- the thermometer ------------------------------------------------------------------------------


def test_every_layer_has_a_dot_and_the_first_is_so_many_times_the_last():
    widget = GradientThermometer(depth=12)
    dots, beyond = marks(widget, Points)
    assert dots.y.tolist() == list(range(1, 13))
    assert dots.x[0] - dots.x[-1] == pytest.approx(np.log10(widget.facts()["ratio"]), abs=1e-4)
    assert len(beyond.x) == 0


def test_the_losses_of_five_trainings_stand_beside_the_dots_where_they_are_kept():
    panels = GradientThermometer(start="He", norm="layer").scene().panels
    assert [len(mark.x) for mark in panels[1].marks if isinstance(mark, Line)][1:] == [20] * 5
    assert len(GradientThermometer(depth=10).scene().panels) == 1
    assert "No training of this setting is kept." in words(GradientThermometer(norm="batch", clip=True))
    assert "the loss ends at more than 10;" in words(GradientThermometer(start="0.3"))
    assert "to more than 10;" in words(GradientThermometer(start="Xavier"))


def test_a_kept_training_comes_out_again():
    kept = trainings("He", norm="layer")
    again = train_deep("He", norm="layer", seed=2, rate=kept.rate, steps=30)
    assert again == pytest.approx(kept.losses[2][:3], abs=2e-3)


def test_clipping_shrinks_what_is_too_long_and_leaves_the_rest():
    free, clipped = (
        train_deep("0.05", residual=True, clip=clip, rate=0.3, steps=20)[-1] for clip in (False, True)
    )
    assert clipped < 10 < free
    assert train_deep("0.05", clip=True, steps=10) == train_deep("0.05", steps=10)


def test_the_best_rate_on_a_start_that_is_not_counted_is_kept(tmp_path):
    file = tmp_path / "trainings.json"
    write_trainings(file, which=[{"start": "He"}], steps=10)
    found = json.loads(file.read_text(encoding="utf-8"))["He"]
    trial = {rate: train_deep("He", seed=9, rate=rate, steps=10)[-1] for rate in RATES}
    assert found["rate"] == min(trial, key=trial.get)
    assert found["losses"][1] == train_deep("He", seed=1, rate=found["rate"], steps=10)


def test_every_setting_is_kept():
    assert len(settings()) == 24
    assert all(len(trainings(**each).ends) == 5 for each in settings())


def test_the_dots_wear_the_colour_of_their_judgement():
    assert marks(GradientThermometer(), Points)[0].role == "negative"
    assert marks(GradientThermometer(start="He"), Points)[0].role == "good"


def test_normalisation_takes_the_spread_out():
    for norm, rel in (("layer", 1e-2), ("batch", 2e-2)):
        small, large = (
            GradientThermometer(norm=norm, start=start).facts()["ratio"] for start in ("0.05", "0.3")
        )
        assert small == pytest.approx(large, rel=10 * rel)


def test_the_gradients_of_the_weights_hide_what_goes_wrong():
    facts = GradientThermometer(shown="weights").facts()
    assert 0.3 < facts["first"] / facts["last"] < 1.5
    assert facts["ratio"] < 1e-6
    assert "They hide it" in words(GradientThermometer(shown="weights"))
    assert "They hide it" not in words(GradientThermometer(shown="weights", start="He"))


def test_clipping_moves_all_dots_together():
    free, clipped = (
        marks(GradientThermometer(start="0.3", depth=8, clip=on), Points)[0].x for on in (False, True)
    )
    assert np.ptp(free - clipped) == pytest.approx(0, abs=1e-4)
    assert free[0] - clipped[0] > 1
    assert GradientThermometer(clip=True, width=20).facts()["clip factor"] == 1
    assert "Clipping has nothing to do" in words(GradientThermometer(clip=True, width=20))


def test_dots_beyond_the_axis_wear_a_cross_at_its_end():
    dots, beyond = marks(GradientThermometer(activation="sigmoid"), Points)
    assert len(dots.x) + len(beyond.x) == 20
    assert beyond.marker == "cross"
    assert (beyond.x < -11.8).all()


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


def test_the_unit_of_start_3_is_on_again_at_step_82():
    assert unit_history(SECOND, 3).first_on == 82
    assert len(marks(DeadUnits(step=82), Points)[1].x) == 1
    assert "on for 1 of 40 inputs" in words(DeadUnits(step=82))
    assert "It has not been on yet." in words(DeadUnits(step=81))
    assert "First on at step 82." in words(DeadUnits(step=200))


def test_leaky_relu_lets_the_unit_of_the_first_layer_move():
    assert all(unit_history(FIRST, start, leaky=True).distance[-1] > 0 for start in range(9))
    assert "moved by 0.0" in words(DeadUnits(where=FIRST, leaky=True, step=200))


def test_the_line_shows_the_share_up_to_the_step_and_does_not_tell_what_comes():
    share, marker = marks(DeadUnits(step=100), Line, panel=1)
    assert share.y == pytest.approx(unit_history(SECOND, 3).share[:101])
    assert marker.x.tolist() == [100, 100]


# --- the race -------------------------------------------------------------------------------------


def test_the_bars_stand_at_the_powers_of_their_numbers():
    widget = NudgeRace(hidden_units=67)
    nudges, sweep = marks(widget, Bars)
    assert 10 ** nudges.y[0] == pytest.approx(widget.facts()["nudges"], rel=1e-3)
    assert 10 ** sweep.y[0] == pytest.approx(widget.facts()["sweep"], rel=1e-3)
    assert {"10,070", "2.1"} <= {text.text for text in marks(widget, Text)}
    assert "takes 10,070 forward passes" in words(widget)


def test_without_the_clock_nothing_depends_on_the_machine():
    assert "Here the nudges" not in words(NudgeRace())
    assert NudgeRace().scene().panels[0].title == "forward passes"


def test_with_the_clock_the_sweep_wins_by_far():
    times = measure(67)
    assert times.nudges > 100 * times.sweep > 0
    widget = NudgeRace(hidden_units=67, clock=True)
    assert "Here the nudges take about" in words(widget)
    assert widget.scene().panels[0].title == "milliseconds, here and now"


def test_who_cannot_see_the_graph_is_told_it_where_the_walk_begins():
    for task in (TYPE, ORDER):
        assert "d = 3·b, out = c + d. Slopes of the wires: a to b 1," in words(WalkBackwards(task=task))
    assert "Slopes" not in words(WalkBackwards(c=1))


def test_an_order_tells_what_every_node_holds():
    widget = WalkBackwards(task=ORDER, order=("out", "c"))
    assert words(widget).endswith("a holds 0. So far every node was complete. The others: b 2, c 1, d 1.")


def test_the_thermometer_names_three_of_its_dots():
    assert "0.057 at layer 20, 10⁻⁶ at layer 10, 10⁻¹⁰ at layer 1." in words(GradientThermometer())
