"""How lessons, questions and their figures are named, alike in the terminal and on the page."""

from __future__ import annotations

from coursekit.content import Chapter
from coursekit.formatting import format_number
from coursekit.report.course import Item
from coursekit.report.figures import FEW, QuestionFigures
from coursekit.widgets.core.markdown import plain

__all__ = ["discrimination", "lesson", "prompt"]


def discrimination(question: QuestionFigures) -> str:
    """A question's discrimination as "0.31" or "−0.05"; a dash where there are too few answers to tell."""
    value = question.discrimination
    return "–" if value is None or question.n < FEW else format_number(value, 2)


def lesson(chapter: Chapter) -> str:
    """The lesson as "lesson 3 · Layers"."""
    return f"lesson {chapter.number} · {chapter.title}"


def prompt(item: Item) -> str:
    """The question on one line; for an exercise, its name."""
    return plain(getattr(item.asked, "prompt", f"`{item.id}`"))
