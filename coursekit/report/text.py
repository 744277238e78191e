"""The report as text for a terminal: details first, and what to do about them at the end, where the eye is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any

from coursekit.content import Chapter
from coursekit.formatting import format_count, format_day, format_number, format_percent, printable, shorten
from coursekit.report.attention import lesson_progress, needs_help
from coursekit.report.comparison import compare
from coursekit.report.intervals import Interval
from coursekit.report.items import AnswerCount
from coursekit.report.learner_figures import STUCK
from coursekit.report.learners import listed
from coursekit.report.model import WEAK, ClassReport, MisconceptionFigures, QuestionFigures
from coursekit.widgets.core.markdown import plain

_PROMPT = 72  # letters, the id in front included
_TEXT = 96
_CLASS = 60  # learners that are listed one by one
_NAMED = 8
_LINES = 20  # of what was left out

Row = Sequence[str]


def as_text(report: ClassReport) -> str:
    """Return the whole report as text."""
    learners, events = format_count(len(report.learners), "learner"), format_count(report.events, "event")
    period = f", {report.period}" if report.period else ""
    parts = [
        f"{learners}, {events}{period}, the last on {format_day(report.last)}",
        *(_questions(report), _exercises(report), _learners(report), *_look_here(report), _skipped(report)),
    ]
    return "\n\n".join(filter(None, parts))


def by_lesson(figures: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    """Group figures of questions or exercises by lesson, each group with the lesson's title."""
    groups = groupby(figures, key=lambda each: each.item.chapter)
    return [(lesson_title(chapter), list(group)) for chapter, group in groups]


def lesson_title(chapter: Chapter) -> str:
    """Return the number and title of a lesson: "lesson 3 · Layers"."""
    return f"lesson {chapter.number} · {chapter.title}"


def discrimination_text(question: QuestionFigures) -> str:
    """Return the discrimination as "0.31" or "−0.05"; a dash where too few learners answered to tell."""
    value = question.telling_discrimination
    return "–" if value is None else format_number(value, 2)


def where_text(misconception: MisconceptionFigures) -> str:
    """Say where the course takes up a misconception: "lesson 3 · Layers, in “Folds”"."""
    section = f", in “{misconception.section}”" if misconception.section else ""
    return f"{lesson_title(misconception.lesson)}{section}"


def points_text(interval: Interval) -> str:
    """Return a difference of shares in percentage points, with its interval: "+18 (+12 to +24)"."""
    points = [round(100 * each) for each in interval]
    value, low, high = (f"{each:+}".replace("-", "−") if each else "0" for each in points)
    return f"{value} ({low} to {high})"


def elsewhere_text(question: QuestionFigures) -> str:
    """Say how a question went in editions in which it asked something else; empty where it never did."""
    right, n = question.elsewhere
    return f"asked in another edition: {right} of {n} right by today's key" if n else ""


def noted_learners(report: ClassReport) -> list[str]:
    """Say what is odd about what was handed in, and by whom; names are as they were found."""
    who: dict[str, list[str]] = {}
    for each in report.learners:
        for note in each.said:
            who.setdefault(note, []).append(each.name)
    return [f"{listed(names)}: {note}" for note, names in who.items()]


def _questions(report: ClassReport) -> str:
    head = ("", "answered", "right first", "in the end", "discrimination")
    rows = _rows_by_lesson(
        report.questions,
        lambda each: (
            f"  {shorten(f'{each.item.name}: {plain(each.item.prompt)}', _PROMPT)}",
            str(each.n),
            format_percent(each.difficulty),
            format_percent(each.in_the_end),
            f"{discrimination_text(each)}{' ←' if each.weak else '  '}",
        ),
        elsewhere_text,
    )
    return "\n".join(
        [
            "QUESTIONS",
            *_columns([head, *rows]),
            "right first: of those who answered, right at their first attempt (the question's difficulty)",
            "in the end: right at some attempt; what most never get right needs another explanation",
            f"discrimination: do those who know the rest know this too? below {WEAK} (←) look at the question itself",
        ]
    )


def _exercises(report: ClassReport) -> str:
    head = ("", "tried", "solved", "attempts", "asked for a hint", "opened the solution")
    rows = _rows_by_lesson(
        report.exercises,
        lambda each: (
            f"  {each.item.id}",
            str(each.n),
            format_percent(each.solved_share),
            str(each.attempts),
            str(each.hinted),
            str(each.opened),
        ),
    )
    return "\n".join(["EXERCISES", *_columns([head, *rows])])


def _learners(report: ClassReport) -> str:
    if len(report.learners) > _CLASS:
        return f"LEARNERS\n{format_count(len(report.learners), 'learner')}: --csv and --html list them all"
    numbers = [str(each.number) for each in report.chapters]
    graded = any(each.graded is not None for each in report.learners)
    marks = ("graded",) if graded else ()
    head = ("", *numbers, "questions", "claimed", *marks, "right first", "hours", "last seen", "stuck on")
    rows = [
        (
            f"  {shorten(printable(each.name), 32)}",
            *(f"{one.points:g}" for one in each.lessons),
            f"{each.recomputed:g}",
            f"{each.claimed:g}",
            *(["–" if each.graded is None else f"{each.graded:g}"] if graded else []),
            format_percent(each.first_attempt_rate),
            f"{each.minutes / 60:.1f}",
            "?" if each.has_odd_clock else format_day(each.last),
            " ".join(f"{one.item.name} ({one.attempts})" for one in each.stuck[:2]),
        )
        for each in report.learners
    ]
    return "\n".join(
        [
            "LEARNERS",
            *_columns([head, *rows], left=(0, len(head) - 1)),
            "1 2 …: points of each lesson, one for each question that was right at some attempt, and the exercises'",
            "questions: points, their answers marked again; claimed: points of exercises, as the logs say"
            + ("; graded: by the grader" if graded else ""),
            f"stuck on: tried {STUCK} times or more (so often) and not solved",
        ]
    )


