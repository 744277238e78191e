"""The verb `grade`: marks for a class."""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from coursekit.commands.parsing import COURSE, verb
from coursekit.formatting import format_count, printable

_EXAMPLES = (
    "coursekit grade handed-in                 a folder of zips, folders or notebooks, called like their learners",
    "coursekit grade ada.zip ben.zip --out week3",
    "coursekit grade handed-in --workers 8",
)


def grade(words: argparse.Namespace) -> None:
    """Mark the exercises of a class, each learner's code in a confined process."""
    # Only an instructor needs it.
    grader = import_module("coursekit.grader")
    rows = grader.grade(
        words.submissions,
        words.out,
        workers=words.workers,
        confined=not words.unconfined,
        seed=words.seed,
        marker=partial(grader.marked_by_cluster, address=words.scheduler, confined=not words.unconfined)
        if words.scheduler
        else None,
        gradebook=grader.gradebook_in(words.submissions, words.out) if words.nbgrader else None,
        seconds=words.seconds,
    )
    for row in rows:
        if row.note:
            print(f"{printable(row.learner)}: {printable(row.note)}")
    print(f"{format_count(len(rows), 'learner')} marked, in {words.out}: index.html, marks.csv, learners.csv")


def add_verbs(verbs: Any) -> None:
    """Add the verb to the parser."""
    add = verb(verbs, "grade", grade, *_EXAMPLES)
    add(
        "submissions",
        nargs="+",
        type=Path,
        metavar="SUBMISSIONS",
        help="zips, learners' folders, notebooks, nbgrader's submitted folder, or folders of these",
    )
    add("--out", type=Path, default=Path("marks"), metavar="FOLDER", help="where the marks go (marks)")
    add("--workers", type=int, metavar="N", help="processes that mark at a time (one for each core)")
    add(
        "--scheduler",
        metavar="ADDRESS",
        help="of a Dask cluster whose workers mark, such as tcp://10.0.0.5:8786",
    )
    add(
        "--nbgrader",
        action="store_true",
        help="also write nbgrader's gradebook, that of SUBMISSIONS or one in FOLDER",
    )
    add("--seed", type=int, help="of all inputs, to repeat a run (that of FOLDER, or a new one)")
    add(
        "--seconds",
        type=int,
        metavar="N",
        help="of processor time for an exercise (those that its author gives it, mostly 10)",
    )
    add(
        "--unconfined",
        action="store_true",
        help="where the system has no walls for learners' code: run it with all your rights",
    )
    add("--course", **COURSE)
