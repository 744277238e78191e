"""`coursekit grades`: what Moodle's and Canvas's importers ask of a table, from the marks of a small class."""

from __future__ import annotations

import csv

import pytest

from coursekit import cli
from coursekit.grader.marks import Mark, write_tables

MARKS = [
    ("ada", "neuron.boundary", 2, 2, "right"),
    ("ada", "neuron.xor", 1, 4, "wrong"),
    ("ada", "layers.xor-net", 3, 3, "right"),
    ("ben", "neuron.boundary", 0, 2, "not attempted"),
    ("ben", "neuron.xor", 0, 4, "missing"),
    ("ben", "layers.xor-net", 0, 3, "missing"),
    ("=cy()", "elsewhere.task", 1, 1, "right"),
]


@pytest.fixture
def marks(tmp_path):
    names = ("learner", "exercise", "points", "max_points", "outcome")
    rows = [Mark(**dict(zip(names, row, strict=True))) for row in MARKS]
    write_tables(tmp_path / "marks", rows, [])
    return tmp_path / "marks"


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "class.csv"
    path.write_text(
        'id,mail,group,name\nada,ada@uni.example,Tue,"Lovelace, Ada"\nben,,,\ndora,dora@uni.example,,\n'
    )
    return path


def table(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_canvas_gets_points_by_lesson_and_what_each_is_worth(marks, roster, tmp_path, capsys):
    out = tmp_path / "grades.csv"
    assert cli.main(["grades", "canvas", str(marks), str(out), "--roster", str(roster)]) == 0
    assert table(out) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "1 One neuron", "3 Layers", "elsewhere"],
        ["    Points Possible", "", "", "", "", "6", "3", "1"],
        ["Lovelace, Ada", "", "ada", "ada@uni.example", "Tue", "3", "3", ""],
        ["ben", "", "ben", "ben", "", "0", "", ""],
        ["dora", "", "dora", "dora@uni.example", "", "", "", ""],
    ]
    assert capsys.readouterr().out.splitlines() == [
        f"written: {out}, 3 learners",
        "1 without a hand-in that can be read, so with empty cells: dora",
        "1 not in the roster, so without a row: =cy()",
    ]


def test_moodle_gets_percent_by_lesson_and_two_ways_to_find_a_learner(marks, roster, tmp_path):
    out = tmp_path / "grades.csv"
    assert cli.main(["grades", "moodle", str(marks), str(out), "--roster", str(roster)]) == 0
    assert table(out) == [
        ["ID number", "Email address", "1 One neuron (%)", "3 Layers (%)", "elsewhere (%)"],
        ["ada", "ada@uni.example", "50", "100", ""],
        ["ben", "", "0", "", ""],
        ["dora", "dora@uni.example", "", "", ""],
    ]


def test_without_a_roster_everybody_who_handed_in_has_a_row(marks, tmp_path, capsys):
    out = tmp_path / "grades.csv"
    assert cli.main(["grades", "canvas", str(marks), str(out)]) == 0
    assert [row[0] for row in table(out)[2:]] == ["'=cy()", "ada", "ben"]  # no spreadsheet computes a name
    assert capsys.readouterr().out == f"written: {out}, 3 learners\n"


def test_lessons_that_were_not_due_get_no_column(marks, tmp_path):
    out = tmp_path / "grades.csv"
    assert cli.main(["grades", "moodle", str(marks), str(out), "--lessons", "layers", "elsewhere"]) == 0
    assert table(out) == [
        ["ID number", "Email address", "3 Layers (%)", "elsewhere (%)"],
        ["'=cy()", "", "", "100"],
        ["ada", "", "100", ""],
        ["ben", "", "", ""],
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ilias", "marks", "new.csv"], "there is no system 'ilias'; choose one of moodle, canvas"),
        (
            ["moodle", "marks", "old.csv"],
            "exists already and is left as it is; give another name, or add --overwrite",
        ),
        (
            ["moodle", "marks", "new.csv", "--lessons", "layers", "layer"],
            "there are no marks of a lesson 'layer'; choose from elsewhere, layers, neuron",
        ),
        (["moodle", "nowhere", "new.csv"], "holds no marks.csv"),
        (["moodle", "marks", "old.csv/new.csv"], "new.csv cannot be written ("),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, said, marks, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(marks.parent)
    (tmp_path / "old.csv").write_text("old")
    assert cli.main(["grades", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert (tmp_path / "old.csv").read_text() == "old"
    assert cli.main(["grades", "moodle", "marks", "old.csv", "--overwrite"]) == 0
    assert (tmp_path / "old.csv").read_text().startswith("ID number")
