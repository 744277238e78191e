from __future__ import annotations

import math
import re

import numpy as np
import pytest

from coursekit.errors import ArgumentError, UnknownIdError
from coursekit.scenes import Bars, Line, Points, Text
from coursekit.widgets import (
    TARGETS,
    ActivationInspector,
    BendCounter,
    DeadOrOff,
    Hinges,
    SoftmaxMixer,
    bent,
    through,
)
from coursekit.widgets.nonlinearity.activations import slope

MATCHED = {"place1": -1.5, "turn1": 2, "place2": -0.5, "turn2": -3, "place3": 1, "turn3": 2}


def marks(widget, kind, panel=0):
    return [mark for mark in widget.scene().panels[panel].marks if isinstance(mark, kind)]


def words(widget):
    return widget.scene().words


def kinks(widget):
    """The number of kinks that the counter shows."""
    return marks(widget, Bars, panel=1)[0].y[0]


def is_straight(line):
    return np.allclose(np.diff(line.y), np.diff(line.y)[0], atol=1e-4)


def curve(widget):
    return max(marks(widget, Line), key=lambda line: line.width)


# --- activations by name ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ReLU", "Leaky ReLU", "GELU", "SiLU", "sigmoid", "tanh", "none"])
def test_a_slope_is_what_differences_say(name):
    x = np.array([-2.3, -0.4, 0.7, 3.1])
    assert slope(name, x) == pytest.approx((bent(name, x + 1e-6) - bent(name, x - 1e-6)) / 2e-6, abs=1e-8)


def test_bends_have_their_textbook_values():
    at = np.array([-1.0, 2.0])
    assert bent("ReLU", at).tolist() == [0, 2]
    assert bent("Leaky ReLU", at) == pytest.approx([-0.1, 2])
    assert bent("sigmoid", at) == pytest.approx([1 / (1 + math.e), 1 / (1 + math.exp(-2))])
    assert bent("none", at).tolist() == at.tolist()


def test_an_unknown_bend_names_the_known_ones():
    with pytest.raises(UnknownIdError, match="there is no activation 'relu'; there are ReLU"):
        bent("relu", [1.0])


# --- hinges ----------------------------------------------------------------------------------------


def test_hinges_through_points_pass_through_them():
    xs, ys = np.array([-1.0, 0.5, 1.0, 2.5]), np.array([2.0, -1.0, 0.3, 0.3])
    assert through(xs, ys).curve(xs) == pytest.approx(ys)


def test_a_stack_without_a_bend_is_its_line():
    model, x = (
        Hinges(np.array([1.0, -2.0]), np.array([0.5, 1.0]), np.array([3.0, 1.5]), 0.7),
        np.linspace(-2, 2, 9),
    )
    for layers in (1, 2, 10):
        rise, start = model.line(layers=layers)
        assert model.straight(x, layers=layers) == pytest.approx(rise * x + start)
        assert len(model.as_layers(layers=layers)) == layers + 1


def test_hinges_that_cancel_meet_or_are_flat_make_no_kink():
    model = Hinges(
        np.array([1.0, 1.0, 1.0, 0.0, 2.0]),
        np.array([0.0, 0.0, -1.0, 3.0, -1.0]),
        np.array([2.0, -2.0, 0, 5, 1]),
    )
    assert model.kinks(-2, 2).tolist() == [0.5]


# --- bend counter ----------------------------------------------------------------------------------


def test_the_goal_of_the_bend_counter_can_be_reached_with_its_sliders():
    widget = BendCounter(**MATCHED)
    assert widget.loss() == pytest.approx(0, abs=1e-12)
    assert kinks(widget) == 3
    assert words(widget).startswith("3 hinges, 3 kinks at x = −1.50, −0.50, 1.00, 4 straight pieces.")


def test_the_drawn_curve_lies_on_the_target():
    line, target = curve(BendCounter(**MATCHED)), TARGETS["hill and valley"]
    inside = np.abs(line.x) <= 2
    assert line.y[inside] == pytest.approx(target(line.x[inside]), abs=1e-5)


@pytest.mark.parametrize("layers", [1, 2, 5, 10])
def test_without_the_bend_one_straight_line_is_left_at_any_depth(layers):
    widget = BendCounter(**MATCHED, no_bend=True, layers=layers)
    assert is_straight(curve(widget))
    assert kinks(widget) == 0
    assert marks(widget, Points)[0].x.size == 0
    assert "one straight line, y = " in words(widget)


