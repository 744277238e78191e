from __future__ import annotations

import io
import zlib

import pytest
from classroom import event, figures, hand_in, question, right, wrong
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coursekit.progress import read_history
from coursekit.progress.lines import LONGEST, encode_line
from coursekit.report import database, log_parser
from coursekit.report.log_parser import BadLine, Chunk, chunks, mark_lines, parse_lines

GOOD = encode_line(right())
MARK = b'{"chunk":7,"line":'


BAD_LINES = {
    b'{"v":1,"kind":"answ': "line 3: cut off in the middle, not JSON",
    b"\xff\xfe\x00garbage\n": "line 3: not JSON (UTF-16; save it as UTF-8)",
    b'{"hello": "world"}\n': "line 3: not an event of this course (Object missing required field `v`)",
    b"[1, 2, 3]\n": "line 3: not an event of this course (Expected `object`, got `array`)",
    b'{"v":2,"kind":"answer"}\n': "line 3: written by another version of coursekit (2)",
    b"\x00" * 4096 + b"\n": "line 3: nothing but zeros",
    b'{"v":1,"kind":"answer","chapter":"tiny"}\n': "line 3: an event without its uid or time",
    b"a\nb\nc\n": "3 lines are left out, the first of them line 3: not JSON",
    b"x" * (LONGEST + 5) + b"\n": f"line 3: longer than {LONGEST:,} bytes",
    b"x" * (LONGEST + 5): f"line 3: longer than {LONGEST:,} bytes",
}


def test_a_damaged_line_is_named_and_the_others_count(room):
    for k, tail in enumerate(BAD_LINES):
        hand_in(room / f"{k}", [wrong(), right(minute=1)], tail=tail)
    found = figures(room)
    assert sorted(map(str, found.skipped)) == [
        f"{room / str(k)}/a.jsonl: {reason}" for k, reason in enumerate(BAD_LINES.values())
    ]
    assert found.events == 2 * len(BAD_LINES)
    assert (question(found, "pick").n, question(found, "pick").right_first) == (len(BAD_LINES), 0)


DAMAGE = [
    b'{"v":1,"kind":"answer","chapter":"tiny","id":"pick","uid":"%d","time":"%s"}\n' % (k, time)
    for k, time in enumerate(
        [b"infinity", b"2026-02-30T00:00:00Z", b"0000-01-01T00:00:00Z", b"2026-01-01T00:00:00"]
    )
] + [
    b'{"v":1,"kind":"guess","chapter":"tiny","id":"pick","uid":"8","time":"2026-03-01T09:00:00Z"}\n',
    b'{"v":1,"kind":"answer","chapter":"","id":"pick","uid":"9","time":"2026-03-01T09:00:00Z"}\n',
    b'{"v":1,"kind":"answer","chapter":"tiny","id":"pi\xffck","uid":"10","time":"2026-03-01T09:00:00Z"}\n',
    b'{"v":1,"kind":"answer","chapter":"tiny","answer":"\x00","uid":"12","time":"2026-03-01T09:00:00Z"}\n',
    b'{"v":1,"kind":"answer","chapter":"tiny","answer":"\\ud800","uid":"11","time":"2026-03-01T09:00:00Z"}\n',
]


def test_a_line_that_looks_right_and_is_not_is_left_out(room):
    for k, line in enumerate(DAMAGE):
        hand_in(room / f"{k}", [right()], tail=line + encode_line(right(minute=1)))
    report = figures(room)
    assert report.events == 2 * len(DAMAGE)
    assert sorted(each.place for each in report.skipped) == [
        f"{room / str(k)}/a.jsonl" for k in range(len(DAMAGE))
    ]
    assert all("line 2" in each.reason for each in report.skipped)


def test_what_a_power_cut_leaves_around_a_line_does_not_spoil_it(room):
    hand_in(
        room / "ann",
        [right()],
        tail=b"\n\r\n" + b"\x00" * 512 + GOOD + b"\xef\xbb\xbf" + encode_line(right()),
    )
    report = figures(room)
    assert (report.events, report.skipped) == (3, ())


