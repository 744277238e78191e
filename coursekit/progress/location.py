"""The place of a learner's progress: `.coursekit/progress/` in their working folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from coursekit.errors import FolderError

VARIABLE = "COURSEKIT_FOLDER"
MARK = ".coursekit"


def present_folder() -> Path:
    """Return the folder that the notebook runs in.

    Raises:
        FolderError: it was deleted while the kernel ran.
    """
    try:
        return Path.cwd()
    except OSError:
        raise FolderError(
            "the folder this notebook runs in is gone; open the notebook where it is now"
        ) from None


def find_folder(start: Path, environ: Mapping[str, str]) -> Path:
    """Return the learner's working folder.

    Args:
        start: where the notebook runs.
        environ: the process's variables; COURSEKIT_FOLDER, where set, decides.

    Returns:
        That folder, else the nearest one upwards that holds `.coursekit`, else `start`.

    Raises:
        FolderError: where it is no folder or nothing can be written in it.
    """
    named, folder = environ.get(VARIABLE), working_folder(start, environ)
    if named and not folder.exists():
        raise FolderError(
            f"{VARIABLE} names {folder}, which does not exist; make it, or name another folder."
        )
    if not folder.is_dir():
        raise FolderError(f"{folder} is not a folder; progress needs one to be kept in.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FolderError(
            f"nothing can be written in {folder}, so progress cannot be kept there; "
            f"allow writing, or set {VARIABLE} to a folder of your own."
        )
    return folder


def working_folder(start: Path, environ: Mapping[str, str]) -> Path:
    """Return the folder that `find_folder` returns, without a look at whether it can be used."""
    named = environ.get(VARIABLE)
    return Path(named).expanduser() if named else _marked(start)


def progress_folder(folder: Path) -> Path:
    """Return the folder of a working folder's log files."""
    return folder / MARK / "progress"


def progress_files(folder: Path) -> list[Path]:
    """Return the log files of a working folder, oldest name first; empty where there are none.

    Finder's `._` files beside them, left by some disks and zips, are none.
    """
    place = progress_folder(folder)
    try:
        names = sorted(os.listdir(place))  # noqa: PTH208 - names are enough, and a class has thousands of them
    except OSError:
        return []
    return [place / name for name in names if name.endswith(".jsonl") and not name.startswith("._")]


def _marked(start: Path) -> Path:
    here = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would follow links out of the learner's folder
    return next((place for place in (here, *here.parents) if (place / MARK).is_dir()), here)
