from __future__ import annotations

from coursekit.course.diary import Diary
from coursekit.progress import Event, read_history

PICK = Event(kind="answer", chapter="tiny", id="pick", answer="twice", outcome="right")


def test_events_that_the_disk_refused_are_saved_with_the_next(workplace):
    diary, progress = Diary(workplace, {}), workplace / ".coursekit" / "progress"
    progress.write_text("in the way")
    assert diary.record(PICK).startswith("Not saved yet: progress cannot be written")
    assert [event.answer for event in diary.events("answer", "tiny.pick")] == ["twice"]
    progress.unlink()
    assert diary.record(PICK) == ""
    assert len(read_history(workplace).events) == 2
    assert len(diary.events("answer", "tiny.pick")) == 2


def test_events_without_a_folder_wait_for_one(tmp_path):
    place = tmp_path / "later"
    diary = Diary(tmp_path, {"COURSEKIT_FOLDER": str(place)})
    assert "as long as this kernel runs" in diary.record(PICK)
    assert len(diary.events("answer", "tiny.pick")) == 1
    place.mkdir()
    assert diary.record(PICK) == ""
    assert len(read_history(place).events) == 2


def test_an_answer_that_a_question_does_not_take_any_more_is_not_shown(sample, workplace):
    sample()
    diary = Diary(workplace, {})
    assert diary.earlier("tiny.pick") is None
    diary.record(PICK)
    assert diary.earlier("tiny.pick").answer == "twice"
    diary.record(Event(kind="answer", chapter="tiny", id="pick", answer="an option of old", outcome="wrong"))
    assert diary.earlier("tiny.pick") is None
