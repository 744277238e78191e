import errno
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from loglines import line, write

from coursekit.errors import ArgumentError, FolderError
from coursekit.progress import Event, Log, progress_files, progress_folder, read_history
from coursekit.progress.lines import LONGEST

ANSWER = Event(kind="answer", chapter="neuron", id="one", answer="sum", outcome="right")


def ticking(*minutes: float):
    """A clock that shows these minutes, one after the other, then stands."""
    shown = list(minutes)
    return lambda: (
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=shown.pop(0) if len(shown) > 1 else shown[0])
    )


def full_disk(room: int):
    """An `os.write` that has room for so many bytes."""
    left = [room]

    def write(handle: int, data: bytes) -> int:
        if left[0] == 0:
            left[0] = 1 << 30  # the next time somebody has made room
            raise OSError(errno.ENOSPC, "No space left on device")
        written = os.write(handle, data[: left[0]])
        left[0] -= written
        return written

    return write


def test_an_appended_event_comes_back(tmp_path):
    stamped = Log(tmp_path).append(ANSWER)
    assert read_history(tmp_path).everything == (stamped,)
    assert (len(stamped.uid), stamped.time.tzinfo, stamped.clock) == (16, UTC, None)


def test_nothing_is_made_before_the_first_event(tmp_path):
    assert repr(Log(tmp_path)) == f"Log({str(tmp_path)!r})"
    assert list(tmp_path.iterdir()) == []


def test_each_kernel_writes_a_file_of_its_own(tmp_path):
    for log in (Log(tmp_path), Log(tmp_path)):
        log.append(ANSWER)
        log.append(ANSWER)
    files = progress_files(tmp_path)
    assert [len(file.read_text().splitlines()) for file in files] == [2, 2]
    assert all(f"-{os.getpid()}-" in file.name for file in files)


def test_a_file_that_was_moved_away_is_made_anew(tmp_path):
    log = Log(tmp_path)
    log.append(ANSWER)
    shutil.rmtree(progress_folder(tmp_path))
    second = log.append(ANSWER)
    assert read_history(tmp_path).everything == (second,)


def test_a_clock_that_goes_back_does_not_reorder(tmp_path):
    log = Log(tmp_path, clock=ticking(10, 10, 5, 20))
    events = [log.append(ANSWER) for _ in range(3)]
    assert read_history(tmp_path).everything == tuple(events)
    assert [event.time.minute for event in events] == [10, 10, 20]
    assert [event.clock and event.clock.minute for event in events] == [None, 5, None]


def test_a_later_kernel_whose_clock_is_behind_comes_later(tmp_path):
    write(tmp_path, "earlier.jsonl", line("before", minute=60))
    Log(tmp_path, clock=ticking(30)).append(Event(kind="reset", chapter="neuron"))
    assert read_history(tmp_path).events == ()


def test_a_date_at_the_end_of_time_stops_nobody(tmp_path):
    write(
        tmp_path,
        "odd.jsonl",
        line("odd").replace(b"2026-01-01T00:00:00Z", b"9999-12-31T23:59:59.999999-12:00"),
    )
    Log(tmp_path).append(ANSWER)
    assert len(read_history(tmp_path).everything) == 2


@pytest.mark.parametrize("room", [0, 1, 40, 10_000])
def test_a_full_disk_loses_nothing(tmp_path, room):
    log = Log(tmp_path, write=full_disk(room))
    kept, refused = [], 0
    for _ in range(200):
        try:
            kept.append(log.append(ANSWER).uid)
        except FolderError:
            refused += 1
    assert refused == 1
    found = [event.uid for event in read_history(tmp_path).everything]
    assert len(found) == len(set(found)) == 200
    assert set(kept) <= set(found)


def test_a_half_written_line_is_ended_before_the_next(tmp_path):
    log = Log(tmp_path, write=full_disk(40))
    with pytest.raises(FolderError, match="No space left on device"):
        log.append(ANSWER)
    second = log.append(ANSWER)
    torn, *whole = progress_files(tmp_path)[0].read_bytes().splitlines()
    assert (len(torn), len(whole)) == (40, 2)
    assert read_history(tmp_path).everything[-1] == second


def test_the_message_says_where_why_and_what_to_do(tmp_path):
    (tmp_path / ".coursekit").write_text("in the way")
    log = Log(tmp_path)
    with pytest.raises(FolderError) as first:
        log.append(ANSWER)
    with pytest.raises(FolderError, match="2 entries are kept in memory"):
        log.append(ANSWER)
    assert str(first.value).startswith(f"progress cannot be written to {tmp_path}/.coursekit/progress (")
    assert "it is kept in memory and will go out with the next one" in str(first.value)


def test_an_interruption_in_the_middle_of_a_line_loses_nothing(tmp_path):
    stops = [True]

    def write(handle, data):
        if stops.pop() if stops else False:
            os.write(handle, data[:20])
            raise KeyboardInterrupt
        return os.write(handle, data)

    log = Log(tmp_path, write=write)
    with pytest.raises(KeyboardInterrupt):
        log.append(ANSWER)
    log.append(ANSWER)
    assert len(read_history(tmp_path).everything) == 2


def test_an_answer_that_is_too_long_is_refused_and_the_next_one_kept(tmp_path):
    log = Log(tmp_path)
    with pytest.raises(ArgumentError, match="too long to keep"):
        log.append(Event(kind="answer", chapter="neuron", id="one", answer="x" * LONGEST))
    log.append(ANSWER)
    assert len(read_history(tmp_path).everything) == 1


def test_a_forked_process_writes_a_file_of_its_own(tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from coursekit.progress import Event, Log\n"
        "log = Log(Path(sys.argv[1])); event = Event(kind='opened', chapter='neuron')\n"
        "log.append(event); child = os.fork(); log.append(event)\n"
        "child and os.waitpid(child, 0)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, timeout=60)
    assert sorted(len(file.read_text().splitlines()) for file in progress_files(tmp_path)) == [1, 2]


def test_what_waits_stands_in_the_history_once(tmp_path):
    (tmp_path / ".coursekit").write_text("in the way")
    log = Log(tmp_path)
    with pytest.raises(FolderError):
        log.append(ANSWER)
    (waiting,) = log.history().events
    (tmp_path / ".coursekit").unlink()
    second = log.append(ANSWER)
    assert log.history().everything == (waiting, second)


def test_a_folder_that_comes_later_takes_what_waited(tmp_path):
    def find():
        if not (tmp_path / "later").is_dir():
            raise FolderError("there is no folder.")
        return tmp_path / "later"

    log = Log(find, clock=ticking(30))
    with pytest.raises(FolderError, match=r"there is no folder\. It is kept as long as this kernel runs"):
        log.append(ANSWER)
    assert len(log.history().everything) == 1
    write(tmp_path / "later", "earlier.jsonl", line("before", minute=60))
    last = log.append(ANSWER)
    assert [event.uid for event in log.history().everything][1:] == ["before", last.uid]
