"""Binder's settings say what the project's own files say, and its start script starts."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from packed import ROOT

BINDER = ROOT / ".binder"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def lines(name):
    text = (BINDER / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_binder_installs_the_course_at_the_versions_it_is_tested_with():
    constraints, course = lines("requirements.txt")
    # pip reads a -c from where it is written, and "." from the folder it runs in, the repository's.
    assert (BINDER / constraints.removeprefix("-c ")).resolve() == ROOT / "constraints.txt"
    assert course == "."


def test_binders_python_is_one_the_course_names():
    (runtime,) = lines("runtime.txt")
    version = runtime.removeprefix("python-")
    assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]


def test_the_start_script_becomes_the_server_it_is_given(tmp_path):
    environ = {
        **os.environ,
        "COURSEKIT_FOLDER": str(tmp_path / "mine"),
        # Where Binder has the course's Python first.
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    command = [BINDER / "start", "sh", "-c", 'echo "$1" "$COURSEKIT_FOLDER"', "sh"]
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
    root = tmp_path / "mine"
    assert done.stdout.splitlines()[-1] == f"--ServerApp.root_dir={root} {root}"
    assert (root / "home.ipynb").exists()
