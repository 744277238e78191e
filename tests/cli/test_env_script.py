from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

import coursekit

ROOT = Path(coursekit.__file__).parents[1]
pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="scripts are for POSIX shells")


@pytest.fixture
def clone(tmp_path):
    """A clone with a venv that looks made, and a way to run its scripts/env."""
    root = tmp_path / "a clone"
    (root / "scripts").mkdir(parents=True)
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in ("scripts/env", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, root / name)
    program(root / ".venv" / "bin" / "python", "exit 0")
    (root / ".venv" / "ready-base").write_text(str(root))
    return root


def program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def env(clone, *extras, python="false"):
    command = [clone / "scripts" / "env", *extras]
    return subprocess.run(
        command, env={**os.environ, "PYTHON": python}, capture_output=True, text=True, check=False
    )


def test_nothing_is_done_twice(clone):
    done = env(clone)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_python_that_is_too_old_is_a_sentence(clone):
    done = env(clone, "dev", python="false")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "coursekit: Python 3.11 or newer is needed and 'false' is not; name one: PYTHON="
    )


def test_a_missing_pip_is_a_sentence(clone):
    python = program(clone / "bare", 'case "$2" in *pip*) exit 1;; esac')
    done = env(clone, "dev", python=python)
    assert done.returncode == 1
    assert "has no pip 22.3 or newer" in done.stderr


def test_newer_requirements_are_installed(clone):
    os.utime(clone / "constraints.txt", (time.time() + 9, time.time() + 9))
    python = program(clone / "fake", f'echo "$@" >>"{clone}/calls"')
    assert env(clone, "dev", "conformance", python=python).returncode == 0
    assert "install --quiet --disable-pip-version-check -c constraints.txt -e .[dev,conformance]" in (
        (clone / "calls").read_text()
    )
    assert (clone / ".venv" / "ready-dev").read_text().strip() == str(clone)


def test_a_clone_that_was_moved_gets_a_new_venv(clone, tmp_path):
    moved = clone.rename(tmp_path / "moved")
    python = program(moved / "fake", f'echo "$@" >>"{moved}/calls"')
    assert env(moved, python=python).returncode == 0
    assert "-m venv --clear --without-pip .venv" in (moved / "calls").read_text()
