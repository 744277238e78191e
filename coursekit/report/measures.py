"""The figures, computed by DuckDB from the events of the class."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from coursekit.content import Chapter, chapter
from coursekit.report.answers import before, choices
from coursekit.report.course import Item
from coursekit.report.figures import (
    STUCK,
    ExerciseFigures,
    LearnerFigures,
    LessonFigures,
    MistakeMet,
    QuestionFigures,
    Stuck,
    Thought,
)
from coursekit.report.people import Person

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["exercises", "learners", "prepare", "questions", "thoughts"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MISTAKES = 5

# One row for each learner and question, with the first attempt; and one for each learner and exercise.
_PREPARE = """
CREATE TABLE tries AS
SELECT learner, item, first.outcome = 'right' AS right_first, first.misconception AS misconception,
       first.answer AS answer, done, marked
FROM (SELECT learner, item, bool_or(outcome IN ('right', 'noted')) AS done,
             arg_min({'outcome': outcome, 'misconception': misconception, 'answer': answer},
                     {'moment': moment, 'uid': uid}) AS first
      FROM acts
      WHERE kind = 'answer' AND item IS NOT NULL AND outcome NOT IN ('unmarked', 'unreadable')
      GROUP BY learner, item)
JOIN items USING (item);

CREATE TABLE works AS
SELECT learner, item,
       count(*) FILTER (kind = 'attempt' AND outcome <> 'not attempted') AS attempts,
       coalesce(bool_or(kind = 'attempt' AND outcome = 'correct'), false) AS solved,
       count(*) FILTER (kind = 'hint') AS hints,
       coalesce(bool_or(kind = 'solution'), false) AS opened
FROM acts JOIN items USING (item) WHERE family = 'exercise' GROUP BY learner, item;
"""

# The share of the others right stands for the total minus the item: not everybody has answered everything.
_DISCRIMINATION = """
WITH totals AS (SELECT learner, sum(right_first::INT) AS rights, count(*) AS n FROM tries WHERE marked GROUP BY 1)
SELECT item, corr(right_first::INT, (rights - right_first::INT) / (n - 1))
FROM tries JOIN totals USING (learner) WHERE marked AND n > 1 GROUP BY item
"""

# Where a check names a cause, it stands behind the values; where it names none, the numbers are left out, since
# every attempt has inputs of its own.
_MISTAKES_MET = r"""
WITH said AS (SELECT learner, item, message, count(*) AS times FROM acts
              WHERE kind = 'attempt' AND outcome IN ('not yet', 'crashed') AND item IS NOT NULL
                    AND message IS NOT NULL
              GROUP BY ALL),
     cut AS (SELECT message, regexp_replace(regexp_replace(message, '^not yet: ', ''),
                    '^.*(?:is the first that differs|entries differ|expected .*?)\. ([^0-9].*)$', '\1', 's') AS cause
             FROM (SELECT DISTINCT message FROM said)),
     told AS (SELECT message, CASE WHEN 'not yet: ' || cause <> message AND cause <> message THEN cause
                     ELSE regexp_replace(regexp_replace(cause,
                     '[-−+]?(\d+([.,]\d+)*(e[-−+]?\d+)?|NaN|∞)', '…', 'g'), '\[[…,\s\[\]]*\]', '…', 'g') END AS words
              FROM cut)
SELECT item, words, count(DISTINCT learner) AS learners, sum(times)::BIGINT AS times
FROM said JOIN told USING (message) GROUP BY item, words ORDER BY item, learners DESC, times DESC, words
"""

_THOUGHTS = """
SELECT chapter, thought, count(DISTINCT learner) FILTER (misconception = thought) AS learners,
       count(DISTINCT learner) AS n
