"""Pieces of the page: escaped text, bars, and the map of all questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from coursekit.formatting import format_count, format_day, printable
from coursekit.report.figures import FEW, ClassReport, QuestionFigures
from coursekit.report.highlights import WEAK, is_weak
from coursekit.widgets.core.markdown import html

__all__ = ["bar", "course_text", "date", "foreign", "items", "question_map"]

_WIDTH, _HEIGHT, _MARGIN = 700, 350, 50
_LOWEST, _HIGHEST = -0.4, 1.0


def foreign(text: str) -> str:
    """A text that somebody else gave, as text and nothing else."""
    return escape(printable(text))


def course_text(text: str) -> str:
    """A text of the course's, or of a check about somebody's code, with its `code` and its *italics*."""
    return html("\n".join(printable(line) for line in text.split("\n")))


def items(entries: Iterable[str], *, kind: str = "") -> str:
    """The entries of a list."""
    name = f' class="{kind}"' if kind else ""
    return "".join(f"<li{name}>{each}</li>" for each in entries)


def date(moment: datetime | None) -> str:
    """A day that is not broken at the end of a line."""
    return f'<span class="date">{format_day(moment)}</span>'


def bar(first: float | None, end: float | None = None) -> str:
    """A bar of two lengths: dark for the first attempt, pale for what came later. Its numbers stand beside it."""
    dark = 100 * (first or 0)
    pale = max(dark, 100 * (end or 0))
    return f'<span class="bar" style="--a:{dark:.1f}%;--b:{pale:.1f}%"></span>'


def question_map(report: ClassReport) -> str:
    """Every question as a dot: how many had it right at once, and how well it tells learners apart."""
    shown = [each for each in report.questions if each.discrimination is not None and each.n >= FEW]
    if not shown:
        return ""
    weak = sum(map(is_weak, shown))
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
    look, open_ = ("look", " open") if is_weak(question) else ("fine", "")
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
