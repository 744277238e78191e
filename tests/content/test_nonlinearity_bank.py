"""Lesson 2's questions: every answer is told something of its own, and every picture can be drawn."""

from __future__ import annotations

import re

import msgspec
import pytest

from coursekit.content import chapter
from coursekit.quiz import mark_answer, right_answer, wrong_answers
from coursekit.scenes import Line, picture

NONLINEARITY = chapter("nonlinearity")
QUESTIONS = NONLINEARITY.bank.questions
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
    later = {"layers", "backprop", "optimizers", "scale"}
    assert {each.lesson for each in NONLINEARITY.bank.misconceptions.values()} <= later


def test_the_lesson_asks_all_kinds_of_questions():
    kinds = {question.kind for question in QUESTIONS.values()}
    assert kinds == {"single", "multiple", "numeric", "order", "predict", "recall"}


def test_the_lesson_reviews_what_lesson_1_leaves_to_it():
    asked = re.findall(r'(?:ask|review)\("neuron\.([\w-]+)"', NONLINEARITY.text("lesson"))
    bank = chapter("neuron").bank
    for name in asked:
        told = {
            mark_answer(bank.questions[name], answer).misconception
            for answer in wrong_answers(bank.questions[name])
        }
        assert "nonlinearity" in {bank.misconceptions[each].lesson for each in told}
    assert len(asked) == 3


@pytest.mark.parametrize("typed", ["1/3", "0.333", ".3333"])
def test_a_third_is_read_however_it_is_typed(typed):
    assert mark("softmax-equal", typed).outcome == mark("softmax-shift", typed).outcome == "right"


def test_swapped_layers_are_named():
    assert mark("compose-intercept", "−7").misconception == "order-of-layers-is-free"


def test_every_predicted_picture_can_be_drawn_and_no_two_are_alike():
    question = QUESTIONS["linear-activation"]
    draw = NONLINEARITY.pictures[question.picture]
    drawn = {picture(draw(**option.show)) for option in question.options}
    assert len(drawn) == len(question.options)


def test_the_right_picture_follows_the_last_piece_and_is_straight():
    before, after = [
        mark
        for mark in NONLINEARITY.pictures["linear_activation"]().panels[0].marks
        if isinstance(mark, Line)
    ]
    assert after.y[-20:] == pytest.approx(before.y[-20:], abs=1e-5)
    steps = after.y[1:] - after.y[:-1]
    assert steps == pytest.approx(steps[0], abs=1e-5)


@pytest.mark.parametrize("name", NONLINEARITY.pictures)
def test_every_picture_can_be_drawn_and_says_what_it_shows(name):
    scene = NONLINEARITY.pictures[name]()
    assert picture(scene)
    assert len(scene.words) > 40


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


@pytest.mark.parametrize("text", ["lesson", "exercises"])
def test_the_texts_keep_to_the_house_style(text):
    prose = re.sub(r"`[^`]*`", "", NONLINEARITY.text(text))
    assert re.findall(r"!(?!=)|\b(?:simply|obviously|just|easy|trivial|of course)\b", prose) == []


def test_hints_and_reasons_keep_to_the_house_style():
    said = " ".join(" ".join([*each.hints, each.why]) for each in NONLINEARITY.exercises.values())
    assert re.findall(r"!|\b(?:simply|obviously|just|easy|trivial)\b", said) == []
