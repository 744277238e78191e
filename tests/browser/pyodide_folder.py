"""Python for the browser, fetched once for this machine."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from coursekit.lab.site.distribution import PINS, REQUIREMENTS, VERSION, assemble


def pyodide_folder() -> Path:
    """The folder with Pyodide and the packages of a lesson; a CourseKitError says why it cannot be fetched."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:8]
    folder = Path(tempfile.gettempdir()) / f"coursekit-pyodide-{VERSION}-{key}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
            assemble(Path(temporary) / "whole", pins=PINS)
            (Path(temporary) / "whole").rename(folder)
    return folder
