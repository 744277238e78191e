"""The report as one HTML page that needs nothing else (no network) and also fits a phone and paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files

from coursekit.formatting import format_count, format_day, format_percent
from coursekit.report import html_course
from coursekit.report.attention import Help, needs_help
from coursekit.report.html_learners import SCRIPT, Remarks, learner_table
from coursekit.report.html_tables import (
    escaped,
    exercise_table,
    list_items,
    markdown_html,
    question_table,
)
from coursekit.report.items import AnswerCount
from coursekit.report.learner_figures import STUCK
from coursekit.report.model import (
    FEW,
    WEAK,
    ClassReport,
    ExerciseFigures,
    MisconceptionFigures,
    QuestionFigures,
)
from coursekit.report.text import by_lesson, discrimination_text, lesson_title, where_text
from coursekit.report.timeline import BREAK

_HELPED = 10  # learners named on the card

_HOW = (
    ("right first", "Of those who answered, the share that was right at the first attempt. This is the question's "
     "difficulty. The first attempt stays the first, even where a learner has started the lesson again since."),
    ("in the end", "The share that had it right at some attempt. What few ever get right needs another explanation. "
     "Right first divided by this is the first-attempt rate of the CSV tables."),
    ("discrimination", "The correlation between this question and all the others: do those who know the rest know "
     f"this one too? 0.3 and more is good; below {WEAK:g} look at the question: is it ambiguous, or about something "
     f"else? Not shown for fewer than {FEW} learners, where it is mostly chance."),
    ("before", "What was guessed before the lesson, marked now; no attempt."),
    ("misconceptions", "The thoughts behind wrong first attempts, as the course's question banks name them, among the "
     "learners who answered a question in which the thought can show. Small numbers come later in the order, since they "
     "may be chance."),
    ("minutes", f"The time between two things a learner did, on what the second is about; whoever did nothing for {BREAK} "
     "minutes had a break, which doesn't count. Reading before the first answer of a day is not in it."),
    ("needs help", "Stuck on an exercise; behind (right first is at least 20 points below what the class has of the same "
     "questions, and not by chance); away (not seen in the two weeks before the class's last day, and not finished)."),
    ("questions", "One point for each question that was right at some attempt (from memory: written). Every answer is "
     "marked again by the bank of today, whatever the log says came of it."),
    ("claimed", "The points of exercises that a log says are solved. A log can be written by hand: what counts is "
     "<em>graded</em>, the points that <code>coursekit grade</code> gives to the notebooks (<code>--marks FOLDER</code>)."),
    ("another edition", "First attempts at a question that asked something else then. They are in none of the other "
     "numbers of the question, and are worth a point if they are right by today's key."),
    ("one learner", "Everybody who handed in. Folders and zips of one name are joined if they share at least half of "
     "the smaller one's events; under different names they stay two, and a note says what they share. What several "
     "hold counts for each of them, and once for the class."),
    ("stuck", f"An exercise was tried {STUCK} times or more and is not solved."),
)  # fmt: skip


def as_html(report: ClassReport) -> str:
    """Return the whole page."""
    style = files("coursekit.report").joinpath("static/page.css").read_text(encoding="utf-8")
    # Whatever a learner's name or answer holds, it can't run: everything is escaped, and no script but ours is allowed.
    known = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{known}'"
    remarks = Remarks(report)
    sections = [
        _look_here(report),
        html_course.stops(report),
        html_course.weeks(report),
        html_course.gains(report),
        html_course.compared(report),
        _questions(report),
        _exercises(report),
        _learners(report, remarks),
        html_course.absent(report),
        remarks.sections(),
        _left_out(report),
        _how(),
    ]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Class report</title>\n<style>\n{style}</style>\n</head>\n<body>",
            _head(report, remarks, "".join(sections)),
            "<main>",
            *sections,
            f"</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        ]
    )


_SECTIONS = (
    ("look", "Look here first"),
    ("stops", "Where they stop"),
    ("weeks", "Week by week"),
    ("gains", "Before and after"),
    ("compared", "Beside the other class"),
    ("questions", "Questions"),
    ("exercises", "Exercises"),
    ("learners", "Learners"),
    ("absent", "Nothing handed in"),
    ("left", "Left out"),
    ("how", "How to read the numbers"),
)


def _head(report: ClassReport, remarks: Remarks, sections: str) -> str:
    asked = [each for each in report.questions if each.difficulty is not None]
    first = sum(each.right_first for each in asked) / max(1, sum(each.n for each in asked))
    tried = sum(each.n for each in report.exercises)
    solved = sum(each.solved for each in report.exercises) / max(1, tried)
    helped = len(needs_help(report))
    tiles = {
        "learners": f"{len(report.learners):,}",
        "answers right at the first attempt": format_percent(first if asked else None),
        "exercises solved, of those tried": format_percent(solved if tried else None),
        "learners who need help": f"{helped:,}",
    }
    shown = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in tiles.items())
    links = [f'<a href="#{name}">{title}</a>' for name, title in _SECTIONS if f' id="{name}"' in sections]
    period = f", {report.period}" if report.period else ""
    return (
        f'<header><h1>Class report</h1><p class="note">{format_count(len(report.learners), "learner")}, '
        f"{format_count(report.events, 'event')}{period}, the last on {format_day(report.last)}</p>"
        f'<dl class="tiles">{shown}</dl>'
        f'<nav aria-label="Sections"><ul>{list_items([*remarks.links(), *links])}</ul></nav></header>'
    )


def _look_here(report: ClassReport) -> str:
    cards = [
        _card("What to teach again", map(_misconception, report.to_teach_again)),
        _card("Questions that most got wrong", map(_hard, report.hard_questions)),
        _card("Exercises not solved", map(_unsolved, report.hard_exercises)),
        _card("Questions that may mislead", map(_misleading, report.weak_questions)),
        _card("Who needs help", _helped(needs_help(report)), kind="wide"),
    ]
    shown = "".join(cards) or "<p>Nothing stands out yet.</p>"
    return f'<section id="look"><h2>Look here first</h2><div class="cards">{shown}</div></section>'


def _card(title: str, entries: Iterable[str], *, kind: str = "") -> str:
    shown = list_items(entries, kind=kind)
    return f'<div class="card"><h3>{title}</h3><ul>{shown}</ul></div>' if shown else ""


def _hard(question: QuestionFigures) -> str:
    item = question.item
    wrong = question.commonest_mistake
    said = f"<br>{_said(wrong, question)}" if wrong else ""
    return (
        f'<span class="big">{format_percent(question.difficulty)}</span>'
        f'<span><a href="#{item.name}">{markdown_html(item.prompt)}</a> <code>{item.name}</code>{said}'
        f'<span class="sub">{escaped(lesson_title(item.chapter))} · right first, of {format_count(question.n, "learner")}</span></span>'
    )


def _said(answer: AnswerCount, question: QuestionFigures) -> str:
    misconception = f": {markdown_html(answer.misconception)}" if answer.misconception else ""
    said = f"{answer.n:,} of {question.n:,} answered “{markdown_html(answer.text)}”"
    return f'<span class="said">{said}</span>{misconception}'


def _misconception(shown: MisconceptionFigures) -> str:
    where = ", ".join(f'<a href="#{each.name}"><code>{each.name}</code></a>' for each in shown.items)
    return (
        f'<span class="big">{format_percent(shown.rate.value)}<span class="sub">{shown.learners:,} of {shown.of:,}</span></span>'
        f"<span>{markdown_html(shown.text)}<br><strong>taken up in {escaped(where_text(shown))}</strong>"
        f'<span class="sub">showed in {where}</span></span>'
    )


def _misleading(question: QuestionFigures) -> str:
    item = question.item
    return (
        f'<span class="big">{discrimination_text(question)}</span><span><a href="#{item.name}">{markdown_html(item.prompt)}</a> '
        f'<code>{item.name}</code><span class="sub">discrimination: those who know the rest have it right hardly more often</span></span>'
    )


def _unsolved(exercise: ExerciseFigures) -> str:
    left = exercise.n - exercise.solved
    met = (
        f'<br><span class="said">{markdown_html(exercise.messages[0].text)}</span>'
        if exercise.messages
        else ""
    )
    return (
        f'<span class="big">{left}<span class="sub">of {exercise.n}</span></span>'
        f'<span><a href="#exercise-{exercise.item.name}">{exercise.item.name}</a>{met}</span>'
    )


def _helped(found: list[Help]) -> list[str]:
    lines = [
        f"<strong>{escaped(each.learner.name)}</strong>: {'; '.join(reason for _, reason in each.reasons)}"
        for each in found[:_HELPED]
    ]
    more = len(found) - len(lines)
    left = f'and {format_count(more, "more learner")}: sort the <a href="#learners">table</a> by “needs help”'
    return [*lines, left] if more else lines


def _questions(report: ClassReport) -> str:
    tables = "".join(question_table(escaped(title), group) for title, group in by_lesson(report.questions))
    return (
        f'<section id="questions"><h2>Questions</h2>'
        f'<p class="note">The bar: dark, right at the first attempt; pale, right in the end.</p>{tables}</section>'
    )


def _exercises(report: ClassReport) -> str:
    tables = "".join(exercise_table(escaped(title), group) for title, group in by_lesson(report.exercises))
    return f'<section id="exercises"><h2>Exercises</h2>{tables}</section>'


def _learners(report: ClassReport, remarks: Remarks) -> str:
    about = (
        '<p class="note">Under 1, 2, 3 …: percent done of each lesson, its questions and exercises; under “all”, of the '
        "course. Under questions, claimed and graded: points. S1 and N1 lead to what is suspected and noted.</p>"
    )
    table = learner_table(report, remarks)
    return (
        f'<section id="learners"><h2>Learners</h2>{html_course.group_table(report)}{about}{table}</section>'
    )


def _how() -> str:
    terms = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in _HOW)
    return f'<section id="how"><h2>How to read the numbers</h2><dl class="how">{terms}</dl></section>'


def _left_out(report: ClassReport) -> str:
    gone = list_items(escaped(str(each)) for each in report.gone)
    left = list_items(escaped(str(each)) for each in report.skipped)
    parts = "".join(
        f"<h2>{title}</h2><ul>{entries}</ul>"
        for title, entries in (
            ("Not in the course any more, and worth no point", gone),
            ("Left out, because it cannot be read", left),
        )
        if entries
    )
    return f'<section id="left" class="left">{parts}</section>' if parts else ""
