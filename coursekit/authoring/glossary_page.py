"""The glossary notebook: all terms of the course in one list, each with the way to its lesson."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from nbformat import NotebookNode

from coursekit.authoring.notebook import dumps, make, markdown
from coursekit.content import Chapter
from coursekit.files import write_changed

GLOSSARY = "00_glossary.ipynb"
"""Its file in the folder of lessons; the home page links to it."""

_OPENING = """\
# Glossary

The words of the course in alphabetical order. The link after each leads to the lesson that introduces it."""


def glossary_notebook(chapters: Iterable[Chapter]) -> NotebookNode:
    """Return the notebook of these chapters' terms, with one cell for each first letter."""
    entries = sorted(_entries(chapters), key=lambda entry: entry[0].casefold())
    letters = groupby(entries, key=lambda entry: entry[0][0].upper())
    sections = ("\n".join([f"## {letter}\n", *(line for _, line in lines)]) for letter, lines in letters)
    return make(markdown(text) for text in [_OPENING, *sections])


def build_glossary(chapters: Iterable[Chapter], root: Path) -> Iterator[Path]:
    """Write the notebook into `root`/lessons, yielding its path where it changed."""
    path = root / "lessons" / GLOSSARY
    if write_changed(path, dumps(glossary_notebook(chapters))):
        yield path


def _entries(chapters: Iterable[Chapter]) -> Iterator[tuple[str, str]]:
    """Yield each term with its line in the list."""
    for chapter in chapters:
        for term, meaning in chapter.definitions.items():
            yield term, f"- **{term}**: {meaning} ([lesson {chapter.number}]({chapter.notebook}))"
