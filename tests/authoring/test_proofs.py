from __future__ import annotations

import pytest
from samplechapter import MISTAKES

from coursekit.authoring.proofs import complaints, definitions, table, trials


def test_every_attempt_at_the_sample_ends_as_it_should(sample):
    found = trials(sample())
    assert [(each.kind, each.outcome) for each in found] == [
        ("as shipped", "not attempted"),
        ("reference", "correct"),
        ("variant", "correct"),
        ("variant", "correct"),
        ("mistake", "not yet"),
        ("mistake", "not yet"),
        ("mistake", "not yet"),
    ]
    assert not any(each.complaint for each in found)


@pytest.mark.parametrize(
    ("old", "new", "name", "complaint"),
    [
        ('"the square"', '"the cube"', "square", "its message should hold 'the cube'"),
        ("return 3 * x", "return x + x", "thrice", "it should be 'not yet' or 'crashed'"),
        ('"the square"', '"That is the"', "itself", "what tells another mistake: 'That is the'"),
        ("return 2 * x", "pass", "product", "it should be 'correct'"),
    ],
)
def test_an_attempt_that_ends_otherwise_is_marked(sample, old, new, name, complaint):
    found = [each for each in trials(sample(mistakes_py=MISTAKES.replace(old, new))) if each.complaint]
    assert found[0].name == name
    assert str(found[0]).startswith("✗ tiny.double")
    assert str(found[0]).endswith(complaint)


def test_the_table_has_a_line_for_each_attempt(sample):
    lines = table(trials(sample(), seeds=[0])).splitlines()
    assert len(lines) == 8
    assert "itself" in lines[5]


def test_the_table_ends_with_how_many_mistakes_and_variants_an_exercise_has(sample):
    last = table(trials(sample(), seeds=[0])).splitlines()[-1]
    assert " ".join(last.split()) == "tiny.double 3 mistakes, 2 variants"


def test_an_exercise_needs_three_mistakes_with_words_of_their_own_and_two_variants(sample):
    assert complaints(sample()) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (MISTAKES.replace("MISTAKES =", "_ ="), "'tiny.double' has 0 mistakes, it needs 3"),
        (MISTAKES.replace("VARIANTS =", "_ ="), "'tiny.double' has 0 variants, it needs 2"),
        (MISTAKES.replace("sum(x for _ in range(2))", "2 * x"), "'tiny.double' has 1 variants, it needs 2"),
        (
            MISTAKES.replace("the number itself", "the square"),
            "two mistakes of 'tiny.double' expect the same words",
        ),
        (
            MISTAKES.replace("MISTAKES = {", 'MISTAKES = {"tiny.gone": [],'),
            "there is no exercise 'tiny.gone'",
        ),
        (
            MISTAKES.replace("VARIANTS = {", 'VARIANTS = {"tiny.away": [],'),
            "there is no exercise 'tiny.away'",
        ),
    ],
)
def test_mistakes_that_fall_short_are_named(sample, text, reason):
    (complaint,) = complaints(sample(mistakes_py=text))
    assert reason in complaint


def test_definitions_run_no_calls_and_no_loops():
    space = definitions(
        ["import math\nx = math.pi", "print(1 / 0)\nfor _ in range(3): 1 / 0", "def f(): return x"]
    )
    assert space["f"]() == space["x"]
