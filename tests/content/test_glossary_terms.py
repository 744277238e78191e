"""The glossary and the lessons that introduce its terms."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from samplechapter import CHAPTER

import coursekit.content
from coursekit.content import chapters, glossary
from coursekit.errors import BankError

LESSONS = chapters()
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
def test_every_term_of_a_lesson_is_defined(lesson):
    assert list(lesson.definitions) == lesson.terms


@each_lesson
def test_terms_are_listed_in_the_order_in_which_the_lesson_marks_them(lesson):
    assert re.findall(r"^# \{term (.+)\}$", lesson.text("lesson"), re.MULTILINE) == lesson.terms


def test_every_definition_is_used_by_one_lesson():
    assert Counter(listed()) == Counter(glossary().keys())


def test_the_words_that_the_course_promises_are_there():
    promised = [term.strip() for term in EXPECTED.split("·")]
    assert [term for term in promised if term not in listed()] == []


def test_a_definition_is_one_line_that_ends_in_a_full_stop():
    assert [term for term, meaning in glossary().items() if "\n" in meaning or meaning[-1] != "."] == []


def test_an_undefined_term_is_refused_with_its_chapter(sample):
    tiny = sample(chapter_yaml=CHAPTER.replace("[double]", "[double, triple]"))
    with pytest.raises(BankError, match=r"tiny/chapter\.yaml: 'triple' is not in glossary\.yaml"):
        _ = tiny.definitions


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("double: A.\ndouble: B.\n", "`double` stands there twice"),
        ("weight: Something else.\n", "'weight' is defined already"),
        ("double: {deep: er}\n", r"glossary\.yaml: .*str.*write each line as `term: its definition`"),
    ],
)
def test_a_glossary_that_cannot_be_used_is_refused(tmp_path, monkeypatch, text, reason):
    (tmp_path / "glossary.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(coursekit.content, "__path__", [*coursekit.content.__path__, str(tmp_path)])
    with pytest.raises(BankError, match=reason):
        glossary()


def test_a_folder_of_chapters_needs_no_glossary(tmp_path, monkeypatch):
    before = glossary()
    monkeypatch.setattr(coursekit.content, "__path__", [*coursekit.content.__path__, str(tmp_path)])
    assert glossary() == before
