"""Lesson 3's questions: every answer is told something of its own, and every picture can be drawn."""

from __future__ import annotations

import re

import msgspec
import pytest

from coursekit.content import chapter
from coursekit.quiz import mark_answer, right_answer, wrong_answers
from coursekit.scenes import picture

LAYERS = chapter("layers")
QUESTIONS = LAYERS.bank.questions
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
    later = {"backprop", "optimizers", "scale"}
    assert {each.lesson for each in LAYERS.bank.misconceptions.values()} <= later


def test_misconceptions_of_lesson_1_come_again():
    earlier = chapter("neuron").bank.misconceptions
    assert {"bias-left-out", "order-does-not-matter", "unit-vs-boundary", "neuron-has-memory"} <= (
        earlier.keys() & LAYERS.bank.misconceptions.keys()
    )


def test_the_lesson_asks_all_kinds_of_questions():
    kinds = {question.kind for question in QUESTIONS.values()}
    assert kinds == {"single", "multiple", "numeric", "order", "predict", "recall"}


def test_the_arrows_without_the_biases_are_named():
    assert mark("params-2432", "26").misconception == "bias-left-out"


def test_side_by_side_is_told_apart_from_one_behind_the_other():
    assert mark("pieces-folds", "11").misconception == "layers-repeat"
    assert mark("pieces-one-layer", "32").misconception == "layers-repeat"


def test_a_wide_network_is_not_deep():
    assert mark("deep", "many-neurons").misconception == "deep-is-wide"


def test_every_predicted_sheet_can_be_drawn_and_no_two_are_alike():
    question = QUESTIONS["sheet-after-relu"]
    draw = LAYERS.pictures[question.picture]
    drawn = {picture(draw(**option.show)) for option in question.options}
    assert len(drawn) == len(question.options)


@pytest.mark.parametrize("name", [name for name in LAYERS.pictures if name != "sheet_after"])
def test_every_still_picture_can_be_drawn_and_has_words(name):
    scene = LAYERS.pictures[name]()
    assert picture(scene).startswith(b"\x89PNG")
    assert len(scene.words) > 60


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
    said = " ".join(" ".join([*each.hints, each.why]) for each in LAYERS.exercises.values())
    assert re.findall(r"!|\b(?:simply|obviously|just|easy|trivial)\b", said) == []
