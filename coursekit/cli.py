"""The `coursekit` command: it finds the verb in `coursekit.commands`, runs it, and says in a sentence what went wrong."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path

from coursekit import __version__
from coursekit.commands import GROUPS
from coursekit.content import using_course
from coursekit.errors import CourseKitError

__all__ = ["main"]

_FIRST_STEPS = """start with:
  coursekit lab             make a folder for the course here, and open it there
  coursekit lab ~/course    the same in a folder of your choice; tomorrow again, to go on

each verb has examples:
  coursekit lab --help
"""
_LAB_FLAGS = (  # of JupyterLab's options those without a value that somebody may want here
    *("--allow-root", "--autoreload", "--collaborative", "--core-mode", "--debug"),
    *("--dev-mode", "--help-all", "--show-config", "-y"),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb and return the exit status.

    It is 0, or 1 after one sentence on stderr; as in a shell 130 after Ctrl-C, and 141 where nobody reads the
    output any more (`| head`).
    """
    try:
        try:
            return _run(argv)
        finally:
            if sys.stdout:  # what it still holds is written now, not when nobody can catch the error
                sys.stdout.flush()
    except OSError as problem:
        return _unwritten(problem)


def _run(argv: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the name of a folder may hold what a terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    given = sys.argv[1:] if argv is None else argv
    if given and not given[0].startswith("-") and given[0] not in parser.get_default("verbs"):
        parser.error(_what_was_meant(given[0], parser.get_default("verbs")))
    # Behind a "--" argparse would take an option of JupyterLab's for the folder.
    words, words_left = parser.parse_known_args([word for word in given if word != "--"])
    unknown = [word for word in words_left if words.verb != "lab" or not _is_for_jupyterlab(word)]
    if unknown:
        way_out = (
            "options for JupyterLab are written --name=value"
            if words.verb == "lab"
            else "try: coursekit --help"
        )
        parser.error(f"{words.verb or 'coursekit'} does not know {' '.join(unknown)}; {way_out}")
    words.rest = words_left
    course = words.__dict__.get("course")
    try:
        with using_course(course) if course else nullcontext():
            return words.run(words) or 0
    except CourseKitError as problem:
        print(f"coursekit: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _unwritten(problem: OSError) -> int:
    """The exit status where the output cannot be written; what is left of it goes nowhere.

    Python flushes the streams when it ends, and would complain once more: see the note on SIGPIPE in the
    documentation of `signal`.
    """
    at_fault = isinstance(problem, BrokenPipeError)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            at_fault = True
    if not at_fault:
        raise problem
    if isinstance(problem, BrokenPipeError):
        return 141  # 128 + SIGPIPE, as `cat` ends: `set -o pipefail` can tell it from the 1 of a mistake
    print(f"coursekit: the output cannot be written ({problem.strerror}); make room for it", file=sys.stderr)
    return 1


def _is_for_jupyterlab(word: str) -> bool:
    return word in _LAB_FLAGS or bool(re.match(r"--[A-Za-z][\w.-]*=", word))


def _what_was_meant(word: str, verbs: Sequence[str]) -> str:
    """Return what to say about a first word that is no verb."""
    near = difflib.get_close_matches(word.lower(), verbs, n=1)
    if near:
        return f"there is no verb {word!r}; did you mean: coursekit {near[0]}"
    if Path(word).expanduser().is_dir():
        return f"{word!r} is a folder, and a verb comes first; to open the course in it: coursekit lab {word}"
    return f"there is no verb {word!r}; they are {', '.join(verbs)}; try: coursekit --help"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coursekit",
        description="A neural-network course you can touch.",
        epilog=_FIRST_STEPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"coursekit {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    parser.set_defaults(run=lambda _: parser.print_help(), verb=None, verbs=verbs.choices)

    for group in GROUPS:
        group.add_verbs(verbs)
    return parser
