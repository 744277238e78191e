"""The learner's work in a browser's store, carried out and in; called by the page."""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path

from coursekit.errors import CourseKitError
from coursekit.lab.archive import export, merge, read_export


def packed() -> str:
    """Return the zip file of `coursekit export` in base64."""
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "my-work.zip"
        export(target, _folder())
        return base64.b64encode(target.read_bytes()).decode()


def brought(encoded: str, name: str) -> str:
    """Merge an exported zip, given in base64, into the browser's store, and return what to tell the learner."""
    try:
        return " ".join(merge(read_export(base64.b64decode(encoded), name), _folder(), name=name))
    except CourseKitError as problem:
        return f"{problem}."


def _folder() -> Path:
    return Path(os.environ["COURSEKIT_FOLDER"])
