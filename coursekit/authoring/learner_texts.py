"""Every piece of text a chapter shows to learners, each with the place it stands in."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from coursekit.authoring.cells import read_cells
from coursekit.content import Chapter

__all__ = ["Place", "places"]

_NOT_SHOWN = {"id", "kind", "misconception", "picture", "show", "tolerance", "order", "lesson"}
_KEYS = {"answer": "answer", "value": "slip"}


class Place(NamedTuple):
    """A text and where it stands, such as "lesson.py cell 3" or "questions.yaml one-neuron"."""

    name: str
    text: str


def places(chapter: Chapter) -> list[Place]:
    """All texts of the chapter, in the order of its files."""
    return [
        *_description(chapter),
        *_notebook(chapter, "lesson"),
        *_notebook(chapter, "exercises"),
        *_questions(chapter),
        *_exercises(chapter),
        *_captions(chapter),
    ]


def _description(chapter: Chapter) -> Iterator[Place]:
    lines = [*chapter.needs, *chapter.goals, *chapter.take_aways, *chapter.go_deeper]
    yield from (Place("chapter.yaml", line) for line in [chapter.title, *lines])
    yield from (Place("glossary.yaml", meaning) for meaning in chapter.definitions.values())


def _notebook(chapter: Chapter, name: str) -> Iterator[Place]:
    for number, cell in enumerate(read_cells(chapter.text(name)), start=1):
        place = f"{name}.py cell {number}"
        if cell.cell_type == "markdown":
            yield Place(place, cell.source)
        elif cell.cell_type == "code":
            yield from (Place(place, text) for text in [*_comments(cell.source), *_strings(cell.source)])


def _questions(chapter: Chapter) -> Iterator[Place]:
    for name, question in chapter.bank.questions.items():
        yield from (Place(f"questions.yaml {name}", text) for text in _said(msgspec.to_builtins(question)))
    for name, misconception in chapter.bank.misconceptions.items():
        yield Place(f"questions.yaml {name}", misconception.text)


def _exercises(chapter: Chapter) -> Iterator[Place]:
    for full_id, exercise in chapter.exercises.items():
        yield from (Place(f"checks.py {full_id}", text) for text in [*exercise.hints, exercise.why])


def _captions(chapter: Chapter) -> Iterator[Place]:
    module = chapter.module("pictures")
    if module is not None:
        yield from (Place("pictures.py", text) for text in _strings(inspect.getsource(module)))


def _said(value: object, key: str = "") -> Iterator[str]:
    """The strings in a question, and its numeric keys written as `answer −3` and `slip 5`."""
    if key in _NOT_SHOWN:
        return
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _said(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _said(part, key)
    elif isinstance(value, str):
        yield value
    elif key in _KEYS and isinstance(value, int | float):
        yield f"{_KEYS[key]} {value:.17g}" if value != int(value) else f"{_KEYS[key]} {int(value)}"


def _comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string.lstrip("# ")


def _strings(source: str) -> Iterator[str]:
    """Quoted strings that may be shown: no docstrings, no format specifications."""
    tree = ast.parse(source)
    hidden: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            hidden |= {id(part) for part in ast.walk(node.format_spec)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hidden.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in hidden:
            yield node.value
