"""A class from its hand-ins to its tables and pages, in this process and in workers."""

from __future__ import annotations

import os
import signal
import socket
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import quote

import pytest
from handed_in import RIGHT, checked, notebook

from coursekit import cli
from coursekit.errors import ArgumentError, FolderError
from coursekit.grader import grade, gradebook, gradebook_in, read_learners, read_marks, worker
from coursekit.grader import run as running
from coursekit.grader.journal import JOURNAL, Journal
from coursekit.grader.judge import Task, mark_packed, packed_task, unpacked
from coursekit.grader.pages import page_name
from coursekit.grader.pool import marked_by_workers, work

ADA = checked(boundary=RIGHT["neuron.boundary"], repaired=RIGHT["neuron.repaired"])
BEN = checked(boundary="def boundary(w, b, x1):\n    return `0`")
EMPTY = Task(learner="ada", place="", files={}, seed=1)
ODD = "<b>Zoë & co</b>"


@pytest.fixture
def handed_in(tmp_path, confinement):
    for name, data in {"ada": ADA, "ben": BEN, ODD.replace("/", "∕"): notebook("x = 1")}.items():
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "01_neuron.ipynb").write_bytes(data)
    return tmp_path / "in"


def here(counted):
    """A marker that marks in this process and counts."""

    def marker(tasks):
        for task in tasks:
            counted.append(task.learner)
            yield mark_packed(packed_task(task))

    return marker


def test_a_class_gets_tables_pages_and_a_gradebook(handed_in, tmp_path, capsys):
    out = tmp_path / "marks"
    (handed_in / "cleo.zip").write_bytes(b"PK torn")
    (handed_in / "dan").mkdir()
    assert cli.main(["grade", str(handed_in), "--out", str(out), "--workers", "1", "--nbgrader"]) == 0
    said = capsys.readouterr().out
    assert "cleo: cleo.zip is damaged" in said
    assert "dan: there is no notebook in it\n5 learners marked" in said
    rows = {row.learner: (row.points, row.max_points) for row in read_learners(out)}
    assert rows["ada"] == (2, 6)
    assert rows["cleo"] == rows["dan"] == (0, 6)
    marks = {(mark.learner, mark.exercise): mark for mark in read_marks(out)}
    assert len(marks) == 5 * 6
    assert marks["dan", "neuron.gate"].note == "not attempted: no notebook of this lesson was handed in."
    page = (out / "pages" / "ada.html").read_text(encoding="utf-8")
    assert "✓ boundary: right" in page
    assert "<p>Nothing here was bent" in page
    (odd,) = (out / "pages").glob("_b_Zo*.html")
    assert "&lt;b&gt;Zoë &amp; co" in odd.read_text(encoding="utf-8")
    assert f'href="pages/{quote(odd.name)}"' in (out / "index.html").read_text(encoding="utf-8")
    nbgrader = pytest.importorskip("nbgrader.api")
    with nbgrader.Gradebook(f"sqlite:///{out / 'gradebook.db'}") as book:
        scores = {each["student"]: each["score"] for each in book.submission_dicts("neuron")}
    assert scores["ada"] == 2
    assert "dan" not in scores


def test_what_was_marked_is_not_marked_again(handed_in, tmp_path):
    out, counted = tmp_path / "marks", []
    first = grade([handed_in], out, marker=here(counted))
    assert len(counted) == 3
    with (out / JOURNAL).open("ab") as stream:
        stream.write(b'{"torn')
    (handed_in / "ben" / "01_neuron.ipynb").write_bytes(ADA)
    second = grade([handed_in], out, marker=here(counted))
    assert counted[3:] == ["ben"]
    assert {row.learner: row.points for row in first} != {row.learner: row.points for row in second}
    grade([handed_in], out, marker=here(counted), seed=5)
    assert len(counted) == 7


def test_a_lost_worker_loses_nothing(handed_in, tmp_path):
    slow = checked(boundary="import time\ndef boundary(w, b, x1):\n    time.sleep(600)")
    (handed_in / "ada" / "01_neuron.ipynb").write_bytes(slow)
    out, killed = tmp_path / "marks", []

    def marker(tasks):
        for result in marked_by_workers(tasks, 2):
            if not killed:  # the other worker still waits for the sleeper
                killed.extend(kill_workers())
            yield result

    grade([handed_in], out, marker=marker, seconds=1)
    assert len(killed) == 2
    outcomes = {(mark.learner, mark.exercise): mark.outcome for mark in read_marks(out)}
    assert outcomes["ada", "neuron.boundary"] == "time"
    assert outcomes["ben", "neuron.boundary"] == "crash"


