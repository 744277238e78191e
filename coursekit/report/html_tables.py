"""The parts of the HTML page: escaped text, bars, the map of all questions, and the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from coursekit.formatting import format_count, format_day, format_percent, printable
from coursekit.report.items import AnswerCount
from coursekit.report.model import (
    WEAK,
    ClassReport,
    ExerciseFigures,
    LearnerFigures,
    QuestionFigures,
)
from coursekit.report.text import discrimination_text, elsewhere_text
from coursekit.widgets.core.markdown import html

_DARKEST = 60  # percent of the colour under a number: more, and it can be read no longer
_WIDTH, _HEIGHT, _MARGIN = 700, 350, 50
_LOWEST, _HIGHEST = -0.4, 1.0


def escaped(text: str) -> str:
    """Escape a text from outside, so that it is shown as text and nothing else."""
    return escape(printable(text))


def markdown_html(text: str) -> str:
    """Turn the Markdown of the course, or of a check's message, into HTML."""
    return html("\n".join(printable(line) for line in text.split("\n")))


def list_items(entries: Iterable[str], *, kind: str = "") -> str:
    """Write the entries of a list."""
    name = f' class="{kind}"' if kind else ""
    return "".join(f"<li{name}>{each}</li>" for each in entries)


def date(moment: datetime | None) -> str:
    """Write a day that is not broken at the end of a line."""
    return f'<span class="date">{format_day(moment)}</span>'


def _bar(first: float | None, end: float | None = None) -> str:
    """Draw a bar of two lengths: dark for the first attempt, pale for later ones. The numbers stand beside it."""
    dark = 100 * (first or 0)
    pale = max(dark, 100 * (end or 0))
    return f'<span class="bar" style="--a:{dark:.1f}%;--b:{pale:.1f}%"></span>'


def question_map(report: ClassReport) -> str:
    """Draw each question as a dot: right at the first attempt to the right, high discrimination up; SVG, or ""."""
    shown = [each for each in report.questions if each.telling_discrimination is not None]
    if not shown:
        return ""
    weak = sum(each.weak for each in shown)
    words = f"{format_count(len(shown), 'question')}; {weak} below the line, the others above it. The numbers are in the tables."
    across = "".join(
        f'<text x="{_x(share):.0f}" y="{_HEIGHT - 34}" text-anchor="middle">{100 * share:.0f} %</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    up = "".join(
        f'<text x="{_MARGIN - 8}" y="{_y(value) + 4:.0f}" text-anchor="end">{value:g}</text>'
        for value in (0, 0.5, 1)
    )
    return (
        f'<svg class="map" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(words)}">'
        f'<line class="axis" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(0):.1f}" y2="{_y(0):.1f}"/>'
        f'<line class="limit" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(WEAK):.1f}" y2="{_y(WEAK):.1f}"/>'
        f"{across}{up}"
        f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 8}" text-anchor="middle">right at the first attempt</text>'
        f'<text x="4" y="16">discrimination</text>'
        f"{''.join(map(_dot, shown))}</svg>"
    )


def _dot(question: QuestionFigures) -> str:
    x, y = _x(question.difficulty or 0), _y(question.discrimination or 0)
    look, open_ = ("look", " open") if question.weak else ("fine", "")
    number = question.item.chapter.number
    return (
        f'<circle class="{look}" cx="{x:.1f}" cy="{y:.1f}" r="8"/>'
        f'<text class="number{open_}" x="{x:.1f}" y="{y + 3.5:.1f}">{number}</text>'
    )


def _x(share: float) -> float:
    return _MARGIN + share * (_WIDTH - _MARGIN - 36)


def _y(value: float) -> float:
    inside = min(max(value, _LOWEST), _HIGHEST)
    return 40 + (_HIGHEST - inside) / (_HIGHEST - _LOWEST) * (_HEIGHT - 100)


def question_table(title: str, questions: Sequence[QuestionFigures]) -> str:
    """Write the table of the questions of one lesson."""
    heads = ("at first, in the end", "right first", "in the end", "answered", "discrim&shy;ination")
    body = "".join(map(_question, questions))
    return f'<table class="each"><caption>{title}</caption>{_head(heads)}{body}</table>'


def exercise_table(title: str, exercises: Sequence[ExerciseFigures]) -> str:
    """Write the table of the exercises of one lesson."""
    heads = ("solved", "of those who tried", "tried", "attempts", "asked for a hint", "opened the solution")
    body = "".join(map(_exercise, exercises))
    return f'<table class="each"><caption>{title}</caption>{_head(heads)}{body}</table>'


