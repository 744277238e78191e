"""Lesson 6's questions: every answer is told something of its own, and every picture can be drawn."""

from __future__ import annotations

import re

import msgspec
import pytest

from coursekit.content import chapter
from coursekit.quiz import mark_answer, right_answer, wrong_answers
from coursekit.scenes import picture

SCALE = chapter("scale")
QUESTIONS = SCALE.bank.questions
each_question = pytest.mark.parametrize("name", QUESTIONS)


def mark(name, answer):
    return mark_answer(QUESTIONS[name], answer)


@each_question
def test_the_right_answer_is_marked_right(name):
    outcome = "noted" if QUESTIONS[name].kind == "recall" else "right"
    assert mark(name, right_answer(QUESTIONS[name])).outcome == outcome


@each_question
def test_every_wrong_answer_is_told_its_own_cause(name):
    verdicts = [mark(name, answer) for answer in wrong_answers(QUESTIONS[name])]
    assert all(verdict.outcome == "wrong" and verdict.misconception for verdict in verdicts)
    assert len({str(verdict) for verdict in verdicts}) == len(verdicts)


def test_the_lesson_asks_all_kinds_of_questions():
    kinds = {question.kind for question in QUESTIONS.values()}
    assert kinds == {"single", "multiple", "numeric", "order", "predict", "recall"}


@pytest.mark.parametrize(
    "typed", ["16777216", "16,777,216", "16_777_216", "16.8M", "1.68e7", "2^24", "16.78 million"]
)
def test_sixteen_million_may_be_typed_in_many_ways(typed):
    assert mark("weights", typed).outcome == "right"


@pytest.mark.parametrize("typed", ["33.55", "33.6 MB", "33,554 kB", "32 MiB", "0.0336 GB"])
def test_megabytes_may_be_typed_in_other_units(typed):
    assert mark("bytes", typed).outcome == "right"


@pytest.mark.parametrize(
    ("name", "typed", "misconception"),
    [
        ("bytes", "32", "two-gigabytes"),
        ("bytes", "268.4", "bits-are-bytes"),
        ("bytes", "67.1", "always-32-bits"),
        ("billion", "1.86", "two-gigabytes"),
        ("billion", "16", "bits-are-bytes"),
        ("adam-7b", "28", "moments-forgotten"),
        ("adam-7b", "104.3", "two-gigabytes"),
        ("weights", "8192", "layer-adds-sizes"),
    ],
)
def test_slips_of_unit_and_count_are_named(name, typed, misconception):
    assert mark(name, typed).misconception == misconception


def test_half_of_what_is_new_is_partly_there():
    assert mark("what-is-new", ["attention", "neuron"]).outcome == "partly"


def test_updating_before_averaging_is_told_apart():
    assert (
        mark("parallel-step", ["share", "gradient", "update", "average"]).misconception == "each-its-own-step"
    )


def test_every_predicted_picture_can_be_drawn_and_no_two_are_alike():
    question = QUESTIONS["exact-match"]
    draw = SCALE.pictures[question.picture]
    drawn = {picture(draw(**option.show)) for option in question.options}
    assert len(drawn) == len(question.options)


def test_the_right_picture_is_what_ten_steps_give():
    right = next(option for option in QUESTIONS["exact-match"].options if option.right)
    assert right.show["heights"] == pytest.approx([p**10 for p in (0.80, 0.90, 0.95, 0.99)], abs=5e-4)


@each_question
def test_the_right_option_is_not_given_away_by_its_length(name):
    options = getattr(QUESTIONS[name], "options", [])
    right = [len(option.text) for option in options if option.right]
    assert all(length <= 2 * max(len(o.text) for o in options if not o.right) for length in right)


@each_question
def test_the_words_keep_to_the_house_style(name):
    said = msgspec.yaml.encode(QUESTIONS[name]).decode()
    assert re.findall(r"!|\b(?:simply|obviously|just|easy|trivial|of course)\b", said) == []


def test_hints_and_reasons_keep_to_the_house_style():
    said = " ".join(" ".join([*each.hints, each.why]) for each in SCALE.exercises.values())
    assert re.findall(r"!|\b(?:simply|obviously|just|easy|trivial)\b", said) == []


@pytest.mark.parametrize("text", ["lesson", "exercises"])
def test_the_texts_keep_to_the_house_style(text):
    said = "\n".join(
        line for line in SCALE.text(text).splitlines() if line.startswith("# ") and "# %%" not in line
    )
    assert re.findall(r"(?<!\[)!|\b(?:simply|obviously|just|easy|trivial|of course)\b", said) == []
