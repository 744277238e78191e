"""A new course is complete: it builds, passes its proofs, and its own test passes; what is broken is named."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from coursekit.authoring import check_course
from coursekit.authoring.__main__ import main
from coursekit.content import load_course

pytestmark = pytest.mark.notebooks


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A new course, as the two commands make and build it."""
    folder = tmp_path_factory.mktemp("author") / "mine"
    assert main(["new", str(folder)]) == 0
    assert "1 failed" in (ran := own_test(folder))
    assert re.search(rf"holds no course .* build it first: coursekit build --course {folder}\n", ran)
    assert "Traceback" not in ran
    assert main(["--course", str(folder)]) == 0
    return folder


def own_test(folder):
    """Run the test that a new course has, and return what pytest prints."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def course(built, tmp_path):
    """A copy of the built course, to be broken."""
    return shutil.copytree(built, tmp_path / "course")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_it_has_a_question_an_exercise_a_picture_and_notebooks(built):
    (chapter,) = load_course(built).chapters
    assert list(chapter.bank.questions) == ["prediction", "twice"]
    assert chapter.bank.questions["twice"].answer == 16
    assert list(chapter.exercises) == ["doubling.double"]
    assert list(chapter.pictures) == ["bars"]
    for kind in ("lessons", "exercises", "solutions"):
        assert (built / kind / chapter.notebook).is_file()


def test_it_passes_its_proofs_and_its_own_test(built, capsys):
    assert main(["--course", str(built), "--check"]) == 0
    assert capsys.readouterr().out == ""
    assert "1 passed" in own_test(built)


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("course.yaml", "title: A course", "title: Another", r"course\.json is not what course\.yaml makes"),
        ("doubling/chapter.yaml", "title: Doubling", "title: Twice", r"doubling: chapter\.json is not what"),
        (
            "doubling/lesson.py",
            "Predict it",
            "Guess it",
            r"doubling: lessons/01_doubling\.ipynb: cell 3 differs",
        ),
        (
            "doubling/lesson.py",
            "(../exercises/01",
            "(../exercises/02",
            "has no link to ../exercises/01_doubling",
        ),
        ("doubling/lesson.py", 'ask("doubling.twice")', "2", "'doubling.twice' is never used"),
        ("doubling/lesson.py", "Adding {start}", "Adding 7", "7 is neither computed nor chosen"),
        (
            "tests/proofs/doubling/mistakes.py",
            "Is a `return` missing?",
            "x too few",
            "its message should hold 'x too few'",
        ),
        ("doubling/checks.py", ", -2.5, 0.0", "", r"accepts the change double: x → np\.abs\(x\)"),
        (
            "tests/proofs/doubling/equivalents.py",
            "EQUIVALENTS = {}",
            'EQUIVALENTS = {"doubling.double": {"why": "x → y"}}',
            "equivalents.py lists what the check refuses, or nobody tries: x → y",
        ),
        ("tests/proofs/doubling/claims.py", "2 * 8", "2 * 9", "computed another way it is 18"),
        ("doubling/questions.yaml", "kind: numeric", "kind: odd", r"doubling/questions\.yaml.*odd"),
    ],
)
def test_what_is_broken_is_named(course, file, old, new, complaint):
    edit(course / file, old, new)
    assert re.search(complaint, "\n".join(check_course(course, mutants=True)))


def test_a_notebook_that_is_missing_is_named_and_one_chapter_may_be_asked_for(course, capsys):
    (course / "solutions" / "01_doubling.ipynb").unlink()
    assert main(["--course", str(course), "--check", "doubling"]) == 1
    assert capsys.readouterr().out == "doubling: solutions/01_doubling.ipynb is missing; build it\n"


def test_one_more_chapter_comes_after_the_others(course, capsys):
    assert main(["--course", str(course), "--new-chapter", "halving"]) == 0
    assert str(course / "tests" / "proofs" / "halving" / "mistakes.py") in capsys.readouterr().out
    assert "number: 2" in (course / "halving" / "chapter.yaml").read_text(encoding="utf-8")
    assert "02_halving.ipynb" in (course / "halving" / "lesson.py").read_text(encoding="utf-8")


def test_a_chapter_of_our_course_is_a_package_of_ours(tmp_path, monkeypatch, course):
    (course / "__init__.py").touch()
    monkeypatch.setenv("COURSEKIT_COURSE", str(course))
    assert main(["--new-chapter", "halving"]) == 0
    assert (course / "halving" / "__init__.py").read_bytes() == b'"""Chapter 2."""\n'


@pytest.mark.parametrize(("name", "why"), [("Halving!", "cannot name a chapter"), ("doubling", "already")])
def test_a_name_that_cannot_be_used_is_a_sentence(course, capsys, name, why):
    assert main(["--course", str(course), "--new-chapter", name]) == 1
    assert why in capsys.readouterr().err


def test_nothing_that_exists_is_written_over(built, tmp_path, capsys):
    assert main(["new", str(built)]) == 1
    assert "is not empty; name a new folder" in capsys.readouterr().err
    (tmp_path / "taken").touch()
    assert main(["new", str(tmp_path / "taken" / "course")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_new_course_needs_a_folder_and_is_followed_by_the_command_that_builds_it(tmp_path, capsys):
    assert main(["new"]) == 1
    assert capsys.readouterr().err == "a new course needs the name of its folder, such as: new my-course\n"
    folder = tmp_path / "my course"
    assert main(["new", str(folder)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"now build it: coursekit build --course '{folder}'"
