"""Build a course from its texts: its compiled files and its notebooks."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from coursekit.authoring.build import build
from coursekit.authoring.compiled import source_folders, write_compiled, write_course
from coursekit.authoring.glossary_page import build_glossary
from coursekit.authoring.playground_page import build_playground
from coursekit.content import Chapter, chapter, chapters, using_course
from coursekit.content.chapters import COMPILED, OWN
from coursekit.content.course import COMPILED_COURSE
from coursekit.content.current import VARIABLE
from coursekit.errors import UnknownIdError
from coursekit.files import write_changed


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
    """Compile and build some chapters of a course, or all, and the glossary; of ours the playground too.

    Args:
        folder: of the course.
        slugs: of the chapters; all when there are none.
        into: where lessons/, exercises/ and solutions/ are made; by default as `notebooks_of` says.

    Yields:
        Each file that changed, seen from the present folder, and how long a chapter took.

    Raises:
        UnknownIdError: there is no chapter of that name.
        BankError: a text is malformed or a cell does not run; what is on disk is then left as it was, but for
            the chapters that are done.
    """
    place = notebooks_of(folder) if into is None else into
    sources = source_folders(folder)
    course_file, compiled = folder / COMPILED_COURSE, [each / COMPILED for each in sources.values()]
    # The kernels read the compiled files, so these are there before it is known that the notebooks run.
    with using_course(folder), _put_back_after_an_error([course_file, *compiled]) as before:
        for each in _compiled(folder, slugs, sources):
            start = time.perf_counter()
            written = list(build(each, place))
            seconds = time.perf_counter() - start
            done = {
                path: before.pop(path) for path in (course_file, each.folder / COMPILED) if path in before
            }
            changed = [path for path, content in done.items() if path.read_bytes() != content]
            yield from map(_seen_from_here, [*changed, *written])
            yield f"    {seconds:.1f} s to run lesson and solutions of {each.slug}"
        yield from map(_seen_from_here, build_glossary(chapters(), place))
        own_pages = build_playground(place, always=not slugs) if folder == OWN else ()
        yield from map(_seen_from_here, own_pages)


@contextmanager
def _put_back_after_an_error(files: Iterable[Path]) -> Iterator[dict[Path, bytes | None]]:
    """Give what each file holds, None for a missing one; those still there at an error become that again."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    try:
        yield before
    except BaseException:
        for path, content in before.items():
            if content is not None:
                write_changed(path, content)
            elif path.is_file():
                path.unlink()
        raise


def _seen_from_here(path: Path) -> str:
    """Return the path from the present folder, if the file is in it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _compiled(folder: Path, slugs: Sequence[str], sources: Mapping[str, Path]) -> list[Chapter]:
    """Compile the chapters of these slugs, or all, and return them in the order of the course."""
    write_course(folder)
    for slug in slugs or sources:
        if slug not in sources:
            find_chapter(slug)  # raises, with the names that exist
        write_compiled(sources[slug])
    return [each for each in chapters() if not slugs or each.slug in slugs]
