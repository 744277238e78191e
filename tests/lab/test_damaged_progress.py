"""Whatever stands in the log: every reader goes on, damage is named with its line, and nothing good is lost."""

from __future__ import annotations

import json
import os
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coursekit import ask
from coursekit.content import chapters
from coursekit.lab.archive import export
from coursekit.lab.home_page import HomePage, write_home
from coursekit.lab.overview import table
from coursekit.lab.reset import restart
from coursekit.lab.review_page import write_review
from coursekit.lab.spaced_review import due_table
from coursekit.lab.warm_ups import needed_questions
from coursekit.progress import History, progress_folder, read_history

QUESTIONS = {q.kind: each.full_id(name) for each in chapters() for name, q in each.bank.questions.items()}
TIMES = [
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "1970-01-01T00:00:00-12:00",
    "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00+23:59",
    "2499-01-01T00:00:00Z",
    "8999-12-31T23:59:59Z",
    "9999-12-31T23:59:59.999999-12:00",
]
NO_TIMES = ["", "2026-03-01T12:00:00", "2026-02-30T12:00:00Z", "10000-01-01T00:00:00Z", "NaN", "now"]
GOOD = '{"v":1,"kind":"answer","chapter":"neuron","id":"steps","outcome":"right","uid":"u","time":"%s"}'
DAMAGE = [
    *((GOOD % time).encode() for time in NO_TIMES),
    (GOOD % TIMES[3]).encode("utf-16"),
    (GOOD % TIMES[3]).encode()[:-9],
    b'{"v":1,"time":NaN}',
    b'{"v":1,"answer":' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"v":1,"answer":' + b"9" * 9000 + b"}",
    b'{"v":1,"kind":"\x1b[2J"}',
    b'{"v":1,"kind":"\\u001b[2J\\u202e"}',
    b'{"cells": []}',
    b"\0\0\0",
    b"null",
    b"\xff\xfe\xfa",
    b"<script>alert(1)</script>",
]
NUMBERS = st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False)
ANSWERS = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5) | st.sampled_from(["weigh", "sum", "-3"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "points"]), inner, max_size=2)
    ),
    max_leaves=5,
)
EVENTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["answer", "answer", "answer", "hint", "attempt", "opened", "reset"]),
        "name": st.sampled_from([*QUESTIONS.values(), "neuron.gone", "gone.one", "neuron."]),
        "answer": ANSWERS,
        "outcome": st.sampled_from(["right", "wrong", "noted", "unmarked", "odd", None]),
        "misconception": st.none() | st.sampled_from(["stores-inputs", "gone"]),
        "seed": st.none() | st.text(max_size=3) | st.integers(0, 9),
        "time": st.sampled_from(TIMES),
        "clock": st.none() | st.sampled_from(TIMES),
    }
)


def line(fields, uid):
    chapter, _, name = fields["name"].partition(".")
    given = {key: value for key, value in fields.items() if value is not None and key != "name"}
    return json.dumps({"v": 1, "chapter": chapter, "id": name, "uid": uid, **given}).encode()


def write(folder, lines):
    place = progress_folder(folder)
    place.mkdir(parents=True)
    (place / "a.jsonl").write_bytes(b"".join(part + b"\n" for part in lines))


def read_everything(folder):
    """All that a learner can look at."""
    history = read_history(folder)
    return [
        table(folder),
        due_table(folder),
        HomePage(folder, folder)._repr_html_(),
        *write_home(folder),
        *write_review(folder),
        *needed_questions(history, "optimizers"),
        export(folder / "mine.zip", folder),
    ]


@settings(max_examples=25)
@given(st.lists(EVENTS, min_size=1, max_size=6))
def test_odd_events_stop_no_reader(tmp_path_factory, events):
    folder = tmp_path_factory.mktemp("odd")
    write(folder, [line(event, str(k)) for k, event in enumerate(events)])
    assert len(read_history(folder).everything) == len(events)
    assert all(read_everything(folder))


PLAIN = [name for kind, name in QUESTIONS.items() if kind != "predict"]  # its pictures take a while to draw


