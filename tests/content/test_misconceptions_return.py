"""A misconception that lesson 1 or 2 shows comes again in the lesson that its bank names."""

from __future__ import annotations

import re

import pytest

from coursekit.content import chapter, chapters
from coursekit.grading import mark_answer, wrong_answers

ASKED = re.compile(r"""\b(?:ask|review)\("(\w+)\.([\w-]+)\"""")


CALLED = re.compile(r"""^ask\("(\w+)\.[\w-]+"(?:, again="(\w+)")?\)$""", re.MULTILINE)


def met_in(lesson):
    """The misconceptions that a wrong answer in this lesson can show; questions of earlier lessons count."""
    asked = [chapter(slug).bank.questions[name] for slug, name in ASKED.findall(lesson.text("lesson"))]
    return {mark_answer(each, answer).misconception for each in asked for answer in wrong_answers(each)}


@pytest.mark.parametrize("slug", ["neuron", "nonlinearity"])
def test_every_misconception_comes_again_where_its_bank_says(slug):
    met = {lesson.slug: met_in(lesson) for lesson in chapters()}
    bank = chapter(slug).bank.misconceptions
    assert [name for name, each in bank.items() if name not in met[each.lesson]] == []


@pytest.mark.parametrize("lesson", chapters(), ids=lambda lesson: lesson.slug)
def test_what_an_earlier_lesson_asked_comes_again_on_a_fresh_card(lesson):
    calls = CALLED.findall(lesson.text("lesson"))
    assert all(again == ("" if home == lesson.slug else lesson.slug) for home, again in calls)
