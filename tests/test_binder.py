"""Binder's settings say what the project's own files say; tests/browser/test_hosted_in_lab.py starts its script."""

from __future__ import annotations

import tomllib

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
