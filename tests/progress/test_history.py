import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loglines import event, line, write

from coursekit.progress import progress_folder, read_history
from coursekit.progress.lines import LONGEST


def uids(folder):
    return [event.uid for event in read_history(folder).events]


def test_an_empty_folder_has_an_empty_history(tmp_path):
    history = read_history(tmp_path)
    assert (history.events, history.damaged) == ((), ())
    assert repr(history) == "History(0 events, 0 damaged lines)"


def test_files_are_merged_by_time(tmp_path):
    write(tmp_path, "a.jsonl", line("a1", minute=1), line("a3", minute=3))
    write(tmp_path, "b.jsonl", line("b2", minute=2), line("b4", minute=4))
    assert uids(tmp_path) == ["a1", "b2", "a3", "b4"]


def test_inside_a_file_the_lines_keep_their_order_though_the_clock_went_back(tmp_path):
    write(tmp_path, "a.jsonl", line("a5", minute=5), line("a1", minute=1), line("a2", minute=2))
    write(tmp_path, "b.jsonl", line("b4", minute=4), line("b6", minute=6))
    assert uids(tmp_path) == ["b4", "a5", "a1", "a2", "b6"]


def test_copies_of_a_file_count_once(tmp_path):
    first = write(tmp_path, "a.jsonl", line("a1", minute=1), line("a2", minute=2))
    shutil.copy(first, first.with_name("a (copy).jsonl"))
    write(tmp_path, "half.jsonl", line("a2", minute=2), line("a3", minute=3), line("a3", minute=3))
    assert uids(tmp_path) == ["a1", "a2", "a3"]


def test_a_torn_last_line_is_set_aside_and_said(tmp_path):
    write(tmp_path, "a.jsonl", line("a"), line("b")[:30])
    history = read_history(tmp_path)
    assert [event.uid for event in history.events] == ["a"]
    assert str(history.damaged[0]) == "a.jsonl, line 2: cut off in the middle, not JSON"
    assert history.damaged[0].text == line("b")[:30].decode()


def test_a_last_line_without_its_end_counts_when_it_is_whole(tmp_path):
    write(tmp_path, "a.jsonl", line("a").strip())
    assert uids(tmp_path) == ["a"]


def test_damage_never_hides_what_stands_around_it(tmp_path):
    damage = [b"\xff\xfe\n", b"\0\0\0\n", b"[1]\n", b"\n", b"  \r\n", b'{"v":9}\n', b"x" * 500 + b"\n"]
    lines = [part for i, bad in enumerate(damage) for part in (bad, line(f"e{i}", minute=i))]
    write(tmp_path, "a.jsonl", *lines)
    history = read_history(tmp_path)
    assert [event.uid for event in history.events] == [f"e{i}" for i in range(7)]
    assert [damaged.line for damaged in history.damaged] == [1, 3, 5, 11, 13]
    assert len(history.damaged[-1].text) == 200


def test_an_endless_line_is_passed_over_in_pieces(tmp_path):
    write(tmp_path, "a.jsonl", line("a"), b"x" * (3 * LONGEST) + b"\n", line("b", minute=1))
    history = read_history(tmp_path)
    assert [event.uid for event in history.events] == ["a", "b"]
    assert str(history.damaged[0]) == "a.jsonl, line 2: longer than 1,048,576 bytes"


def test_an_endless_last_line_is_one_damage(tmp_path):
    write(tmp_path, "a.jsonl", line("a"), b"x" * (2 * LONGEST + 2))
    assert [damaged.line for damaged in read_history(tmp_path).damaged] == [2]


def test_what_is_no_file_is_said(tmp_path):
    (progress_folder(tmp_path) / "a.jsonl").mkdir(parents=True)
    os.mkfifo(progress_folder(tmp_path) / "b.jsonl")
    (progress_folder(tmp_path) / "c.jsonl").symlink_to("c.jsonl")
    (progress_folder(tmp_path) / "notes.txt").write_text("mine")
    reasons = [str(damaged) for damaged in read_history(tmp_path).damaged]
    assert reasons == [f"{name}.jsonl: not a plain file" for name in "abc"]


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    # Reading this file of Linux's fails although it is a plain one.
    source = Path("/proc/self/mem")
    if not source.is_file():
        pytest.skip("only Linux has such a file")
    progress_folder(tmp_path).mkdir(parents=True)
    (progress_folder(tmp_path) / "a.jsonl").symlink_to(source)
    assert str(read_history(tmp_path).damaged[0]) == "a.jsonl: cannot be read (Input/output error)"


def test_a_reset_hides_what_came_before_in_its_chapter(tmp_path):
    write(
        tmp_path,
        "a.jsonl",
        line("old", minute=1),
        line("other", minute=1, chapter="layers"),
        line("reset", minute=2, kind="reset", id=""),
        line("new", minute=3),
    )
    assert uids(tmp_path) == ["other", "new"]
    assert len(read_history(tmp_path).everything) == 4


def test_a_reset_of_one_id_hides_that_alone(tmp_path):
    write(
        tmp_path,
        "a.jsonl",
        line("one", minute=1),
        line("two", minute=1, id="two"),
        line("reset", minute=2, kind="reset", id="one"),
    )
    assert uids(tmp_path) == ["two"]


def test_the_latest_answer_is_found_by_its_full_name(tmp_path):
    write(tmp_path, "a.jsonl", line("a", minute=1), line("b", minute=2), line("c", minute=3, kind="attempt"))
    history = read_history(tmp_path)
    assert history.latest("neuron.one") == event("b", minute=2)
    assert history.latest("neuron.one", kind="attempt").uid == "c"
    assert history.latest("neuron.two") is None


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_any_bytes_in_any_files_never_raise(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("log")
    for i, content in enumerate(contents):
        write(folder, f"{i}.jsonl", content)
    assert len(read_history(folder).events) >= 0


NOISE = st.binary(max_size=40).map(lambda data: data.replace(b"\n", b"") + b"\n")


@given(st.lists(st.one_of(NOISE, st.integers(0, 9)), max_size=12))
def test_valid_events_come_back_whatever_stands_between_them(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("log")
    write(folder, "a.jsonl", *(part if isinstance(part, bytes) else line(str(part)) for part in parts))
    assert set(uids(folder)) == {str(part) for part in parts if isinstance(part, int)}