def test_deep_nesting_and_hostile_strings_are_only_data(room):
    deep = b'{"v":1,"kind":"answer","chapter":"tiny","id":"pick","answer":' + b"[" * 200_000 + b"]" * 200_000
    end = b',"outcome":"wrong","uid":"f1","time":"2026-03-01T09:00:00Z"}\n'
    sly = event(answer="\x00'); DROP TABLE events; --", outcome="wrong", misconception="\u2028<b>")
    hand_in(room / "ann", [right(), sly], tail=deep + end)
    report = figures(room)
    assert question(report, "pick").n == 1
    assert report.events + len(report.skipped) == 3


def test_a_line_cannot_pass_itself_off_as_another_learner(room, monkeypatch):
    monkeypatch.setattr("secrets.token_hex", lambda _: "known")
    inside = GOOD.replace(b'{"v":1,', b'{"v":1,"chunk_known":0,"source":0,"learner":0,')
    breaking_out = encode_line(right())[:-1] + b',"chunk_known":0,"line":' + encode_line(right("look"))
    hand_in(room / "ann", [])
    hand_in(room / "ben", [], tail=inside + breaking_out)
    assert [each.answered for each in figures(room).learners] == [0, 1]


def test_a_log_of_many_chunks_is_read_whole(room, monkeypatch):
    monkeypatch.setattr(log_parser, "CHUNK", 300)
    monkeypatch.setattr(database, "_BATCH", 1000)
    hand_in(room / "ann", [right(minute=k) for k in range(50)], tail=b"torn\n")
    report = figures(room)
    assert report.events == 50
    assert [each.reason for each in report.skipped] == ["line 51: not JSON"]


def test_an_endless_line_costs_no_memory(monkeypatch):
    monkeypatch.setattr(log_parser, "LONGEST", 50)
    monkeypatch.setattr(log_parser, "CHUNK", 40)
    stream = io.BytesIO(b"a\n" + b"x" * 500 + b"\nb\n" + b"y" * 300)
    found = list(chunks(stream.read))
    assert [each.number for each in found if isinstance(each, BadLine)] == [2, 4]
    assert b"".join(each.data for each in found if isinstance(each, Chunk)).split() == [b"a", b"b"]


def test_lines_as_written_go_the_quick_way():
    lines, count = mark_lines(Chunk(1, GOOD * 3, 3), MARK)
    assert (lines, count) == ((MARK + GOOD[:-1] + b"}\n") * 3, 3)


@pytest.mark.parametrize("data", [GOOD[:-1], GOOD.replace(b"twice", b"x" * LONGEST)])
def test_a_torn_or_endless_line_is_read_with_care(data):
    assert mark_lines(Chunk(1, data, 1), MARK) is None


def test_a_line_too_long_inside_a_piece_is_named():
    events, found = parse_lines(Chunk(5, b"x" * (LONGEST + 1) + b"\n" + GOOD, 2), MARK)
    assert (len(events.splitlines()), found) == (1, [BadLine(5, f"longer than {LONGEST:,} bytes")])


def test_a_time_at_the_end_of_the_calendar_is_damage():
    early = GOOD.replace(b"2026-03-01T09:00:00Z", b"0001-01-01T00:00:00+10:00")
    events, found = parse_lines(Chunk(1, early, 1), MARK)
    assert (events, found[0].reason) == (b"", "an event that no other program could read")


@settings(max_examples=10)
@given(st.lists(st.one_of(st.binary(max_size=40), st.sampled_from([GOOD, b"\n", *DAMAGE])), max_size=15))
@example([zlib.compress(b"not a log")])
def test_whatever_a_log_holds_the_learners_own_history_finds_the_same(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("any")
    hand_in(folder, [], tail=b"".join(parts))
    history, report = read_history(folder), figures(folder)
    assert report.events == len(history.everything)
    assert bool(report.skipped) == bool(history.damaged)
