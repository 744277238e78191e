from __future__ import annotations

import errno
import os
import threading

import pytest

from coursekit.errors import ArgumentError, FolderError
from coursekit.progress import Event, Recorder, present_folder, read_history
from coursekit.progress.lines import LONGEST

PICK = Event(kind="answer", chapter="tiny", id="pick", answer="twice", outcome="right")


def test_events_that_the_disk_refused_are_saved_with_the_next(workplace):
    recorder, progress = Recorder(workplace, {}), workplace / ".coursekit" / "progress"
    progress.write_text("in the way")
    assert recorder.record(PICK).startswith("Not saved yet: progress cannot be written")
    assert [event.answer for event in recorder.events("answer", "tiny.pick")] == ["twice"]
    progress.unlink()
    assert recorder.record(PICK) == ""
    assert len(read_history(workplace).events) == 2
    assert len(recorder.events("answer", "tiny.pick")) == 2


def test_events_without_a_folder_wait_for_one(tmp_path):
    place = tmp_path / "later"
    recorder = Recorder(tmp_path, {"COURSEKIT_FOLDER": str(place)})
    assert "as long as this kernel runs" in recorder.record(PICK)
    assert len(recorder.events("answer", "tiny.pick")) == 1
    place.mkdir()
    assert recorder.record(PICK) == ""
    assert len(read_history(place).events) == 2


def test_an_event_that_was_written_but_not_synced_counts_once(workplace, monkeypatch):
    def failing(_):
        raise OSError(errno.EIO, "Input/output error")

    recorder = Recorder(workplace, {})
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        assert "Input/output error" in recorder.record(Event(kind="hint", chapter="tiny", id="double"))
    assert len(recorder.events("hint", "tiny.double")) == 1
    assert len(read_history(workplace).events) == 1


def test_an_answer_too_long_to_keep_leaves_nothing_behind(workplace):
    recorder = Recorder(workplace, {})
    with pytest.raises(ArgumentError, match="too long to keep"):
        recorder.record(Event(kind="answer", chapter="tiny", id="pick", answer="x" * LONGEST))
    assert recorder.events("answer", "tiny.pick") == []


def test_reading_waits_until_another_thread_has_written(workplace):
    recorder = Recorder(workplace, {})
    reader = threading.Thread(target=recorder.events, args=("answer", "tiny.pick"))
    with recorder._lock:
        reader.start()
        reader.join(0.1)
        assert reader.is_alive()
    reader.join(10)
    assert not reader.is_alive()


def test_a_folder_that_was_deleted_under_the_kernel_is_a_sentence(workplace):
    workplace.joinpath(".coursekit").rmdir()
    workplace.rmdir()
    with pytest.raises(
        FolderError, match="the folder this notebook runs in is gone; open the notebook where"
    ):
        present_folder()
