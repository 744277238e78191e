"""The verbs that bring questions and grades into the school's system: export-bank, grades."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

from coursekit.commands.parsing import COURSE, verb

_BANK_EXAMPLES = (
    "coursekit export-bank moodle for-moodle       questions.xml in a new folder, for Moodle's question bank",
    "coursekit export-bank qti for-canvas          questions.zip, for Canvas and others that read QTI",
    "coursekit export-bank gift bank --course my-course",
)
_GRADES_EXAMPLES = (
    "coursekit grades moodle marks grades.csv      of what `coursekit grade` wrote into ./marks",
    "coursekit grades canvas marks grades.csv --roster class.csv",
    "coursekit grades moodle marks grades.csv --lessons neuron nonlinearity",
)


def export_bank(words: argparse.Namespace) -> None:
    """Write the questions for a school's system: Moodle XML, GIFT or QTI."""
    print(import_module("coursekit.exports").export_bank(words.format, words.out))


def grades(words: argparse.Namespace) -> None:
    """Write the grades as a table that Moodle or Canvas imports."""
    write = import_module("coursekit.exports").export_grades
    print(
        write(
            words.system,
            words.marks,
            words.out,
            roster=words.roster,
            lessons=words.lessons,
            overwrite=words.overwrite,
        )
    )


def add_verbs(verbs: Any) -> None:
    """Add the verbs of this file to the parser."""
    add = verb(verbs, "export-bank", export_bank, *_BANK_EXAMPLES)
    add("format", metavar="FORMAT", help="moodle, gift or qti")
    add("out", type=Path, metavar="OUT", help="the folder to make")
    add("--course", **COURSE)

    add = verb(verbs, "grades", grades, *_GRADES_EXAMPLES)
    add("system", metavar="SYSTEM", help="moodle or canvas")
    add("marks", type=Path, metavar="MARKS", help="the folder that `coursekit grade` wrote")
    add("out", type=Path, metavar="OUT.csv", help="the file to make")
    add(
        "--roster",
        type=Path,
        metavar="FILE",
        help="who is in the class: CSV with the columns id, mail, group, name",
    )
    add("--lessons", nargs="+", default=(), metavar="LESSON", help="those that were due (all)")
    add("--overwrite", action="store_true", help="replace the file where it exists already")
    add("--course", **COURSE)
