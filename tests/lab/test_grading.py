from __future__ import annotations

import os
import subprocess
import sys

import pytest

from coursekit import check
from coursekit.content import find_exercise
from coursekit.errors import ExerciseNotPassed
from coursekit.lab.grading import _began_with
from coursekit.progress import read_history


@pytest.fixture
def graded(sample, workplace, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    sample()
    return workplace


def test_right_work_gets_its_points_without_a_word_on_stderr(graded, write, capsys):
    before = sys.stderr.write  # as a log's handler or `from sys import stderr` keeps it
    stream = sys.stderr

    def double(x):
        sys.stderr.write("careful")
        stream.write("careful")
        return 2 * x

    write(double=double)
    assert check("tiny.double") == 2.0
    assert capsys.readouterr().err == ""
    assert sys.stderr.write == before
    assert read_history(graded).events == ()


def test_wrong_work_gets_an_exception_with_the_message_and_the_seed(graded, write):
    write(double=lambda x: x * x)
    with pytest.raises(ExerciseNotPassed, match=r"That is the square\. \(seed=0\)"):
        check("tiny.double")


def test_work_that_a_later_seed_finds_wrong_gets_nothing_and_each_time_the_same(graded, write):
    asked: list[float] = []
    write(double=lambda x: asked.append(x) or 2 * x)
    check("tiny.double")
    assert find_exercise("tiny.double").seeds >= 3
    later, messages = next(x for x in asked if x != asked[0]), set()
    write(double=lambda x: 0 if x == later else 2 * x)
    for _ in range(2):
        with pytest.raises(ExerciseNotPassed) as refused:
            check("tiny.double")
        messages.add(str(refused.value))
    assert len(messages) == 1
    assert "(seed=0)" not in messages.pop()


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere what is set at the first import counts"
)
def test_an_environment_that_was_emptied_before_the_import_hides_nothing(sample, workplace):
    course = sample().folder.parent
    script = (
        f"import os\nos.environ.clear()\nos.environ['COURSEKIT_COURSE'] = {str(course)!r}\n"
        "from coursekit import check\ncheck('tiny.double')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"NBGRADER_EXECUTION": "autograde"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ExerciseNotPassed: not attempted" in done.stderr


def test_where_no_file_tells_what_a_process_began_with_nothing_is_assumed(tmp_path):
    assert _began_with(tmp_path / "environ") == b""
