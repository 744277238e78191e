"""Links between a lesson and its exercises, and what the exercises need: nothing that a later lesson shows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from coursekit.content import Chapter, chapters
from coursekit.content.percent import code_cells, markdown_cells, solution_in


def review_exercise_links(chapter: Chapter) -> list[str]:
    """Review the links from the lesson to its exercises and back."""
    found = []
    for text, folder in (("lesson", "exercises"), ("exercises", "lessons")):
        way = f"](../{folder}/{chapter.notebook})"
        if not any(way in words for words in markdown_cells(chapter.text(text))):
            found.append(f"{text}.py has no link to ../{folder}/{chapter.notebook}")
    return found


def review_prerequisites(chapter: Chapter) -> list[str]:
    """Review what the exercises use: only what this lesson or an earlier one has shown.

    Looked at are the widgets they bring, what their solutions take from the course, and the words of the
    glossary. What an exercise itself hands out, in words or in code beside the learner's own, counts as shown.
    """
    course = chapters()
    so_far = [each for each in course if each.number <= chapter.number]
    later = [each for each in course if each.number > chapter.number]
    lessons = "\n".join(each.text("lesson") for each in so_far)
    shown = "\n".join([lessons, *map(_handed_out, so_far)])
    return [*_widgets(chapter, so_far, later), *_solutions(chapter, shown), *_words(chapter, lessons, later)]


def _widgets(chapter: Chapter, so_far: list[Chapter], later: list[Chapter]) -> Iterator[str]:
    met = {name for each in so_far for name in _imported(each.text("lesson"), "coursekit.widgets")}
    to_come = {name: each for each in later for name in _imported(each.text("lesson"), "coursekit.widgets")}
    for name in _imported(chapter.text("exercises"), "coursekit.widgets"):
        if name in to_come and name not in met:
            yield f"exercises.py shows {name}, which the learner meets in lesson {to_come[name].number}"


def _solutions(chapter: Chapter, shown: str) -> Iterator[str]:
    text = chapter.text("exercises")
    ours = set(_imported(text, "coursekit"))
    solved = [solution_in(cell) for cell in code_cells(text)]
    for name in dict.fromkeys(name for source in solved for name in _taken(source, ours)):
        if not re.search(rf"\b{name}\b", shown):
            yield f"a solution in exercises.py takes {name} from the course, which no lesson so far has shown"


def _words(chapter: Chapter, lessons: str, later: list[Chapter]) -> Iterator[str]:
    text = "\n".join(markdown_cells(chapter.text("exercises")))
    said = lessons.lower()
    for each in later:
        for term in each.terms:
            word = re.compile(rf"\b{re.escape(term)}s?\b", re.IGNORECASE)
            if word.search(text) and term.lower() not in said:
                yield f"exercises.py says {term!r}, which lesson {each.number} is the first to explain"


def _handed_out(chapter: Chapter) -> str:
    """Return the words and the code of its exercises, without imports and without what the learner writes."""
    text = chapter.text("exercises")
    cells = (cell for cell in code_cells(text) if not solution_in(cell))
    lines = (line for cell in cells for line in cell.splitlines())
    code = (line for line in lines if not line.startswith(("from ", "import ")))
    return "\n".join([*markdown_cells(text), *code])


def _imported(text: str, door: str) -> Iterator[str]:
    """Yield what a text's code imports from this door, or from one behind it."""
    for source in code_cells(text):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(f"{door}."):
                yield from (each.asname or each.name for each in node.names)


def _taken(source: str, ours: set[str]) -> Iterator[str]:
    """Yield the names of ours that a solution uses, with what it takes from them: `nn`, `nn.Linear`."""
    tree = ast.parse(source)
    yield from (node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in ours)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ours:
            yield f"{node.value.id}.{node.attr}"
