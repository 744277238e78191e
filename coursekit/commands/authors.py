"""The verbs of authors and of whoever publishes a course: site, build, check."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from coursekit.commands.parsing import COURSE, verb
from coursekit.errors import ArgumentError

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


def add_verbs(verbs: Any) -> None:
    """Add the verbs of this file to the parser."""
    add = verb(verbs, "site", site, *_SITE_EXAMPLES)
    add("out", type=Path, metavar="OUT", help="the folder to make; a site that stood there is replaced")
    add("--pyodide", type=Path, metavar="FOLDER", help="Python for the browser (from its public CDN)")
    add("--course", **COURSE)
    add("--serve", action="store_true", help="then show it on this machine, until Ctrl-C")
    add("--port", type=int, default=8000, help="where it is shown (8000, or a free one)")

    for name, run, examples in (("build", build, _BUILD_EXAMPLES), ("check", check, _CHECK_EXAMPLES)):
        add = verb(verbs, name, run, *examples)
        add("chapters", nargs="*", metavar="CHAPTER", help="all when none is named")
        add("--course", **COURSE)
