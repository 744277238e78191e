from __future__ import annotations

import pytest
from samplechapter import CHAPTER, GLOSSARY, NUMBERS, QUESTIONS

from coursekit.authoring.compiled import compile_chapter, compiled_text
from coursekit.content.chapters import COMPILED
from coursekit.errors import BankError

TEXTS = {
    "chapter_yaml": CHAPTER.replace("[Doubling is", '["Twice {answer / 2} is {answer}"').replace(
        " adding a number to itself.]", "]"
    ),
    "glossary_yaml": GLOSSARY.replace("itself", "itself, such as {answer}"),
    "questions_yaml": QUESTIONS.replace("Add it to itself", "Twice {-answer:.1f} is {-2 * answer:,}").replace(
        "text: Doubling is squaring.", 'text: "Twice {answer / 4} is {answer}."'
    ),
}


def test_numbers_are_filled_in_wherever_a_learner_reads(sample):
    tiny = sample(**TEXTS)
    number = tiny.bank.questions["number"]
    assert tiny.take_aways == ["Twice 8 is 16"]
    assert tiny.definitions == {"double": "A number added to itself, such as 16."}
    assert tiny.bank.misconceptions["squares"].text == "Twice 4 is 16."
    assert (number.answer, number.otherwise) == (16.0, "Twice −16.0 is −32.")
    assert [slip.value for slip in number.slips] == [64.0, 0.5]


def test_what_is_on_disk_is_what_the_texts_make(sample):
    tiny = sample()
    assert compiled_text(compile_chapter(tiny.folder)) == (tiny.folder / COMPILED).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"numbers_py": NUMBERS.replace("answer", "anwser")}, r"tiny/questions\.yaml number: .* no 'answer'"),
        (
            {"questions_yaml": QUESTIONS.replace('"{answer}"', '"about {answer}"')},
            "`number`: `answer`: expected",
        ),
        (
            {"chapter_yaml": CHAPTER.replace("title: Doubling", "title: About {doubling}")},
            r"tiny/chapter\.yaml: .* no 'doubling'",
        ),
        (
            {"chapter_yaml": CHAPTER.replace("title: Doubling", "title: {answer}")},
            "put it in quotes; a value that begins with a brace is read as a table",
        ),
        (
            {"glossary_yaml": "double: {deep: er}"},
            r"glossary\.yaml: .*str.*write each line as `term: its definition`",
        ),
        ({"glossary_yaml": "double: A.\ndouble: B.\n"}, "`double` stands there twice"),
        ({"course_yaml": "title: Tiny"}, r"/course\.yaml: .*missing required field `folder_name`"),
        ({"questions_yaml": "chapter: tiny\nquestions: 3\n"}, r"tiny/questions\.yaml: `questions`: expected"),
    ],
)
def test_texts_that_cannot_be_compiled_are_named(sample, changes, reason):
    with pytest.raises(BankError, match=reason):
        sample(**changes)
