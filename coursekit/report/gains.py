"""Questions asked twice: how many more had them right the second time, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coursekit.report.intervals import Interval, gain, mean_gain
from coursekit.report.items import Item

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Makes `twice`: for each learner and question asked twice, what came of it both times. A guess before the lesson is
# compared with the first attempt in it, and that with the first answer on the fresh card of a later lesson.
# A warm-up and a review ask mostly what went wrong, which gains by itself, so they are left out.
_TWICE = """
CREATE TABLE guesses AS
SELECT learner, item, first.answer AS answer, first.own AS own
FROM (SELECT learner, item, arg_min({'answer': answer, 'own': own}, {'moment': moment, 'uid': uid}) AS first
      FROM class_events WHERE kind = 'answer' AND outcome = 'unmarked' AND NOT elsewhere GROUP BY learner, item);

CREATE TABLE again AS
SELECT learner, item, first.answer AS answer, first.own AS own, first.seen AS seen
FROM (SELECT learner, item, arg_min({'answer': answer, 'own': own, 'seen': seen}, {'moment': moment, 'uid': uid}) AS first
      FROM class_events WHERE kind = 'answer' AND again AND outcome <> 'unmarked' AND NOT elsewhere
      GROUP BY learner, item);

CREATE TABLE twice AS
SELECT 'guess' AS kind, learner, item, outcome = 'right' AS before, right_first AS after
FROM guesses JOIN marks USING (item, answer) JOIN tries USING (learner, item)
WHERE tries.own AND outcome IN ('right', 'wrong', 'partly')
UNION ALL
SELECT 'later', learner, item, right_first, outcome = 'right'
FROM again JOIN marks USING (item, answer) JOIN tries USING (learner, item)
WHERE again.own AND NOT tries.elsewhere AND again.seen > tries.seen AND outcome IN ('right', 'wrong', 'partly');
"""

_BY_QUESTION = """
SELECT kind, item, count(*), count(*) FILTER (before), count(*) FILTER (after), count(*) FILTER (after AND NOT before),
       count(*) FILTER (before AND NOT after)
FROM twice JOIN items USING (item) WHERE marked GROUP BY ALL ORDER BY ALL
"""

_BY_LEARNER = """
SELECT kind, (sum(after::INT) - sum(before::INT))::INT, count(*)
FROM twice JOIN items USING (item) WHERE marked GROUP BY kind, learner ORDER BY ALL
"""


@dataclass(frozen=True, kw_only=True)
class GainFigures:
    """A question asked twice, of those who answered both times.

    Attributes:
        item: the question.
        n: the learners.
        before: those of them that were right the first time.
        after: those that were right the second time.
        gain: the difference of the shares, with its interval.
    """

    item: Item
    n: int
    before: int
    after: int
    gain: Interval


@dataclass(frozen=True)
class Gains:
    """All questions asked twice in one way: each, in the order of the course, and the gain over all of them."""

    questions: tuple[GainFigures, ...] = ()
    mean: Interval | None = None


def gains(database: DuckDBPyConnection, items: Sequence[Item]) -> tuple[Gains, Gains]:
    """Return the gain from the guess before a lesson to the lesson, and from there to a later lesson that asks again.

    Makes the tables `guesses`, `again` and `twice` from `class_events`, `marks` and `tries`.
    """
    database.execute(_TWICE)
    questions = database.execute(_BY_QUESTION).fetchall()
    people = database.execute(_BY_LEARNER).fetchall()
    found = []
    for wanted in ("guess", "later"):
        each = tuple(
            GainFigures(item=items[item], n=n, before=before, after=after, gain=gain(won, lost, n))
            for kind, item, n, before, after, won, lost in questions
            if kind == wanted
        )
        mean = mean_gain((gained, m) for kind, gained, m in people if kind == wanted) if each else None
        found.append(Gains(each, mean))
    return found[0], found[1]
