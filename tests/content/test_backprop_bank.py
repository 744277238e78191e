"""Lesson 4's questions: every answer is told something of its own, and every picture can be drawn."""

from __future__ import annotations

import re

import msgspec
import pytest

from coursekit.content import chapter
from coursekit.quiz import mark_answer, right_answer, wrong_answers
from coursekit.scenes import picture

BACKPROP = chapter("backprop")
QUESTIONS = BACKPROP.bank.questions
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
    assert {each.lesson for each in BACKPROP.bank.misconceptions.values()} <= {"optimizers", "scale"}


def test_the_end_of_naive_recursion_is_recognised():
    assert mark("diamond", 7).misconception == "recursion-double-counts"
    assert mark("diamond", "5.0").outcome == "right"


def test_every_predicted_thermometer_can_be_drawn_and_no_two_are_alike():
    question = QUESTIONS["thermometers"]
    draw = BACKPROP.pictures[question.picture]
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


def test_hints_reasons_and_text_keep_to_the_house_style():
    said = " ".join(" ".join([*each.hints, each.why]) for each in BACKPROP.exercises.values())
    said += " ".join(line for line in BACKPROP.text("lesson").splitlines() if line.startswith("#"))
    assert re.findall(r"!(?!\[)|\b(?:simply|obviously|just|easy|trivial)\b", said) == []
