"""The tables of the page: questions and exercises of a lesson, and the learners."""

from __future__ import annotations

from collections.abc import Sequence

from coursekit.formatting import format_percent
from coursekit.report.figures import Choice, ClassReport, ExerciseFigures, LearnerFigures, QuestionFigures
from coursekit.report.highlights import is_weak
from coursekit.report.parts import bar, course_text, date, foreign
from coursekit.report.words import discrimination

__all__ = ["exercise_table", "learner_table", "question_table"]

_DARKEST = 60  # percent of the colour under a number: more, and it can be read no longer


def question_table(title: str, questions: Sequence[QuestionFigures]) -> str:
    """The questions of one lesson."""
    heads = ("at first, in the end", "right first", "in the end", "answered", "discrim&shy;ination")
    body = "".join(map(_question, questions))
    return f'<table class="each"><caption>{title}</caption>{_head(heads)}{body}</table>'


def exercise_table(title: str, exercises: Sequence[ExerciseFigures]) -> str:
    """The exercises of one lesson."""
    heads = ("solved", "of those who tried", "tried", "attempts", "asked for a hint", "opened the solution")
    body = "".join(map(_exercise, exercises))
    return f'<table class="each"><caption>{title}</caption>{_head(heads)}{body}</table>'


def learner_table(report: ClassReport) -> str:
    """All learners: how much of each lesson is done, and where somebody is stuck."""
    per_lesson = [sum(item.chapter is each for item in report.items) for each in report.chapters]
    body = "".join(_learner(each, per_lesson) for each in report.learners)
    heads = (*(str(each.number) for each in report.chapters), "points", "right first")
    return f'<table class="each strips">{_head(heads)}{body}</table>'


def _question(question: QuestionFigures) -> str:
    item = question.item
    weak = ' class="weak"' if is_weak(question) else ""
    look = "look: " if weak else ""
    right, guesses = question.before
    before = f'<span class="sub">before the lesson: {right} of {guesses} right</span>' if guesses else ""
    shown = bar(question.difficulty, question.in_the_end) if question.difficulty is not None else "not marked"
    cells = (
        f"<td>{shown}</td><td>{format_percent(question.difficulty)}</td><td>{format_percent(question.in_the_end)}</td>"
        f"<td>{question.n}</td><td{weak}>{look}{discrimination(question)}</td>"
    )
    prompt = course_text(getattr(item.asked, "prompt", ""))
    return _entry(item.name, f"{prompt}{before}", cells, _answers(question))


def _answers(question: QuestionFigures) -> str:
    if not question.n or not question.choices:
        return ""
    rows = "".join(_choice(each) for each in question.choices)
    title = (
        "What was answered first"
        if any(each.right for each in question.choices)
        else "Commonest wrong answers"
    )
    return _folded(title, ("answer, and the thought behind it", "learners"), rows)


def _choice(choice: Choice) -> str:
    kind, sign = (' class="right"', "✓ ") if choice.right else ("", "")
    thought = f'<span class="sub">{course_text(choice.thought)}</span>' if choice.thought else ""
    return f"<tr{kind}><td>{sign}{course_text(choice.text)}{thought}</td><td>{choice.n}</td></tr>"


def _exercise(exercise: ExerciseFigures) -> str:
    cells = (
        f"<td>{bar(exercise.solved_share)}</td><td>{format_percent(exercise.solved_share)}</td><td>{exercise.n}</td>"
        f"<td>{exercise.attempts}</td><td>{exercise.hinted}</td><td>{exercise.opened}</td>"
    )
    rows = "".join(
        f"<tr><td>{course_text(each.text)}</td><td>{each.learners}</td><td>{each.times}</td></tr>"
        for each in exercise.mistakes
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
    about = f'<span class="sub">last seen {date(learner.last)}{stuck}</span>'
    cells = f"{heat}<td>{learner.points:g}</td><td>{format_percent(learner.first_attempt_rate)}</td>"
    return _entry("", f"{foreign(learner.person.name)}{about}", cells, "")


def _head(titles: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{each}</th>' for each in titles)
    return f"<thead><tr>{cells}</tr></thead>"


def _entry(name: str, text: str, cells: str, more: str) -> str:
    """Rows that belong together: what it is about, the numbers, and more to open."""
    wide = cells.count("<td")
    last = f'<tr><td colspan="{wide}">{more}</td></tr>' if more else ""
    anchor = f' id="{name}"' if name else ""
    return (
        f'<tbody class="one"{anchor}><tr><th scope="rowgroup" colspan="{wide}">{text}</th></tr>'
        f"<tr>{cells}</tr>{last}</tbody>"
    )


def _folded(title: str, heads: Sequence[str], rows: str) -> str:
    return f"<details><summary>{title}</summary><table>{_head(heads)}<tbody>{rows}</tbody></table></details>"
