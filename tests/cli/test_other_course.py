"""The verbs with `--course`, on the small course in tests/tiny_course."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request

import pytest
from samplechapter import TINY_COURSE

from coursekit import cli
from coursekit.content import current_course
from coursekit.lab.open_server import open_course
from coursekit.progress import Event, Log

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The small course, built by the command."""
    folder = shutil.copytree(TINY_COURSE, tmp_path_factory.mktemp("courses") / "tiny_course")
    assert cli.main(["build", "tiny", "--course", str(folder)]) == 0
    return folder


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder of nobody's, with nothing set that names a course or a learner."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSEKIT_FOLDER", raising=False)
    monkeypatch.delenv("COURSEKIT_COURSE", raising=False)


@pytest.fixture
def mine(course, tmp_path, monkeypatch):
    """A learner's folder of that course, made by `coursekit lab`, with its server running."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    command = [
        sys.executable,
        "-m",
        "coursekit",
        "lab",
        "--course",
        str(course),
        "--no-browser",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        while "Ctrl-C" not in (line := process.stdout.readline()) and line:
            pass
        yield tmp_path / "arithmetic"
        process.terminate()


def test_lab_opens_it_in_a_folder_of_its_name_which_remembers_it(mine, course, capsys):
    assert (mine / "lessons" / "90_tiny.ipynb").is_file()
    address = open_course(mine).address.replace("lab/tree", "api/contents")
    with urllib.request.urlopen(address) as answer:
        page = json.dumps(json.load(answer)["content"], ensure_ascii=False)
    assert "Arithmetic you can touch" in page
    assert "90 · Doubling" in page
    assert current_course(mine).folder == course
    assert cli.main(["progress", str(mine)]) == 0
    assert capsys.readouterr().out.startswith("90 · Doubling")
    assert "COURSEKIT_COURSE" not in os.environ


def test_report_counts_its_questions(course, tmp_path, capsys):
    Log(tmp_path / "class" / "ann").append(Event(kind="answer", chapter="tiny", id="pick", outcome="right"))
    assert cli.main(["report", "class", "--course", str(course)]) == 0
    assert "lesson 90 · Doubling" in capsys.readouterr().out


def test_check_says_what_is_wrong_and_how_much(course, capsys):
    assert cli.main(["check", "--course", str(course)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "tiny: 'tiny.pick' is never used" in lines
    assert lines[-2].endswith("mistakes.py is missing; write the exercises' mistakes and variants there")
    assert lines[-1] == f"{len(lines) - 1} to repair"


def test_build_and_check_take_the_course_whose_folder_they_run_in(course, monkeypatch, capsys):
    cli.main(["check", "--course", str(course)])
    named = capsys.readouterr().out
    monkeypatch.chdir(course)
    assert cli.main(["check", "tiny"]) == 1
    assert capsys.readouterr().out == named
    assert cli.main(["build", "halving"]) == 1
    assert "there is no chapter 'halving'; there are: tiny" in capsys.readouterr().err


def test_a_folder_without_a_course_is_a_sentence(tmp_path, capsys):
    for verb in (["lab"], ["report", "."], ["check"]):
        assert cli.main([*verb, "--course", str(tmp_path)]) == 1
        assert "holds no course (no course.json in it); name the folder of one" in capsys.readouterr().err
    assert cli.main(["build", "--course", str(tmp_path)]) == 1
    assert "course.yaml: cannot be read" in capsys.readouterr().err


def test_without_the_authors_tools_a_sentence_says_how_to_get_them(course, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "coursekit.authoring", None)
    assert cli.main(["build", "--course", str(course)]) == 1
    assert "pip install 'coursekit[author]'" in capsys.readouterr().err
