from __future__ import annotations

import pytest
from samplechapter import QUESTIONS, write_sample

from coursekit.content import load_course
from coursekit.content.course import OWN


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A course of the sample chapter "tiny" and two of ours."""
    folder = tmp_path_factory.mktemp("course")
    for slug in ("neuron", "layers"):
        (folder / slug).symlink_to(OWN / slug)
    write_sample(folder)
    return load_course(folder)


@pytest.fixture
def room(course, tmp_path, monkeypatch):
    """An empty folder for a class that takes that course."""
    monkeypatch.setenv("COURSEKIT_COURSE", str(course.folder))
    folder = tmp_path / "class"
    folder.mkdir()
    return folder


@pytest.fixture
def own_course(tmp_path, monkeypatch):
    """A course of the sample chapter alone, which the class takes and a test may break."""
    write_sample(tmp_path / "own")
    monkeypatch.setenv("COURSEKIT_COURSE", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture(scope="session")
def renamed(tmp_path_factory):
    """The sample chapter with a question and an option renamed."""
    folder = tmp_path_factory.mktemp("renamed")
    text = QUESTIONS.replace("id: pick", "id: choose\n    was: pick").replace(
        "{id: twice,", "{id: double, was: twice,"
    )
    write_sample(folder, questions_yaml=text)
    return folder
