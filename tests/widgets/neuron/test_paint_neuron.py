"""A neuron painted by hand: what it reads, what training finds, and how a painter gets there."""

from __future__ import annotations

import numpy as np
import pytest
from widget_parts import code_value, marks, words

from coursekit.content import find_question
from coursekit.engine import Tensor, functional, nn
from coursekit.quiz import mark_answer
from coursekit.scenes import HeatMap, Text
from coursekit.widgets import PaintNeuron
from coursekit.widgets.core.painting import painting_of
from coursekit.widgets.neuron.digit_pairs import PAIRS, examples, trained_neuron

RING = "........ ...++... ..+==+.. ..+==+.. ..+==+.. ..+==+.. ...++... ........"


def right(widget):
    return widget.facts()["right"]


def test_an_unpainted_neuron_says_the_second_digit_to_everything():
    widget = PaintNeuron()
    assert widget.facts() == {
        "right": 130,
        "of": 260,
        "share": 0.5,
        "painted": 0,
        "training": 1,
        "goal reached": 0,
    }
    assert "0 of the 130 0s and 130 of the 130 1s" in words(widget)
    assert right(PaintNeuron(b=1)) == 130


def test_odd_and_even_are_told_of_all_digits_and_no_single_neuron_manages_it():
    widget = PaintNeuron(pair="odd and even", trained=True)
    assert "0 of the 650 odd ones and 650 of the 650 even ones" in words(widget)
    assert 0.9 < widget.facts()["training"] < 0.95
    assert code_value(widget) == 650


def test_each_pair_has_a_goal_that_a_few_squares_reach():
    squares = np.zeros((8, 8))
    squares[5, 2], squares[0, 5] = -2, 1
    assert PaintNeuron(pair="odd and even", weights=squares, b=0.5).facts()["goal reached"]
    widget = PaintNeuron(pair="odd and even")
    assert "a blue square speaks for odd" in words(widget)
    assert [text.text for text in marks(widget, Text, panel=2)] == ["50", "80"]


def test_the_card_of_one_square_is_about_0_and_1_and_takes_an_array():
    question = find_question("neuron.one-square")
    square = np.zeros((8, 8))
    square[4, 4] = -2
    assert mark_answer(question, {"weights": square, "b": 0.5}).outcome == "right"
    other_pair, elsewhere = (
        {"weights": square, "b": 0.5, "pair": "1 and 8"},
        {"weights": np.roll(square, 3), "b": 0.5},
    )
    for state in (other_pair, elsewhere, {"weights": RING, "b": -3}):
        verdict = mark_answer(question, state)
        assert (verdict.outcome, verdict.feedback) == ("wrong", question.otherwise)


@pytest.mark.parametrize(
    ("weight", "b", "said"),
    [
        (-2, 0, "the bias is still 0"),
        (-2, 1.5, "the bias isn't at the right place yet"),
        (-1, 0, "too weak"),
        (-1, 1.5, "too weak"),
        (1, -3, "wrong colour"),
    ],
)
def test_the_right_square_is_told_what_it_lacks_at_any_bias(weight, b, said):
    square = np.zeros((8, 8))
    square[4, 4] = weight
    assert said in mark_answer(find_question("neuron.one-square"), {"weights": square, "b": b}).feedback


def test_what_training_found_is_offered_after_the_first_move():
    assert PaintNeuron().hidden() == PaintNeuron(pair="1 and 8").hidden() == ["trained"]
    for moved in ({"weights": RING}, {"b": 1}, {"trained": True}):
        assert PaintNeuron(**moved).hidden() == []


def test_weights_may_be_an_array():
    assert PaintNeuron(weights=np.eye(8)).weights == painting_of(np.eye(8))


def test_one_square_against_and_a_bias_reach_the_goal_for_0_and_1():
    square = np.zeros((8, 8))
    square[4, 4] = -2
    assert PaintNeuron(weights=painting_of(square), b=0.5).facts()["share"] >= 0.98


def test_a_ring_with_a_hole_reaches_the_goal_and_its_code_counts_the_same():
    widget = PaintNeuron(weights=RING, b=-3)
    assert widget.facts()["goal reached"]
    assert "Goal of 98 % reached: 64 products and a bias, all chosen by you." in words(widget)
    assert code_value(widget) == right(widget)
    assert code_value(PaintNeuron()) == 130


def test_the_digits_read_wrongly_are_shown_and_none_is_left_when_all_are_right():
    X, first = examples("8 and 9")
    sheet = marks(PaintNeuron(pair="8 and 9"), HeatMap, panel=1)[0].values[::-1]
    assert sheet[:8, :8].ravel() == pytest.approx(127.5 + 127 * X[first][0], abs=1)
    assert [text.text for text in marks(PaintNeuron(weights=RING, b=-3), Text, panel=1)] == ["none"]


@pytest.mark.parametrize("pair", PAIRS)
def test_what_training_found_is_where_the_engines_training_ends(pair):
    X, first = examples(pair)
    assert X.shape == (130 * len(sum(PAIRS[pair], ())), 64)
    assert first.sum() == len(X) / 2
    layer = nn.Linear(64, 1).double()
    found = trained_neuron(pair)
    layer.weight.data[...], layer.bias.data[...] = found.w, found.b
    loss = functional.binary_cross_entropy_with_logits(
        layer(Tensor(X, dtype=float)).squeeze(1), Tensor(first, dtype=float)
    )
    loss.backward()
    assert layer.weight.grad.ravel() == pytest.approx(-1e-3 * found.w, abs=1e-12)
    assert float(layer.bias.grad[0]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("pair", "reached"), [("0 and 1", 260), ("8 and 9", 260), ("1 and 8", 258), ("3 and 5", 260)]
)
def test_a_single_neuron_gets_so_many_right_after_training(pair, reached):
    widget = PaintNeuron(pair=pair, trained=True)
    assert widget.facts()["training"] * 260 == pytest.approx(reached)
    assert "Training found weights from −" in words(widget)
