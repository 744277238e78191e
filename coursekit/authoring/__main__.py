"""Build the notebooks, and the compiled chapters that the kernel reads: `python -m coursekit.authoring [CHAPTER …]`.

Examples:
    python -m coursekit.authoring            every chapter
    python -m coursekit.authoring neuron     one of them

The glossary is written each time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from coursekit.authoring.build import build
from coursekit.authoring.compiled import source_folders, write_compiled, write_course
from coursekit.authoring.glossary_page import build_glossary
from coursekit.content import Chapter, chapter, chapters, current_course
from coursekit.content.chapters import COMPILED
from coursekit.errors import CourseKitError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what the command line names; 0 when all was built, 1 after a sentence on what was not."""
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.authoring",
        description="Build lessons/, solutions/ and exercises/ from coursekit/content.",
        epilog="example: python -m coursekit.authoring neuron",
    )
    parser.add_argument(
        "chapters", nargs="*", metavar="CHAPTER", help="such as neuron; all when none is named"
    )
    parser.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help="default: this folder")
    options = parser.parse_args(arguments)
    try:
        for each in _compiled(options.chapters):
            print(each.folder / COMPILED)
            start = time.perf_counter()
            for path in build(each, options.into):
                print(path)
            print(f"    {time.perf_counter() - start:.1f} s to run lesson and solutions of {each.slug}")
        print(build_glossary(chapters(), options.into))
    except CourseKitError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _compiled(slugs: Sequence[str]) -> list[Chapter]:
    """Compile the chapters of these slugs, or all, and return them in the order of the course."""
    root = current_course().folder
    folders = source_folders(root)
    write_course(root)
    for slug in slugs or folders:
        if slug not in folders:
            chapter(slug)  # raises, with the names that exist
        write_compiled(folders[slug])
    return [each for each in chapters() if not slugs or each.slug in slugs]


if __name__ == "__main__":  # pragma: no cover - the tests call main
    raise SystemExit(main())
