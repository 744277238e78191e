from __future__ import annotations

from samplechapter import CHAPTER, CLAIMS, LESSON

from coursekit.authoring.accounts import complaints

MORE = """

@claims("doubling is easy")
def easy():
    return {}
"""


def test_a_chapter_whose_numbers_are_accounted_for_has_no_complaint(sample):
    assert complaints(sample()) == []


def test_a_number_nobody_registered_is_named_with_its_place(sample):
    (complaint,) = complaints(
        sample(chapter_yaml=CHAPTER.replace("Doubling is", "In 9 of ten cases doubling is"))
    )
    assert complaint.startswith("chapter.yaml: no claim accounts for 9 in “In 9 of ten cases")


def test_a_chapter_without_claims_has_to_account_for_all(sample):
    found = complaints(sample(claims_py=""))
    assert any("no claim accounts for 16 in “answer 16”" in each for each in found)


def test_a_claim_that_stands_nowhere_is_stale(sample):
    tiny = sample(
        claims_py=CLAIMS + '\nclaims.given("x = 77", why="gone")\nclaims.given("6", why="gone", at="look")\n'
    )
    assert complaints(tiny) == [
        "claims.py: “x = 77” stands nowhere; correct it or take it out",
        "claims.py: “6” stands nowhere in look; correct it or take it out",
    ]


def test_a_wrong_number_is_shown_beside_the_computed_one(sample):
    (complaint,) = complaints(sample(claims_py=CLAIMS.replace("4, 2 * 4", "4, 9")))
    assert complaint == "claims.py: “Twice 4 is 8.” says 8, computed is 9"


def test_a_function_must_return_as_many_numbers_as_are_written(sample):
    (complaint,) = complaints(sample(claims_py=CLAIMS.replace("4, 2 * 4", "8")))
    assert complaint == "claims.py: “Twice 4 is 8.” shows 4, 8, but its function returned [8]"


def test_a_claim_in_words_holds_when_its_function_says_so(sample):
    lesson = LESSON.replace("Twice 4 is 8.", "Twice 4 is 8. Doubling\n# is *easy*: doubling is easy.")
    tiny = sample(lesson_py=lesson, claims_py=CLAIMS + MORE.format(True))
    assert complaints(tiny) == []


def test_a_claim_in_words_that_turned_false_is_named(sample):
    lesson = LESSON.replace("Twice 4 is 8.", "Twice 4 is 8. And doubling is easy.")
    (complaint,) = complaints(sample(lesson_py=lesson, claims_py=CLAIMS + MORE.format(False)))
    assert complaint.endswith("its function must return True, not [False]")


def test_a_fragment_does_not_cover_part_of_a_longer_number(sample):
    lesson = LESSON.replace("Twice 4 is 8.", "Twice 4 is 8. Twice 4 is 8.5.")
    found = complaints(sample(lesson_py=lesson, claims_py=CLAIMS.replace("Twice 4 is 8.", "Twice 4 is 8")))
    assert [each.partition(" in “")[0] for each in found] == [
        "lesson.py cell 3: no claim accounts for 4",
        "lesson.py cell 3: no claim accounts for 8.5",
    ]
