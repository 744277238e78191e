"""The `coursekit` command: lab, progress, review, reset, export, import, report, site, build, check.

Every verb is one function that calls the course and prints what comes back.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from coursekit import __version__
from coursekit.content import using_course
from coursekit.errors import ArgumentError, CourseKitError
from coursekit.lab.archive import bring_in, export
from coursekit.lab.learner_folder import folder_to_open, learner_folder
from coursekit.lab.overview import table
from coursekit.lab.reset import restart
from coursekit.lab.spaced_review import due_table

__all__ = ["main"]

_FIRST_STEPS = """start with:
  coursekit lab             make a folder for the course here, and open it there
  coursekit lab ~/course    the same in a folder of your choice; tomorrow again, to go on

each verb has examples:
  coursekit lab --help
"""
_LAB_EXAMPLES = (
    "coursekit lab                            the course in a new folder, such as ./neural-networks",
    "coursekit lab ~/course --port 9000",
    "coursekit lab --course ./my-course       another course than ours",
    "coursekit lab ~/course --ip=0.0.0.0      other options go to JupyterLab, as --name=value",
)
_REPORT_EXAMPLES = (
    "coursekit report class                   every learner's folder or exported zip in ./class",
    "coursekit report anna.zip ben.zip --html report.html",
    "coursekit report class --csv grades.csv --overwrite",
)
_LAB_FLAGS = (  # of JupyterLab's options those without a value that somebody may want here
    *("--allow-root", "--autoreload", "--collaborative", "--core-mode", "--debug"),
    *("--dev-mode", "--help-all", "--show-config", "-y"),
)
_BUILD_EXAMPLES = (
    "coursekit build --course my-course        every chapter",
    "coursekit build --course my-course intro  one of them",
    "coursekit build                           the course in this folder, or else ours",
)
_CHECK_EXAMPLES = tuple(each.replace("build", "check") for each in _BUILD_EXAMPLES)
_SITE_EXAMPLES = (
    "coursekit site public                    the course as static files, for any web server",
    "coursekit site public --serve            and show it in the browser here",
    "coursekit site stick --pyodide pyodide   with Python in it, so that it needs no network",
    "coursekit site public --course my-course another course than ours",
)
_COURSE: dict[str, Any] = {
    "type": Path,
    "metavar": "COURSE",
    "help": "the folder of another course than ours",
}
_FOLDER: dict[str, Any] = {
    "nargs": "?",
    "metavar": "FOLDER",
    "help": "your own folder (this one, one above it, or the one of the course's name here)",
}


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


def lab(words: argparse.Namespace) -> None:
    """Open the course in JupyterLab; where it is open already, lead back to it."""
    # Half of JupyterLab's start goes into a grammar for international addresses, with which nothing here is
    # checked; without it jsonschema leaves that check out.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    # JupyterLab takes a second to import; the other verbs do without it.
    rest = [*(["--no-browser"] if words.no_browser else []), *words.rest]
    import_module("coursekit.lab.launch").open_lab(
        folder_to_open(words.folder), port=words.port, arguments=rest
    )


def progress(words: argparse.Namespace) -> None:
    """Show how far you have come, lesson by lesson."""
    print(table(learner_folder(words.folder)))


def review(words: argparse.Namespace) -> None:
    """Show which questions are due for review, and when the others will be."""
    print(due_table(learner_folder(words.folder)))


def reset(words: argparse.Namespace) -> None:
    """Start a chapter again; what you did in it is kept."""
    print("\n".join(restart(words.chapter, learner_folder(words.folder))))


def pack(words: argparse.Namespace) -> None:
    """Pack your progress and your notebooks into one file."""
    print(export(Path(words.file), learner_folder(words.folder)))


def unpack(words: argparse.Namespace) -> None:
    """Bring in what `coursekit export` packed, beside what is here already."""
    print("\n".join(bring_in(Path(words.file).expanduser(), words.folder)))


def report(words: argparse.Namespace) -> None:
    """Show how a class is doing: questions, misconceptions, exercises, learners."""
    # Only an instructor needs it, and its database.
    show = import_module("coursekit.report").report
    text = show(words.paths, csv=words.csv, html=words.html, overwrite=words.overwrite)
    # An old console or a pipe on Windows may lack some letters.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))


def site(words: argparse.Namespace) -> None:
    """Build the course as static files, which run in a browser alone."""
    # Its builder takes a second to import.
    print(import_module("coursekit.lab.site.build").build_site(words.out, pyodide=words.pyodide), flush=True)
    if words.serve:
        import_module("coursekit.lab.site.serve").serve(words.out, port=words.port)


def build(words: argparse.Namespace) -> None:
    """Build the notebooks of a course from its texts."""
    tools = _authors_tools()
    for line in tools.build_course(tools.chosen_course(), words.chapters):
        print(line)


def check(words: argparse.Namespace) -> int:
    """Say what is wrong with a course: stale notebooks, links to nowhere, mistakes no check names, numbers."""
    tools = _authors_tools()
    found = 0
    for complaint in tools.check_course(tools.chosen_course(), words.chapters):
        found += 1
        print(complaint)
    print(f"{found} to repair" if found else "all is well")
    return 1 if found else 0


def _authors_tools() -> Any:
    try:
        return import_module("coursekit.authoring")
    except ModuleNotFoundError as problem:
        raise ArgumentError(
            f"this needs the tools for authors, and {problem.name} is missing; "
            "install them: pip install 'coursekit[author]'"
        ) from problem


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

    add = _verb(verbs, "lab", lab, *_LAB_EXAMPLES)
    add(
        "folder",
        nargs="?",
        metavar="FOLDER",
        help="your own folder (the one you are in, or a new one here)",
    )
    add(
        "--port",
        type=int,
        help="start a server on this port, even beside an open one (the first free port from 8888)",
    )
    add("--course", **_COURSE)
    add("--no-browser", action="store_true", help="print the address and open nothing")

    for name, look in (("progress", progress), ("review", review)):
        add = _verb(verbs, name, look, f"coursekit {name}", f"coursekit {name} ~/course")
        add("folder", **_FOLDER)

    add = _verb(verbs, "reset", reset, "coursekit reset neuron")
    add("chapter", metavar="CHAPTER", help="such as neuron")
    add("folder", **_FOLDER)

    add = _verb(verbs, "export", pack, "coursekit export mine.zip")
    add("file", metavar="FILE.zip", help="the file to make; it must not exist yet")
    add("folder", **_FOLDER)

    add = _verb(verbs, "import", unpack, "coursekit import mine.zip", "coursekit import mine.zip ~/course")
    add("file", metavar="FILE.zip", help="what `coursekit export` made, perhaps on another machine")
    add("folder", **{**_FOLDER, "help": "your own folder (this one, or a new one); made where there is none"})

    _teachers_verbs(verbs)
    return parser


def _teachers_verbs(verbs: Any) -> None:
    add = _verb(verbs, "report", report, *_REPORT_EXAMPLES)
    add(
        "paths",
        nargs="+",
        type=Path,
        metavar="FOLDER",
        help="learners' folders, exported zips, or folders of them",
    )
    add("--html", type=Path, metavar="FILE", help="also write one page for any browser, phone or printer")
    add(
        "--csv",
        type=Path,
        metavar="FILE",
        help="also write the learners' points for a gradebook; into a folder: all tables",
    )
    add("--overwrite", action="store_true", help="replace these files where they exist already")
    add("--course", **_COURSE)

    add = _verb(verbs, "site", site, *_SITE_EXAMPLES)
    add("out", type=Path, metavar="OUT", help="the folder to make; a site that stood there is replaced")
    add("--pyodide", type=Path, metavar="FOLDER", help="Python for the browser (from its public CDN)")
    add("--course", **_COURSE)
    add("--serve", action="store_true", help="then show it on this machine, until Ctrl-C")
    add("--port", type=int, default=8000, help="where it is shown (8000, or a free one)")

    for name, run, examples in (("build", build, _BUILD_EXAMPLES), ("check", check, _CHECK_EXAMPLES)):
        add = _verb(verbs, name, run, *examples)
        add("chapters", nargs="*", metavar="CHAPTER", help="all when none is named")
        add("--course", **_COURSE)


def _verb(
    verbs: Any, name: str, run: Callable[[argparse.Namespace], int | None], *examples: str
) -> Callable[..., Any]:
    """A verb with its help and examples; returns what adds its arguments."""
    verb = verbs.add_parser(
        name,
        help=run.__doc__,
        description=run.__doc__,
        epilog="\n  ".join(["examples:", *examples]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.set_defaults(run=run)
    add: Callable[..., Any] = verb.add_argument
    return add
