"""How numbers and names are written, alike in the terminal and on the page."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from coursekit.content import Chapter
from coursekit.report.course import Item
from coursekit.report.figures import FEW, QuestionFigures
from coursekit.widgets.core.markdown import plain

__all__ = ["clean", "count", "day", "discrimination", "lesson", "percent", "prompt", "short"]


def percent(share: float | None) -> str:
    """Such as "67 %"; a dash where there is nothing to say."""
    return "–" if share is None else f"{100 * share:.0f} %"


def discrimination(question: QuestionFigures) -> str:
    """Such as "0.31" or "−0.05"; a dash where there are too few answers to tell."""
    value = question.discrimination
    return "–" if value is None or question.n < FEW else f"{value:.2f}".replace("-", "−")


def day(moment: datetime | None) -> str:
    """Such as "2026-09-30"."""
    return "never" if moment is None else f"{moment:%Y-%m-%d}"


def count(n: int, what: str) -> str:
    """Such as "1 learner" or "1,024 learners"."""
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def lesson(chapter: Chapter) -> str:
    """Such as "lesson 3 · Layers"."""
    return f"lesson {chapter.number} · {chapter.title}"


def prompt(item: Item) -> str:
    """What is asked, on one line; of an exercise its name."""
    return plain(getattr(item.asked, "prompt", f"`{item.id}`"))


def clean(text: str) -> str:
    """A text from outside without what could steer a terminal or hide its own letters."""
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join("�" if unicodedata.category(letter)[0] == "C" else letter for letter in whole)


def short(text: str, longest: int) -> str:
    """The text, cut where it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
