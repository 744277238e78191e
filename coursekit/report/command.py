"""The verb `coursekit report`: read the logs of a class, write the files asked for, and return what to print."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from coursekit.content import Course, current_course
from coursekit.errors import ArgumentError, FolderError
from coursekit.files import write_whole
from coursekit.formatting import format_count, format_day
from coursekit.report.csv_tables import TABLES, as_csv
from coursekit.report.database import database_errors, load_events, mark_again, open_database
from coursekit.report.html import as_html
from coursekit.report.items import course_items
from coursekit.report.learner_figures import LearnerFigures
from coursekit.report.learners import find_learners, listed
from coursekit.report.model import ClassReport
from coursekit.report.outside import Points, with_marks, with_roster
from coursekit.report.sources import Skipped, find_sources
from coursekit.report.statistics import compute_report
from coursekit.report.text import as_text
from coursekit.report.timeline import cut
from coursekit.roster import Enrolled


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a report is to be about.

    Attributes:
        since: the first moment that counts for the class; what was answered before stays the first attempt.
        until: everything from here on is left out.
        roster: the people of the class by id.
        marks: points that `coursekit grade` gave, by learner and full id of an exercise; without those of missing ones.
        anonymous: True if no name, address or place of a learner may be told.
    """

    since: datetime | None = None
    until: datetime | None = None
    roster: Mapping[str, Enrolled] | None = None
    marks: Points | None = None
    anonymous: bool = False

    def __post_init__(self) -> None:
        """Refuse a period that has ended before it begins.

        Raises:
            ArgumentError: it has.
        """
        if self.since and self.until and self.since >= self.until:
            raise ArgumentError(f"the days {self.period} are none; let the first come before the last")

    @property
    def period(self) -> str:
        """The days, the last one included, in words."""
        first = f"from {format_day(self.since)} " if self.since else ""
        last = f"until {format_day(self.until - timedelta(days=1))} " if self.until else ""
        return f"{first}{last}".strip()


def report(
    paths: Iterable[Path],
    *,
    csv: Path | None = None,
    html: Path | None = None,
    overwrite: bool = False,
    wanted: Wanted = Wanted(),
    compare: Sequence[Path] = (),
) -> str:
    """Return the report on a class in the current course as text, and write the files that are asked for.

    Args:
        paths: folders and zips that hold the progress of learners.
        csv: a file, for a table of the learners; or a folder that exists, for that table and all others.
        html: a file, for a page that can be read in any browser.
        overwrite: True if files that exist already may be replaced.
        wanted: what it is to be about.
        compare: folders and zips of another class, such as last term's, of which all days count.

    Raises:
        FolderError: a path cannot be used, there is no progress, or a file cannot be written.
        ArgumentError: DuckDB is not installed.
    """
    files: dict[Path, Callable[[ClassReport], str]] = {}
    if csv and csv.is_dir():
        files |= {csv / table: partial(as_csv, table=table) for table in TABLES}
    elif csv:
        files[csv] = as_csv
    if html:
        files[html] = as_html
    _check_free(files, overwrite=overwrite)
    found = read_class(paths, wanted=wanted)
    if compare:
        found = replace(found, then=read_class(compare))
    write_files({path: as_file(found) for path, as_file in files.items()}, overwrite=overwrite)
    written = "\n".join(f"written: {path}" for path in files)
    return "\n\n".join(filter(None, [as_text(found), written]))


def read_class(
    paths: Iterable[Path],
    course: Course | None = None,
    *,
    now: datetime | None = None,
    wanted: Wanted = Wanted(),
) -> ClassReport:
    """Compute the figures of the class whose progress lies in these folders and zips.

    Args:
        paths: learners' folders, folders that hold such folders or zips at any depth, and zips.
        course: the course that the class takes; by default the current one.
        now: when the report is made, which tells a clock that is ahead.
        wanted: what it is to be about.

    Raises:
        FolderError: a path does not exist or is a file that is no zip, or there is no progress in any,
            or the disk is full.
        ArgumentError: DuckDB is not installed.
        BankError: no chapter of the course can be read.
    """
    course = course or current_course()
    lessons, items, broken = course_items(course)
    sources, unusable = find_sources(paths, usual=course.folder_name)
    with tempfile.TemporaryDirectory(prefix="coursekit-report-") as place:
        folder = Path(place)
        with open_database(folder, items) as database, database_errors(folder):
            unread, notes = load_events(database, sources, folder)
            mark_again(database, items)
            learners = find_learners(database, sources, notes, anonymous=wanted.anonymous)
            cut(database, wanted.since, wanted.until)
            now = now or datetime.now(UTC)
            found = compute_report(database, lessons, items, learners, now=now, since=wanted.since)
            solved = [set[str]() for _ in learners]
            for k, item in database.execute("SELECT learner, item FROM works WHERE solved").fetchall():
                solved[k].add(items[item].name)
    skipped = [*unusable, *unread]
    if wanted.anonymous and skipped:  # the names of files hold names of people
        parts = format_count(len(skipped), "file")
        skipped = [Skipped("handed in", f"{parts} cannot be read, or not as a whole")]
    found = replace(found, period=wanted.period, skipped=(*broken, *skipped))
    return _with_outside(found, [each.true_name for each in learners], solved, wanted)


def _with_outside(
    found: ClassReport, names: Sequence[str], solved: Sequence[set[str]], wanted: Wanted
) -> ClassReport:
    """Add what marks and roster know to a report, and leave out what an anonymous one may not tell."""
    people: Sequence[LearnerFigures] = found.learners
    absent: Sequence[str] = ()
    skipped = list(found.skipped)
    if wanted.marks is not None:
        people, unknown = with_marks(people, names, solved, wanted.marks)
        if unknown:
            of = format_count(len(unknown), "learner") if wanted.anonymous else listed(unknown)
            skipped.append(Skipped("marks", f"no progress was handed in by {of}"))
    if wanted.roster is not None:
        people, absent = with_roster(people, names, wanted.roster)
    if wanted.anonymous:
        people = [replace(each, places=(), person="", mail="") for each in people]
        absent = [f"{len(absent):,} of the roster"] if absent else []
    return replace(found, learners=tuple(people), absent=tuple(absent), skipped=tuple(skipped))


def _check_free(paths: Iterable[Path], *, overwrite: bool) -> None:
    """See that these files can be made, before minutes are spent on what goes into them.

    Raises:
        FolderError: one exists already and `overwrite` is false, it is a folder, or the folder for it is missing.
    """
    for path in paths:
        if path.is_dir():
            raise FolderError(f"{path} is a folder; give the name of a file in it")
        if path.exists() and not overwrite:
            raise FolderError(
                f"{path} exists already and is left as it is; give another name, or add --overwrite"
            )
        if not path.parent.is_dir():
            raise FolderError(f"there is no folder {path.parent} to put {path.name} in; make it first")


def write_files(texts: Mapping[Path, str], *, overwrite: bool) -> None:
    """Write the files, each whole or not at all.

    Raises:
        FolderError: one cannot be written, or has come into being meanwhile.
    """
    _check_free(texts, overwrite=overwrite)
    for path, text in texts.items():
        try:
            write_whole(path, text)
        except OSError as problem:
            reason = problem.strerror or problem
            raise FolderError(f"{path} cannot be written ({reason}); give another place") from problem
