"""Writing the report down: never over a file that is there already, unless that is wished."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from coursekit.errors import FolderError

__all__ = ["check_free", "write_all"]


def check_free(paths: list[Path], *, overwrite: bool) -> None:
    """See that these files can be made, before minutes are spent on what goes into them.

    Raises:
        FolderError: one exists already and `overwrite` is false, it is a folder, or the folder for it is missing.
    """
    for path in paths:
        if path.is_dir():
            raise FolderError(f"{path} is a folder; give the name of a file in it")
        if path.exists() and not overwrite:
            raise FolderError(
                f"{path} exists already and is left as it is; give another name, or add --overwrite"
            )
        if not path.parent.is_dir():
            raise FolderError(f"there is no folder {path.parent} to put {path.name} in; make it first")


def write_all(texts: Mapping[Path, str], *, overwrite: bool) -> None:
    """Write the files, each whole or not at all.

    Raises:
        FolderError: one cannot be written, or has come into being meanwhile.
    """
    check_free(list(texts), overwrite=overwrite)
    for path, text in texts.items():
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            beside.write_text(text, encoding="utf-8", newline="")
            beside.replace(path)
        except OSError as problem:
            beside.unlink(missing_ok=True)
            reason = problem.strerror or problem
            raise FolderError(f"{path} cannot be written ({reason}); give another place") from problem
