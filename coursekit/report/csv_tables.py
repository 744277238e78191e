"""The report as CSV: one table of learners that a gradebook takes, and tables of all the figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from coursekit.formatting import printable
from coursekit.report.model import ClassReport
from coursekit.widgets.core.markdown import plain

__all__ = ["TABLES", "as_csv", "learners_csv"]

Cell = str | float | None


def learners_csv(report: ClassReport) -> str:
    """Return a row for each learner and a column for each lesson, in points; the heading gives the maximum."""
    possible = {each.slug: 0.0 for each in report.chapters}
    for item in report.items:
        possible[item.chapter.slug] += item.points
    head = ["learner", *(f"{slug} ({points:g})" for slug, points in possible.items())]
    head += [f"total ({sum(possible.values()):g})", "right first (%)", "last seen"]
    rows = [
        (
            each.name,
            *(lesson.points for lesson in each.lessons),
            each.points,
            None if each.first_attempt_rate is None else round(100 * each.first_attempt_rate, 1),
            each.last.isoformat(timespec="seconds") if each.last else None,
        )
        for each in report.learners
    ]
    return _written(head, rows)


def as_csv(report: ClassReport) -> dict[str, str]:
    """Map the file name of each of `TABLES` to its CSV."""
    return {name: write(report) for name, write in TABLES.items()}


def _questions(report: ClassReport) -> str:
    head = ["question", "prompt", "answered", "difficulty", "right_in_the_end", "first_attempt_rate"]
    head += ["discrimination", "right_before", "answered_before"]
    return _written(
        head,
        (
            (
                *(each.item.name, plain(each.item.prompt), each.n, each.difficulty, each.in_the_end),
                *(each.first_attempt_rate, each.discrimination, *each.before),
            )
            for each in report.questions
        ),
    )


def _answers(report: ClassReport) -> str:
    return _written(
        ["question", "answer", "right", "learners", "misconception"],
        (
            (each.item.name, plain(one.text), "yes" if one.right else "no", one.n, plain(one.misconception))
            for each in report.questions
            for one in each.answers
        ),
    )


def _exercises(report: ClassReport) -> str:
    head = ["exercise", "tried", "solved", "attempts", "hints", "asked_for_a_hint", "opened_the_solution"]
    return _written(
        head,
        (
            (each.item.name, each.n, each.solved, each.attempts, each.hints, each.hinted, each.opened)
            for each in report.exercises
        ),
    )


def _mistakes(report: ClassReport) -> str:
    return _written(
        ["exercise", "message", "learners", "times"],
        (
            (each.item.name, one.text, one.learners, one.times)
            for each in report.exercises
            for one in each.messages
        ),
    )


def _misconceptions(report: ClassReport) -> str:
    return _written(
        ["misconception", "lesson", "learners", "of", "questions"],
        (
            (
                *(plain(each.text), each.lesson.slug, each.learners, each.of),
                " ".join(item.name for item in each.items),
            )
            for each in report.misconceptions
        ),
    )


TABLES = {
    "learners.csv": learners_csv,
    "questions.csv": _questions,
    "answers.csv": _answers,
    "exercises.csv": _exercises,
    "mistakes.csv": _mistakes,
    "misconceptions.csv": _misconceptions,
}


def _written(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(head)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return stream.getvalue()


def _cell(value: Cell) -> str:
    """Keep a number as it is; write a text so that no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    text = printable(" ".join(value.split()))
    return f"'{text}" if text[:1] in tuple("=+-@|%") else text