@settings(max_examples=50)
@given(answer=ANSWERS, name=st.sampled_from(PLAIN), marked=st.booleans())
@example(answer={}, name=QUESTIONS["recall"], marked=True)
@example(answer={"text": "a", "points": 3}, name=QUESTIONS["recall"], marked=True)
@example(answer=None, name=QUESTIONS["order"], marked=False)
@example(answer=[["weigh"]], name=QUESTIONS["numeric"], marked=False)
def test_odd_answers_stop_no_card(tmp_path_factory, answer, name, marked):
    folder = tmp_path_factory.mktemp("odd")
    outcome = "right" if marked else "unmarked"
    write(
        folder,
        [line({"kind": "answer", "name": name, "answer": answer, "outcome": outcome, "time": TIMES[0]}, "u")],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("COURSEKIT_FOLDER", raising=False)
        assert ask(name, marked=marked)._repr_mimebundle_()[0]["text/plain"]
        assert due_table(folder)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(DAMAGE) | EVENTS, min_size=1, max_size=8))
def test_damage_is_named_with_its_line_and_hides_nothing(tmp_path_factory, parts):
    folder = tmp_path_factory.mktemp("damage")
    write(folder, [part if isinstance(part, bytes) else line(part, str(k)) for k, part in enumerate(parts)])
    good = {str(k) for k, part in enumerate(parts) if not isinstance(part, bytes)}
    assert {event.uid for event in read_history(folder).everything} == good
    named = [row for row in table(folder).splitlines() if "cannot be read, and stays as it is" in row]
    places = [k for k, part in enumerate(parts, start=1) if isinstance(part, bytes)]
    assert [row.partition(":")[2].partition(":")[0] for row in named] == [
        f" a.jsonl, line {k}" for k in places
    ]
    assert all(row.isprintable() for row in named)
    assert all(read_everything(folder))


def test_an_export_holds_the_damage_as_it_is(tmp_path):
    write(tmp_path, DAMAGE)
    export(tmp_path / "mine.zip", tmp_path)
    packed = zipfile.ZipFile(tmp_path / "mine.zip").read(".coursekit/progress/a.jsonl")
    assert packed == (progress_folder(tmp_path) / "a.jsonl").read_bytes()


def test_a_reset_counts_in_a_damaged_log_and_takes_nothing_away(sample, source, workplace):
    sample()
    good = (GOOD % TIMES[7]).replace("neuron", "tiny").encode()
    write(workplace, [*DAMAGE, good, *DAMAGE])
    before = (progress_folder(workplace) / "a.jsonl").read_bytes()
    restart("tiny", workplace, source=source())
    assert (progress_folder(workplace) / "a.jsonl").read_bytes() == before
    assert len(read_history(workplace).everything) == 2
    assert len(read_history(workplace).damaged) == 2 * len(DAMAGE)


def test_a_log_whose_folder_does_not_open_is_named(tmp_path):
    (tmp_path / ".coursekit").mkdir()
    progress_folder(tmp_path).write_text("in the way")
    assert "progress: cannot be read (Not a directory)" in table(tmp_path)
    assert read_history(tmp_path / "nowhere") == History(())


def test_a_file_name_that_no_terminal_shows_is_named_without_it(tmp_path):
    progress_folder(tmp_path).mkdir(parents=True)
    (progress_folder(tmp_path) / "a\n\x1b[2J\udcff.jsonl").write_text("torn")
    assert "cannot be read, and stays as it is: a��[2J�.jsonl, line 1" in table(tmp_path)


def test_pipes_and_folders_in_the_log_are_passed_over_by_an_export(tmp_path):
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    write(tmp_path, DAMAGE)
    (progress_folder(tmp_path) / "b.jsonl").mkdir()
    for path in (progress_folder(tmp_path) / "c.jsonl", tmp_path / "pipe.ipynb"):
        os.mkfifo(path)
    assert export(tmp_path / "mine.zip", tmp_path).endswith("0 notebooks, 1 progress file")