def test_a_worker_that_is_lost_while_it_waits_is_replaced():
    def tasks():
        yield EMPTY
        (killed,) = kill_workers()
        os.waitid(os.P_PID, killed, os.WEXITED | os.WNOWAIT)  # by then its line is closed
        yield EMPTY

    assert len(list(marked_by_workers(tasks(), 1))) == 2


def test_what_no_worker_survives_is_a_note():
    over = threading.Event()

    def kill_all():
        while not over.wait(0.05):
            kill_workers()

    killer = threading.Thread(target=kill_all)
    killer.start()
    try:
        (result,) = marked_by_workers([EMPTY], 1)
    finally:
        over.set()
        killer.join()
    assert unpacked(result).notes == ["nothing was marked: the worker that marked it died twice"]


def test_a_worker_marks_until_its_line_ends():
    assert worker.work is work
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=work, args=[theirs.detach()])
    thread.start()
    with Connection(ours.detach()) as line:
        line.send_bytes(packed_task(EMPTY))
        assert unpacked(line.recv_bytes()).learner == "ada"
    thread.join()


def test_a_fault_of_the_graders_own_is_a_note(monkeypatch):
    monkeypatch.setenv("COURSEKIT_COURSE", "/nowhere")
    task = Task(learner="ada", place="", files={"a.ipynb": ADA}, seed=1)
    assert (
        unpacked(mark_packed(packed_task(task))).notes[0].startswith("nothing was marked: the grader itself")
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"workers": 0}, "0 workers cannot mark"),
        ({"marker": None}, "so learners' code would run with all your"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(options, told, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "missing_for_confinement", lambda: "this system has no walls")
    with pytest.raises(ArgumentError, match=told):
        grade([tmp_path], tmp_path / "marks", **options)
    assert not (tmp_path / "marks").exists()


def test_a_system_that_cannot_fork_marks_nothing_unconfined_either(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "fork")
    with pytest.raises(ArgumentError, match="mark in WSL, in a container or on Linux"):
        grade([tmp_path], tmp_path / "marks", confined=False)
    assert not (tmp_path / "marks").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path, confinement):
    (tmp_path / "ada.ipynb").write_bytes(notebook("x = 1"))
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(FolderError, match=r"taken/graded.jsonl cannot be (read|written)"):
        grade([tmp_path / "ada.ipynb"], tmp_path / "taken", workers=1)
    (tmp_path / "marks" / "marks.csv").mkdir(parents=True)
    with pytest.raises(FolderError, match="marks cannot be written"):
        grade([tmp_path / "ada.ipynb"], tmp_path / "marks", workers=1)


def test_a_journal_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(FolderError, match=r"graded.jsonl cannot be written"):
        Journal(Path("/proc/marks"), edition="e", seed=1)
    journal = Journal(tmp_path, edition="e", seed=1)
    (tmp_path / JOURNAL).unlink()
    (tmp_path / JOURNAL).mkdir()
    with pytest.raises(FolderError, match=r"make room, or give another folder with --out"):
        journal.add("digest", unpacked(mark_packed(packed_task(EMPTY))))


def test_without_tasks_workers_mark_nothing():
    assert list(running._marked([], 2)) == []


def test_a_gradebook_wants_nbgrader(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(gradebook, "import_module", missing)
    with pytest.raises(ArgumentError, match="nbgrader's, which is not installed"):
        gradebook.write_gradebook(tmp_path / "gradebook.db", [])


def test_the_gradebook_of_an_nbgrader_course_is_its_own(tmp_path):
    (tmp_path / "course" / "submitted").mkdir(parents=True)
    assert gradebook_in([tmp_path / "course"], tmp_path) == tmp_path / "course" / "gradebook.db"
    assert gradebook_in([tmp_path], tmp_path / "out") == tmp_path / "out" / "gradebook.db"


def test_a_page_is_called_like_its_learner_where_a_file_can_be():
    assert page_name("Zoë Lovelace_12") == "Zoë Lovelace_12.html"
    names = {page_name(name) for name in ("a/b", "a\\b", "", ".", "../x", "x" * 300)}
    assert len(names) == 6
    assert not any("/" in name or name.startswith(".") or len(name) > 120 for name in names)


def kill_workers():
    killed = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            ours = (
                parent == os.getpid() and "coursekit.grader.worker" in (status.parent / "cmdline").read_text()
            )
        except OSError:  # it has ended meanwhile
            continue
        if ours:
            killed.append(int(status.parent.name))
            os.kill(killed[-1], signal.SIGKILL)
    return killed
