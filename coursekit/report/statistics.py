"""The figures of a class, computed by DuckDB from its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from coursekit.content import Chapter
from coursekit.formatting import format_count
from coursekit.quiz import misconceptions_of
from coursekit.report.database import LONGEST
from coursekit.report.doubts import Doubts, doubts
from coursekit.report.gains import gains
from coursekit.report.items import Item, count_answers
from coursekit.report.learner_figures import STUCK, LearnerFigures, LessonFigures, StuckExercise
from coursekit.report.learners import Learner
from coursekit.report.model import (
    CheckMessage,
    ClassReport,
    ExerciseFigures,
    MisconceptionFigures,
    QuestionFigures,
)
from coursekit.report.sources import Skipped
from coursekit.report.timeline import EPOCH, last_items, minutes_spent, weeks

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MESSAGES_SHOWN = 5  # of an exercise

# One row for each learner and question, with the first attempt (the smaller uid, where two have one moment); and
# one for each learner and exercise. What is `own`
# counts for the class, unless it was asked elsewhere: in an edition in which the question asked something else.
_TABLES = """
CREATE TABLE answers AS
SELECT learner, item, bool_or(outcome IN ('right', 'noted')) AS done,
       arg_min({'outcome': outcome, 'misconception': misconception, 'answer': answer, 'seen': seen,
                'elsewhere': elsewhere, 'own': own}, moment::HUGEINT * 18446744073709551616 + uid)
           FILTER (outcome <> 'unreadable') AS first,
       count(*) FILTER (better AND NOT elsewhere) AS not_right, count(*) FILTER (better AND elsewhere) AS right_then
FROM (SELECT *, logged IN ('right', 'noted') AND outcome NOT IN ('right', 'noted') AS better
      FROM (SELECT learner, item, answer, moment, seen, uid, elsewhere, own, misconception, e.outcome AS logged,
                   coalesce(marks.outcome, if(items.marked, 'other', 'noted')) AS outcome
            FROM class_events AS e JOIN items USING (item) LEFT JOIN marks USING (item, answer)
            WHERE kind = 'answer' AND e.outcome <> 'unmarked'))
GROUP BY learner, item;

CREATE TABLE tries AS
SELECT learner, item, first.outcome = 'right' AS right_first, first.misconception AS misconception,
       first.answer AS answer, first.seen AS seen, first.elsewhere AS elsewhere,
       first.own AND NOT first.elsewhere AS own, first.own AS once, done, marked
FROM answers JOIN items USING (item) WHERE first IS NOT NULL;

CREATE TABLE works AS
SELECT learner, item,
       count(*) FILTER (kind = 'attempt' AND outcome <> 'not attempted') AS attempts,
       coalesce(bool_or(kind = 'attempt' AND outcome = 'correct'), false) AS solved,
       count(*) FILTER (own AND kind = 'attempt' AND outcome <> 'not attempted') AS own_attempts,
       coalesce(bool_or(own AND kind = 'attempt' AND outcome = 'correct'), false) AS own_solved,
       count(*) FILTER (own AND kind = 'hint') AS hints,
       coalesce(bool_or(own AND kind = 'solution'), false) AS opened
