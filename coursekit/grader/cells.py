"""The code cells of a submitted notebook, and which of them an exercise needs.

An exercise is found by its check or by its cell's id for nbgrader, wherever it stands. Of the notebook only those cells are
run that it builds on: those that define a name it needs, or change what such a name stands for, and so on backwards. So
pictures and widgets cost no time, and a loop in a cell for something else costs nothing.
"""

from __future__ import annotations

import ast
import json
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from coursekit.errors import FolderError

__all__ = ["Cell", "cells_of", "needed", "place_of"]

LARGEST = 32 << 20
"""Bytes of a notebook; one with all its pictures is a tenth of that."""

_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)
_CHECK = re.compile(r"""\bcheck\(\s*["'](\w+\.[\w.-]+)["']""")
_BLIND = frozenset(
    {"exec", "eval", "globals", "locals", "vars", "setattr", "__import__", "__dict__", "import_module"}
)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class Cell:
    """A code cell.

    Attributes:
        number: its place among all cells, from 1.
        text: its code.
        grade_id: nbgrader's id; empty without one.
    """

    def __init__(self, number: int, text: str, grade_id: str = "") -> None:
        self.number, self.text, self.grade_id = number, text, grade_id

    @cached_property
    def asked(self) -> set[str]:
        """The exercises that are checked by name here: `check("neuron.gate")`."""
        return {*_CHECK.findall(self.text)}

    @cached_property
    def checks(self) -> set[str]:
        """The exercises whose checks stand here, by name or by nbgrader's id."""
        return {self.grade_id.replace("-", ".", 1), *self.asked}

    def solves(self, name: str) -> bool:
        """Return True if a name is defined here, and by more than the dots that were handed out."""
        if name not in self.changes:
            return False
        parts = (
            node
            for node in ast.parse(_MAGIC.sub(r"\1pass", self.text)).body
            if getattr(node, "name", "") == name
        )
        dots = (
            isinstance(node, ast.Expr) and getattr(node.value, "value", None) is ...
            for part in parts
            for node in ast.walk(part)
        )
        return not any(dots)

    @cached_property
    def _found(self) -> _Names:
        return _names_in(_MAGIC.sub(r"\1pass", self.text))

    @property
    def changes(self) -> set[str]:
        """The names that it defines, or whose value it changes."""
        return self._found.changes

    @property
    def reads(self) -> set[str]:
        """The names that it uses, in functions too."""
        return self._found.reads

    @property
    def is_blind(self) -> bool:
        """True if it may define anything: `exec`, `from x import *`, `global`."""
        return self._found.blind


def cells_of(data: bytes, name: str) -> list[Cell]:
    """Return the code cells of a notebook.

    Args:
        data: the file.
        name: what it is called in an error.

    Raises:
        FolderError: it is no notebook, or far too large.
    """
    if len(data) > LARGEST:
        raise FolderError(f"{name} has more than {LARGEST >> 20} MB, which no notebook of the course has")
    try:
        found = [
            Cell(number, _text(cell), _grade_id(cell))
            for number, cell in enumerate(json.loads(data.decode("utf-8-sig"))["cells"], start=1)
            if cell["cell_type"] == "code"
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        raise FolderError(f"{name} is no notebook, or a damaged one ({type(problem).__name__})") from problem
    return found


def place_of(cells: Sequence[Cell], names: Sequence[str], needs: Iterable[str]) -> int | None:
    """The number of cells that come before an exercise's check; None where nothing of the exercise is there.

    Args:
        cells: of the notebook.
        names: the exercise's full ids, of today and of former editions.
        needs: names that it asks for.

    Of several checks the last one counts that has everything it needs before it, and where none has, the end of the
    notebook: there a check belongs that was moved above its code.
    """
    wanted = set(needs)
    places = [place for place, cell in enumerate(cells) if not cell.checks.isdisjoint(names)]
    for place in reversed(places):
        if wanted <= set().union(*(cell.changes for cell in cells[:place])):
            return place
    everything = set().union(*(cell.changes for cell in cells))
    return len(cells) if places or wanted & everything or any(cell.is_blind for cell in cells) else None


def needed(cells: Sequence[Cell], names: Iterable[str]) -> list[Cell]:
    """Return the cells, in their order, that these names build on."""
    wanted, chosen = set(names), set[int]()
    if any(cell.is_blind for cell in cells):
        return [*cells]
    grew = True
    while grew:
        grew = False
        for place, cell in enumerate(cells):
            if place not in chosen and cell.changes & wanted:
                chosen.add(place)
                wanted |= cell.reads
                grew = True
    return [cell for place, cell in enumerate(cells) if place in chosen]


class _Names(NamedTuple):
    changes: set[str]
    reads: set[str]
    blind: bool = False


def _names_in(code: str) -> _Names:
    """The names that code changes where it runs, and those of the notebook that it reads anywhere."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree, top = ast.parse(code), symtable.symtable(code, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _Names(set(), set())  # nothing of it would run
    inside = [symbol for table in _below(top) for symbol in table.get_symbols()]
    changes = {each.get_name() for each in top.get_symbols() if each.is_assigned() or each.is_imported()}
    reads = {each.get_name() for each in top.get_symbols() if each.is_referenced()}
    reads |= {each.get_name() for each in inside if each.is_global()}
    blind = any(each.is_declared_global() for each in inside) or any(map(_is_blind, ast.walk(tree)))
    return _Names(changes | set(_changed_in(tree)), reads, blind)


def _below(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    for each in table.get_children():
        yield each
        yield from _below(each)


def _is_blind(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any(each.name == "*" for each in node.names)
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name in _BLIND


def _changed_in(node: ast.AST) -> Iterator[str]:
    """The names whose values are changed in place: x[0] = 1, x.y = 1, x.append(1), del x."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, _SCOPES):
            continue
        if (
            isinstance(each, ast.Expr)
            and isinstance(each.value, ast.Call)
            and isinstance(each.value.func, ast.Attribute)
        ):
            yield _root(each.value.func)
        if isinstance(each, (ast.Attribute, ast.Subscript)) and not isinstance(each.ctx, ast.Load):
            yield _root(each)
        yield from _changed_in(each)


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _text(cell: Any) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _grade_id(cell: Any) -> str:
    found = (cell.get("metadata") or {}).get("nbgrader") or {}
    return str(found.get("grade_id") or "")
