"""The home page: the lessons, how far you have come, and where to go on.

It stands in home.ipynb as finished HTML, written anew when it is opened, so that it can be read before any
kernel runs; running its cell shows it as of now. Styles stand on each element and colours are JupyterLab's own.
"""

from __future__ import annotations

import os
import sys
from html import escape
from pathlib import Path
from urllib.parse import quote

from coursekit.content import current_course
from coursekit.lab.learner_folder import edition_lines
from coursekit.lab.overview import Lesson, lessons, table
from coursekit.lab.page_cells import code_cell, write_page
from coursekit.progress import find_folder, present_folder, read_history
from coursekit.widgets.core.markdown import html

CELL = "coursekit-home"
_SHOWN = 10
# JupyterLab shows the first line of a folded cell: it says what the cell is good for.
SOURCE = "# To bring this page up to date, press Ctrl + Enter\nfrom coursekit import home\n\nhome()"
_PAGE = "max-width: 760px; line-height: 1.5; color: var(--jp-content-font-color1, inherit)"
_QUIET = "color: var(--jp-content-font-color2, #5f6672)"
_LINK = "color: var(--jp-content-link-color, #0b5cad); text-decoration: underline"
_CARD = "margin: 14px 0; padding: 14px 18px; border: 1px solid var(--jp-border-color2, #d5d9e0); border-radius: 10px"
_RING = "vertical-align: -6px; margin-right: 8px"
_AS_OF = "This page is as of when it was opened. For now: click on it, press Ctrl + Enter."
_TRACK = "stroke: var(--jp-border-color2, #d5d9e0); stroke-width: 5"
_FILL = "stroke: var(--jp-brand-color1, #0b5cad); stroke-width: 5"


class HomePage:
    """The home page of one working copy, with links that start in the folder `here`.

    `in_browser` is true for a page of the site, which has no folder and comes up to date by itself.
    """

    def __init__(self, folder: Path, here: Path, *, in_browser: bool = sys.platform == "emscripten") -> None:
        self._folder, self._here, self._in_browser = folder, here, in_browser

    def __repr__(self) -> str:
        return table(self._folder)

    def _repr_html_(self) -> str:
        history = read_history(self._folder)
        course = current_course(self._folder)
        found = lessons(history, course)
        parts = [
            f'<div style="{_PAGE}">',
            f"<h1>{escape(course.title)}</h1>",
            f"<p>{self._way_on(found)}</p>",
            *(f"<p>{escape(line)}</p>" for line in edition_lines(self._folder, course)),
            *self._first_steps(found),
            *(self._card(each) for each in found),
            *self._review(found),
            self._glossary(),
            *self._playground(),
            *_damage(len(history.damaged)),
            *([] if self._in_browser else [f'<p style="{_QUIET}">{_AS_OF}</p>']),
            "</div>",
        ]
        return "\n".join(parts)

    def _way_on(self, found: list[Lesson]) -> str:
        """Return a sentence that says where to go on, with one link."""
        left = [each for each in found if not each.done]
        if not left:
            return "Every question is answered and every exercise solved. Each lesson can be opened again."
        chapter, begun = left[0].chapter, left[0].answered or left[0].solved
        title = f"lesson {chapter.number}, {chapter.title}"
        if left[0].right == left[0].questions:
            return f"Go on with {self._link('exercises', chapter.notebook, f'the exercises of {title}')}."
        if left[0].part:
            sitting = chapter.sittings[left[0].part]
            title = f"part {left[0].part + 1} of {title}: {sitting.title}"
            return f"Go on with {self._link('lessons', chapter.notebook, title, sitting.fragment)}."
        return f"{'Go on' if begun else 'Begin'} with {self._link('lessons', chapter.notebook, title)}."

    def _first_steps(self, found: list[Lesson]) -> list[str]:
        """Explain a lesson to somebody who has done nothing yet."""
        if any(each.answered or each.solved for each in found):
            return []
        return [
            "<p>A lesson is a page of text, questions, pictures and code, in pieces called cells. Press "
            "<strong>Shift + Enter</strong>, or tap ▶ above the page, again and again: each time one cell runs, and "
            "the next one is chosen. Questions can then be answered and pictures moved. Every answer is kept as you "
            f"give it, in this {'browser' if self._in_browser else 'folder'}.</p>"
        ]

    def _card(self, each: Lesson) -> str:
        chapter = each.chapter
        facts = f"{chapter.level} · about {chapter.minutes} minutes, exercises included"
        ways = [
            self._link("lessons", chapter.notebook, "Open the lesson"),
            self._link("exercises", chapter.notebook, "Open the exercises"),
        ]
        parts = [
            f'<section style="{_CARD}">',
            f'<h2 style="margin: 0">{chapter.number} · {escape(chapter.title)}</h2>',
            f'<p style="margin: 0 0 8px; {_QUIET}">{escape(facts)}</p>',
            _ring(each.questions_line, each.right, each.questions),
            _ring(each.exercises_line, each.solved, each.exercises),
            f'<p style="margin: 0">{" · ".join(ways)}</p>',
            *_take_aways(each),
            "</section>",
        ]
        return "\n".join(parts)

    def _review(self, found: list[Lesson]) -> list[str]:
        """Return the list of what is due, each question with a link to its lesson."""
        rows = [
            f"<li>{escape(prompt)} ({self._link('lessons', each.chapter.notebook, f'lesson {each.chapter.number}')})</li>"
            for each in found
            for prompt in each.review
        ]
        if not rows:
            return [f"<p>{self._link('', 'review.ipynb', 'Review and final check')}: nothing is due now.</p>"]
        count = "1 question waits" if len(rows) == 1 else f"{len(rows)} questions wait"
        return [
            "<h2>Due for review</h2>",
            f"<p>{count} for you in {self._link('', 'review.ipynb', 'the review')}:</p>",
            "<ul>",
            *rows[:_SHOWN],
            *([f"<li>and {len(rows) - _SHOWN} more</li>"] if len(rows) > _SHOWN else []),
            "</ul>",
        ]

    def _glossary(self) -> str:
        return f"<p>All words of the course in one list: {self._link('lessons', '00_glossary.ipynb', 'the glossary')}.</p>"

    def _playground(self) -> list[str]:
        """Return the way to the playground, where the course has one."""
        if not (self._folder / "lessons" / "playground.ipynb").is_file():
            return []
        link = self._link("lessons", "playground.ipynb", "the playground")
        return [f"<p>A network to play with, and ten missions: {link}.</p>"]

    def _link(self, kind: str, notebook: str, text: str, fragment: str = "") -> str:
        path = os.path.relpath(self._folder / kind / notebook, self._here).replace(os.sep, "/")
        # Quoted, a folder called "50% #1" is found, and one called "javascript:…" is a folder.
        address = quote(path, errors="surrogateescape") + fragment
        return f'<a href="{escape(address)}" style="{_LINK}">{escape(text)}</a>'


