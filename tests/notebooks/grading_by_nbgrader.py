"""Ask nbgrader itself, as an instructor would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from committed import path_of

from coursekit.authoring.execute import kernel_environment
from coursekit.content import Chapter


def validate(chapter: Chapter, folder: str, scratch: Path) -> str:
    """What `nbgrader validate` prints about the committed notebook."""
    copy = scratch / chapter.notebook
    copy.write_bytes(path_of(chapter, folder).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "validate", copy.name],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=scratch,
        env=kernel_environment(scratch),
        check=False,
    )
    return done.stdout
