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


def chosen_course(folder: Path | None = None) -> Path:
    """Return the folder of the course that an author means: as named, else in COURSEKIT_COURSE, else ours."""
    return (folder or Path(os.environ.get(VARIABLE) or OWN)).expanduser().absolute()


def notebooks_of(folder: Path) -> Path:
    """Return where the notebooks of a course are built: in its folder; those of ours in the present one."""
    return Path() if folder == OWN else folder


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
            yield str(each.folder / COMPILED)
            start = time.perf_counter()
            yield from map(str, build(each, place))
            yield f"    {time.perf_counter() - start:.1f} s to run lesson and solutions of {each.slug}"
        yield str(build_glossary(chapters(), place))


def _compiled(folder: Path, slugs: Sequence[str]) -> list[Chapter]:
    """Compile the chapters of these slugs, or all, and return them in the order of the course."""
    write_course(folder)
    sources = source_folders(folder)
    for slug in slugs or sources:
        if slug not in sources:
            chapter(slug)  # raises, with the names that exist
        write_compiled(sources[slug])
    return [each for each in chapters() if not slugs or each.slug in slugs]
