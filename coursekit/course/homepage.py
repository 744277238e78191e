"""The home page: the lessons, how far you have come, and where to go on.

`coursekit lab` writes it into home.ipynb as finished HTML, so that it can be read before any kernel runs;
running its cell shows it anew. Styles stand on each element and colours are JupyterLab's own.
"""

from __future__ import annotations

import json
import os
import platform
from html import escape
from pathlib import Path
from typing import Any

from coursekit.course.folder import plain_errors, put_aside, write_notebook
from coursekit.course.overview import Lesson, lessons, table
from coursekit.progress import find_folder, read_history

__all__ = ["HomePage", "home", "write_home"]

CELL = "coursekit-home"
SOURCE = "from coursekit import home\n\nhome()"
_PAGE = "max-width: 760px; line-height: 1.5; color: var(--jp-content-font-color1, inherit)"
_QUIET = "color: var(--jp-content-font-color2, #5f6672)"
_LINK = "color: var(--jp-content-link-color, #0b5cad); text-decoration: underline"
_CARD = "margin: 14px 0; padding: 14px 18px; border: 1px solid var(--jp-border-color2, #d5d9e0); border-radius: 10px"
_TRACK = "height: 8px; margin: 2px 0 10px; border-radius: 4px; background: var(--jp-border-color2, #d5d9e0)"
_FILL = "height: 8px; border-radius: 4px; background: var(--jp-brand-color1, #0b5cad)"


class HomePage:
    """The home page of one working copy, with links that start in the folder `here`."""

    def __init__(self, folder: Path, here: Path) -> None:
        self._folder, self._here = folder, here

    def __repr__(self) -> str:
        return table(self._folder)

    def _repr_html_(self) -> str:
        history = read_history(self._folder)
        found = lessons(history)
        parts = [
            f'<div style="{_PAGE}">',
            "<h1>Neural networks you can touch</h1>",
            f"<p>{self._way_on(found)}</p>",
            *(self._card(each) for each in found),
            *self._review(found),
            self._glossary(),
            *_damage(len(history.damaged)),
            f'<p style="{_QUIET}">To bring this page up to date, click on it and press Ctrl + Enter.</p>',
            "</div>",
        ]
        return "\n".join(parts)

    def _way_on(self, found: list[Lesson]) -> str:
        """Where to go on, as a sentence with one link."""
        left = [each for each in found if not each.done]
        if not left:
            return "Every question is answered and every exercise solved. Each lesson can be opened again."
        chapter, begun = left[0].chapter, left[0].answered or left[0].solved
        title = f"lesson {chapter.number}, {chapter.title}"
        if left[0].right == left[0].questions:
            return f"Go on with {self._link('exercises', chapter.notebook, f'the exercises of {title}')}."
        return f"{'Go on' if begun else 'Begin'} with {self._link('lessons', chapter.notebook, title)}."

    def _card(self, each: Lesson) -> str:
        chapter = each.chapter
        facts = f"{chapter.level} · {chapter.minutes_read} min to read · {chapter.minutes_do} min to do"
        ways = [
            self._link("lessons", chapter.notebook, "Open the lesson"),
            self._link("exercises", chapter.notebook, "Open the exercises"),
        ]
        parts = [
            f'<section style="{_CARD}">',
            f'<h2 style="margin: 0">{chapter.number} · {escape(chapter.title)}</h2>',
            f'<p style="margin: 0 0 8px; {_QUIET}">{escape(facts)}</p>',
            _bar(each.questions_line, each.right, each.questions),
            _bar(each.exercises_line, each.solved, each.exercises),
            f'<p style="margin: 0">{" · ".join(ways)}</p>',
            "</section>",
        ]
        return "\n".join(parts)

    def _review(self, found: list[Lesson]) -> list[str]:
        """What was not right when last answered, each with the way to its lesson."""
        rows = [
            f"<li>{escape(prompt)} ({self._link('lessons', each.chapter.notebook, f'lesson {each.chapter.number}')})</li>"
            for each in found
            for prompt in each.review
        ]
        if not rows:
            return []
        return [
            "<h2>Due for review</h2>",
            "<p>Not right yet when you last answered:</p>",
            "<ul>",
            *rows,
            "</ul>",
        ]

    def _glossary(self) -> str:
        return f"<p>All words of the course in one list: {self._link('lessons', '00_glossary.ipynb', 'the glossary')}.</p>"

    def _link(self, kind: str, notebook: str, text: str) -> str:
        path = os.path.relpath(self._folder / kind / notebook, self._here).replace(os.sep, "/")
        return f'<a href="{escape(path)}" style="{_LINK}">{escape(text)}</a>'


def home() -> HomePage:
    """The lessons, your progress and what is due for review, as of now."""
    here = Path.cwd()
    return HomePage(find_folder(here, os.environ), here)


def write_home(folder: Path) -> list[str]:
    """Put the present home page into home.ipynb; cells the learner added stay.

    Returns:
        A line for the learner where the file could not be read and was put aside.

    Raises:
        FolderError: the folder cannot be written.
    """
    path, lines = folder / "home.ipynb", []
    notebook, place = _blank(), 0
    with plain_errors(folder):
        if path.exists():
            try:
                notebook, place = _without_page(path.read_text(encoding="utf-8"))
            except (ValueError, LookupError, TypeError, AttributeError):
                lines = [f"home.ipynb could not be read; it is kept as {put_aside(path, 'damaged').name}"]
        notebook["cells"].insert(place, _cell(HomePage(folder, folder)))
        write_notebook(path, notebook)
    return lines


def _without_page(text: str) -> tuple[dict[str, Any], int]:
    """The notebook without the cell of the page, and where that stood (first, if nowhere)."""
    notebook = json.loads(text)
    places = [k for k, cell in enumerate(notebook["cells"]) if cell.get("id") == CELL]
    notebook["cells"] = [cell for cell in notebook["cells"] if cell.get("id") != CELL]
    return notebook, places[0] if places else 0


def _blank() -> dict[str, Any]:
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    # As ipykernel reports itself: JupyterLab then finds nothing to add, and asks for no saving.
    language = {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }
    metadata = {"kernelspec": kernel, "language_info": language}
    return {"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cell(page: HomePage) -> dict[str, Any]:
    data = {"text/html": page._repr_html_(), "text/plain": repr(page)}
    return {
        "cell_type": "code",
        "id": CELL,
        "execution_count": None,
        "metadata": {"jupyter": {"source_hidden": True}},
        "source": SOURCE,
        "outputs": [{"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data}],
    }


def _bar(words: str, count: int, total: int) -> str:
    """What the words say, once more for the eye."""
    share = 100 * count // total if total else 0
    fill = f'<div style="width: {share}%; {_FILL}"></div>'
    return f'<div>{escape(words)}</div><div aria-hidden="true" style="{_TRACK}">{fill}</div>'


def _damage(count: int) -> list[str]:
    if not count:
        return []
    lines = "1 line" if count == 1 else f"{count} lines"
    return [f"<p>{lines} of your progress cannot be read; <code>coursekit progress</code> says which.</p>"]
