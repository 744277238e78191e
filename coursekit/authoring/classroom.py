"""An nbgrader course folder with a course's assignments: `python -m coursekit.authoring.classroom FOLDER`.

Examples:
    python -m coursekit.authoring.classroom my-class           every chapter
    python -m coursekit.authoring.classroom my-class neuron    one of them
    python -m coursekit.authoring.classroom my-class --course my-course

In that folder `nbgrader generate_assignment neuron` then makes what learners get, and `nbgrader autograde neuron`
marks what they hand in.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from coursekit.authoring.assignment import STUB, mark_cells
from coursekit.authoring.cells import cells_of
from coursekit.authoring.course import chosen_course
from coursekit.authoring.notebook import dumps, make
from coursekit.content import Chapter, chapter, chapters, using_course
from coursekit.errors import CourseKitError, FolderError
from coursekit.files import write_whole

CONFIG = f"""\
c = get_config()
# The two lines that stand in place of a solution; the course's checks know them as "not attempted".
c.ClearSolutions.code_stub = {{"python": {STUB!r}}}

# First of all, checks that a learner's editing doubled, moved, changed or deleted are put back in their places.
from nbgrader.converters import Autograde
c.Autograde.sanitize_preprocessors = [
    "coursekit.authoring.repair_cells.RepairCells", *Autograde.sanitize_preprocessors.default()
]
# And the course is loaded before a learner's first cell, so that exit() ends a cell and not the kernel.
c.Execute.extra_arguments = ["--IPKernelApp.exec_lines=import coursekit.lab"]
"""


def write_sources(folder: Path, assignments: Sequence[Chapter]) -> Iterator[Path]:
    """Write nbgrader's settings and each chapter's instructor notebook, yielding the files that were written.

    A file that exists is yours and stays as it is.

    Raises:
        FolderError: the folder cannot be written.
    """
    texts = {folder / "nbgrader_config.py": CONFIG}
    for each in assignments:
        cells = cells_of(each, "exercises")
        mark_cells(each, cells)
        texts[folder / "source" / each.slug / each.notebook] = dumps(make(cells))
    for path, text in texts.items():
        if path.exists():
            continue
        try:
            write_whole(path, text)
        except OSError as problem:
            why = problem.strerror or problem
            raise FolderError(f"{path} cannot be written ({why}); name another folder") from problem
        yield path


def main(arguments: Sequence[str] | None = None) -> int:
    """Make or complete the folder that the command line names; 1 after a sentence on what was not possible."""
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.authoring.classroom",
        description="Make a folder in which nbgrader releases and marks a course's exercises.",
        epilog="example: python -m coursekit.authoring.classroom my-class neuron",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="made where it does not exist")
    parser.add_argument(
        "chapters", nargs="*", metavar="CHAPTER", help="such as neuron; all when none is named"
    )
    parser.add_argument("--course", type=Path, metavar="COURSE", help="another course than ours")
    options = parser.parse_args(arguments)
    try:
        with using_course(chosen_course(options.course)):
            chosen = [chapter(slug) for slug in options.chapters] or chapters()
            for path in write_sources(options.folder, chosen):
                print(path)
    except CourseKitError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":  # pragma: no cover - the tests call main
    raise SystemExit(main())
