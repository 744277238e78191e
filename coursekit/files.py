"""The one way to write a file: whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file through a draft beside it, so that no half-written one is ever found under the name.

    Args:
        path: the file; the folder it is in is made where it is missing.
        content: its bytes, or a text, which is written as UTF-8 with its line ends as they are.

    Raises:
        OSError: it cannot be written; what was there before is untouched.
    """
    raw = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(raw)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
