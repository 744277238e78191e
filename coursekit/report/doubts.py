"""Signs in a log that it cannot be true: outcomes the bank contradicts, answers faster than anybody reads, impossible clocks.

Nothing is judged here: a clock that is wrong, a folder put together by hand and a forged log can look alike. Each
learner's note says what was seen, and the figures count what the bank of today gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coursekit.formatting import format_count
from coursekit.report.items import Item
from coursekit.report.learners import Learner
from coursekit.report.timeline import EPOCH, micro

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BEGAN = datetime(2025, 1, 1, tzinfo=UTC)  # before the course was there
_SLACK = timedelta(days=1)  # of a clock, and of time zones
_TERM = timedelta(days=180)
_IN_A_SECOND = 5  # answers
_IN_A_MINUTE = 20  # different questions

_CLOCKS = """
SELECT learner, max(seen) FILTER (seen BETWEEN $1 AND $2), count(*) FILTER (seen < $1), min(seen),
       count(*) FILTER (seen > $2), max(seen)
FROM class_events GROUP BY learner
"""

_ANSWERS = "SELECT learner, sum(not_right)::BIGINT, sum(right_then)::BIGINT FROM answers GROUP BY learner"

_FAST = f"""
SELECT learner, max(n)
FROM (SELECT learner, count(*) AS n FROM class_events WHERE kind = 'answer' GROUP BY learner, seen // 1000000)
GROUP BY learner HAVING max(n) >= {_IN_A_SECOND}
"""

_HASTY = f"""
SELECT learner, max(n) FROM (SELECT learner, count(*) AS n FROM tries GROUP BY learner, seen // 60000000)
GROUP BY learner HAVING max(n) >= {_IN_A_MINUTE}
"""


@dataclass(frozen=True)
class Doubts:
    """When a learner was seen last by a sane clock, what is odd about the log, and what it makes suspect."""

    last: datetime | None
    notes: tuple[str, ...]
    suspicions: tuple[str, ...]


def doubts(
    database: DuckDBPyConnection, items: Sequence[Item], learners: Sequence[Learner], now: datetime
) -> dict[int, Doubts]:
    """Return the doubts about each learner, by number.

    Args:
        database: with the view `class_events` and the tables `answers`, `tries` and `works`.
        items: the questions and exercises of the course.
        learners: the learners of the class.
        now: when the report is made.
    """
    clocks = _clocks(database, now)
    notes, suspicions = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    for k, said in (
        *_of_editions(database),
        *_of_clocks(clocks),
        *_of_notebooks(database, items, learners),
    ):
        notes[k].append(said)
    for k, said in (*_of_answers(database), *_of_pace(database)):
        suspicions[k].append(said)
    last = {k: EPOCH + timedelta(microseconds=seen) for k, seen, *_ in clocks if seen is not None}
    return {k: Doubts(last.get(k), tuple(notes[k]), tuple(suspicions[k])) for k in range(len(learners))}


def _of_answers(database: DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    for k, wrong, _ in _rows(database, _ANSWERS):
        if wrong:
            be = "is" if wrong == 1 else "are"
            yield k, f"{format_count(wrong, 'answer')} logged as right {be} not right by the bank"


def _of_editions(database: DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    for k, _, changed in _rows(database, _ANSWERS):
        if changed:
            be = "was" if changed == 1 else "were"
            yield (
                k,
                f"{format_count(changed, 'answer')} {be} right in another edition, and not by today's key",
            )


def _of_pace(database: DuckDBPyConnection) -> Iterator[tuple[int, str]]:
    fast = dict(_rows(database, _FAST))
    yield from ((k, f"{n:,} answers within one second") for k, n in fast.items())
    for k, n in _rows(database, _HASTY):
        if k not in fast:
            yield k, f"{n:,} different questions answered within one minute"


def _of_clocks(clocks: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, str]]:
    for k, _, early, first, ahead, newest in clocks:
        if early:
            yield k, f"{format_count(early, 'event')} from before the course was there ({_day(first)})"
        if ahead:
            yield k, f"{format_count(ahead, 'event')} by a clock that is ahead ({_day(newest)})"


def _clocks(database: DuckDBPyConnection, now: datetime) -> list[tuple[Any, ...]]:
    """Return what the clocks said: of each learner the last sane time, and those before and after what can be."""
    limits = [micro(_BEGAN), micro(now + _SLACK)]
    clocks = _rows(database, _CLOCKS, limits)
    if any(ahead for *_, ahead, _ in clocks):
        ((middle,),) = _rows(database, "SELECT approx_quantile(seen, 0.5) FROM class_events")
        if middle > limits[1]:  # our own clock is behind that of most of the class
            clocks = _rows(database, _CLOCKS, [limits[0], middle + _TERM // timedelta(microseconds=1)])
    return clocks


def _of_notebooks(
    database: DuckDBPyConnection, items: Sequence[Item], learners: Sequence[Learner]
) -> Iterator[tuple[int, str]]:
    """Say of which chapters exercises are claimed and no notebook was handed in."""
    missing: dict[int, dict[str, None]] = defaultdict(dict)
    for k, item in _rows(database, "SELECT learner, item FROM works WHERE solved ORDER BY item"):
        slug = items[item].chapter.slug
        if not any(slug in name.casefold() for name in learners[k].notebooks):
            missing[k][slug] = None
    for k, slugs in missing.items():
        yield k, f"exercises claimed without a notebook of {', '.join(slugs)}"


def _rows(database: DuckDBPyConnection, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    return database.execute(query, list(values)).fetchall()


def _day(micro: int) -> str:
    return (EPOCH + timedelta(microseconds=micro)).date().isoformat()
