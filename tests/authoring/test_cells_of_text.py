from __future__ import annotations

import pytest
from samplechapter import CHAPTER, LESSON, PARTED, SITTINGS

from coursekit.authoring.cells import cells_of
from coursekit.errors import BankError


def test_a_lesson_opens_with_what_its_description_says(sample):
    header = cells_of(sample(), "lesson")[0].source
    assert header.startswith("# 90 · Doubling\n\nbeginner · about 5 minutes, exercises included\n")
    assert "- Python" in header
    assert "- You can double a number." in header


def test_exercises_open_with_a_link_to_their_lesson(sample):
    assert "[Doubling](../lessons/90_tiny.ipynb)" in cells_of(sample(), "exercises")[0].source


def test_a_lesson_begins_with_how_to_run_it(sample):
    assert "press **Shift + Enter**, again and again" in cells_of(sample(), "lesson")[0].source


def test_the_closing_markers_are_filled(sample):
    closing = cells_of(sample(), "lesson")[-1].source
    assert closing == (
        "- Doubling is adding a number to itself.\n\n- **double**: A number added to itself.\n\n"
        "- [Python](https://docs.python.org/3/)"
    )


def test_a_term_is_defined_where_it_is_first_used(sample):
    assert cells_of(sample(), "lesson")[2].source.endswith(
        '<details style="margin-bottom: 0.7em"><summary><b>double</b></summary>\n\nA number added to itself.\n\n</details>'
    )


def test_tags_are_kept(sample):
    assert cells_of(sample(), "lesson")[3].metadata == {"tags": ["remember-me"]}


@pytest.mark.parametrize(
    ("marker", "reason"),
    [
        ("{hedaer}", r"tiny/lesson\.py cell 1: “\{hedaer\}”: .* numbers\.py has no 'hedaer'"),
        ("{term triple}", r"tiny/lesson\.py: nothing is known for the marker \{term triple\}"),
    ],
)
def test_an_unknown_marker_is_refused(sample, marker, reason):
    tiny = sample(lesson_py=LESSON.replace("{header}", marker))
    with pytest.raises(BankError, match=reason):
        cells_of(tiny, "lesson")


def test_a_lesson_in_sittings_lists_them_and_says_where_to_stop(sample):
    cells = cells_of(sample(lesson_py=PARTED, chapter_yaml=CHAPTER + SITTINGS), "lesson")
    assert (
        "**In 2 sittings**\n\n1. Doubling, about 3 minutes\n2. [What is left](#What-is-left%3F), about 2 minutes"
        in cells[0].source
    )
    assert "This was part 1 of 2, *Doubling*" in cells[4].source
    assert "Part 2, *What is left*, takes about 2 minutes." in cells[4].source


def test_a_lesson_in_sittings_tells_the_exercises_time_from_its_own(sample):
    longer = (CHAPTER + SITTINGS).replace("minutes_do: 3", "minutes_do: 12")
    header = cells_of(sample(lesson_py=PARTED, chapter_yaml=longer), "lesson")[0].source
    assert (
        "\n\nbeginner · about 14 minutes: 5 for this page and 9 for the exercises\n\n**In 2 sittings**\n\n"
        in header
    )


def test_each_sitting_knows_the_questions_that_it_marks(sample):
    first, second = sample(lesson_py=PARTED, chapter_yaml=CHAPTER + SITTINGS).sittings
    assert (first.fragment, second.fragment) == ("", "#What-is-left%3F")
    assert (first.questions, second.questions) == (["pick"], ["all", "number"])


@pytest.mark.parametrize(
    ("text", "sittings", "reason"),
    [
        (LESSON, SITTINGS, r"tiny/lesson\.py: 0 lines \{pause\} make 1 sittings, but chapter\.yaml names 2"),
        (PARTED, "", r"1 lines \{pause\} make 2 sittings, but chapter\.yaml names 0"),
        (PARTED.replace("## What is left?", "What is left?"), SITTINGS, "no heading follows the line"),
    ],
)
def test_sittings_that_do_not_fit_the_lesson_are_refused(sample, text, sittings, reason):
    with pytest.raises(BankError, match=reason):
        sample(lesson_py=text, chapter_yaml=CHAPTER + sittings)
