"""The verb `report`: how a class is doing."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from coursekit.commands.parsing import COURSE, verb

_EXAMPLES = (
    "coursekit report class                   every learner's folder or exported zip in ./class",
    "coursekit report anna.zip ben.zip --html report.html",
    "coursekit report class --csv grades.csv --overwrite",
)


def report(words: argparse.Namespace) -> None:
    """Show how a class is doing: questions, misconceptions, exercises, learners."""
    # Only an instructor needs it, and its database.
    show = import_module("coursekit.report").report
    text = show(words.paths, csv=words.csv, html=words.html, overwrite=words.overwrite)
    # An old console or a pipe on Windows may lack some letters.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))


def add_verbs(verbs: Any) -> None:
    """Add the verb to the parser."""
    add = verb(verbs, "report", report, *_EXAMPLES)
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
    add("--course", **COURSE)
