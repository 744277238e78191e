"""`coursekit reset`: begin a chapter again, with everything done so far kept."""

from __future__ import annotations

from pathlib import Path

from coursekit.content import chapter
from coursekit.course.folder import KINDS, hand_out, plain_errors, put_aside
from coursekit.progress import Event, Log

__all__ = ["restart"]


def restart(slug: str, folder: Path, *, source: Path | None = None) -> list[str]:
    """Begin a chapter again: answers count no more, notebooks are put aside, fresh ones handed out.

    Args:
        slug: the chapter, such as "neuron".
        folder: the working copy.
        source: holds lessons/ and exercises/; by default those of this course.

    Returns:
        One line for each thing that was done.

    Raises:
        UnknownIdError: there is no such chapter.
        FolderError: the folder cannot be written.
    """
    notebook = chapter(slug).notebook
    Log(folder).append(Event(kind="reset", chapter=slug))
    lines = [
        f"{slug} starts again; what you answered before stays in {folder / '.coursekit'}, and counts no more"
    ]
    mine = [folder / kind / notebook for kind in KINDS if (folder / kind / notebook).exists()]
    with plain_errors(folder):
        lines += [
            f"{path.relative_to(folder)} is kept as {put_aside(path, 'before reset', counted=True).name}"
            for path in mine
        ]
    hand_out(folder, source=source)
    return lines
