"""The report as CSV: one table of learners that a gradebook takes, and tables of all the figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from coursekit.formatting import printable
from coursekit.report.attention import lesson_progress
from coursekit.report.model import ClassReport
from coursekit.widgets.core.markdown import plain

Row = Sequence[str | float | None]


def as_csv(report: ClassReport, table: str = "learners.csv") -> str:
    """Return one of the `TABLES` as CSV; by default the learners' points, which a gradebook takes."""
    stream = io.StringIO()
    csv.writer(stream).writerows([_cell(each) for each in row] for row in TABLES[table](report))
    return stream.getvalue()


def _learners(report: ClassReport) -> Iterator[Row]:
    """Yield a row for each learner with a column for each lesson, in points; the heading gives the maximum.

    The total is what was recomputed (questions, marked again) and what is claimed (exercises, as the log says).
    """
    possible = {each.slug: 0.0 for each in report.chapters}
    for item in report.items:
        possible[item.chapter.slug] += item.points
    lessons = [f"{slug} ({points:g})" for slug, points in possible.items()]
    total, recomputed = sum(possible.values()), sum(each.item.points for each in report.questions)
    yield (
        *("learner", *lessons, f"total ({total:g})", f"recomputed ({recomputed:g})"),
        *(f"claimed ({total - recomputed:g})", "right first (%)", "last seen", "note", "graded", "minutes"),
        *("name", "mail", "group"),
    )
    for each in report.learners:
        share, last = each.first_attempt_rate, each.last
        yield (
            each.name,
            *(lesson.points for lesson in each.lessons),
            *(each.points, each.recomputed, each.claimed),
            None if share is None else round(100 * share, 1),
            last.isoformat(timespec="seconds") if last else None,
            "; ".join(each.said),
            *(each.graded, round(each.minutes), each.person, each.mail, each.group),
        )


def _questions(report: ClassReport) -> Iterator[Row]:
    yield (
        *("question", "prompt", "answered", "difficulty", "right_in_the_end", "first_attempt_rate"),
        *("discrimination", "right_before", "answered_before", "right_in_another_edition"),
        "answered_in_another_edition",
    )
    for each in report.questions:
        yield (
            *(each.item.name, plain(each.item.prompt), each.n, each.difficulty, each.in_the_end),
            *(each.first_attempt_rate, each.discrimination, *each.before, *each.elsewhere),
        )


def _answers(report: ClassReport) -> Iterator[Row]:
    yield "question", "answer", "right", "learners", "misconception"
    for each in report.questions:
        for one in each.answers:
            right = "yes" if one.right else "no"
            yield each.item.name, plain(one.text), right, one.n, plain(one.misconception)


def _exercises(report: ClassReport) -> Iterator[Row]:
    yield "exercise", "tried", "solved", "attempts", "hints", "asked_for_a_hint", "opened_the_solution"
    for each in report.exercises:
        yield each.item.name, each.n, each.solved, each.attempts, each.hints, each.hinted, each.opened


def _mistakes(report: ClassReport) -> Iterator[Row]:
    yield "exercise", "message", "learners", "times"
    for each in report.exercises:
        for one in each.messages:
            yield each.item.name, one.text, one.learners, one.times


def _misconceptions(report: ClassReport) -> Iterator[Row]:
    yield "misconception", "lesson", "learners", "of", "questions", "rate", "low", "high", "section"
    for each in report.misconceptions:
        where = " ".join(item.name for item in each.items)
        yield plain(each.text), each.lesson.slug, each.learners, each.of, where, *each.rate, each.section


def _lessons(report: ClassReport) -> Iterator[Row]:
    yield "lesson", "started", "half_done", "finished", "minutes", "stopped_here", "most_after"
    for each in lesson_progress(report):
        stop = each.stop[0] if each.stop else None
        yield each.chapter.slug, each.started, each.half, each.finished, each.minutes, each.stopped, stop


def _weeks(report: ClassReport) -> Iterator[Row]:
    yield "week_of", "learners", "first_answers", "marked", "right_first"
    for each in report.weeks:
        yield each.monday.isoformat(), each.learners, each.answers, each.marked, each.right_first


def _gains(report: ClassReport) -> Iterator[Row]:
    yield "question", "asked_before", "learners", "right_before", "right_after", "gain", "low", "high"
    for when, found in (("as a guess", report.from_guess), ("in its lesson", report.to_later)):
        for each in found.questions:
            yield each.item.name, when, each.n, each.before, each.after, *each.gain


TABLES: dict[str, Callable[[ClassReport], Iterator[Row]]] = {
    "learners.csv": _learners,
    "questions.csv": _questions,
    "answers.csv": _answers,
    "exercises.csv": _exercises,
    "mistakes.csv": _mistakes,
    "misconceptions.csv": _misconceptions,
    "lessons.csv": _lessons,
    "weeks.csv": _weeks,
    "gains.csv": _gains,
}


def _cell(value: str | float | None) -> str:
    """Keep a number as it is; write a text so that no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    text = printable(" ".join(value.split()))
    return f"'{text}" if text[:1] in tuple("=+-@|%") else text
