"""The report as one HTML page that needs nothing else (no network, no script) and also fits a phone and paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files

from coursekit.formatting import format_count, format_day, format_percent
from coursekit.report.html_tables import (
    date,
    escaped,
    exercise_table,
    learner_table,
    list_items,
    markdown_html,
    question_map,
    question_table,
)
from coursekit.report.items import AnswerCount
from coursekit.report.model import (
    FEW,
    STUCK,
    WEAK,
    ClassReport,
    ExerciseFigures,
    LearnerFigures,
    MisconceptionFigures,
    QuestionFigures,
)
from coursekit.report.text import by_lesson, lesson_title, stuck_text

_STUCK, _QUIET = 8, 40  # learners named on a card

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
     "learners who answered a question in which the thought can show."),
    ("recomputed", "One point for each question that was right at some attempt (from memory: written). Every answer is "
     "marked again by the bank of today, whatever the log says came of it."),
    ("claimed", "The points of exercises that a log says are solved. A log can be written by hand: what counts is "
     "recomputed from the notebooks that were handed in, with nbgrader."),
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
    # No script can run whatever a learner's name or answer holds: everything is escaped, and none is allowed.
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>Class report</title>\n<style>\n{style}</style>\n</head>\n<body>",
            _head(report),
            "<main>",
            _look_here(report),
            _questions(report),
            _exercises(report),
            _learners(report),
            _how(),
            _left_out(report),
            "</main>\n</body>\n</html>\n",
        ]
    )


def _head(report: ClassReport) -> str:
    asked = [each for each in report.questions if each.difficulty is not None]
    first = sum(each.right_first for each in asked) / max(1, sum(each.n for each in asked))
    tried = sum(each.n for each in report.exercises)
    solved = sum(each.solved for each in report.exercises) / max(1, tried)
    tiles = {
        "learners": f"{len(report.learners):,}",
        "answers right at the first attempt": format_percent(first if asked else None),
        "exercises solved, of those tried": format_percent(solved if tried else None),
        "learners stuck on an exercise": f"{len(report.stuck_learners):,}",
    }
    shown = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in tiles.items())
    sections = {"look": "Look here first", "questions": "Questions", "exercises": "Exercises"}
    sections |= {"learners": "Learners", "how": "How to read the numbers"}
    links = list_items(f'<a href="#{name}">{title}</a>' for name, title in sections.items())
    return (
        f'<header><h1>Class report</h1><p class="note">{format_count(len(report.learners), "learner")}, '
        f"{format_count(report.events, 'event')}, the last on {format_day(report.last)}</p>"
        f'<dl class="tiles">{shown}</dl><nav aria-label="Sections"><ul>{links}</ul></nav></header>'
    )


def _look_here(report: ClassReport) -> str:
    cards = [
        _card("Questions that most got wrong", map(_hard, report.hard_questions)),
        _card(
            "Commonest misconceptions, and where each is taken up",
            map(_misconception, report.common_misconceptions),
        ),
        _card("Exercises not solved", map(_unsolved, report.hard_exercises)),
        _card("Who is stuck", _stuck(report.stuck_learners), kind="wide"),
        _card("Not seen for two weeks", _quiet(report), kind="wide"),
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
        f'<span><a href="#{item.name}">{markdown_html(item.prompt)}</a>{said}'
        f'<span class="sub">{escaped(lesson_title(item.chapter))} · right first, of {format_count(question.n, "learner")}</span></span>'
    )


def _said(answer: AnswerCount, question: QuestionFigures) -> str:
    misconception = f": {markdown_html(answer.misconception)}" if answer.misconception else ""
    said = f"{answer.n} of {question.n} answered “{markdown_html(answer.text)}”"
    return f'<span class="said">{said}</span>{misconception}'


def _misconception(shown: MisconceptionFigures) -> str:
    where = ", ".join(f'<a href="#{each.name}">{each.name}</a>' for each in shown.items)
    return (
        f'<span class="big">{shown.learners}<span class="sub">of {shown.of}</span></span>'
        f"<span>{markdown_html(shown.text)}<br><strong>revisit {escaped(lesson_title(shown.lesson))}</strong>"
        f'<span class="sub">showed in {where}</span></span>'
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


def _stuck(learners: Sequence[LearnerFigures]) -> list[str]:
    lines = [f"<strong>{escaped(each.name)}</strong>: {stuck_text(each)}" for each in learners[:_STUCK]]
    more = len(learners) - len(lines)
    return [*lines, f"and {format_count(more, 'more learner')}, in the table of learners"] if more else lines


def _quiet(report: ClassReport) -> list[str]:
    quiet = report.quiet_learners
    names = [f"<strong>{escaped(each.name)}</strong> ({date(each.last)})" for each in quiet[:_QUIET]]
    more = f" and {format_count(len(quiet) - _QUIET, 'more learner')}" if len(quiet) > _QUIET else ""
    return [", ".join(names) + more] if names else []


def _questions(report: ClassReport) -> str:
    tables = "".join(question_table(escaped(title), group) for title, group in by_lesson(report.questions))
    shown = question_map(report)
    about = (
        '<p class="note">Each dot is a question, with the number of its lesson. Far left: most got it wrong. '
        f"Below the broken line, as a ring: discrimination under {WEAK:g}, look at the question itself.</p>"
    )
    return (
        f'<section id="questions"><h2>Questions</h2>{about + shown if shown else ""}'
        f'<p class="note">The bar: dark, right at the first attempt; pale, right in the end.</p>{tables}</section>'
    )


def _exercises(report: ClassReport) -> str:
    tables = "".join(exercise_table(escaped(title), group) for title, group in by_lesson(report.exercises))
    return f'<section id="exercises"><h2>Exercises</h2>{tables}</section>'


def _learners(report: ClassReport) -> str:
    about = (
        '<p class="note">Under 1, 2, 3 …: percent done of each lesson, its questions and exercises; the stronger '
        "the colour, the more.</p>"
    )
    return f'<section id="learners"><h2>Learners</h2>{about}{learner_table(report)}</section>'


def _how() -> str:
    terms = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in _HOW)
    return f'<section id="how"><h2>How to read the numbers</h2><dl class="how">{terms}</dl></section>'


def _left_out(report: ClassReport) -> str:
    gone = list_items(escaped(str(each)) for each in report.gone)
    left = list_items(escaped(str(each)) for each in report.skipped)
    return "".join(
        f'<section class="left"><h2>{title}</h2><ul>{entries}</ul></section>'
        for title, entries in (
            ("Not in the course any more, and worth no point", gone),
            ("Left out, because it cannot be read", left),
        )
        if entries
    )
