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
    for name in ("scripts/env", "scripts/install", "scripts/explain", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, root / name)
    program(root / ".venv" / "bin" / "python", "exit 0")
    (root / ".venv" / "ready-base").write_text(str(root))
    return root


def program(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


def env(clone, *extras, python="false", **more):
    """What scripts/env does where `python` is the Python named, and `more` stands in the environment."""
    command, environ = [clone / "scripts" / "env", *extras], {**os.environ, "PYTHON": python, **more}
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_nothing_is_done_twice(clone):
    done = env(clone)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_python_that_is_too_old_is_a_sentence(clone):
    python = program(clone / "old", 'case "$1" in --version) echo Python 3.10.13;; *) exit 1;; esac')
    done = env(clone, "dev", python=python)
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"coursekit: the course needs Python 3.11 or newer, and {python} is Python 3.10.13; install one"
    )


def test_a_python_that_is_missing_is_a_sentence(clone):
    done = env(clone, "dev", python="/nowhere/python")
    assert done.returncode == 1
    assert "/nowhere/python is not there; install one (python.org), or name it: PYTHON=" in done.stderr
    assert done.stderr.count("\n") == 1


def test_where_python3_is_too_old_a_newer_one_beside_it_is_taken(clone, tmp_path):
    (tmp_path / "bin").mkdir()
    program(tmp_path / "bin" / "python3", "exit 1")
    program(tmp_path / "bin" / "python3.14", f'echo "$@" >>"{clone}/calls"')
    assert env(clone, "dev", python="", PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}").returncode == 0
    assert "-e .[dev]" in (clone / "calls").read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_sentence(clone):
    clone.chmod(0o555)
    done = env(clone, "dev", python=program(clone.parent / "fake", "exit 0"))
    clone.chmod(0o755)
    assert done.returncode == 1
    assert "cannot be written; copy the project to a folder of yours" in done.stderr


def test_a_missing_pip_is_a_sentence(clone):
    python = program(clone / "bare", 'case "$2" in *pip*) exit 1;; esac')
    done = env(clone, "dev", python=python)
    assert done.returncode == 1
    assert "has no pip 22.3 or newer" in done.stderr


def test_a_python_whose_pip_is_too_old_gets_one_of_its_own(clone):
    python = program(clone / "old pip", 'case "$*" in *"import pip"* | *--python*) exit 1;; esac')
    program(clone / ".venv" / "bin" / "python", f'echo "$@" >>"{clone}/calls"')
    assert env(clone, "dev", python=python).returncode == 0
    first, second = (clone / "calls").read_text().splitlines()
    assert first == "-m ensurepip"
    assert second.startswith("-m pip install")


def test_newer_requirements_are_installed(clone):
    os.utime(clone / "constraints.txt", (time.time() + 9, time.time() + 9))
    python = program(clone / "fake", f'echo "$@" >>"{clone}/calls"')
    assert env(clone, "dev", "conformance", python=python).returncode == 0
    assert "-c constraints.txt -e .[dev,conformance]" in (clone / "calls").read_text()
    assert (clone / ".venv" / "ready-dev").read_text().strip() == str(clone)


def test_a_set_up_says_what_it_does_and_keeps_what_pip_said(clone):
    (clone / ".venv" / "ready-base").unlink()
    python = program(clone / "fake", 'case "$*" in *install*) echo Collecting numpy;; esac')
    done = env(clone, python=python)
    assert done.stdout.startswith("Setting up in .venv: this happens once, fetches about 110 packages")
    assert (clone / ".venv" / "setup.log").read_text() == "Collecting numpy\n"


REFUSED = "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'"
NONE = "ERROR: No matching distribution found for hatchling>=1.27"
FAILED = "ERROR: Failed to build 'file:///a clone' when installing build dependencies"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([REFUSED, NONE], "the packages could not be fetched; look at your network connection"),
        ([REFUSED, NONE, FAILED], "the packages could not be fetched; look at your network connection"),
        (["ERROR: ReadTimeoutError: Read timed out."], "the packages could not be fetched; look at"),
        (
            [
                "FileNotFoundError: Forced include not found: /a/exercises",
                "error: metadata-generation-failed",
            ],
            "this copy of the project is not whole (Forced include not found: /a/exercises); fetch it again",
        ),
        (
            ["OSError: Readme file does not exist: README.md"],
            "this copy of the project is not whole (Readme file does not exist: README.md)",
        ),
        (
            ["ERROR: Could not open requirements file: constraints.txt"],
            "not whole (ERROR: Could not open requirements file: constraints.txt)",
        ),
        (["[Errno 28] No space left on device", REFUSED], "the disk is full; make room"),
        (
            [REFUSED, "building 'msgspec._core' extension", "Failed to build msgspec"],
            "Failed to build msgspec: it is not offered ready made for Python 3.12.1 on this machine; name another",
        ),
        (
            ["ERROR: Package 'coursekit' requires a different Python: 3.12.1 not in '>=3.99'"],
            "the course does not run on Python 3.12.1 (Package 'coursekit' requires a different Python: 3.12.1 not in",
        ),
        ([NONE], "there is no matching distribution found for hatchling>=1.27 with Python 3.12.1"),
        (
            ["x", "ERROR: something new", "hint"],
            "could not be installed; pip's last word was: ERROR: something new.",
        ),
        ([], "could not be installed; pip's last word was: ."),
    ],
)
def test_what_kind_of_fault_kept_packages_away_is_said_and_tried_again(clone, said, why):
    lines = " ".join(f'"{line}"' for line in said) or "''"
    python = program(
        clone / "fake",
        f'case "$*" in --version) echo Python 3.12.1;; *install*) printf "%s\\n" {lines}; exit 1;; esac',
    )
    done = env(clone, "dev", python=python)
    assert done.returncode == 1
    assert done.stderr.startswith("coursekit: ")
    assert why in done.stderr
    assert done.stderr.endswith(
        "Then run the same command again. (All that pip said is in .venv/setup.log.)\n"
    )
    assert done.stderr.count("\n") == 1
    assert not (clone / ".venv" / "ready-dev").exists()


def test_a_clone_that_was_moved_gets_a_new_venv(clone, tmp_path):
    moved = clone.rename(tmp_path / "moved")
    python = program(moved / "fake", f'echo "$@" >>"{moved}/calls"')
    assert env(moved, python=python).returncode == 0
    assert "-m venv --clear --without-pip .venv" in (moved / "calls").read_text()
