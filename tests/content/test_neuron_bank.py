"""Lesson 1's questions: every answer is told something of its own, and every picture can be drawn."""

from __future__ import annotations

import re

import msgspec
import pytest

from coursekit.content import chapter
from coursekit.quiz import mark_answer, right_answer, shuffled, wrong_answers
from coursekit.scenes import picture

NEURON = chapter("neuron")
QUESTIONS = NEURON.bank.questions
each_question = pytest.mark.parametrize("name", QUESTIONS)


def mark(name, answer):
    return mark_answer(QUESTIONS[name], answer)


@each_question
def test_the_right_answer_is_marked_right(name):
    outcome = "noted" if name == "recall" else "right"
    assert mark(name, right_answer(QUESTIONS[name])).outcome == outcome


@each_question
def test_every_wrong_answer_is_told_its_own_cause(name):
    verdicts = [mark(name, answer) for answer in wrong_answers(QUESTIONS[name])]
    assert all(verdict.outcome == "wrong" and verdict.misconception for verdict in verdicts)
    assert len({str(verdict) for verdict in verdicts}) == len(verdicts)


def test_every_misconception_is_taken_up_in_a_later_lesson():
    later = {"nonlinearity", "layers", "backprop", "optimizers", "scale"}
    assert {each.lesson for each in NEURON.bank.misconceptions.values()} <= later


def test_the_lesson_asks_all_kinds_of_questions():
    kinds = {question.kind for question in QUESTIONS.values()}
    assert kinds == {"single", "multiple", "numeric", "order", "predict", "recall"}


def test_typed_signs_and_fractions_are_read():
    assert mark("z-by-hand", "−3").outcome == "right"
    assert mark("z-by-hand", "z = -6/2").outcome == "right"
    assert mark("after-relu", "0.0").outcome == "right"


def test_a_lost_bias_is_named():
    assert mark("z-by-hand", "-4").misconception == "bias-left-out"


def test_one_of_two_truths_about_doubling_is_partly_there():
    verdict = mark("doubled", ["output-doubles", "boundary-moves"])
    assert (verdict.outcome, verdict.misconception) == ("partly", "scale-moves-boundary")


def test_bending_before_the_bias_is_told_apart_from_other_orders():
    assert "another function" in str(mark("steps", ["weigh", "sum", "bend", "bias"]))
    assert mark("steps", ["bias", "weigh", "sum", "bend"]).misconception is None


def test_every_predicted_picture_can_be_drawn_and_no_two_are_alike():
    question = QUESTIONS["only-b-changes"]
    draw = NEURON.pictures[question.picture]
    drawn = {picture(draw(**option.show)) for option in question.options}
    assert len(drawn) == len(question.options)


@each_question
def test_the_right_option_is_not_given_away_by_its_length(name):
    options = getattr(QUESTIONS[name], "options", [])
    right = [len(option.text) for option in options if option.right]
    assert all(
        length <= 2 * max(len(option.text) for option in options if not option.right) for length in right
    )


@each_question
def test_the_words_keep_to_the_house_style(name):
    said = msgspec.yaml.encode(QUESTIONS[name]).decode()
    assert re.findall(r"!|\b(?:simply|obviously|just|easy|trivial|of course)\b", said) == []


def test_hints_and_reasons_keep_to_the_house_style():
    said = " ".join(" ".join([*each.hints, each.why]) for each in NEURON.exercises.values())
    assert re.findall(r"!|\b(?:simply|obviously|just|easy|trivial)\b", said) == []


def test_options_come_in_another_order_for_another_learner():
    names = [option.id for option in QUESTIONS["one-neuron"].options]
    assert len({tuple(shuffled(names, seed)) for seed in range(20)}) > 1
