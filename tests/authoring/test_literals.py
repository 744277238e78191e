from __future__ import annotations

from types import ModuleType

import pytest
from samplechapter import LESSON, NUMBERS, QUESTIONS

from coursekit.authoring.literals import review_numbers, review_recomputed
from coursekit.errors import BankError


def proofs(source):
    module = ModuleType("claims")
    exec(source, vars(module))
    return module


def test_a_chapter_whose_numbers_are_computed_or_chosen_has_no_complaint(sample):
    assert review_numbers(sample()) == []


def test_a_literal_is_named_with_its_place_and_the_expression_that_gives_it(sample):
    tiny = sample(
        lesson_py=LESSON.replace(
            "{twice(4)}.\n#\n# {term double}", "9, half of it {twice(4) / 2}, and of 16.00 it is 3."
        )
    )
    assert review_numbers(tiny) == [
        "lesson.py cell 3: “Twice 4 is 9, half of it , and of 16.00 it is 3.”: 9 is neither computed nor chosen; write it "
        "as an expression, or list it in CHOSEN of numbers.py",
        "lesson.py cell 3: “Twice 4 is 9, half of it , and of 16.00 it is 3.”: 16.00 is neither computed nor chosen; "
        "write it as {answer:.2f}, or list it in CHOSEN of numbers.py",
        "lesson.py cell 3: “4 is 9, half of it , and of 16.00 it is 3.”: 3 is neither computed nor chosen; write it as "
        "an expression, or list it in CHOSEN of numbers.py",
    ]


@pytest.mark.parametrize(
    ("more", "says"), [("", ""), (" 9", " and in 1 more place"), (" 9 or 9", " and in 2 more places")]
)
def test_a_literal_in_several_places_is_named_once_with_their_number(sample, more, says):
    tiny = sample(lesson_py=f"{LESSON}\n# %% [markdown]\n# It is 9.\n\n# %% [markdown]\n# Not{more}.\n")
    assert review_numbers(tiny) == [
        f"lesson.py cell 7: “It is 9.”{says}: 9 is neither computed nor chosen; write it as an expression, "
        "or list it in CHOSEN of numbers.py"
    ]


def test_braces_in_code_are_no_expressions_and_its_numbers_are_literals(sample):
    tiny = sample(lesson_py=LESSON + '\n# %%\nprint("{answer} of {to be filled}", "and 7")\n')
    (found,) = review_numbers(tiny)
    assert found.startswith("lesson.py cell 7: “and 7”: 7 is neither computed nor chosen")


def test_a_key_is_a_number_that_is_read(sample):
    tiny = sample(questions_yaml=QUESTIONS.replace('answer: "{answer}"', "answer: 16"))
    (found,) = review_numbers(tiny)
    assert found.startswith("questions.yaml number: “answer 16”: 16 is neither computed nor chosen")


def test_a_chosen_number_that_stands_nowhere_is_named(sample):
    tiny = sample(numbers_py=NUMBERS.replace('"4 8"', '"4 8 77"'))
    assert review_numbers(tiny) == ["numbers.py: CHOSEN lists 77, which stands in no text; take it out"]


@pytest.mark.parametrize("chosen", ["['4', '8']", "'4 8'", "{'what is doubled': ['4', '8']}"])
def test_chosen_numbers_of_another_form_are_answered_with_the_right_form(sample, chosen):
    tiny = sample(numbers_py=NUMBERS.replace('{"what is doubled": "4 8"}', chosen))
    with pytest.raises(BankError) as refused:
        review_numbers(tiny)
    assert str(refused.value) == (
        'tiny/numbers.py: CHOSEN must be a dict of reason: "numbers as written, spaces between"'
    )


@pytest.mark.parametrize(("chosen", "word"), [("4, 8", "'4,'"), ("4 and 8", "'and'")])
def test_what_is_no_number_among_the_chosen_ones_is_named(sample, chosen, word):
    tiny = sample(numbers_py=NUMBERS.replace("4 8", chosen))
    with pytest.raises(
        BankError, match=rf"^tiny/numbers\.py: CHOSEN lists {word}, which is no number; write"
    ):
        review_numbers(tiny)


def test_without_numbers_every_literal_is_named(sample):
    plain = sample(
        numbers_py="", lesson_py="# %% [markdown]\n# 7\n", questions_yaml="chapter: tiny\nquestions: []\n"
    )
    assert [each.partition(" is neither")[0] for each in review_numbers(plain)] == [
        "lesson.py cell 1: “7”: 7"
    ]


@pytest.mark.parametrize("source", ["def answer():\n    return 8 + 8", "def twice(x):\n    return x + x"])
def test_a_number_that_comes_out_the_same_another_way_is_confirmed(sample, source):
    assert review_recomputed(sample(), proofs(source)) == []


def test_a_number_that_comes_out_otherwise_is_named_with_its_sentence_and_both_values(sample):
    assert review_recomputed(sample(), proofs("def answer():\n    return 17")) == [
        "questions.yaml number: “answer {answer}”: numbers.py gives 16, computed another way it is 17"
    ]


def test_a_number_that_no_sentence_shows_is_compared_too(sample):
    tiny = sample(numbers_py=NUMBERS + "\nhidden = 1.0\n")
    assert review_recomputed(tiny, proofs("def hidden():\n    return 1.0 + 1e-9")) == []
    (found,) = review_recomputed(tiny, proofs("def hidden():\n    return 2.0"))
    assert found == "numbers.py: hidden is 1.0, computed another way 2.0"


def test_a_claim_in_words_returns_true_or_is_named(sample):
    holds = "def doubling_is_adding():\n    return True\n\n\ndef _helper():\n    return 3"
    tiny = sample()
    assert review_recomputed(tiny, proofs(holds)) == []
    assert review_recomputed(tiny, proofs("def doubling_is_adding():\n    return {}")) == [
        "claims: doubling_is_adding must return True, it returned {}"
    ]
