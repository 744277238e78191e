"""The verb `report`: how a class is doing."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from coursekit.commands.parsing import COURSE, verb
from coursekit.errors import ArgumentError
from coursekit.grader.marks import read_marks
from coursekit.roster import read_roster

_EXAMPLES = (
    "coursekit report class                   every learner's folder or exported zip in ./class",
    "coursekit report anna.zip ben.zip --html report.html",
    "coursekit report class --csv grades.csv --overwrite",
    "coursekit report class --html march.html --since 2026-03-01 --until 2026-03-31 --compare last-term",
    "coursekit report class --html report.html --roster roster.csv --marks marks",
)


def report(words: argparse.Namespace) -> None:
    """Show how a class is doing: questions, misconceptions, exercises, learners."""
    # Only an instructor needs it, and its database.
    door = import_module("coursekit.report")
    wanted = door.Wanted(
        since=_day(words.since, "--since"),
        until=_day(words.until, "--until", days=1),
        roster=read_roster(words.roster) if words.roster else None,
        marks=_points(words.marks) if words.marks else None,
        anonymous=words.anonymous,
    )
    text = door.report(
        words.paths,
        csv=words.csv,
        html=words.html,
        overwrite=words.overwrite,
        wanted=wanted,
        compare=words.compare,
    )
    # An old console or a pipe on Windows may lack some letters.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding))


def _points(folder: Path) -> dict[tuple[str, str], float]:
    """Return the grader's points by learner and exercise; what wasn't handed in was not marked."""
    marks = read_marks(folder)
    return {(each.learner, each.exercise): each.points for each in marks if each.outcome != "missing"}


def _day(text: str | None, option: str, *, days: int = 0) -> datetime | None:
    """Return the beginning of a day in UTC, some days later.

    Raises:
        ArgumentError: the text is no day.
    """
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=days)
    except (ValueError, OverflowError):
        raise ArgumentError(f"{option} is {text!r}, which is no day; write one such as 2026-03-31") from None


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
    add(
        "--since",
        metavar="DAY",
        help="count for the class what happened from this day on, such as 2026-03-01",
    )
    add("--until", metavar="DAY", help="leave out what happened after this day")
    add("--roster", type=Path, metavar="FILE", help="CSV of who is in the class: id, mail, group, name")
    add(
        "--marks",
        type=Path,
        metavar="FOLDER",
        help="what `coursekit grade` wrote, to put beside what logs claim",
    )
    add(
        "--compare",
        type=Path,
        metavar="FOLDER",
        action="append",
        default=[],
        help="another class, such as last term's, to put this one beside",
    )
    add("--anonymous", action="store_true", help="tell no name, address or place of a learner")
    add("--overwrite", action="store_true", help="replace these files where they exist already")
    add("--course", **COURSE)
