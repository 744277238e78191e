"""`coursekit export-bank` on the sample course: what is exported, what is named, what is refused."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from gift_reader import read_gift
from samplechapter import DOING, QUESTIONS

from coursekit import cli
from coursekit.exports import FORMATS

HOSTILE = "'Is `{a: ~b = #1}` ]]> <b>$2^{x}$</b> \\ or `$x`, for $5 or $6?'"
KNOWN = "    mistakes:\n      - {order: [copy, take, add], feedback: Copy what?, misconception: squares}\n"
SCENES = """
from coursekit.scenes import Panel, Scene

def bars(n):
    return Scene((Panel((0, 5), (0, 5)),), f"{n} bars")
"""


@pytest.fixture
def export(sample, tmp_path, capsys):
    """A function that exports the sample course, with its questions changed, and returns what was printed."""

    def exported(name, questions=QUESTIONS, out=tmp_path / "out"):
        sample(pictures_py=SCENES, questions_yaml=questions)
        assert cli.main(["export-bank", name, str(out)]) == 0
        return capsys.readouterr().out

    return exported


def content_of(folder, name):
    """The file of a format, as text; of a package its one quiz."""
    path = folder / FORMATS[name].file
    if name != "qti":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        return packed.read("tiny/tiny.xml").decode()


@pytest.mark.parametrize("name", FORMATS)
def test_every_question_is_exported_or_named_with_the_reason(name, export, tmp_path):
    assert KNOWN in QUESTIONS
    said = export(name, QUESTIONS.replace(KNOWN, "    also: [[copy, take, add]]\n") + DOING)
    report = (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
    assert (
        said
        == f"{report}\nwritten: {tmp_path / 'out' / FORMATS[name].file}, and beside it answers.csv and report.txt\n"
    )
    left = set(
        re.findall(r"tiny\.\w+", " ".join(re.findall(r"- Left out[^.]*?(?:tiny\.\w+[,\s]*)+", report)))
    )
    assert left == {"tiny.set", "tiny.steps"} | ({"tiny.draw"} if name == "gift" else set())
    everything = {
        f"tiny.{each}" for each in ("pick", "all", "number", "steps", "words", "look", "set", "draw")
    }
    content = content_of(tmp_path / "out", name)
    assert {each for each in everything if each in content} == everything - left


def test_the_report_says_what_becomes_of_each_kind(export):
    assert export("moodle", QUESTIONS + DOING).splitlines()[:4] == [
        "Arithmetic you can touch: 7 questions of 8 in questions.xml.",
        "- Left out, since the answer is a widget that is brought into a state: leave it to the lesson (1: tiny.set).",
        "- Asked as a choice between pictures of curves (1: tiny.draw).",
        "- The feedback of each known wrong order is part of what Moodle says about any wrong order (1: tiny.steps).",
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_signs_of_the_formats_in_a_text_come_through(name, export, tmp_path):
    export(name, QUESTIONS.replace("What is doubling?", HOSTILE))
    content = content_of(tmp_path / "out", name)
    if name == "gift":
        prompt = read_gift(content)["tiny.pick"][0]
    elif name == "moodle":
        prompt = ET.fromstring(content).findtext("question/questiontext/text")
    else:
        prompt = next(each.text for each in ET.fromstring(content).iter() if each.tag.endswith("}mattext"))
    assert prompt == (
        "<p>Is <code>{a: ~b = #1}</code> ]]&gt; &lt;b&gt;\\(2^{x}\\)&lt;/b&gt; \\ or <code>$x</code>, for $5 or $6?</p>"
    )


def test_a_table_tells_which_answer_shows_which_misconception(export, tmp_path):
    export("moodle")
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / "answers.csv").read_text(encoding="utf-8"))))
    assert rows[:3] == [
        ["question", "answer", "right", "misconception", "taken up in", "in words"],
        ["tiny.pick", "Squaring", "no", "squares", "tiny", "Doubling is squaring."],
        ["tiny.pick", "Adding to itself", "yes", "", "", ""],
    ]
    assert ["tiny.steps", "Copy it → Take it → Add them", "no"] in [row[:3] for row in rows]


def test_what_cannot_be_done_is_said_in_a_sentence(export, tmp_path, capsys):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").touch()
    export("gift", out=tmp_path / "full" / "gift")
    for name, out, said in (
        ("word", "out", "there is no format 'word'; choose one of moodle, gift, qti"),
        ("gift", "full", "full exists already and is left as it is; name a new folder"),
        ("gift", "full/notes.txt/out", "cannot be written (Not a directory); give another place"),
    ):
        assert cli.main(["export-bank", name, str(tmp_path / out)]) == 1
        assert said in capsys.readouterr().err