def _look_here(report: ClassReport) -> Iterable[str]:
    yield _section(
        "WHAT TO TEACH AGAIN, AND WHERE IT IS TAKEN UP",
        (
            f"{format_percent(each.rate.value)}, {each.learners} of {each.of}: {plain(each.text)} → {where_text(each)}"
            for each in report.to_teach_again
        ),
    )
    yield _section("QUESTIONS THAT MOST GOT WRONG", map(_hard, report.hard_questions))
    yield _section(
        "EXERCISES NOT SOLVED",
        (
            f"{each.item.name}: {each.n - each.solved} of {each.n} who tried it"
            + (f"; most met: {_one_line(each.messages[0].text)}" if each.messages else "")
            for each in report.hard_exercises
        ),
    )
    yield _section("BEFORE AND AFTER, IN PERCENTAGE POINTS", _gained(report))
    yield _section("BESIDE THE OTHER CLASS, IN PERCENTAGE POINTS", _changed(report))
    yield _section("WHERE THEY STOP", _stops(report))
    yield _section("WHO NEEDS HELP", _helped(report))
    yield _section("ON THE ROSTER, AND NOTHING HANDED IN", _some(report.absent))


def _gained(report: ClassReport) -> Iterable[str]:
    for title, found in (
        ("from the guess before the lesson to the lesson", report.from_guess),
        ("from the lesson to a later one that asks again", report.to_later),
    ):
        if found.mean:
            yield f"{title}: {points_text(found.mean)}, {format_count(len(found.questions), 'question')}"


def _changed(report: ClassReport) -> Iterable[str]:
    if report.then:
        found = compare(report, report.then)
        for each in (*found.questions, *found.misconceptions):
            if each.difference:
                yield f"{points_text(each.difference)}: {shorten(plain(each.name), _TEXT)}"


def _stops(report: ClassReport) -> Iterable[str]:
    for each in lesson_progress(report):
        if each.started:
            stop = f", most after {each.stop[0]}" if each.stop else ""
            spent = "" if each.minutes is None else f", a median of {each.minutes:.0f} minutes"
            yield (
                f"lesson {each.chapter.number}: {each.started} started, {each.finished} finished{spent}, "
                f"{each.stopped} stopped here{stop}"
            )


def _helped(report: ClassReport) -> list[str]:
    found = needs_help(report)
    lines = [
        f"{printable(each.learner.name)}: {'; '.join(reason for _, reason in each.reasons)}"
        for each in found[:_NAMED]
    ]
    more = len(found) - len(lines)
    return [*lines, f"and {format_count(more, 'more learner')}"] if more else lines


def _hard(question: QuestionFigures) -> str:
    home = question.item.chapter.number
    prompt = shorten(plain(question.item.prompt), _TEXT)
    text = f"{format_percent(question.difficulty)} right first: lesson {home}, {question.item.name}: {prompt}"
    wrong = question.commonest_mistake
    return text if wrong is None else f"{text}\n      {_said(wrong, question)}"


def _said(answer: AnswerCount, question: QuestionFigures) -> str:
    misconception = f": {plain(answer.misconception)}" if answer.misconception else ""
    return f"{answer.n} of {question.n} answered “{shorten(plain(printable(answer.text)), _TEXT)}”{misconception}"


def _skipped(report: ClassReport) -> str:
    sections = (
        _section("NOTES AND SUSPICIONS", _some(noted_learners(report))),
        _section(
            "NOT IN THE COURSE ANY MORE, AND WORTH NO POINT", _some([str(each) for each in report.gone])
        ),
        _section("LEFT OUT", _some([str(each) for each in report.skipped])),
    )
    return "\n\n".join(filter(None, sections))


def _some(lines: Sequence[str]) -> list[str]:
    shown, more = list(map(printable, lines[:_LINES])), len(lines) - _LINES
    return [*shown, f"and {more:,} more: --html lists them"] if more > 0 else shown


def _section(title: str, lines: Iterable[str]) -> str:
    rows = [f"  {line}" for line in lines]
    return "\n".join([title, *rows]) if rows else ""


def _rows_by_lesson(
    figures: Sequence[Any], row: Callable[[Any], Row], below: Callable[[Any], str] = lambda _: ""
) -> list[Row]:
    """Make a row for each figure, and one below it where there is more to say, with the lessons' titles between them."""
    found: list[Row] = []
    for title, members in by_lesson(figures):
        found.append((title,))
        for each in members:
            found += [row(each), *([(f"    {below(each)}",)] if below(each) else [])]
    return found


def _columns(rows: Sequence[Row], *, left: Sequence[int] = (0,)) -> list[str]:
    """Align the cells of the rows in columns; a row of one cell is a title and sets no width."""
    full = [row for row in rows if len(row) > 1]
    wide = [max(len(row[k]) for row in full) for k in range(len(full[0]))]
    return [
        "   ".join(
            cell.ljust(wide[k]) if k in left else cell.rjust(wide[k]) for k, cell in enumerate(row)
        ).rstrip()
        if len(row) > 1
        else row[0]
        for row in rows
    ]


def _one_line(text: str) -> str:
    return shorten(plain(printable(" ".join(text.split()))), _TEXT)
