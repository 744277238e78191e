from __future__ import annotations

import pytest
from samplechapter import LESSON

from coursekit.authoring.cells import cells_of
from coursekit.errors import BankError


def test_a_lesson_opens_with_what_its_description_says(sample):
    header = cells_of(sample(), "lesson")[0].source
    assert header.startswith("# 90 · Doubling\n\nbeginner · 2 minutes to read · 3 minutes to do")
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