FROM class_events JOIN items USING (item) WHERE family = 'exercise' GROUP BY learner, item;
"""

# The share of the others right stands for the total minus the item: not everybody has answered everything.
_DISCRIMINATION = """
WITH totals AS (SELECT learner, sum(right_first::INT) AS rights, count(*) AS n FROM tries WHERE marked AND own GROUP BY 1)
SELECT item, corr(right_first::INT, (rights - right_first::INT) / (n - 1))
FROM tries JOIN totals USING (learner) WHERE marked AND own AND n > 1 GROUP BY item
"""

# Where a check names a cause, it comes after the values; where it names none, the numbers are left out, since
# every attempt has its own inputs.
_MESSAGES = r"""
WITH said AS (SELECT learner, item, message, count(*) AS times FROM class_events
              WHERE own AND kind = 'attempt' AND outcome IN ('not yet', 'crashed') AND item IS NOT NULL
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
FROM tries JOIN misconceptions AS m USING (item) WHERE own GROUP BY ALL
ORDER BY m.chapter, m.misconception
"""

_LESSONS = """
SELECT learner, chapter, sum(points), coalesce(sum(points) FILTER (family = 'exercise'), 0), count(*)
FROM (SELECT learner, item FROM tries WHERE done UNION ALL SELECT learner, item FROM works WHERE solved)
JOIN items USING (item) GROUP BY learner, chapter
"""

_QUESTIONS = """
SELECT item, count(*) FILTER (own) AS n, count(*) FILTER (own AND right_first) AS right_first,
       count(*) FILTER (own AND done) AS "right", count(*) FILTER (once AND elsewhere AND right_first) AS right_elsewhere,
       count(*) FILTER (once AND elsewhere) AS elsewhere
FROM tries GROUP BY item
"""

_EXERCISES = """
SELECT item, count(*) FILTER (own_attempts > 0) AS n, sum(own_attempts)::BIGINT AS attempts,
       count(*) FILTER (own_solved) AS solved, sum(hints)::BIGINT AS hints, count(*) FILTER (hints > 0) AS hinted,
       count(*) FILTER (opened) AS opened
FROM works GROUP BY item
"""

_ANSWERED = """
WITH shares AS (SELECT item, avg(right_first::INT) AS share FROM tries WHERE marked AND own GROUP BY item)
SELECT learner, count(*) AS answered, count(*) FILTER (marked) AS marked,
       count(*) FILTER (marked AND right_first) AS right_first, coalesce(sum(share), 0) AS expected,
       sqrt(coalesce(sum(share * (1 - share)), 0)) AS spread
FROM tries LEFT JOIN shares USING (item) GROUP BY learner
"""

_STUCK = f"""
SELECT learner, item, attempts FROM works WHERE NOT solved AND attempts >= {STUCK} ORDER BY attempts DESC, item
"""

_FIRST_ANSWERS = f"""
SELECT item, answer, elsewhere, count(*) FROM tries
WHERE marked AND once AND length(answer) <= {LONGEST} GROUP BY ALL ORDER BY ALL
"""

_GUESSES = """
SELECT item, count(*) FILTER (outcome = 'right'), count(*)
FROM guesses JOIN marks USING (item, answer) WHERE own AND outcome IN ('right', 'wrong', 'partly') GROUP BY item
"""

_GONE = """
SELECT unknown, count(*), count(DISTINCT learner) FROM class_events WHERE unknown IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1
"""


def compute_report(
    database: DuckDBPyConnection,
    lessons: Sequence[Chapter],
    items: Sequence[Item],
    learners: Sequence[Learner],
    *,
    now: datetime,
    since: datetime | None = None,
) -> ClassReport:
    """Compute all figures from the view `class_events`.

    Args:
        database: the events; an item or learner is its number in `items` and `learners`.
        lessons: the chapters of the course.
        items: its questions and exercises.
        learners: the learners of the class.
        now: when the report is made.
        since: no time that was spent before counts.
    """
    database.execute(_TABLES)
    ((events,),) = _rows(database, "SELECT count(*) FROM events WHERE own")
    from_guess, to_later = gains(database, items)
    people = _learners(database, lessons, items, learners, doubts(database, items, learners, now), since)
    found = ClassReport(
        chapters=tuple(lessons),
        items=tuple(items),
        learners=people,
        questions=_questions(database, items),
        exercises=_exercises(database, items),
        misconceptions=_misconceptions(database, lessons, items),
        events=events,
        from_guess=from_guess,
        to_later=to_later,
        gone=tuple(
            Skipped(name, f"{format_count(n, 'answer or attempt')} of {format_count(who, 'learner')}")
            for name, n, who in _rows(database, _GONE)
        ),
    )
    return replace(found, weeks=weeks(database, since, found.last or now))


def _questions(database: DuckDBPyConnection, items: Sequence[Item]) -> tuple[QuestionFigures, ...]:
    counts = {k: (row, (right, n)) for k, *row, right, n in _rows(database, _QUESTIONS)}
    discrimination = dict(_rows(database, _DISCRIMINATION))
    answers: dict[int, list[tuple[str, bool, int]]] = defaultdict(list)
    for k, *answer in _rows(database, _FIRST_ANSWERS):
        answers[k].append((answer[0], answer[1], answer[2]))
    guesses = {k: (right, n) for k, right, n in _rows(database, _GUESSES)}
    found = []
    for k, item in enumerate(items):
        if item.family == "question":
            (n, right_first, right), elsewhere = counts.get(k, ((0, 0, 0), (0, 0)))
            found.append(
                QuestionFigures(
                    item=item,
                    n=n,
                    right_first=right_first,
                    right=right,
                    discrimination=_defined(discrimination.get(k)),
                    before=guesses.get(k, (0, 0)),
                    elsewhere=elsewhere,
                    answers=count_answers(item, answers[k]),
                )
            )
    return tuple(found)


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
        section = _section(lesson, name)
        found.append(
            MisconceptionFigures(
                text=known.text, lesson=lesson, section=section, learners=n, of=of, items=where
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.rate.low, each.text)))


def _section(lesson: Chapter, misconception: str) -> str:
    """Return the title of the part of a lesson that asks a question in which this misconception can show, or ""."""
    asked = lesson.bank.questions
    for part in lesson.sittings:
        if any(misconception in misconceptions_of(asked[name]) for name in part.questions):
            return part.title
    return ""


def _learners(
    database: DuckDBPyConnection,
    lessons: Sequence[Chapter],
    items: Sequence[Item],
    learners: Sequence[Learner],
    doubts: Mapping[int, Doubts],
    since: datetime | None,
) -> tuple[LearnerFigures, ...]:
    answered = _named_rows(database, _ANSWERED)
    solved = dict(_rows(database, "SELECT learner, count(*) FILTER (solved) FROM works GROUP BY learner"))
    done = {
        (learner, slug): {"points": points, "claimed": claimed, "done": n}
        for learner, slug, points, claimed, n in _rows(database, _LESSONS)
    }
    minutes = minutes_spent(database, since)
    last_item = last_items(database, max((each.last for each in doubts.values() if each.last), default=EPOCH))
    stuck: dict[int, list[StuckExercise]] = defaultdict(list)
    for learner, item, attempts in _rows(database, _STUCK):
        stuck[learner].append(StuckExercise(items[item], attempts))
    return tuple(
        LearnerFigures(
            name=each.name,
            places=each.places,
            lessons=tuple(
                LessonFigures(**done.get((k, lesson.slug), {}), minutes=minutes.get((k, lesson.slug)))
                for lesson in lessons
            ),
            **answered.get(k, {}),
            solved=solved.get(k, 0),
            stuck=tuple(stuck[k]),
            last=doubts[k].last,
            last_item=items[last_item[k]] if k in last_item else None,
            notes=(*each.notes, *doubts[k].notes),
            suspicions=(*([each.shared] if each.shared else []), *doubts[k].suspicions),
        )
        for k, each in enumerate(learners)
    )


def _rows(database: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return database.execute(query).fetchall()


def _named_rows(database: DuckDBPyConnection, query: str) -> dict[int, dict[str, Any]]:
    """Map the first column to the others by name."""
    cursor = database.execute(query)
    names = [each[0] for each in cursor.description or ()]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def _defined(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None
