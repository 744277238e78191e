"""From folders and zips to the figures of a class."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from coursekit.content import chapters
from coursekit.report.course import items
from coursekit.report.database import fill, in_words, open_database
from coursekit.report.figures import ClassReport
from coursekit.report.measures import exercises, learners, prepare, questions, thoughts
from coursekit.report.people import people
from coursekit.report.sources import find_sources

__all__ = ["read_class"]


def read_class(paths: Iterable[Path]) -> ClassReport:
    """The figures of the class whose progress lies in these folders and zips.

    Args:
        paths: learners' folders, folders that hold such folders or zips at any depth, and zips.

    Raises:
        FolderError: a path does not exist or is a file that is no zip, or there is no progress in any.
            Or the disk is full.
        ArgumentError: DuckDB is not installed.
    """
    asked, lessons = items(), chapters()
    sources, unusable = find_sources(paths)
    with tempfile.TemporaryDirectory(prefix="coursekit-report-") as place:
        database = open_database(Path(place), asked)
        with database, in_words(Path(place)):
            skipped = fill(database, sources, Path(place))
            found = people(database, sources)
            prepare(database)
            (events,) = database.execute("SELECT count(*) FROM events").fetchall()[0]
            return ClassReport(
                chapters=tuple(lessons),
                items=tuple(asked),
                learners=learners(database, asked, lessons, found),
                questions=questions(database, asked),
                exercises=exercises(database, asked),
                thoughts=thoughts(database, asked),
                events=events,
                skipped=(*unusable, *skipped),
            )
