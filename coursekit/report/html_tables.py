"""The parts of the HTML page: escaped text, bars, and the tables of questions and exercises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from coursekit.formatting import format_percent, printable
from coursekit.report.items import AnswerCount
from coursekit.report.model import ExerciseFigures, QuestionFigures
from coursekit.report.text import discrimination_text, elsewhere_text
from coursekit.widgets.core.markdown import html


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


def bar(first: float | None, end: float | None = None) -> str:
    """Draw a bar of two lengths: dark for the first attempt, pale for later ones. The numbers stand beside it."""
    dark = 100 * (first or 0)
    pale = max(dark, 100 * (end or 0))
    return f'<span class="bar" style="--a:{dark:.1f}%;--b:{pale:.1f}%"></span>'


def question_table(title: str, questions: Sequence[QuestionFigures]) -> str:
    """Write the table of the questions of one lesson."""
    heads = ("at first, in the end", "right first", "in the end", "answered", "discrim&shy;ination")
    body = "".join(map(_question, questions))
    return f'<table class="each"><caption>{title}</caption>{head(heads)}{body}</table>'


def exercise_table(title: str, exercises: Sequence[ExerciseFigures]) -> str:
    """Write the table of the exercises of one lesson."""
    heads = ("solved", "of those who tried", "tried", "attempts", "asked for a hint", "opened the solution")
    body = "".join(map(_exercise, exercises))
    return f'<table class="each"><caption>{title}</caption>{head(heads)}{body}</table>'


def _question(question: QuestionFigures) -> str:
    item = question.item
    weak = ' class="weak"' if question.weak else ""
    look = "look: " if weak else ""
    right, guesses = question.before
    before = f'<span class="sub">before the lesson: {right} of {guesses} right</span>' if guesses else ""
    elsewhere = elsewhere_text(question)
    before += f'<span class="sub">{elsewhere}</span>' if elsewhere else ""
    shown = bar(question.difficulty, question.in_the_end) if question.difficulty is not None else "not marked"
    cells = (
        f"<td>{shown}</td><td>{format_percent(question.difficulty)}</td><td>{format_percent(question.in_the_end)}</td>"
        f"<td>{question.n}</td><td{weak}>{look}{discrimination_text(question)}</td>"
    )
    text = f"{markdown_html(item.prompt)} <code>{item.name}</code>{before}"
    return _entry(item.name, text, cells, _answers(question))


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
    name = exercise.item.name
    cells = (
        f"<td>{bar(exercise.solved_share)}</td><td>{format_percent(exercise.solved_share)}</td><td>{exercise.n}</td>"
        f"<td>{exercise.attempts}</td><td>{exercise.hinted}</td><td>{exercise.opened}</td>"
    )
    rows = "".join(
        f"<tr><td>{markdown_html(each.text)}</td><td>{each.learners}</td><td>{each.times}</td></tr>"
        for each in exercise.messages
    )
    met = _folded("Mistakes met", ("what the check said", "learners", "times"), rows) if rows else ""
    return _entry(f"exercise-{name}", f"<code>{name}</code>", cells, met)


def head(titles: Sequence[str]) -> str:
    """Write the row of titles of a table."""
    cells = "".join(f'<th scope="col">{each}</th>' for each in titles)
    return f"<thead><tr>{cells}</tr></thead>"


def _entry(name: str, text: str, cells: str, more: str) -> str:
    """Write rows that belong together: the subject, the numbers, and more to open."""
    wide = cells.count("<td")
    last = f'<tr><td colspan="{wide}">{more}</td></tr>' if more else ""
    return (
        f'<tbody class="one" id="{name}"><tr><th scope="rowgroup" colspan="{wide}">{text}</th></tr>'
        f"<tr>{cells}</tr>{last}</tbody>"
    )


def _folded(title: str, heads: Sequence[str], rows: str) -> str:
    return f"<details><summary>{title}</summary><table>{head(heads)}<tbody>{rows}</tbody></table></details>"
