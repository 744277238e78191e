"""`coursekit export`: what a learner made, in one zip file."""

from __future__ import annotations

import zipfile
from pathlib import Path

from coursekit.errors import FolderError
from coursekit.progress import progress_files

__all__ = ["export"]


def export(target: Path, folder: Path) -> str:
    """Pack the progress and the notebooks of a working copy.

    Args:
        target: the zip file to make.
        folder: the working copy.

    Returns:
        One line that says what is in it.

    Raises:
        FolderError: `target` exists, or it cannot be written.
    """
    notebooks = [path for path in sorted(folder.rglob("*.ipynb")) if not _is_hidden(path.relative_to(folder))]
    logs = progress_files(folder)
    try:
        with (
            target.open("xb") as raw,
            zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed,
        ):
            for path in [*notebooks, *logs]:
                packed.write(path, path.relative_to(folder))
    except FileExistsError as problem:
        raise FolderError(f"{target} exists already and is left as it is; give another name") from problem
    except OSError as problem:
        raise FolderError(
            f"{target} cannot be written ({problem.strerror or problem}); give another place"
        ) from problem
    return f"{target}: {_count(notebooks, 'notebook')}, {_count(logs, 'progress file')}"


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _count(things: list[Path], what: str) -> str:
    return f"{len(things)} {what}{'' if len(things) == 1 else 's'}"
