"""Build a course from its texts: its compiled files and its notebooks."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from coursekit.authoring.build import build
from coursekit.authoring.compiled import source_folders, write_compiled, write_course
from coursekit.authoring.glossary_page import build_glossary
from coursekit.content import Chapter, chapter, chapters, using_course
from coursekit.content.chapters import COMPILED, OWN
from coursekit.content.current import VARIABLE
from coursekit.errors import UnknownIdError


def chosen_course(folder: Path | None = None) -> Path:
    """Return the folder of the course that an author means.

    It is the one named, else that in COURSEKIT_COURSE, else the present one if it holds a course.yaml, else ours.
    """
    here = Path.cwd() if Path("course.yaml").is_file() else OWN
    return (folder or Path(os.environ.get(VARIABLE) or here)).expanduser().absolute()


def notebooks_of(folder: Path) -> Path:
    """Return where the notebooks of a course are built: in its folder; those of ours in the present one."""
    return Path() if folder == OWN else folder


def find_chapter(slug: str) -> Chapter:
    """Return the chapter of the current course in folder `slug`.

    Raises:
        UnknownIdError: there is none; the message lists those that exist, and says how to name another course.
    """
    try:
        return chapter(slug)
    except UnknownIdError as error:
        raise UnknownIdError(f"{error} (for a chapter of another course, add --course FOLDER)") from None


def build_course(folder: Path, slugs: Sequence[str] = (), *, into: Path | None = None) -> Iterator[str]:
    """Compile and build some chapters of a course, or all, and the glossary.

    Args:
        folder: of the course.
        slugs: of the chapters; all when there are none.
        into: where lessons/, exercises/ and solutions/ are made; by default as `notebooks_of` says.

    Yields:
        Each file that was written, and how long a chapter took.

    Raises:
        UnknownIdError: there is no chapter of that name.
        BankError: a text is malformed or a cell does not run.
    """
    place = notebooks_of(folder) if into is None else into
    with using_course(folder):
        for each in _compiled(folder, slugs):
            yield _seen_from_here(each.folder / COMPILED)
            start = time.perf_counter()
            yield from map(_seen_from_here, build(each, place))
            yield f"    {time.perf_counter() - start:.1f} s to run lesson and solutions of {each.slug}"
        yield _seen_from_here(build_glossary(chapters(), place))


def _seen_from_here(path: Path) -> str:
    """Return the path from the present folder, if the file is in it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _compiled(folder: Path, slugs: Sequence[str]) -> list[Chapter]:
    """Compile the chapters of these slugs, or all, and return them in the order of the course."""
    write_course(folder)
    sources = source_folders(folder)
    for slug in slugs or sources:
        if slug not in sources:
            find_chapter(slug)  # raises, with the names that exist
        write_compiled(sources[slug])
    return [each for each in chapters() if not slugs or each.slug in slugs]
