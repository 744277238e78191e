"""The rules of the house, checked: doors, sizes, what importing costs; the floors are checked by scripts/check."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import coursekit

HOUSE = Path(coursekit.__file__).parent
ROOMS = sorted(room.name for room in pkgutil.iter_modules([str(HOUSE)]) if room.ispkg)
MODULES = sorted(path for path in HOUSE.rglob("*.py") if path.name not in ("lesson.py", "exercises.py"))


@pytest.mark.parametrize("room", ["", *ROOMS])
def test_a_door_lists_what_it_offers_in_order(room):
    door = importlib.import_module(f"coursekit.{room}".rstrip("."))
    assert door.__all__ == sorted(
        door.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    assert [name for name in door.__all__ if not hasattr(door, name)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_module_is_one_idea_of_about_300_lines(path):
    # The tensor's table of operations is one idea, and the longest.
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 333


def test_importing_the_front_door_loads_nothing_heavy():
    script = "import sys, coursekit; print(*{'numpy', 'matplotlib', 'ipywidgets', 'jupyterlab'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("room", ["scenes", "quiz", "progress", "datasets"])
def test_rooms_below_the_widgets_run_without_jupyter(room):
    script = (
        f"import sys, coursekit.{room}; print(*{{'IPython', 'ipywidgets', 'ipykernel'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("name", sorted(path.name for path in (HOUSE.parent / "scripts").iterdir()))
def test_scripts_are_short_posix_and_executable(name):
    path = HOUSE.parent / "scripts" / name
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/bin/sh"
    assert len(lines) <= 20
    assert os.access(path, os.X_OK)
