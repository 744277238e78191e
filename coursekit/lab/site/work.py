"""The learner's work in a browser's store, carried out and in; called by the page."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from pathlib import Path

from coursekit.content import current_course
from coursekit.errors import CourseKitError
from coursekit.files import write_whole
from coursekit.lab.archive import export, merge, read_export
from coursekit.lab.learner_folder import EDITION, memory_file


def packed(handed_out: str) -> str:
    """Return the zip file of `coursekit export` in base64.

    Args:
        handed_out: what the browser remembers: a JSON object, the digest of each notebook's text by its path.
    """
    folder = _remember(handed_out)
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary) / "my-work.zip"
        export(target, folder)
        return base64.b64encode(target.read_bytes()).decode()


def brought(encoded: str, name: str, handed_out: str) -> str:
    """Merge an exported zip, given in base64, into the browser's store, and return what to tell the learner."""
    folder = _remember(handed_out)
    try:
        lines = merge(read_export(base64.b64decode(encoded), name), folder, name=name)
        return ". ".join([*lines, "Load the page again to see it."]).replace(str(folder), "this browser")
    except CourseKitError as problem:
        return f"{problem}."


def _remember(handed_out: str) -> Path:
    """Write down what was handed out, as `coursekit lab` does, and return the learner's folder."""
    folder = Path(os.environ["COURSEKIT_FOLDER"])
    memory = {path: {"text": digest} for path, digest in json.loads(handed_out).items()}
    memory[EDITION] = {"course": current_course().edition}
    memory_file(folder).parent.mkdir(exist_ok=True)
    write_whole(memory_file(folder), json.dumps(memory, indent=1, sort_keys=True).encode())
    return folder
