from __future__ import annotations

import pytest
from samplechapter import write_sample

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
