from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from samplechapter import write_sample

# Before NumPy is loaded. A second thread of a small matrix product mostly waits, at full speed: where the cores are
# shared (scripts/test runs four jobs at a time) a training then takes several times the processor, and the clock too.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Before nbformat is loaded, which would wait a second or more for a grammar that is asked nothing; as `coursekit lab`.
sys.modules.setdefault("rfc3987_syntax", None)

# Generated cases repeat from run to run, and a busy machine is no failure.
settings.register_profile("course", deadline=None, derandomize=True)
settings.load_profile("course")

# Until all tests are collected next to nothing is garbage; and what is loaded then stays to the end.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    gc.unfreeze()  # libraries in C++ count at the end what was not given back


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    if not item.get_closest_marker("uncounted"):
        return (yield)
    # To count the lines of a long computation makes it half as long again; other tests run the same lines.
    counting = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(counting)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that writes the sample course, with changed files if wanted, and returns its one chapter."""
    # Imported here: most tests need no chapter.
    content = importlib.import_module("coursekit.content")
    monkeypatch.setenv("COURSEKIT_COURSE", str(tmp_path / "content"))

    def written(**changes: str):
        write_sample(tmp_path / "content", **changes)
        return content.chapter("tiny")

    return written


@pytest.fixture(scope="session")
def dask():
    """Dask, or a skip with a sentence (a failure where COURSEKIT_REQUIRE names cluster)."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        missing = 'Dask is not installed: python -m pip install "coursekit[cluster]"'
        if "cluster" in os.environ.get("COURSEKIT_REQUIRE", "").split(","):
            pytest.fail(missing)
        pytest.skip(missing)
