from __future__ import annotations

import numpy as np
import pytest

from coursekit.engine.cost import linear, mlp
from coursekit.formatting import format_number
from coursekit.scenes import Bars, Line, Node, Points, Text
from coursekit.widgets import HousePrice, UnitsSwitch, WeighSumBend, XorMeter, boundary_line
from coursekit.widgets.core.cost import cost_line
from coursekit.widgets.neuron.house_price import best_loss, houses
from coursekit.widgets.neuron.xor_meter import best_of_random


def marks(widget, kind, panel=0):
    return [mark for mark in widget.scene().panels[panel].marks if isinstance(mark, kind)]


def right(widget):
    """The number of points right that the meter shows."""
    return marks(widget, Bars, panel=1)[0].y[0]


@pytest.mark.parametrize(
    ("task", "b", "count"), [("AND", -1.5, 4), ("OR", -0.5, 4), ("XOR", -0.5, 3), ("XOR", -1.5, 1)]
)
def test_the_meter_counts_the_points_on_the_right_side(task, b, count):
    assert right(XorMeter(task=task, w1=1, w2=1, b=b)) == count


def test_wrong_points_wear_a_cross_and_are_named():
    widget = XorMeter(task="XOR", w1=1, w2=1, b=-0.5)
    crosses = [mark for mark in marks(widget, Points) if mark.marker == "cross"]
    assert np.column_stack([crosses[0].x, crosses[0].y]).tolist() == [[1, 1]]
    assert "XOR: 3 of 4 points right." in widget.scene().words
    assert "Wrong: (1, 1)." in widget.scene().words


def test_random_neurons_solve_and_and_or_but_not_xor():
    assert [best_of_random(task) for task in ("AND", "OR", "XOR")] == [4, 4, 3]


def test_the_drawn_boundary_is_where_the_sum_is_zero():
    w, b = np.array([1.5, -2.0]), 0.7
    line = boundary_line(w, b)
    assert w[0] * line.x + w[1] * line.y + b == pytest.approx(0, abs=1e-5)
    assert np.hypot(np.diff(line.x), np.diff(line.y)) > 4


def test_without_weights_there_is_no_boundary():
    assert len(boundary_line(np.zeros(2), 1.0).x) == 0


def test_a_learners_neuron_drives_the_meter():
    widget = XorMeter(task="OR", w1=1, w2=1, b=-0.5, neuron=lambda x, w, b, bend: bend(sum(x * w) + b))
    assert right(widget) == 4
    assert widget.scene().words.endswith("Every colour is an answer of your own neuron.")


def test_a_wrong_neuron_is_named_and_not_shown():
    widget = XorMeter(task="OR", w1=1, w2=1, b=-0.5, neuron=lambda x, w, b, bend: bend(x @ w))
    assert right(widget) == 4
    assert "Your neuron gave z = 0.00 at (0, 0), expected −0.50" in widget.scene().words


def test_a_neuron_not_yet_written_does_no_harm():
    words = XorMeter(neuron=lambda x, w, b, bend: ...).scene().words
    assert "Your neuron gave no number (TypeError: " in words
    assert words.endswith("), so the course's own is shown.")


def test_the_shown_code_counts_what_the_meter_counts():
    widget = XorMeter(task="XOR", w1=1, w2=1, b=-0.5)
    *lines, count = widget.code().partition("# the meter in NumPy")[2].strip().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(count, names) == right(widget)


def test_no_straight_line_beats_the_best_loss_and_one_reaches_it():
    size, price = houses()
    slope, start = np.polyfit(size, price, 1)
    assert best_loss(bend=False) == pytest.approx(np.mean((slope * size + start - price) ** 2))
    assert HousePrice(w=1.9, b=-1.2).loss() == pytest.approx(best_loss(bend=False), abs=5e-4)


def test_a_fine_search_finds_no_better_bent_line():
    size, price = houses()
    w, b = np.meshgrid(np.linspace(1, 4, 151), np.linspace(-4, 0, 201))
    losses = np.mean((np.maximum(0, w[..., None] * size + b[..., None]) - price) ** 2, axis=-1)
    assert best_loss(bend=True) <= losses.min() <= best_loss(bend=True) + 1e-4


def test_the_goals_of_the_house_widget_can_be_reached_with_its_sliders():
    w, b = np.meshgrid(np.arange(-1, 4.05, 0.1), np.arange(-4, 4.05, 0.1))
    size, price = houses()
    line = w[..., None] * size + b[..., None]
    reach = [np.mean((y - price) ** 2, axis=-1) for y in (line, np.maximum(0, line))]
    assert (reach[0] <= 0.15).sum() >= 20
    assert (reach[1] <= 0.02).sum() >= 8
    assert HousePrice(w=1.9, b=-1.2).scene().words.endswith("Goal reached.")
    assert HousePrice(w=2.4, b=-2.2, bend=True).scene().words.endswith("Goal reached.")
    assert not HousePrice().scene().words.endswith("Goal reached.")


def test_the_bend_alone_does_not_bring_the_best_line_to_its_best():
    assert HousePrice(w=1.9, b=-1.2, bend=True).loss() == pytest.approx(0.06, abs=0.005)
    assert HousePrice(w=2.5, b=-2.3, bend=True).loss() < 0.01


