from __future__ import annotations

import pytest
from samplechapter import EXERCISES, LESSON

from coursekit.authoring.learner_texts import places


def texts(chapter, name):
    return [place.text for place in places(chapter) if place.name.startswith(name)]


def test_the_description_is_read_line_by_line(sample):
    assert texts(sample(), "chapter.yaml")[:3] == ["Doubling", "Python", "You can double a number."]


def test_markdown_is_read_as_the_author_wrote_it(sample):
    assert texts(sample(), "lesson.py cell 3") == ["Twice 4 is {twice(4)}.\n\n{term double}"]


def test_comments_and_strings_of_code_cells_are_read(sample):
    tiny = sample(lesson_py=LESSON + '\n# %%\n# Seen: 3\nprint("so much")\n')
    assert texts(tiny, "lesson.py cell 7") == ["Seen: 3", "so much"]


@pytest.mark.parametrize(
    "call",
    [
        'ask("tiny.seen-20-30", again="tiny-7")',
        'warm_up("tiny.seen-20-30", before="tiny")',
        'check("tiny.seen-20-30")',
        'hint("tiny.seen-20-30")',
        'show("tiny.seen_20_30")',
        'solution("tiny.seen-20-30")',
    ],
)
def test_an_id_that_is_asked_for_is_not_shown_but_what_is_printed_beside_it_is(sample, call):
    tiny = sample(lesson_py=f'{LESSON}\n# %%\nprint("card", {call}, "30")\n')
    assert texts(tiny, "lesson.py cell 7") == ["card", "30"]


def test_docstrings_are_not_shown_but_hints_are(sample):
    tiny = sample(exercises_py=EXERCISES)
    assert "Twice x." not in texts(tiny, "exercises.py")
    assert texts(tiny, "checks.py tiny.double") == ["Add.", "A sum is enough."]


def test_numeric_keys_are_read_in_words(sample):
    found = texts(sample(), "questions.yaml number")
    assert {"answer {answer}", "slip {8**2}", "slip {1 / 2}"} <= set(found)


def test_ids_and_picture_settings_are_not_shown(sample):
    found = texts(sample(), "questions.yaml look")
    assert set(found) == {"Which picture?", "see it", "Count.", "two bars", "Yes.", "four bars", "A square."}


def test_captions_of_pictures_are_read_without_formats(sample):
    assert texts(sample(), "pictures.py") == [" bars"]


def test_a_chapter_without_pictures_has_no_captions(sample):
    assert texts(sample(pictures_py=""), "pictures.py") == []
