"""The figures of a class, computed by DuckDB from its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from coursekit.content import Chapter
from coursekit.report.answers import count_answers, decoded, verdict_on
from coursekit.report.items import Item
from coursekit.report.learners import Learner
from coursekit.report.model import (
    STUCK,
    CheckMessage,
    ClassReport,
    ExerciseFigures,
    LearnerFigures,
    LessonFigures,
    MisconceptionFigures,
    QuestionFigures,
    StuckExercise,
)
from coursekit.report.sources import Skipped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MESSAGES_SHOWN = 5  # of an exercise
_LONGEST = 1000  # letters of an answer that is looked at; an answer that the course marks is shorter

# One row for each learner and question, with the first attempt; and one for each learner and exercise.
_TABLES = """
CREATE TABLE tries AS
SELECT learner, item, first.outcome = 'right' AS right_first, first.misconception AS misconception,
       first.answer AS answer, done, marked
FROM (SELECT learner, item, bool_or(outcome IN ('right', 'noted')) AS done,
             arg_min({'outcome': outcome, 'misconception': misconception, 'answer': answer},
                     {'moment': moment, 'uid': uid}) AS first
      FROM class_events
      WHERE kind = 'answer' AND item IS NOT NULL AND outcome NOT IN ('unmarked', 'unreadable')
      GROUP BY learner, item)
JOIN items USING (item);

CREATE TABLE works AS
SELECT learner, item,
       count(*) FILTER (kind = 'attempt' AND outcome <> 'not attempted') AS attempts,
       coalesce(bool_or(kind = 'attempt' AND outcome = 'correct'), false) AS solved,
       count(*) FILTER (kind = 'hint') AS hints,
       coalesce(bool_or(kind = 'solution'), false) AS opened