FROM tries JOIN thoughts USING (item) GROUP BY chapter, thought HAVING learners > 0
ORDER BY learners DESC, n, chapter, thought
"""

_LESSONS = """
SELECT learner, chapter, sum(points), count(*)
FROM (SELECT learner, item FROM tries WHERE done UNION ALL SELECT learner, item FROM works WHERE solved)
JOIN items USING (item) GROUP BY learner, chapter
"""


def prepare(database: DuckDBPyConnection) -> None:
    """Make the tables that the other functions read, out of the view `acts`."""
    database.execute(_PREPARE)


def questions(database: DuckDBPyConnection, asked: Sequence[Item]) -> tuple[QuestionFigures, ...]:
    """How each question went."""
    counted = _by_item(
        database,
        "SELECT item, count(*) AS n, sum(right_first::INT)::INT AS right_first, sum(done::INT)::INT AS right "
        "FROM tries GROUP BY item",
    )
    tells = dict(_rows(database, _DISCRIMINATION))
    picked, guessed = choices(database, asked), before(database, asked)
    return tuple(
        QuestionFigures(
            item=item,
            **counted.get(k, {}),
            discrimination=_defined(tells.get(k)),
            before=guessed.get(k, (0, 0)),
            choices=picked[k],
        )
        for k, item in enumerate(asked)
        if item.family == "question"
    )


def exercises(database: DuckDBPyConnection, asked: Sequence[Item]) -> tuple[ExerciseFigures, ...]:
    """How each exercise went."""
    counted = _by_item(
        database,
        "SELECT item, count(*) FILTER (attempts > 0) AS n, sum(attempts)::BIGINT AS attempts, "
        "count(*) FILTER (solved) AS solved, sum(hints)::BIGINT AS hints, count(*) FILTER (hints > 0) AS hinted, "
        "count(*) FILTER (opened) AS opened FROM works GROUP BY item",
    )
    met: dict[int, list[MistakeMet]] = {}
    for item, text, n, times in _rows(database, _MISTAKES_MET):
        if len(met.setdefault(item, [])) < _MISTAKES:
            met[item].append(MistakeMet(text=text, learners=n, times=times))
    return tuple(
        ExerciseFigures(item=item, **counted.get(k, {}), mistakes=tuple(met.get(k, ())))
        for k, item in enumerate(asked)
        if item.family == "exercise"
    )


def thoughts(database: DuckDBPyConnection, asked: Sequence[Item]) -> tuple[Thought, ...]:
    """The misconceptions that showed, the commonest first."""
    found = []
    for slug, name, n, of in _rows(database, _THOUGHTS):
        items = tuple(each for each in asked if each.chapter.slug == slug and name in each.thoughts)
        known = items[0].chapter.bank.misconceptions[name]
        found.append(Thought(text=known.text, lesson=chapter(known.lesson), learners=n, of=of, items=items))
    return tuple(found)


def learners(
    database: DuckDBPyConnection, asked: Sequence[Item], lessons: Sequence[Chapter], found: Sequence[Person]
) -> tuple[LearnerFigures, ...]:
    """How far each learner has come."""
    last = dict(_rows(database, "SELECT learner, max(moment) FROM acts GROUP BY learner"))
    answers = _by_item(
        database,
        "SELECT learner, count(*) AS answered, count(*) FILTER (marked) AS marked, "
        "count(*) FILTER (right_first) AS right_first FROM tries GROUP BY learner",
    )
    solved = dict(_rows(database, "SELECT learner, count(*) FILTER (solved) FROM works GROUP BY learner"))
    done = {
        (learner, slug): LessonFigures(points=points, done=n)
        for learner, slug, points, n in _rows(database, _LESSONS)
    }
    stuck: dict[int, list[Stuck]] = {}
    query = f"""SELECT learner, item, attempts FROM works WHERE NOT solved AND attempts >= {STUCK}
                ORDER BY attempts DESC, item"""
    for learner, item, attempts in _rows(database, query):
        stuck.setdefault(learner, []).append(Stuck(asked[item], attempts))
    return tuple(
        LearnerFigures(
            person=person,
            lessons=tuple(done.get((k, each.slug), LessonFigures()) for each in lessons),
            **answers.get(k, {}),
            solved=solved.get(k, 0),
            stuck=tuple(stuck.get(k, ())),
            last=_EPOCH + timedelta(microseconds=last[k]) if k in last else None,
        )
        for k, person in enumerate(found)
    )


def _rows(database: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return database.execute(query).fetchall()


def _by_item(database: DuckDBPyConnection, query: str) -> dict[int, dict[str, int]]:
    """The first column → the others by name."""
    cursor = database.execute(query)
    names = [each[0] for each in cursor.description or ()]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def _defined(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
