"""The verbs of learners: lab, progress, review, reset, export, import."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from coursekit.commands.parsing import COURSE, verb
from coursekit.lab.archive import bring_in, export
from coursekit.lab.learner_folder import folder_to_open, learner_folder
from coursekit.lab.overview import table
from coursekit.lab.reset import restart
from coursekit.lab.spaced_review import due_table

_LAB_EXAMPLES = (
    "coursekit lab                            the course in a new folder, such as ./neural-networks",
    "coursekit lab ~/course --port 9000",
    "coursekit lab --course ./my-course       another course than ours",
    "coursekit lab ~/course --ip=0.0.0.0      other options go to JupyterLab, as --name=value",
)
_FOLDER: dict[str, Any] = {
    "nargs": "?",
    "metavar": "FOLDER",
    "help": "your own folder (this one, one above it, or the one of the course's name here)",
}


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


def add_verbs(verbs: Any) -> None:
    """Add the verbs of this file to the parser."""
    add = verb(verbs, "lab", lab, *_LAB_EXAMPLES)
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
    add("--course", **COURSE)
    add("--no-browser", action="store_true", help="print the address and open nothing")

    for name, look in (("progress", progress), ("review", review)):
        add = verb(verbs, name, look, f"coursekit {name}", f"coursekit {name} ~/course")
        add("folder", **_FOLDER)

    add = verb(verbs, "reset", reset, "coursekit reset neuron")
    add("chapter", metavar="CHAPTER", help="such as neuron")
    add("folder", **_FOLDER)

    add = verb(verbs, "export", pack, "coursekit export mine.zip")
    add("file", metavar="FILE.zip", help="the file to make; it must not exist yet")
    add("folder", **_FOLDER)

    add = verb(verbs, "import", unpack, "coursekit import mine.zip", "coursekit import mine.zip ~/course")
    add("file", metavar="FILE.zip", help="what `coursekit export` made, perhaps on another machine")
    add("folder", **{**_FOLDER, "help": "your own folder (this one, or a new one); made where there is none"})
