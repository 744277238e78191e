"""Build a course from its texts, check it, or begin a new one: `python -m coursekit.authoring …`.

Examples:
    python -m coursekit.authoring                          build every chapter of our course
    python -m coursekit.authoring neuron                   one of them
    python -m coursekit.authoring --course my-course       every chapter of another course
    python -m coursekit.authoring --check                  say what is wrong with a course
    python -m coursekit.authoring --mutants neuron.gate    change a reference; the check must see each change
    python -m coursekit.authoring --new-chapter attention  the texts of one more chapter
    python -m coursekit.authoring new my-course            the texts of a new course
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from coursekit.authoring.check import check_course
from coursekit.authoring.course import build_course, chosen_course, notebooks_of
from coursekit.authoring.mutants import Tally, tallies_in
from coursekit.authoring.new import new_chapter, new_course
from coursekit.errors import ArgumentError, CourseKitError


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; 1 after a sentence on what was not possible, or after complaints."""
    options = _parser().parse_args(arguments)
    folder = chosen_course(options.course)
    try:
        if options.chapters[:1] == ["new"]:
            for name in _folders(options.chapters[1:]):
                _print(new_course(Path(name)))
                print(f"now build it: coursekit build --course {shlex.quote(name)}")
        elif options.new_chapter:
            _print(new_chapter(folder, notebooks_of(folder), options.new_chapter))
        elif options.check:
            return 1 if _print(check_course(folder, options.chapters)) else 0
        elif options.mutants:
            return 1 if _show(tallies_in(folder, options.chapters)) else 0
        else:
            _print(build_course(folder, options.chapters, into=options.into))
    except CourseKitError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _folders(names: Sequence[str]) -> Sequence[str]:
    if not names:
        raise ArgumentError("a new course needs the name of its folder, such as: new my-course")
    return names


def _show(tallies: Iterable[Tally]) -> int:
    """Print each tally as it comes, and return the number of complaints."""
    count = 0
    for tally in tallies:
        print(tally, flush=True)
        count += len(tally.complaints)
    return count


def _parser() -> argparse.ArgumentParser:
    assert __doc__ is not None
    about, _, examples = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m coursekit.authoring",
        description=about,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "chapters",
        nargs="*",
        metavar="CHAPTER",
        help="such as neuron, all when none is named (with --mutants also exercises); or: new FOLDER",
    )
    add("--course", type=Path, metavar="FOLDER", help="another course than ours")
    add(
        "--into",
        type=Path,
        metavar="FOLDER",
        help="where the notebooks go (ours: here; others: their folder)",
    )
    add("--check", action="store_true", help="build nothing, and say what is wrong")
    add(
        "--mutants",
        action="store_true",
        help="change the references, one thing at a time; say which changes the checks accept",
    )
    add("--new-chapter", metavar="SLUG", help="make the texts of one more chapter, with its proofs")
    return parser


def _print(lines: Iterable[object]) -> int:
    """Print each line as it comes, and return their number."""
    count = 0
    for count, line in enumerate(lines, start=1):  # noqa: B007 - the last one is the number of lines
        print(line)
    return count


if __name__ == "__main__":  # pragma: no cover - the tests call main
    raise SystemExit(main())
