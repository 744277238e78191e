"""Build the notebooks: `python -m coursekit.authoring [CHAPTER …]`.

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
from coursekit.authoring.glossary_page import build_glossary
from coursekit.content import chapter, chapters
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
        for each in [chapter(slug) for slug in options.chapters] or chapters():
            start = time.perf_counter()
            for path in build(each, options.into):
                print(path)
            print(f"    {time.perf_counter() - start:.1f} s to run lesson and solutions of {each.slug}")
        print(build_glossary(options.into))
    except CourseKitError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":  # pragma: no cover - the tests call main
    raise SystemExit(main())