def test_the_printed_line_is_the_drawn_line():
    widget = BendCounter(**MATCHED, no_bend=True)
    line = curve(widget)
    assert "y = 1.00·x − 0.50" in widget.scene().panels[0].title
    assert line.y == pytest.approx(line.x - 0.5, abs=1e-5)


@pytest.mark.parametrize("target", TARGETS)
def test_more_hinges_set_by_the_computer_come_closer(target):
    losses = [BendCounter(target=target, set_by="by the computer", hinges=n).loss() for n in (1, 3, 6, 12)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.003


def test_there_are_never_more_kinks_than_hinges():
    for n in range(1, 13):
        assert kinks(BendCounter(target="wave", set_by="by the computer", hinges=n)) <= n


def test_one_pair_of_sliders_is_shown_and_layers_only_without_the_bend():
    shown = set(BendCounter(hinge=2).state()) - set(BendCounter(hinge=2).hidden())
    assert shown == {"target", "set_by", "hinges", "hinge", "place2", "turn2", "no_bend"}
    shown = set(BendCounter().state()) - set(BendCounter(set_by="by the computer", no_bend=True).hidden())
    assert shown == {"target", "set_by", "hinges", "no_bend", "layers"}


def test_a_hinge_that_is_not_there_cannot_be_chosen():
    assert "place3" not in BendCounter(hinges=3, hinge=9).hidden()


def test_the_bend_counter_shows_what_its_network_costs():
    assert BendCounter().cost == "10 parameters · 40 bytes · 6 multiply-adds"
    assert BendCounter(no_bend=True, layers=10).cost.startswith("118 parameters")


def test_the_words_of_the_bend_counter_say_where_curve_and_target_run():
    said = words(BendCounter(**MATCHED))
    corners = "(−2.00, 0.00), (−1.50, 0.00), (−0.50, 2.00), (1.00, 0.50) and (2.00, 1.50)"
    assert f"The curve runs straight through {corners}." in said
    assert "The target runs straight through (−2, 0), (−1.5, 0), (−0.5, 2), (1, 0.5) and (2, 1.5)." in said


@pytest.mark.parametrize("target", TARGETS)
def test_the_target_runs_where_the_words_say(target):
    told = words(BendCounter(target=target)).replace("−", "-").partition("The target")[2]
    points = np.array(re.findall(r"\((-?[\d.]+), (-?[\d.]+)\)", told), dtype=float)
    assert len(points) >= 4
    assert TARGETS[target](points[:, 0]) == pytest.approx(points[:, 1], abs=1e-9)


def test_many_kinks_are_not_all_told_with_their_heights():
    assert "The curve runs" not in words(BendCounter(target="wave", set_by="by the computer", hinges=12))


def test_a_line_far_from_the_target_stays_in_sight():
    widget = BendCounter(target="wave", set_by="by the computer", hinges=12, no_bend=True, layers=10)
    low, high = widget.scene().panels[0].y
    assert low < widget.model().line(layers=10)[1] < high


@pytest.mark.parametrize(
    "state", [{}, {"no_bend": True, "layers": 4}, {"set_by": "by the computer", "target": "wave"}]
)
def test_the_shown_code_computes_the_shown_curve(state):
    widget = BendCounter(**MATCHED, **state)
    *lines, last = widget.code().partition("# the curve in NumPy")[2].strip().splitlines()
    names = {}
    exec("\n".join(lines), names)
    line = curve(widget)
    assert eval(last, names) == pytest.approx(np.interp(names["x"], line.x, line.y), abs=2e-3)


@pytest.mark.parametrize("state", [{}, {"no_bend": True, "layers": 4}, {"set_by": "by the computer"}])
def test_a_bend_counter_is_rebuilt_from_its_repr(state):
    widget = BendCounter(**MATCHED, **state)
    assert words(eval(repr(widget))) == words(widget)


def test_a_wrong_setting_is_refused_with_its_range():
    with pytest.raises(ArgumentError, match="hinges must lie between 1 and 12"):
        BendCounter(hinges=13)


# --- a learner's functions in the bend counter ------------------------------------------------------


def own_hinges(xs, ys):
    model = through(xs, ys)
    return model.w, model.b, model.v, model.c


def own_collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


def computed(function):
    return words(BendCounter(target="wave", set_by="by the computer", hinges=4, hinges_through=function))


def collapsed(function):
    return words(BendCounter(**MATCHED, no_bend=True, layers=6, collapse=function))


def test_a_learners_hinges_draw_the_curve():
    assert computed(own_hinges).endswith("The hinges are your own function's.")


def test_hinges_that_miss_a_point_are_named_and_not_shown():
    said = computed(lambda xs, ys: (*own_hinges(xs, ys)[:3], 1.0))
    assert "Your hinges give y = 1.00 at x = −2.00, expected 0.00, so" in said


@pytest.mark.parametrize("function", [lambda xs, ys: ..., lambda xs, ys: (xs[1:], xs, xs, 0.0)])
def test_hinges_that_are_no_network_do_no_harm(function):
    assert "Your hinges gave no curve" in computed(function)


def test_a_learners_collapse_finds_the_line():
    assert collapsed(own_collapse).endswith("Your own collapse found the same line.")


def test_a_wrong_collapse_is_shown_beside_the_line():
    assert "Your collapse gives y = 0.00·x + 0.00 instead." in collapsed(lambda layers: (0.0, 0.0))
    assert "Your collapse gives no pair instead." in collapsed(lambda layers: (1.0,))
    assert "Your collapse gave no line (TypeError" in collapsed(lambda layers: ...)


# --- inspector -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "z", "low"), [("GELU", -0.75, "−0.170"), ("SiLU", -1.3, "−0.278")])
def test_the_goal_of_the_inspector_can_be_reached_with_its_slider(name, z, low):
    widget = ActivationInspector(activation=name, z=z)
    assert marks(widget, Text)[0].text == f"value {low}"
    assert f"its values lie between {low} and 20.000" in words(widget)


def test_the_point_lies_on_the_curve_and_on_its_tangent():
    widget = ActivationInspector(activation="tanh", z=0.5)
    line, tangent = marks(widget, Line)
    point = marks(widget, Points)[0]
    assert point.y == pytest.approx(np.interp(point.x, line.x, line.y), abs=1e-4)
    assert np.diff(tangent.y) / np.diff(tangent.x) == pytest.approx(1 - np.tanh(0.5) ** 2, abs=1e-5)


def test_the_slope_can_be_drawn_too():
    line = marks(ActivationInspector(activation="sigmoid", show_slope=True), Line)[1]
    assert line.dashed
    assert line.y.max() == pytest.approx(0.25)


def test_a_learners_activation_draws_the_curve():
    widget = ActivationInspector(activation="ReLU", function=lambda x: x * (x > 0))
    assert words(widget).endswith("The curve is your own function's.")


def test_a_learners_activation_answers_only_for_its_own_name():
    widget = ActivationInspector(activation="ReLU", function=lambda x: x * (x > 0))
    widget.activation = "tanh"
    assert "our" not in words(widget)


def test_a_wrong_activation_is_named_and_not_drawn():
    said = words(ActivationInspector(activation="ReLU", function=np.abs))
    assert "Your function gives 5.000 at z = −5.00; here it is 0.000" in said
    assert "one number for each entry" in words(ActivationInspector(function=lambda x: None))
    assert "Your function gave no numbers (TypeError" in words(ActivationInspector(function=lambda x: ...))


@pytest.mark.parametrize("name", ["ReLU", "Leaky ReLU", "GELU", "SiLU", "sigmoid", "tanh"])
def test_the_shown_code_asks_the_engine_for_the_same_value(name):
    widget = ActivationInspector(activation=name, z=-0.75)
    *lines, last = widget.code().partition("from the engine")[2].strip().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == pytest.approx((bent(name, -0.75).item(), slope(name, -0.75).item()), abs=1e-6)


# --- softmax mixer ---------------------------------------------------------------------------------


def test_the_goal_of_the_mixer_can_be_reached_with_its_slider():
    assert SoftmaxMixer(temperature=0.2).shares()[0] >= 0.99
    assert "cat 0.993" in words(SoftmaxMixer(temperature=0.2))


@pytest.mark.parametrize("shift", [-1000, -10, 500, 1000])
def test_a_shift_moves_no_share(shift):
    assert SoftmaxMixer(shift=shift).shares() == pytest.approx(SoftmaxMixer().shares())
    assert marks(SoftmaxMixer(shift=shift), Bars, panel=1)[0].y == pytest.approx(
        SoftmaxMixer().shares(), abs=1e-6
    )


def test_shares_are_positive_and_add_up_to_one():
    shares = SoftmaxMixer(score1=-5, score2=5, score3=0, temperature=0.5).shares()
    assert shares.min() > 0
    assert shares.sum() == pytest.approx(1)


def test_shift_and_temperature_are_told_over_the_scores():
    assert (
        SoftmaxMixer(shift=-30, temperature=0.2).scene().panels[0].title == "scores − 30, all divided by 0.2"
    )
    assert SoftmaxMixer().scene().panels[0].title == "scores"


def test_a_learners_softmax_drives_the_mixer():
    def own(x, axis):
        e = np.exp(x - x.max())
        return e / e.sum()

    assert words(SoftmaxMixer(shift=1000, softmax=own)).endswith("The shares are your own function's.")


def test_a_softmax_that_overflows_is_named_and_not_shown():
    widget = SoftmaxMixer(shift=1000, softmax=lambda x, axis: np.exp(x) / np.exp(x).sum())
    assert "Your softmax gives nan, nan, nan, so the course's own are shown." in words(widget)
    assert "Your softmax gave no shares (TypeError" in words(SoftmaxMixer(softmax=lambda x, axis: ...))
    assert "one share for each score" in words(SoftmaxMixer(softmax=lambda x, axis: None))


def test_the_shown_code_computes_the_shown_shares():
    widget = SoftmaxMixer(shift=100, temperature=0.7)
    *lines, last = widget.code().partition("# the shares in NumPy")[2].strip().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == pytest.approx(widget.shares(), abs=1e-4)


# --- dead or off -----------------------------------------------------------------------------------


def test_the_goals_of_dead_or_off_can_be_reached_with_the_bias():
    assert DeadOrOff(b=0).active() == 0.5
    assert DeadOrOff(b=-3.0).active() == 0
    assert DeadOrOff(b=-2.9).active() > 0


def test_off_for_some_inputs_is_told_apart_from_dead():
    assert "They run from 0.1 to 2.0. For the others it is off. It is not dead" in words(DeadOrOff(b=0))
    assert "Dead on these inputs: the same output 0.0" in words(DeadOrOff(b=-3))
    assert "active for all of them" in words(DeadOrOff(b=5))


@pytest.mark.parametrize("name", ["Leaky ReLU", "GELU"])
def test_other_bends_tell_inputs_apart_where_relu_is_dead(name):
    assert f"{name} still tells the inputs apart" in words(DeadOrOff(b=-3, activation=name))


def test_a_weight_of_zero_is_not_taken_for_a_dead_unit():
    assert "The weight is 0, so every input gets the same output, −0.159" in words(
        DeadOrOff(w=0, b=-1, activation="GELU")
    )


def test_outputs_that_hardly_differ_are_said_to():
    assert "apart: by less than 0.001" in words(DeadOrOff(w=0.1, b=-6, activation="GELU"))


def test_shares_that_do_not_add_up_as_written_are_said_to_be_rounded():
    assert "Together 1.000 before rounding." in words(SoftmaxMixer(score1=1, score2=1, score3=1))
    assert "Together 1.000." in words(SoftmaxMixer())


def test_active_and_inactive_inputs_wear_different_marks():
    off, on = marks(DeadOrOff(b=0), Points)
    assert (off.marker, on.marker) == ("square", "circle")
    assert off.x.max() < 0 < on.x.min()


def test_the_shown_code_counts_the_active_inputs():
    widget = DeadOrOff(w=-0.7, b=0.6)
    *lines, last = widget.code().partition("# the active share in NumPy")[2].strip().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == widget.active()


def test_every_output_of_the_neuron_is_in_sight():
    for b, activation in ((6, "ReLU"), (-6, "Leaky ReLU")):
        panel = DeadOrOff(w=3, b=b, activation=activation).scene().panels[0]
        low, high = panel.y
        assert all(low < y < high for mark in panel.marks[1:] for y in mark.y)


def test_the_inspector_says_what_a_slope_is_at_a_corner():
    assert "the engine takes the one on the left" in words(ActivationInspector(z=0))
    assert "corner" not in words(ActivationInspector(activation="GELU", z=0))


def test_the_drawn_slope_is_told_too():
    said = words(ActivationInspector(activation="sigmoid", show_slope=True))
    assert "The dashed slope lies between 0.000 and 0.250." in said
