"""Every piece of text a chapter shows to learners as its author wrote it, each with the place it stands in."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

from coursekit.authoring.compiled import NOT_READ, as_written, bank_parts, read_definitions, read_source
from coursekit.content import Chapter
from coursekit.content.percent import read_cells

_KEYS = {"answer": "answer", "value": "slip"}
_TAKE_IDS = {"ask", "check", "hint", "show", "solution", "warm_up"}


class Place(NamedTuple):
    """A text and where it stands.

    Attributes:
        name: such as "lesson.py cell 3" or "questions.yaml one-neuron".
        text: as its author wrote it.
        is_filled: True where the build fills in its expressions.
    """

    name: str
    text: str
    is_filled: bool = True


def places(chapter: Chapter) -> list[Place]:
    """Return all texts of the chapter, in the order of its files."""
    return [
        *_description(chapter),
        *_notebook(chapter, "lesson"),
        *_notebook(chapter, "exercises"),
        *_questions(chapter),
        *_exercises(chapter),
        *_captions(chapter),
    ]


def _description(chapter: Chapter) -> Iterator[Place]:
    written = read_source(chapter.folder, "chapter.yaml")
    listed = [
        line for name in ("needs", "goals", "take_aways", "go_deeper") for line in written.get(name, [])
    ]
    yield from (Place("chapter.yaml", line) for line in [written["title"], *listed])
    definitions = read_definitions(chapter.folder)
    yield from (Place("glossary.yaml", definitions[term]) for term in chapter.terms)


def _notebook(chapter: Chapter, name: str) -> Iterator[Place]:
    for number, cell in enumerate(read_cells(chapter.text(name)), start=1):
        place = f"{name}.py cell {number}"
        if cell.is_markdown:
            yield Place(place, cell.source)
        else:
            shown = [*_comments(cell.source), *_strings(cell.source)]
            yield from (Place(place, text, is_filled=False) for text in shown)


def _questions(chapter: Chapter) -> Iterator[Place]:
    for place, part in bank_parts(read_source(chapter.folder, "questions.yaml")):
        yield from (Place(place, text) for text in _said(part))


def _exercises(chapter: Chapter) -> Iterator[Place]:
    for full_id, exercise in chapter.exercises.items():
        yield from (
            Place(f"checks.py {full_id}", text, is_filled=False) for text in [*exercise.hints, exercise.why]
        )


def _captions(chapter: Chapter) -> Iterator[Place]:
    module = chapter.module("pictures")
    if module is not None:
        yield from (
            Place("pictures.py", text, is_filled=False) for text in _strings(inspect.getsource(module))
        )


def _said(value: object, key: str = "") -> Iterator[str]:
    """Yield the texts in a question, and its numeric keys written as `answer −3` and `slip 5`."""
    if key in NOT_READ:
        return
    if key in _KEYS:
        yield f"{_KEYS[key]} {as_written(value)}"
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _said(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _said(part, key)
    elif isinstance(value, str):
        yield value


def _comments(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string.lstrip("# ")


def _strings(source: str) -> Iterator[str]:
    """Yield the quoted strings that may be shown: no docstrings, no format specifications, no ids such as ask's."""
    tree = ast.parse(source)
    hidden: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            hidden |= {id(part) for part in ast.walk(node.format_spec)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hidden.add(id(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TAKE_IDS:
            hidden |= {id(value) for value in [*node.args, *(each.value for each in node.keywords)]}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in hidden:
            yield node.value
