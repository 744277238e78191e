"""`coursekit reset`: begin a chapter again, with everything done so far kept."""

from __future__ import annotations

from pathlib import Path

from coursekit.content import chapter
from coursekit.errors import FolderError
from coursekit.lab.learner_folder import KINDS, folder_errors, put_aside, update_learner_folder
from coursekit.progress import Event, Log


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
        FolderError: the folder cannot be written. The notebooks are then as they were.
    """
    notebook = chapter(slug).notebook
    kept: dict[Path, Path] = {}
    try:
        with folder_errors(folder):
            for mine in (folder / kind / notebook for kind in KINDS):
                if mine.exists():
                    kept[mine] = put_aside(mine, "before reset", counted=True)
        update_learner_folder(folder, source=source)
        _record(slug, folder)
    except BaseException:
        for mine, backup in kept.items():
            backup.replace(mine)
        raise
    return [
        f"{slug} starts again; what you answered before stays in {folder / '.coursekit'}, and counts no more",
        *(f"{mine.relative_to(folder)} is kept as {backup.name}" for mine, backup in kept.items()),
    ]


def _record(slug: str, folder: Path) -> None:
    try:
        Log(folder).append(Event(kind="reset", chapter=slug))
    except FolderError as problem:
        reason = getattr(problem.__context__, "strerror", None) or problem
        raise FolderError(
            f"progress cannot be written in {folder} ({reason}), so {slug} is as it was; "
            "free space or allow writing, and try again"
        ) from problem
