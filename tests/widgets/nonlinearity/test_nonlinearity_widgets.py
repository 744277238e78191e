from __future__ import annotations

import math
import re

import numpy as np
import pytest
from widget_parts import marks, words

from coursekit.errors import ArgumentError, UnknownIdError
from coursekit.scenes import Line, Points, Text
from coursekit.widgets import (
    TARGETS,
    ActivationInspector,
    BendCounter,
    DeadOrOff,
    Hinges,
    bent,
    through,
)
from coursekit.widgets.nonlinearity.activations import ACTIVATIONS, slope

MATCHED = {"place1": -1.5, "turn1": 2, "place2": -0.5, "turn2": -3, "place3": 1, "turn3": 2}
WAVE = {"target": "wave", "set_by": "by the computer"}


def curve(widget):
    return max(marks(widget, Line), key=lambda line: line.width)


# --- activations and hinges ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_slope_is_what_differences_say(name):
    x = np.array([-2.3, -0.4, 0.7, 3.1])
    assert slope(name, x) == pytest.approx((bent(name, x + 1e-6) - bent(name, x - 1e-6)) / 2e-6, abs=1e-8)


def test_activations_have_their_textbook_values():
    at = np.array([-1.0, 2.0])
    assert bent("ReLU", at).tolist() == [0, 2]
    assert bent("Leaky ReLU", at) == pytest.approx([-0.1, 2])
    assert bent("sigmoid", at) == pytest.approx([1 / (1 + math.e), 1 / (1 + math.exp(-2))])
    assert bent("none", at).tolist() == at.tolist()


def test_an_unknown_activation_names_the_known_ones():
    with pytest.raises(UnknownIdError, match="there is no activation 'relu'; there are ReLU"):
        bent("relu", [1.0])


def test_hinges_through_points_pass_through_them():
    xs, ys = np.array([-1.0, 0.5, 1.0, 2.5]), np.array([2.0, -1.0, 0.3, 0.3])
    assert through(xs, ys).curve(xs) == pytest.approx(ys)


@pytest.mark.parametrize("layers", [1, 2, 10])
def test_layers_without_activation_are_one_line(layers):
    model = Hinges(np.array([1.0, -2.0]), np.array([0.5, 1.0]), np.array([3.0, 1.5]), 0.7)
    x = np.linspace(-2, 2, 9)
    rise, start = model.line(layers=layers)
    assert model.straight(x, layers=layers) == pytest.approx(rise * x + start)
    assert len(model.as_layers(layers=layers)) == layers + 1


def test_hinges_that_cancel_meet_or_are_flat_make_no_kink():
    w, b, v = [1.0, 1.0, 1.0, 0.0, 2.0], [0.0, 0.0, -1.0, 3.0, -1.0], [2.0, -2.0, 0, 5, 1]
    assert Hinges(np.array(w), np.array(b), np.array(v)).kinks(-2, 2).tolist() == [0.5]


# --- bend counter ----------------------------------------------------------------------------------


def test_the_drawn_curve_lies_on_the_target():
    line, target = curve(BendCounter(**MATCHED)), TARGETS["hill and valley"]
    inside = np.abs(line.x) <= 2
    assert line.y[inside] == pytest.approx(target(line.x[inside]), abs=1e-5)


@pytest.mark.parametrize("layers", [1, 2, 5, 10])
def test_without_the_bend_the_drawn_curve_is_the_printed_line_at_any_depth(layers):
    widget = BendCounter(**MATCHED, no_bend=True, layers=layers)
    line, facts = curve(widget), widget.facts()
    assert line.y == pytest.approx(facts["slope"] * line.x + facts["intercept"], abs=1e-4)
    assert marks(widget, Points)[0].x.size == 0
    assert "one straight line, y = " in words(widget)
    assert layers > 1 or "y = 1.00·x − 0.50" in widget.scene().panels[0].title


@pytest.mark.parametrize("target", TARGETS)
def test_more_hinges_set_by_the_computer_come_closer(target):
    facts = [BendCounter(**{**WAVE, "target": target}, hinges=n).facts() for n in range(1, 13)]
    losses = [each["loss"] for each in facts]
    assert losses[0] > losses[2] > losses[5] > losses[11]
    assert losses[11] < 0.003
    assert all(each["kinks"] <= each["hinges"] for each in facts)