FROM class_events JOIN items USING (item) WHERE family = 'exercise' GROUP BY learner, item;
"""

# The share of the others right stands for the total minus the item: not everybody has answered everything.
_DISCRIMINATION = """
WITH totals AS (SELECT learner, sum(right_first::INT) AS rights, count(*) AS n FROM tries WHERE marked GROUP BY 1)
SELECT item, corr(right_first::INT, (rights - right_first::INT) / (n - 1))
FROM tries JOIN totals USING (learner) WHERE marked AND n > 1 GROUP BY item
"""

# Where a check names a cause, it comes after the values; where it names none, the numbers are left out, since
# every attempt has its own inputs.
_MESSAGES = r"""
WITH said AS (SELECT learner, item, message, count(*) AS times FROM class_events
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

_MISCONCEPTIONS = """
SELECT m.chapter, m.misconception, count(DISTINCT learner) FILTER (tries.misconception = m.misconception) AS learners,
       count(DISTINCT learner) AS n
FROM tries JOIN misconceptions AS m USING (item) GROUP BY ALL HAVING learners > 0
ORDER BY learners DESC, n, m.chapter, m.misconception
"""

_LESSONS = """
SELECT learner, chapter, sum(points), count(*)
FROM (SELECT learner, item FROM tries WHERE done UNION ALL SELECT learner, item FROM works WHERE solved)
JOIN items USING (item) GROUP BY learner, chapter
"""

_QUESTIONS = """
SELECT item, count(*) AS n, sum(right_first::INT)::INT AS right_first, sum(done::INT)::INT AS "right"
FROM tries GROUP BY item
"""

_EXERCISES = """
SELECT item, count(*) FILTER (attempts > 0) AS n, sum(attempts)::BIGINT AS attempts, count(*) FILTER (solved) AS solved,
       sum(hints)::BIGINT AS hints, count(*) FILTER (hints > 0) AS hinted, count(*) FILTER (opened) AS opened
FROM works GROUP BY item
"""

_ANSWERED = """
SELECT learner, count(*) AS answered, count(*) FILTER (marked) AS marked, count(*) FILTER (right_first) AS right_first
FROM tries GROUP BY learner
"""

_STUCK = f"""
SELECT learner, item, attempts FROM works WHERE NOT solved AND attempts >= {STUCK} ORDER BY attempts DESC, item
"""

_FIRST_ANSWERS = f"""
SELECT item, answer, count(*) FROM tries
WHERE marked AND answer IS NOT NULL AND length(answer) <= {_LONGEST} GROUP BY item, answer ORDER BY item, answer
"""

_GUESSES = f"""
SELECT item, answer, count(*)
FROM (SELECT learner, item, arg_min(answer, {{'moment': moment, 'uid': uid}}) AS answer
      FROM class_events JOIN items USING (item)
      WHERE kind = 'answer' AND outcome = 'unmarked' AND marked AND length(answer) <= {_LONGEST}
      GROUP BY learner, item)
GROUP BY item, answer
"""


def compute_report(
    database: DuckDBPyConnection,
    lessons: Sequence[Chapter],
    items: Sequence[Item],
    learners: Sequence[Learner],
    skipped: Sequence[Skipped],
) -> ClassReport:
    """Compute all figures from the view `class_events`.

    Args:
        database: the events; an item or learner is its number in `items` and `learners`.
        lessons: the chapters of the course.
        items: its questions and exercises.
        learners: the learners of the class.
        skipped: what could not be read.
    """
    database.execute(_TABLES)
    ((events,),) = _rows(database, "SELECT count(*) FROM events")
    return ClassReport(
        chapters=tuple(lessons),
        items=tuple(items),
        learners=_learners(database, lessons, items, learners),
        questions=_questions(database, items),
        exercises=_exercises(database, items),
        misconceptions=_misconceptions(database, lessons, items),
        events=events,
        skipped=tuple(skipped),
    )


def _questions(database: DuckDBPyConnection, items: Sequence[Item]) -> tuple[QuestionFigures, ...]:
    counts, discrimination = _named_rows(database, _QUESTIONS), dict(_rows(database, _DISCRIMINATION))
    answers: dict[int, list[tuple[Any, int]]] = defaultdict(list)
    for k, answer, n in _rows(database, _FIRST_ANSWERS):
        answers[k].append((decoded(answer), n))
    guesses = _guesses(database, items)
    return tuple(
        QuestionFigures(
            item=item,
            **counts.get(k, {}),
            discrimination=_defined(discrimination.get(k)),
            before=guesses.get(k, (0, 0)),
            answers=count_answers(item, answers[k]),
        )
        for k, item in enumerate(items)
        if item.family == "question"
    )


def _guesses(database: DuckDBPyConnection, items: Sequence[Item]) -> dict[int, tuple[int, int]]:
    """Count for each question the right guesses before its lesson, and all guesses."""
    found: dict[int, tuple[int, int]] = {}
    for k, answer, n in _rows(database, _GUESSES):
        verdict = verdict_on(items[k], decoded(answer))
        if verdict is not None:
            right, total = found.get(k, (0, 0))
            found[k] = right + n * (verdict.outcome == "right"), total + n
    return found


def _exercises(database: DuckDBPyConnection, items: Sequence[Item]) -> tuple[ExerciseFigures, ...]:
    counts = _named_rows(database, _EXERCISES)
    messages: dict[int, list[CheckMessage]] = defaultdict(list)
    for k, text, n, times in _rows(database, _MESSAGES):
        messages[k].append(CheckMessage(text=text, learners=n, times=times))
    return tuple(
        ExerciseFigures(item=item, **counts.get(k, {}), messages=tuple(messages[k][:_MESSAGES_SHOWN]))
        for k, item in enumerate(items)
        if item.family == "exercise"
    )


def _misconceptions(
    database: DuckDBPyConnection, lessons: Sequence[Chapter], items: Sequence[Item]
) -> tuple[MisconceptionFigures, ...]:
    by_slug = {each.slug: each for each in lessons}
    found = []
    for slug, name, n, of in _rows(database, _MISCONCEPTIONS):
        where = tuple(each for each in items if each.chapter.slug == slug and name in each.misconceptions)
        known = by_slug[slug].bank.misconceptions[name]
        lesson = by_slug.get(known.lesson, by_slug[slug])
        found.append(MisconceptionFigures(text=known.text, lesson=lesson, learners=n, of=of, items=where))
    return tuple(found)


def _learners(
    database: DuckDBPyConnection,
    lessons: Sequence[Chapter],
    items: Sequence[Item],
    learners: Sequence[Learner],
) -> tuple[LearnerFigures, ...]:
    last = dict(_rows(database, "SELECT learner, max(moment) FROM class_events GROUP BY learner"))
    answered = _named_rows(database, _ANSWERED)
    solved = dict(_rows(database, "SELECT learner, count(*) FILTER (solved) FROM works GROUP BY learner"))
    done = {
        (learner, slug): LessonFigures(points=points, done=n)
        for learner, slug, points, n in _rows(database, _LESSONS)
    }
    stuck: dict[int, list[StuckExercise]] = defaultdict(list)
    for learner, item, attempts in _rows(database, _STUCK):
        stuck[learner].append(StuckExercise(items[item], attempts))
    return tuple(
        LearnerFigures(
            name=each.name,
            places=each.places,
            lessons=tuple(done.get((k, lesson.slug), LessonFigures()) for lesson in lessons),
            **answered.get(k, {}),
            solved=solved.get(k, 0),
            stuck=tuple(stuck[k]),
            last=_EPOCH + timedelta(microseconds=last[k]) if k in last else None,
        )
        for k, each in enumerate(learners)
    )


def _rows(database: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return database.execute(query).fetchall()


def _named_rows(database: DuckDBPyConnection, query: str) -> dict[int, dict[str, int]]:
    """Map the first column to the others by name."""
    cursor = database.execute(query)
    names = [each[0] for each in cursor.description or ()]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def _defined(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
