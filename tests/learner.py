"""Fixtures around a learner: a course to hand out, a folder to work in, names their cells define."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

NOTEBOOK = (
    '{"cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# %s"]}],'
    ' "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
)


@pytest.fixture
def source(tmp_path: Path):
    """A folder with the notebooks of a course, and a way to bring out another edition of one."""

    def edition(title: str = "first", name: str = "90_tiny.ipynb") -> Path:
        for kind in ("lessons", "exercises"):
            (tmp_path / "course" / kind).mkdir(parents=True, exist_ok=True)
            (tmp_path / "course" / kind / name).write_text(NOTEBOOK % title, encoding="utf-8")
        return tmp_path / "course"

    return edition


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder in which the test runs, with nothing set that points elsewhere."""
    folder = tmp_path / "mine"
    (folder / ".coursekit").mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COURSEKIT_FOLDER", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    return folder


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch):
    """`write(double=…)` defines names as a learner's cell would."""

    def defined(**names: object) -> None:
        for name, value in names.items():
            monkeypatch.setattr(sys.modules["__main__"], name, value, raising=False)

    return defined


@pytest.fixture
def nobody_reads():
    """A pipe whose other end is closed, as behind `| head`, to print into."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a number, no path
        yield stream