def test_one_pair_of_sliders_is_shown_and_layers_only_without_the_bend():
    widget = BendCounter(hinge=2)
    assert set(widget.state()) - set(widget.hidden()) == {
        *("target", "set_by", "hinges", "hinge", "place2", "turn2", "no_bend"),
    }
    widget = BendCounter(set_by="by the computer", no_bend=True)
    assert set(widget.state()) - set(widget.hidden()) == {"target", "set_by", "hinges", "no_bend", "layers"}
    assert "place3" not in BendCounter(hinges=3, hinge=9).hidden()  # the last hinge there is


def test_the_words_of_the_bend_counter_say_where_curve_and_target_run():
    text = words(BendCounter(**MATCHED))
    corners = "(−2.00, 0.00), (−1.50, 0.00), (−0.50, 2.00), (1.00, 0.50) and (2.00, 1.50)"
    assert text.startswith("3 hinges, 3 kinks at x = −1.50, −0.50, 1.00, 4 straight pieces.")
    assert f"The curve runs straight through {corners}." in text
    assert "The curve runs" not in words(BendCounter(**WAVE, hinges=12))  # too many kinks to tell


@pytest.mark.parametrize("target", TARGETS)
def test_the_target_runs_where_the_words_say(target):
    text = words(BendCounter(target=target)).replace("−", "-").partition("The target")[2]
    points = np.array(re.findall(r"\((-?[\d.]+), (-?[\d.]+)\)", text), dtype=float)
    assert len(points) >= 4
    assert TARGETS[target](points[:, 0]) == pytest.approx(points[:, 1], abs=1e-9)


def test_a_line_far_from_the_target_stays_in_sight():
    widget = BendCounter(**WAVE, hinges=12, no_bend=True, layers=10)
    low, high = widget.scene().panels[0].y
    assert low < widget.facts()["intercept"] < high


def test_a_wrong_setting_is_refused_with_its_range():
    with pytest.raises(ArgumentError, match="hinges must lie between 1 and 12"):
        BendCounter(hinges=13)


# --- inspector -------------------------------------------------------------------------------------


def test_the_point_lies_on_the_curve_and_on_its_tangent():
    widget = ActivationInspector(activation="tanh", z=0.5)
    line, tangent = marks(widget, Line)
    point = marks(widget, Points)[0]
    assert point.y == pytest.approx(np.interp(point.x, line.x, line.y), abs=1e-4)
    assert np.diff(tangent.y) / np.diff(tangent.x) == pytest.approx(1 - np.tanh(0.5) ** 2, abs=1e-5)


def test_the_slope_can_be_drawn_and_is_then_told():
    widget = ActivationInspector(activation="sigmoid", show_slope=True)
    line = marks(widget, Line)[1]
    assert line.dashed
    assert line.y.max() == pytest.approx(0.25)
    assert "The dashed slope lies between 0.000 and 0.250." in words(widget)


def test_the_inspector_says_its_range_and_what_a_slope_is_at_a_corner():
    widget = ActivationInspector(activation="GELU", z=-0.75)
    assert marks(widget, Text)[0].text == "value −0.170"
    assert "its values lie between −0.170 and 20.000" in words(widget)
    assert "the engine takes the one on the left" in words(ActivationInspector(z=0))
    assert "corner" not in words(ActivationInspector(activation="GELU", z=0))


# --- dead or off -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"b": 0}, "They run from 0.1 to 2.0. For the others it is off. It is not dead"),
        ({"b": -3}, "Dead on these inputs: the same output 0.0"),
        ({"b": 5}, "active for all of them"),
        ({"b": -3, "activation": "Leaky ReLU"}, "Leaky ReLU still tells the inputs apart"),
        ({"b": -3, "activation": "GELU"}, "GELU still tells the inputs apart"),
        ({"w": 0.1, "b": -6, "activation": "GELU"}, "apart: by less than 0.001"),
        (
            {"w": 0, "b": -1, "activation": "GELU"},
            "The weight is 0, so every input gets the same output, −0.159",
        ),
    ],
)
def test_off_for_some_inputs_is_told_from_dead_for_all(state, sentence):
    assert sentence in words(DeadOrOff(**state))


def test_active_and_inactive_inputs_wear_different_marks():
    off, on = marks(DeadOrOff(b=0), Points)
    assert (off.marker, on.marker) == ("square", "circle")
    assert off.x.max() < 0 < on.x.min()


@pytest.mark.parametrize(("b", "activation"), [(6, "ReLU"), (-6, "Leaky ReLU")])
def test_every_output_of_the_neuron_is_in_sight(b, activation):
    panel = DeadOrOff(w=3, b=b, activation=activation).scene().panels[0]
    low, high = panel.y
    assert all(low < y < high for mark in panel.marks[1:] for y in mark.y)
