"""Lesson 5's questions: every answer is told something of its own, and every picture can be drawn."""

from __future__ import annotations

import re

import msgspec
import pytest

from coursekit.content import chapter
from coursekit.quiz import mark_answer, right_answer, wrong_answers
from coursekit.scenes import picture

TRAINING = chapter("optimizers")
QUESTIONS = TRAINING.bank.questions
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
    later = {"scale"}
    assert {each.lesson for each in TRAINING.bank.misconceptions.values()} <= later


def test_the_lesson_asks_all_kinds_of_questions():
    kinds = {question.kind for question in QUESTIONS.values()}
    assert kinds == {"single", "multiple", "numeric", "order", "predict", "recall"}


def test_typed_fractions_are_read():
    assert mark("largest-eta", "2/25").outcome == "right"
    assert mark("adam-first", "1e-3").outcome == "right"
    assert mark("momentum-ratio", "10x").outcome in {"right", "unreadable"}


def test_a_missing_correction_is_named():
    assert mark("adam-first", "0.00316").misconception == "correction-forgotten"


def test_clearing_after_backward_is_told_apart_from_clearing_at_the_end():
    after = mark("loop", ["backward", "zero", "step", "schedule"])
    end = mark("loop", ["backward", "step", "schedule", "zero"])
    assert "throws away" in str(after)
    assert "still stored" in " ".join(str(end).split())


@pytest.mark.parametrize("name", ["which-rate", "which-overfit"])
def test_every_predicted_picture_can_be_drawn_and_no_two_are_alike(name):
    draw = TRAINING.pictures[QUESTIONS[name].picture]
    drawn = {picture(draw(**option.show)) for option in QUESTIONS[name].options}
    assert len(drawn) == len(QUESTIONS[name].options)


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
    said = " ".join(" ".join([*each.hints, each.why]) for each in TRAINING.exercises.values())
    assert re.findall(r"!|\b(?:simply|obviously|just|easy|trivial)\b", said) == []
