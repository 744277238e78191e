from __future__ import annotations

import io
import sys

import pytest
from classroom import hand_in, right

from coursekit import cli
from coursekit.errors import ArgumentError, FolderError
from coursekit.report import command, report
from coursekit.report.csv_tables import TABLES
from coursekit.report.database import open_database


@pytest.fixture
def ann(room):
    hand_in(room / "ann", [right()])
    return room


def test_the_verb_prints_the_report_and_writes_what_is_named(ann, tmp_path, capsys):
    page, grades = tmp_path / "r.html", tmp_path / "g.csv"
    assert cli.main(["report", str(ann), "--html", str(page), "--csv", str(grades)]) == 0
    shown = capsys.readouterr().out
    assert "1 learner, 1 event" in shown
    assert shown.endswith(f"written: {grades}\nwritten: {page}\n")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert grades.read_text(encoding="utf-8").startswith("learner,")


def test_a_console_that_lacks_some_letters_gets_the_others(ann, monkeypatch):
    console = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", console)
    assert cli.main(["report", str(ann)]) == 0
    console.flush()
    assert b"lesson 1 ? One neuron" in console.buffer.getvalue()


def test_into_a_folder_go_all_tables(ann, tmp_path):
    (tmp_path / "out").mkdir()
    report([ann], csv=tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == sorted(TABLES)


def test_an_existing_file_is_left_as_it_is_unless_told(ann, tmp_path):
    grades = tmp_path / "g.csv"
    grades.write_text("precious")
    with pytest.raises(FolderError, match=r"exists already and is left as it is.*--overwrite"):
        report([ann], csv=grades)
    assert grades.read_text() == "precious"
    report([ann], csv=grades, overwrite=True)
    assert grades.read_text().startswith("learner,")


def test_a_place_that_cannot_be_written_is_said_before_anything_is_read(tmp_path):
    with pytest.raises(FolderError, match="there is no folder"):
        report([tmp_path / "nowhere"], html=tmp_path / "gone" / "r.html")
    with pytest.raises(FolderError, match="is a folder; give the name of a file"):
        report([tmp_path / "nowhere"], html=tmp_path)


def test_a_full_disk_leaves_the_old_file_and_no_half_of_a_new_one(tmp_path):
    resource = pytest.importorskip("resource")
    path = tmp_path / "r.html"
    path.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(FolderError, match=r"r\.html cannot be written \(File too large\)"):
            command.write_files({path: "x" * 5000}, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]


def test_no_room_for_temporary_files_is_a_sentence(ann):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(FolderError, match=r"could not be finished \(File too large\); free space in"):
            report([ann])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_without_duckdb_it_says_how_to_get_it(tmp_path):
    def missing(name):
        raise ImportError(name)

    with pytest.raises(
        ArgumentError, match=r"needs DuckDB; get it with: scripts/env class, .*pip install duckdb"
    ):
        open_database(tmp_path, [], load=missing)


def test_nothing_is_left_in_the_temporary_folder(ann, tmp_path, monkeypatch):
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    report([ann])
    assert list(place.iterdir()) == []
