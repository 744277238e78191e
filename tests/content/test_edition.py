"""The edition of a course: changes with its content, and is the same on every machine."""

from __future__ import annotations

import shutil

import pytest
from samplechapter import CHECKS, LESSON, QUESTIONS, write_sample

from coursekit.content import load_course
from coursekit.content.edition import edition_of
from coursekit.progress import Event, History


def test_it_is_the_same_in_another_place_and_with_other_line_ends(tmp_path):
    write_sample(tmp_path / "a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    for path in (tmp_path / "b").rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (tmp_path / "b" / "tiny" / "__pycache__").mkdir(exist_ok=True)
    found = edition_of(tmp_path / "a")
    assert found == edition_of(tmp_path / "b") == load_course(tmp_path / "a").edition
    assert len(found) == 8
    assert int(found, 16) >= 0


@pytest.mark.parametrize(
    "changes",
    [
        {"questions_yaml": QUESTIONS.replace("feedback: Yes.", "feedback: Yes!", 1)},
        {"checks_py": f"{CHECKS}\n# stricter\n"},
        {"lesson_py": f"{LESSON}\n# %%\n1 + 1\n"},
        {"checks_py": ""},
    ],
)
def test_it_changes_with_a_question_a_check_or_a_text(tmp_path, changes):
    write_sample(tmp_path / "a")
    write_sample(tmp_path / "b", **changes)
    assert edition_of(tmp_path / "a") != edition_of(tmp_path / "b")


def test_an_event_is_stamped_with_it_and_with_what_was_asked(tmp_path):
    write_sample(tmp_path, questions_yaml=QUESTIONS.replace("id: pick", "id: pick\n    was: old"))
    course = load_course(tmp_path)
    answer, old, gone, hint = (
        course.stamped(Event(kind=kind, chapter="tiny", id=name))
        for kind, name in (("answer", "pick"), ("answer", "old"), ("answer", "gone"), ("hint", "pick"))
    )
    assert {each.edition for each in (answer, old, gone, hint)} == {course.edition}
    assert answer.asked == old.asked == course.fingerprints["tiny.pick"]
    assert gone.asked is hint.asked is None


def test_a_history_of_this_edition_is_read_as_it_is(tmp_path):
    write_sample(tmp_path)
    course = load_course(tmp_path)
    history = History((course.stamped(Event(kind="answer", chapter="tiny", id="pick", answer="x")),))
    assert course.today(history) is history
