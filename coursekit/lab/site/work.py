"""The learner's work in a browser's store, carried out and in; called by the page."""

from __future__ import annotations

import base64
import os
import tempfile
from pathlib import Path

from coursekit.lab.archive import export


def packed() -> str:
    """Return the zip file of `coursekit export` in base64."""
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "my-work.zip"
        export(target, _folder())
        return base64.b64encode(target.read_bytes()).decode()


def _folder() -> Path:
    return Path(os.environ["COURSEKIT_FOLDER"])
