"""Work that was exported, brought into a browser's store; called by the page, which packs without Python."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from coursekit.content import current_course
from coursekit.errors import CourseKitError
from coursekit.files import write_whole
from coursekit.lab.archive import merge, read_export
from coursekit.lab.learner_folder import EDITION, memory_file


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
