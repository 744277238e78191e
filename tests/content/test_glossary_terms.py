"""The glossary and the lessons that introduce its terms."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from samplechapter import CHAPTER

from coursekit.authoring.compiled import compile_chapter, read_definitions
from coursekit.content import chapters
from coursekit.errors import BankError

LESSONS = chapters()
GLOSSARY = read_definitions(LESSONS[0].folder)
EXPECTED = """
neuron · weight · bias · parameter · activation function · ReLU · layer · hidden layer · forward pass · loss ·
gradient · backpropagation · gradient descent · learning rate · epoch · batch · optimizer · overfitting ·
regularisation · initialisation · normalisation · residual connection · logit · softmax · FLOP · throughput ·
token · embedding · attention
"""
"""What the course has to define, whatever else it defines."""

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=[each.slug for each in LESSONS])


def listed():
    return [term for lesson in LESSONS for term in lesson.terms]


@each_lesson
def test_terms_are_listed_in_the_order_in_which_the_lesson_marks_them(lesson):
    assert re.findall(r"^# \{term (.+)\}$", lesson.text("lesson"), re.MULTILINE) == lesson.terms


def test_every_definition_is_used_by_one_lesson():
    assert Counter(listed()) == Counter(GLOSSARY.keys())


def test_the_words_that_the_course_promises_are_there():
    promised = [term.strip() for term in EXPECTED.split("·")]
    assert [term for term in promised if term not in listed()] == []


def test_a_definition_is_one_line_that_ends_in_a_full_stop():
    assert [term for term, meaning in GLOSSARY.items() if "\n" in meaning or meaning[-1] != "."] == []


def test_an_undefined_term_is_refused_with_its_chapter(sample):
    with pytest.raises(BankError, match=r"tiny/chapter\.yaml: 'triple' is not in glossary\.yaml"):
        sample(chapter_yaml=CHAPTER.replace("[double]", "[double, triple]"))


def test_a_chapter_without_terms_needs_no_glossary(sample):
    tiny = sample(chapter_yaml=CHAPTER.replace("[double]", "[]"))
    (tiny.folder.parent / "glossary.yaml").unlink()
    assert compile_chapter(tiny.folder).definitions == {}
