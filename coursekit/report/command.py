"""The verb `coursekit report`: read the logs of a class, write the files asked for, and return what to print."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from coursekit.content import Course, current_course
from coursekit.errors import FolderError
from coursekit.files import write_whole
from coursekit.report.csv_tables import TABLES, as_csv
from coursekit.report.database import database_errors, load_events, mark_again, open_database
from coursekit.report.html import as_html
from coursekit.report.items import course_items
from coursekit.report.learners import find_learners
from coursekit.report.model import ClassReport
from coursekit.report.sources import find_sources
from coursekit.report.statistics import compute_report
from coursekit.report.text import as_text


def report(
    paths: Iterable[Path], *, csv: Path | None = None, html: Path | None = None, overwrite: bool = False
) -> str:
    """Return the report on a class in the current course as text, and write the files that are asked for.

    Args:
        paths: folders and zips that hold the progress of learners.
        csv: a file, for a table of the learners; or a folder that exists, for that table and all others.
        html: a file, for a page that can be read in any browser.
        overwrite: True if files that exist already may be replaced.

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
    found = read_class(paths)
    write_files({path: as_file(found) for path, as_file in files.items()}, overwrite=overwrite)
    written = "\n".join(f"written: {path}" for path in files)
    return "\n\n".join(filter(None, [as_text(found), written]))


def read_class(
    paths: Iterable[Path], course: Course | None = None, *, now: datetime | None = None
) -> ClassReport:
    """Compute the figures of the class whose progress lies in these folders and zips.

    Args:
        paths: learners' folders, folders that hold such folders or zips at any depth, and zips.
        course: the course that the class takes; by default the current one.
        now: when the report is made, which tells a clock that is ahead.

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
            learners = find_learners(database, sources, notes)
            found = compute_report(database, lessons, items, learners, now=now or datetime.now(UTC))
            return replace(found, skipped=(*broken, *unusable, *unread))


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
