"""`coursekit export`: what a learner made, in one zip file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from coursekit.errors import FolderError
from coursekit.formatting import format_count
from coursekit.progress import progress_files


def export(target: Path, folder: Path) -> str:
    """Pack the progress and the notebooks of a working copy.

    Args:
        target: the zip file to make.
        folder: the working copy.

    Returns:
        One line that says what is in it.

    Raises:
        FolderError: `target` exists or cannot be written, or a notebook cannot be read. A half-packed
            file is taken away again.
    """
    notebooks = [
        path for path in sorted(folder.rglob("*.ipynb")) if _is_seen(path, folder) and _is_file(path)
    ]
    logs = [path for path in progress_files(folder) if _is_file(path)]
    try:
        raw = target.open("xb")
    except FileExistsError as problem:
        raise FolderError(f"{target} exists already and is left as it is; give another name") from problem
    except OSError as problem:
        raise _unwritable(target, problem) from problem
    try:
        with raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in [*notebooks, *logs]:
                _add(packed, path, folder)
    except BaseException as problem:
        target.unlink()
        if isinstance(problem, OSError) and not isinstance(problem, FolderError):
            raise _unwritable(target, problem) from problem
        raise
    return f"{target}: {format_count(len(notebooks), 'notebook')}, {format_count(len(logs), 'progress file')}"


def _add(packed: zipfile.ZipFile, path: Path, folder: Path) -> None:
    """Add one file. It is read before anything of it is written, so that a failure has one of two plain reasons."""
    try:
        entry = zipfile.ZipInfo.from_file(path, path.relative_to(folder), strict_timestamps=False)
        content = path.read_bytes()
    except OSError as problem:
        raise FolderError(
            f"{path} cannot be read ({problem.strerror or problem}), so nothing was packed; "
            f"allow reading it, or move it out of {folder}"
        ) from problem
    packed.writestr(entry, content, zipfile.ZIP_DEFLATED)


def _unwritable(target: Path, problem: OSError) -> FolderError:
    return FolderError(f"{target} cannot be written ({problem.strerror or problem}); give another place")


def _is_seen(path: Path, folder: Path) -> bool:
    """Return True unless a path is one of Jupyter's own copies."""
    return not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _is_file(path: Path) -> bool:
    """Return True for a file, and for a link to nowhere, which is named later; a pipe would be read for ever."""
    return path.is_file() or not path.exists()