def test_the_stepper_rounds_nothing_away():
    words = WeighSumBend(step=1, inputs=1, x1=0.5, w1=0.5).scene().words
    assert words.endswith("0.5 · 0.5 = 0.25.")
    assert (
        WeighSumBend(step=4, inputs=1, x1=0.5, w1=0.5, b=-4)
        .scene()
        .words.startswith("Bend: max(0, −3.75) = 0.0.")
    )


def test_the_cost_of_the_stepper_follows_its_inputs():
    assert [WeighSumBend(inputs=n).cost for n in (1, 3)] == [cost_line(linear(1, 1)), cost_line(linear(3, 1))]


def test_a_neuron_that_fails_off_the_corners_is_not_shown():
    def picky(x, w, b, bend):
        if x[0] < 0:
            raise RuntimeError("no")
        return bend(w @ x + b)

    words = XorMeter(neuron=picky).scene().words
    assert "Your neuron gave no number (RuntimeError" in words


def test_the_loss_bar_shows_the_loss_and_a_cut_bar_keeps_its_number():
    far = HousePrice(w=-1, b=4)
    assert marks(far, Bars, panel=1)[0].y[0] == pytest.approx(1.2)
    assert marks(far, Text, panel=1)[0].text == format_number(far.loss(), 3)
    assert f"has a loss of {far.loss():.3f}" in far.scene().words


@pytest.mark.parametrize("bend", [False, True])
def test_the_shown_code_computes_the_shown_loss(bend):
    widget = HousePrice(w=2.4, b=-2.2, bend=bend)
    *lines, loss = widget.code().partition("# the loss in NumPy")[2].strip().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(loss, names) == pytest.approx(widget.loss())


def test_each_step_fills_in_one_more_number():
    shown = [[node.text for node in marks(WeighSumBend(step=k), Node)[-3:]] for k in range(5)]
    assert shown == [
        ["?", "bend", "?"],
        ["?", "bend", "?"],
        ["−4.0", "bend", "?"],
        ["−3.0", "bend", "?"],
        ["−3.0", "bend", "0.0"],
    ]


def test_the_first_picture_is_told_with_its_numbers():
    said = WeighSumBend().scene().words
    assert "Inputs (2.0, −1.0, 3.0), weights (0.5, 2.0, −1.0), bias 1.0. Nothing is computed yet." in said


def test_the_words_say_on_which_side_of_the_houses_the_line_runs():
    said = HousePrice().scene().words
    assert (
        "At the smallest house of size 0.3 and price 0.1 the line is 1.2 too high, at the largest of size 2.5"
        in said
    )
    assert said.endswith("too low.")


def test_the_words_of_the_meter_say_who_should_be_on_and_who_is():
    said = XorMeter(task="XOR", w1=1, w2=1, b=-0.5).scene().words
    assert "Should be on: (0, 1), (1, 0). On now: (0, 1), (1, 0), (1, 1)." in said
    assert "On now: none." in XorMeter(b=-3).scene().words


def test_without_weights_there_is_no_boundary_to_tell():
    said = XorMeter(w1=0, w2=0).scene().words
    assert "No boundary: both weights are 0, so the sum is the same everywhere. Wrong:" in said
    assert "0.0·x₁" not in said


def test_the_steps_are_told_in_words():
    words = [WeighSumBend(step=k).scene().words for k in range(5)]
    assert (
        words[1]
        == "Weigh: each input times its weight. 2.0 · 0.5 = 1.0; −1.0 · 2.0 = −2.0; 3.0 · (−1.0) = −3.0."
    )
    assert words[2] == "Sum: 1.0 + (−2.0) + (−3.0) = −4.0. This is the weighted sum."
    assert words[3] == "Add the bias: −4.0 + 1.0 = −3.0. This is z."
    assert words[4] == "Bend: max(0, −3.0) = 0.0. This is y."


def test_inputs_that_are_not_there_have_no_controls_and_no_wires():
    widget = WeighSumBend(inputs=1)
    assert widget.hidden() == ["x2", "w2", "x3", "w3"]
    assert len(marks(widget, Node)) == 1 + 3
    assert widget.scene().words.startswith("1 input, as many weights")


def test_the_largest_bias_that_keeps_the_start_silent_is_four():
    assert WeighSumBend(step=4, b=4.0).scene().words.endswith("= 0.0. This is y.")
    assert WeighSumBend(step=4, b=4.1).scene().words.endswith("= 0.1. This is y.")


def test_a_thousandth_of_the_weight_gives_the_same_prices_in_millimetres():
    assert UnitsSwitch().error() == 0
    assert UnitsSwitch(unit="mm").error() > 1000
    assert UnitsSwitch(unit="mm", w=0.03).error() == pytest.approx(0, abs=1e-9)
    line = marks(UnitsSwitch(unit="mm", w=0.03), Line)[0]
    assert line.y == pytest.approx(marks(UnitsSwitch(), Line)[0].y)


def test_the_cost_meter_counts_weights_and_biases():
    assert cost_line(linear(2, 1)) == XorMeter.cost == "3 parameters · 12 bytes · 2 multiply-adds"
    assert cost_line(linear(1, 1)) == HousePrice.cost == "2 parameters · 8 bytes · 1 multiply-add"
    assert cost_line(mlp([784, 128, 10])) == "101,770 parameters · 407,080 bytes · 101,632 multiply-adds"
