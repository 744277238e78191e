"""Times in a class's logs: the part of them to report on, minutes spent, weeks, and where each learner was last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BREAK = 15  # minutes without an event: whoever is away longer has stopped
WEEKS = 26  # the newest that are shown
_MONDAY = 4 * 86_400_000_000  # the first Monday after the epoch
_WEEK = 7 * 86_400_000_000
_ALWAYS = -(1 << 62)

# The time between two events is spent on what the second is about; whoever did anything in a lesson has a row.
_SPENT = f"""
SELECT learner, chapter, coalesce(sum(gap) FILTER (gap <= {BREAK * 60_000_000} AND seen >= $1), 0) / 60e6
FROM (SELECT learner, item, seen, seen - lag(seen) OVER (PARTITION BY learner ORDER BY seen) AS gap FROM class_events)
JOIN items USING (item) GROUP BY ALL
"""

_LAST = """
SELECT learner, arg_max(item, seen) FROM class_events WHERE item IS NOT NULL AND seen <= $1 GROUP BY learner
"""

_ACTIVE = f"""
SELECT week, count(*) FROM (SELECT DISTINCT learner, (seen - {_MONDAY}) // {_WEEK} AS week FROM class_events WHERE seen >= $1)
GROUP BY week
"""

_ANSWERED = f"""
SELECT (seen - {_MONDAY}) // {_WEEK} AS week, count(*) AS answers, count(*) FILTER (marked),
       count(*) FILTER (marked AND right_first)
FROM tries WHERE own GROUP BY week
"""


@dataclass(frozen=True, kw_only=True)
class WeekFigures:
    """A week of the class.

    Attributes:
        monday: its first day, in UTC.
        learners: those who did something.
        answers: questions answered for the first time.
        marked: those of them that are right or wrong.
        right_first: those that were right.
    """

    monday: date
    learners: int
    answers: int = 0
    marked: int = 0
    right_first: int = 0


def cut(database: DuckDBPyConnection, since: datetime | None, until: datetime | None) -> None:
    """Forget what happened at `until` or later, and let nothing count for the class that happened before `since`.

    A first attempt stays the first, so whoever answered before `since` has no first attempt after it; and learners keep
    the points and the notes that they had at `until`.
    """
    if until:
        database.execute("DELETE FROM events WHERE seen >= $1", [micro(until)])
    if since:
        database.execute("UPDATE events SET own = false WHERE seen < $1", [micro(since)])


def minutes_spent(database: DuckDBPyConnection, since: datetime | None) -> dict[tuple[int, str], float]:
    """Return the minutes that each learner spent on each lesson, by the learner's number and the lesson's slug."""
    return {(learner, slug): spent for learner, slug, spent in _rows(database, _SPENT, since)}


def last_items(database: DuckDBPyConnection, end: datetime) -> dict[int, int]:
    """Return the number of the question or exercise that each learner worked on last, by a clock that is not ahead."""
    return dict(_rows(database, _LAST, end))


def weeks(database: DuckDBPyConnection, since: datetime | None, end: datetime) -> tuple[WeekFigures, ...]:
    """Return the weeks up to that of `end`, without those in which nobody did anything, at most `WEEKS`."""
    answered = {week: row for week, *row in database.execute(_ANSWERED).fetchall()}
    latest = (micro(end) - _MONDAY) // _WEEK
    found = []
    for week, learners in sorted(_rows(database, _ACTIVE, since)):
        if latest - WEEKS < week <= latest:
            answers, marked, right_first = answered.get(week, (0, 0, 0))
            monday = (EPOCH + timedelta(days=4, weeks=week)).date()
            found.append(
                WeekFigures(
                    monday=monday, learners=learners, answers=answers, marked=marked, right_first=right_first
                )
            )
    return tuple(found)


def micro(moment: datetime) -> int:
    """Return a moment as the database holds it: microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def _rows(database: DuckDBPyConnection, query: str, moment: datetime | None) -> Sequence[tuple[Any, ...]]:
    return database.execute(query, [micro(moment) if moment else _ALWAYS]).fetchall()
