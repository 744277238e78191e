"""A page for each learner, with the sentences that the notebook would have said, and an index for the instructor.

Each page is one file without a script and without a request, for any browser, phone or printer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from coursekit.content import chapter, chapters
from coursekit.files import write_changed, write_whole
from coursekit.formatting import format_count, format_significant, printable
from coursekit.grader.marks import LearnerRow, Mark

__all__ = ["page_name", "write_pages"]

INDEX = "index.html"
_STYLE = Path(__file__).with_name("page.css")
_SIGNS = {"right": "✓", "wrong": "→", "not attempted": "○", "missing": "○"}  # ⚠ for what stopped
_OPENING = re.compile(r"^(correct\.|not yet:|crashed:|not attempted:)\s*")  # the heading says it
_CODE = re.compile(r"`([^`\n]+)`")
_ODD = re.compile(r"[^\w.@ +-]+")


def write_pages(out: Path, marks: Iterable[Mark], learners: Sequence[LearnerRow], *, seed: int) -> None:
    """Write `index.html` and `pages/<learner>.html`; a page that is there already in the same words is left alone.

    Raises:
        OSError: they cannot be written.
    """
    of: dict[str, list[Mark]] = {row.learner: [] for row in learners}
    for mark in marks:
        of[mark.learner].append(mark)
    (out / "pages").mkdir(parents=True, exist_ok=True)
    for row in learners:
        write_changed(out / "pages" / page_name(row.learner), _page_of(row, of[row.learner]))
    write_whole(out / INDEX, _index(learners, of, seed))


def page_name(learner: str) -> str:
    """The name of a learner's page: theirs, or where a file can't be called so, something near to it and a digest."""
    plain = _ODD.sub("_", learner).strip(". ")[:100]
    if plain and plain == learner:
        return f"{plain}.html"
    return f"{plain}-{hashlib.sha256(learner.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}.html"


def _page_of(row: LearnerRow, marks: Sequence[Mark]) -> str:
    parts = [f"<h1>{_plain(row.learner)}</h1>", f"<p class=total>{_points(row.points, row.max_points)}</p>"]
    if row.note:
        parts.append(f"<p class=note>{_plain(row.note)}</p>")
    for slug, those in groupby(_in_order(marks), lambda mark: mark.exercise.partition(".")[0]):
        group = list(those)
        earned, worth = sum(mark.points for mark in group), sum(mark.max_points for mark in group)
        parts.append(f"<h2>{escape(chapter(slug).title)} <small>{_points(earned, worth)}</small></h2>")
        parts += [_exercise(mark) for mark in group]
    return _html(f"Marks of {row.learner}", parts)


def _exercise(mark: Mark) -> str:
    sign, name = _SIGNS.get(mark.outcome, "⚠"), mark.exercise.partition(".")[2]
    kind = mark.outcome if mark.outcome in _SIGNS else "stopped"
    head = f"<h3>{sign} {escape(name)}: {escape(mark.outcome)} <small>{_points(mark.points, mark.max_points)}</small></h3>"
    note = _OPENING.sub("", mark.note)
    said = _CODE.sub(r"<code>\1</code>", _plain(f"{note[:1].upper()}{note[1:]}"))
    return f'<section class="{kind.replace(" ", "-")}">{head}<p>{said}</p></section>'


def _index(learners: Sequence[LearnerRow], of: Mapping[str, Sequence[Mark]], seed: int) -> str:
    asked = {mark.exercise.partition(".")[0] for marks in of.values() for mark in marks}
    lessons = [home for home in chapters() if home.slug in asked]
    heads = ["learner", "points", *(home.slug for home in lessons)]
    rows = [_row(row, of[row.learner], [home.slug for home in lessons]) for row in learners]
    table = f"<tr>{''.join(f'<th scope=col>{escape(head)}' for head in heads)}</tr>{''.join(rows)}"
    parts = [
        "<h1>Marks</h1>",
        f"<p>{format_count(len(learners), 'learner')}. The same figures are in <a href=learners.csv>learners.csv</a>, "
        f"and every exercise in <a href=marks.csv>marks.csv</a>. <code>--seed {seed}</code> repeats this run.</p>",
        f"<div class=wide tabindex=0 role=region aria-label=Marks><table>{table}</table></div>",
    ]
    return _html("Marks", parts)


def _row(row: LearnerRow, marks: Sequence[Mark], lessons: Sequence[str]) -> str:
    link = f'<a href="pages/{quote(page_name(row.learner))}">{_plain(row.learner)}</a>'
    by_lesson = [
        sum(mark.points for mark in marks if mark.exercise.partition(".")[0] == slug) for slug in lessons
    ]
    cells = "".join(f"<td>{format_significant(points)}" for points in by_lesson)
    total = _points(row.points, row.max_points)
    said = f"<tr><td class=said colspan={2 + len(lessons)}><p>{_plain(row.note)}</p></tr>" if row.note else ""
    return f"<tr><th scope=row>{link}<td>{total}{cells}</tr>{said}"


def _in_order(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in the order of the course."""
    places = {
        name: place for place, name in enumerate(name for home in chapters() for name in home.exercises)
    }
    return sorted(marks, key=lambda mark: places.get(mark.exercise, len(places)))


def _points(points: float, worth: float) -> str:
    return f"{format_significant(points)} of {format_significant(worth)}"


def _plain(text: str) -> str:
    return escape(printable(text.replace("\n", " ")))


def _html(title: str, parts: Iterable[str]) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_plain(title)}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )
