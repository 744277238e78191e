from __future__ import annotations

import threading

import pytest

from coursekit.errors import FolderError
from coursekit.progress import Event, Recorder, present_folder, read_history

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
