"""The notebook cells that an author's py:percent text makes.

Markdown cells may hold markers, each alone on its line, that are replaced from chapter.yaml:

    {header}       number, title, level, minutes, what is needed, what one can do afterwards, how to run it
    {pause}        the end of a sitting, and the title of the next
    {takeaways}    the take-aways, one line each
    {terms}        all key terms of the chapter with their definitions
    {term bias}    one of them, where it is first used: the word, which opens to its definition
    {deeper}       where to read on
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from html import escape

from nbformat import NotebookNode

from coursekit.authoring.expressions import MARKERS, numbers_of
from coursekit.authoring.notebook import code, markdown
from coursekit.content import Chapter
from coursekit.content.percent import read_cells
from coursekit.errors import BankError

_HOW_IT_WORKS = (
    "Click here, then press **Shift + Enter**, again and again: each press runs one cell and goes on to the next. "
    "Once its cell has run, a question takes your answer and a picture moves; without a mouse, **Shift + Tab** leads "
    "back into the cell you just ran. To go on another day, click where you stopped and choose **Run ▸ Run All Above Selected Cell**."
)
_MARKER = re.compile(rf"^\{{({MARKERS})(?: ([^{{}}]+))?\}}$", re.MULTILINE)


def cells_of(chapter: Chapter, name: str) -> list[NotebookNode]:
    """Return the cells of a chapter's text "lesson" or "exercises", numbers filled in and markers replaced.

    Raises:
        BankError: the text holds a marker or a number nobody knows.
    """
    numbers, ends = numbers_of(chapter.folder), iter(range(1, len(chapter.sittings)))
    cells: list[NotebookNode] = []
    for number, cell in enumerate(read_cells(chapter.text(name)), start=1):
        if cell.is_markdown:
            text = numbers.fill(cell.source, place=f"{chapter.slug}/{name}.py cell {number}")
            cells.append(markdown(_MARKER.sub(partial(_replaced, chapter, name, ends), text), tags=cell.tags))
        else:
            cells.append(code(cell.source, tags=cell.tags))
    return cells


def folded(term: str, meaning: str) -> str:
    """Return Markdown that shows the term, and its meaning when it is clicked or when Enter is pressed on it."""
    # The empty lines let the meaning be Markdown; without them all of it would be HTML. JupyterLab gives a folded
    # term no margin of its own, and the next paragraph would stick to it.
    room = 'style="margin-bottom: 0.7em"'
    return f"<details {room}><summary><b>{escape(term)}</b></summary>\n\n{meaning}\n\n</details>"


def _replaced(chapter: Chapter, name: str, ends: Iterator[int], found: re.Match[str]) -> str:
    marker, argument = found.groups()
    match marker:
        case "header":
            return _lesson_header(chapter) if name == "lesson" else _exercises_header(chapter)
        case "pause" if name == "lesson" and (end := next(ends, 0)):
            return _pause(chapter, end)
        case "takeaways":
            return _bullets(chapter.take_aways)
        case "terms":
            return _bullets(f"**{term}**: {meaning}" for term, meaning in chapter.definitions.items())
        case "term" if argument in chapter.terms:
            return folded(argument, chapter.definitions[argument])
        case "deeper":
            return _bullets(chapter.go_deeper)
    raise BankError(
        f"{chapter.slug}/{name}.py: nothing is known for the marker {found[0]}; there are {{header}}, "
        "{pause}, {takeaways}, {terms}, {deeper} and {term …} with a term of chapter.yaml"
    )


def _lesson_header(chapter: Chapter) -> str:
    return "\n\n".join(
        [
            f"# {chapter.number} · {chapter.title}",
            f"{chapter.level} · {_minutes(chapter)}",
            *_sittings(chapter),
            f"**What you need first**\n\n{_bullets(chapter.needs)}",
            f"**What you can do afterwards**\n\n{_bullets(chapter.goals)}",
            f"**How this page works**\n\n{_HOW_IT_WORKS}",
        ]
    )


def _minutes(chapter: Chapter) -> str:
    """Return how long a chapter takes; where its lesson is parted, the sittings and the exercises each."""
    page = sum(each.minutes for each in chapter.sittings)
    if 0 < page < chapter.minutes:
        return f"about {chapter.minutes} minutes: {page} for this page and {chapter.minutes - page} for the exercises"
    return f"about {chapter.minutes} minutes, exercises included"


def _sittings(chapter: Chapter) -> list[str]:
    """Return the sittings of a lesson as a list, each but the first with a link to its place."""
    if not chapter.sittings:
        return []
    lines = [
        f"{f'[{each.title}]({each.fragment})' if each.heading else each.title}, about {each.minutes} minutes"
        for each in chapter.sittings
    ]
    numbered = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    return [f"**In {len(lines)} sittings**\n\n{numbered}"]


def _pause(chapter: Chapter, end: int) -> str:
    """Return what stands between two sittings."""
    before, after = chapter.sittings[end - 1 : end + 1]
    return (
        f"---\n\n**A good place to stop.** This was part {end} of {len(chapter.sittings)}, *{before.title}*. Your answers are "
        f"kept, and the home page leads you back to this place. Part {end + 1}, *{after.title}*, takes about {after.minutes} minutes."
    )


def _exercises_header(chapter: Chapter) -> str:
    lesson = f"[{chapter.title}](../lessons/{chapter.notebook})"
    return f"# {chapter.number} · {chapter.title}: exercises\n\nThe lesson they belong to: {lesson}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
