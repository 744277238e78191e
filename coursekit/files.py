"""The one way to write a file, whole or not at all, and what every notebook of a course says about itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

__all__ = ["draft_of", "notebook_metadata", "write_changed", "write_whole"]


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file, and the folder for it where that is missing, so that no half-written one is ever found.

    Args:
        path: the file.
        content: its bytes, or a text, which is written as UTF-8 with its line ends as they are.

    Raises:
        OSError: it cannot be written; what was there before is untouched.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(path) as draft:
        draft.write_bytes(content.encode() if isinstance(content, str) else content)


def write_changed(path: Path, content: str | bytes) -> bool:
    """Write a file as `write_whole` does, unless it holds just that already; True where it was written.

    Raises:
        OSError: as `write_whole`.
    """
    new = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == new:
        return False
    write_whole(path, new)
    return True


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give a file beside `path` to write into; it becomes `path` at the end, and is removed after an error."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def notebook_metadata(**language: str) -> dict[str, Any]:
    """The metadata of a notebook that runs in Python's kernel, as that kernel reports itself.

    Args:
        language: more about the language, such as its `version`; built notebooks leave that out, for they would
            change with every patch release of Python.
    """
    return {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            **language,
        },
    }
