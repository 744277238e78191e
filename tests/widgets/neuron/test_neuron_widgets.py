from __future__ import annotations

import numpy as np
import pytest
from widget_parts import code_value, crosses, marks, node_texts, words

from coursekit.formatting import format_number
from coursekit.scenes import Bars, Line, Node, Text
from coursekit.widgets import HousePrice, UnitsSwitch, WeighSumBend, XorMeter, boundary_line
from coursekit.widgets.neuron.house_price import best_loss, houses


def test_wrong_points_wear_a_cross_and_the_words_name_them():
    widget = XorMeter(task="XOR", w1=1, w2=1, b=-0.5)
    assert np.column_stack([crosses(widget).x, crosses(widget).y]).tolist() == [[1, 1]]
    assert "XOR: 3 of 4 points right. Should be on: (0, 1), (1, 0). On now: (0, 1), (1, 0), (1, 1)." in words(
        widget
    )
    assert "Wrong: (1, 1)." in words(widget)
    assert "On now: none." in words(XorMeter(b=-3))


def test_a_guess_is_asked_for_and_kept_waiting_for_xor_alone():
    assert [XorMeter(task=task, guess="4").hidden() for task in ("AND", "OR", "XOR")] == [
        ["guess"],
        ["guess"],
        [],
    ]
    assert "best" not in XorMeter(task="XOR").facts()
    assert "gets 4 of 4. " in words(XorMeter(task="AND"))
    assert "gets 3 of 4; your guess is 4." in words(XorMeter(task="XOR", guess="4"))


def test_a_point_on_the_boundary_is_off_whatever_rounding_makes_of_it():
    widget = XorMeter(task="AND", w1=0.1, w2=0.2, b=-0.3)
    assert widget.facts()["right"] == code_value(widget) == 3


def test_a_learners_neuron_wins_no_point_by_a_hair_and_text_is_no_number():
    widget = XorMeter(task="AND", w1=1, w2=1, b=-2, neuron=lambda x, w, b, f: f(w @ x + b) + 1e-9)
    assert widget.facts()["right"] == 3
    assert "gave no number (TypeError: '-1.0' is text)" in words(
        XorMeter(w1=0, w2=0, b=-1, neuron=lambda x, w, b, f: str(f(float(b))))
    )


def test_the_drawn_boundary_is_where_the_sum_is_zero():
    w, b = np.array([1.5, -2.0]), 0.7
    line = boundary_line(w, b)
    assert w[0] * line.x + w[1] * line.y + b == pytest.approx(0, abs=1e-5)
    assert np.hypot(np.diff(line.x), np.diff(line.y)) > 4


def test_without_weights_there_is_no_boundary():
    assert len(boundary_line(np.zeros(2), 1.0).x) == 0
    text = words(XorMeter(w1=0, w2=0))
    assert "No boundary: both weights are 0, so the sum is the same everywhere. Wrong:" in text
    assert "0.0·x₁" not in text


def test_no_straight_line_beats_the_best_loss_and_one_reaches_it():
    size, price = houses()
    slope, start = np.polyfit(size, price, 1)
    assert best_loss(bend=False) == pytest.approx(np.mean((slope * size + start - price) ** 2))
    assert HousePrice(w=1.9, b=-1.2).loss() == pytest.approx(best_loss(bend=False), abs=5e-4)


def test_the_best_loss_and_the_bend_are_shown_after_the_first_move():
    start, moved = HousePrice(), HousePrice(w=0.9)
    assert [widget.hidden() for widget in (start, moved, HousePrice(bend=True))] == [["bend"], [], []]
    assert ["best" in widget.facts() for widget in (start, moved)] == [False, True]
    assert [f"The best straight line reaches {best_loss(bend=False):.3f}" in words(each) for each in (start, moved)] == [
        False, True,
    ]  # fmt: skip
    assert marks(start, Text, panel=1)[1].text == "?"


def test_a_fine_search_finds_no_better_bent_line():
    size, price = houses()
    w, b = np.meshgrid(np.linspace(1, 4, 151), np.linspace(-4, 0, 201))
    losses = np.mean((np.maximum(0, w[..., None] * size + b[..., None]) - price) ** 2, axis=-1)
    assert best_loss(bend=True) <= losses.min() <= best_loss(bend=True) + 1e-4


def test_many_places_of_the_sliders_reach_the_goals_of_the_houses():
    w, b = np.meshgrid(np.arange(-1, 4.05, 0.1), np.arange(-4, 4.05, 0.1))
    size, price = houses()
    line = w[..., None] * size + b[..., None]
    straight, bent = (np.mean((y - price) ** 2, axis=-1) for y in (line, np.maximum(0, line)))
    assert (straight <= 0.15).sum() >= 20
    assert (bent <= 0.02).sum() >= 8


def test_the_loss_bar_shows_the_loss_and_a_cut_bar_keeps_its_number():
    far = HousePrice(w=-1, b=4)
    assert marks(far, Bars, panel=1)[0].y[0] == pytest.approx(1.2)
    assert marks(far, Text, panel=1)[0].text == format_number(far.loss(), 3)


def test_the_words_say_on_which_side_of_the_houses_the_line_runs():
    text = words(HousePrice())
    assert (
        "At the smallest house of size 0.3 and price 0.1 the line is 1.2 too high, at the largest of size 2.5"
        in text
    )
    assert text.endswith("too low.")
    assert words(HousePrice(w=1.9, b=-1.2)).endswith("Goal reached.")


def test_each_step_fills_in_one_more_number():
    assert [node_texts(WeighSumBend(step=k))[-3:] for k in range(5)] == [
        ["?", "bend", "?"],
        ["?", "bend", "?"],
        ["−4.0", "bend", "?"],
        ["−3.0", "bend", "?"],
        ["−3.0", "bend", "0.0"],
    ]


def test_the_steps_are_told_in_words():
    start, *steps = [words(WeighSumBend(step=k)) for k in range(5)]
    assert "Inputs (2.0, −1.0, 3.0), weights (0.5, 2.0, −1.0), bias 1.0. Nothing is computed yet." in start
    assert steps == [
        "Weigh: each input times its weight. 2.0 · 0.5 = 1.0; −1.0 · 2.0 = −2.0; 3.0 · (−1.0) = −3.0.",
        "Sum: 1.0 + (−2.0) + (−3.0) = −4.0. This is the weighted sum.",
        "Add the bias: −4.0 + 1.0 = −3.0. This is z.",
        "Bend: max(0, −3.0) = 0.0. This is y.",
    ]


def test_the_stepper_rounds_nothing_away():
    state = {"inputs": 1, "x1": 0.5, "w1": 0.5}
    assert words(WeighSumBend(step=1, **state)).endswith("0.5 · 0.5 = 0.25.")
    assert words(WeighSumBend(step=4, b=-4, **state)).startswith("Bend: max(0, −3.75) = 0.0.")


def test_inputs_that_are_not_there_have_no_controls_and_no_wires():
    widget = WeighSumBend(inputs=1)
    assert widget.hidden() == ["x2", "w2", "x3", "w3"]
    assert len(marks(widget, Node)) == 1 + 3
    assert words(widget).startswith("1 input, as many weights")


def test_a_thousandth_of_the_weight_gives_the_same_prices_in_millimetres():
    line = marks(UnitsSwitch(unit="mm", w=0.03), Line)[0]
    assert line.y == pytest.approx(marks(UnitsSwitch(), Line)[0].y)