def learner_table(report: ClassReport) -> str:
    """Write the table of all learners: how much of each lesson is done, and where somebody is stuck."""
    per_lesson = [sum(item.chapter is each for item in report.items) for each in report.chapters]
    body = "".join(_learner(each, per_lesson) for each in report.learners)
    heads = (*(str(each.number) for each in report.chapters), "recom&shy;puted", "claimed", "right first")
    return f'<table class="each strips">{_head(heads)}{body}</table>'


def _question(question: QuestionFigures) -> str:
    item = question.item
    weak = ' class="weak"' if question.weak else ""
    look = "look: " if weak else ""
    right, guesses = question.before
    before = f'<span class="sub">before the lesson: {right} of {guesses} right</span>' if guesses else ""
    elsewhere = elsewhere_text(question)
    before += f'<span class="sub">{elsewhere}</span>' if elsewhere else ""
    shown = (
        _bar(question.difficulty, question.in_the_end) if question.difficulty is not None else "not marked"
    )
    cells = (
        f"<td>{shown}</td><td>{format_percent(question.difficulty)}</td><td>{format_percent(question.in_the_end)}</td>"
        f"<td>{question.n}</td><td{weak}>{look}{discrimination_text(question)}</td>"
    )
    return _entry(item.name, f"{markdown_html(item.prompt)}{before}", cells, _answers(question))


def _answers(question: QuestionFigures) -> str:
    if not any(each.n for each in question.answers):
        return ""
    rows = "".join(_answer(each) for each in question.answers)
    title = (
        "What was answered first"
        if any(each.right for each in question.answers)
        else "Commonest wrong answers"
    )
    return _folded(title, ("answer, and the thought behind it", "learners"), rows)


def _answer(answer: AnswerCount) -> str:
    kind, sign = (' class="right"', "✓ ") if answer.right else ("", "")
    why = f'<span class="sub">{markdown_html(answer.misconception)}</span>' if answer.misconception else ""
    return f"<tr{kind}><td>{sign}{markdown_html(answer.text)}{why}</td><td>{answer.n}</td></tr>"


def _exercise(exercise: ExerciseFigures) -> str:
    cells = (
        f"<td>{_bar(exercise.solved_share)}</td><td>{format_percent(exercise.solved_share)}</td><td>{exercise.n}</td>"
        f"<td>{exercise.attempts}</td><td>{exercise.hinted}</td><td>{exercise.opened}</td>"
    )
    rows = "".join(
        f"<tr><td>{markdown_html(each.text)}</td><td>{each.learners}</td><td>{each.times}</td></tr>"
        for each in exercise.messages
    )
    met = _folded("Mistakes met", ("what the check said", "learners", "times"), rows) if rows else ""
    name = exercise.item.name
    return _entry(f"exercise-{name}", f"<code>{exercise.item.id}</code>", cells, met)


def _learner(learner: LearnerFigures, per_lesson: Sequence[int]) -> str:
    shares = [lesson.done / n if n else 0.0 for lesson, n in zip(learner.lessons, per_lesson, strict=True)]
    heat = "".join(
        f'<td class="heat" style="--share:{_DARKEST * share:.0f}%">{100 * share:.0f}</td>' for share in shares
    )
    stuck = ", ".join(f"{one.item.name} ({one.attempts})" for one in learner.stuck[:3])
    stuck = f' · <span class="said">stuck on {stuck}</span>' if stuck else ""
    seen = "at no time that can be" if learner.has_odd_clock else date(learner.last)
    about = f'<span class="sub">last seen {seen}{stuck}</span>'
    about += "".join(f'<span class="sub said">{escaped(note)}</span>' for note in learner.notes)
    cells = (
        f"{heat}<td>{learner.recomputed:g}</td><td>{learner.claimed:g}</td>"
        f"<td>{format_percent(learner.first_attempt_rate)}</td>"
    )
    return _entry("", f"{escaped(learner.name)}{about}", cells, "")


def _head(titles: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{each}</th>' for each in titles)
    return f"<thead><tr>{cells}</tr></thead>"


def _entry(name: str, text: str, cells: str, more: str) -> str:
    """Write rows that belong together: the subject, the numbers, and more to open."""
    wide = cells.count("<td")
    last = f'<tr><td colspan="{wide}">{more}</td></tr>' if more else ""
    anchor = f' id="{name}"' if name else ""
    return (
        f'<tbody class="one"{anchor}><tr><th scope="rowgroup" colspan="{wide}">{text}</th></tr>'
        f"<tr>{cells}</tr>{last}</tbody>"
    )


def _folded(title: str, heads: Sequence[str], rows: str) -> str:
    return f"<details><summary>{title}</summary><table>{_head(heads)}<tbody>{rows}</tbody></table></details>"