def home() -> HomePage:
    """Show the lessons, your progress and what is due for review, as of now."""
    place = present_folder()
    return HomePage(find_folder(place, os.environ), place)


def write_home(folder: Path, *, in_browser: bool = False) -> list[str]:
    """Put the present home page into home.ipynb; cells the learner added stay.

    Args:
        folder: the working copy.
        in_browser: as `HomePage`.

    Returns:
        A line for the learner where the file could not be read and was put aside.

    Raises:
        FolderError: the folder cannot be written.
    """
    return write_page(
        folder / "home.ipynb", [code_cell(CELL, SOURCE, HomePage(folder, folder, in_browser=in_browser))]
    )


def _ring(words: str, count: int, total: int) -> str:
    """Draw what the words say as a ring in front of them."""
    share = 100 * count // total if total else 0
    circle = '<circle cx="12" cy="12" r="9" fill="none" pathLength="100" '
    ring = (
        f'<svg aria-hidden="true" width="24" height="24" viewBox="0 0 24 24" style="{_RING}">'
        f'{circle}style="{_TRACK}"/>'
        f'{circle}style="{_FILL}" stroke-dasharray="{share} 100" transform="rotate(-90 12 12)"/></svg>'
    )
    return f'<p style="margin: 2px 0">{ring}{escape(words)}</p>'


def _take_aways(each: Lesson) -> list[str]:
    """List the take-aways of a finished lesson."""
    if not each.done:
        return []
    rows = [f"<li>{html(line)}</li>" for line in each.chapter.take_aways]
    return ['<p style="margin: 10px 0 0">Finished. What you take away:</p>', "<ul>", *rows, "</ul>"]


def _damage(count: int) -> list[str]:
    if not count:
        return []
    lines = "1 line" if count == 1 else f"{count} lines"
    return [f"<p>{lines} of your progress cannot be read; <code>coursekit progress</code> says which.</p>"]
