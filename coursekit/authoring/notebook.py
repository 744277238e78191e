"""Notebooks that come out the same each time: fixed metadata, ids from text, one way to write them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.authoring.nonbreaking import with_nonbreaking_spaces
from coursekit.files import notebook_metadata


def make(cells: Iterable[NotebookNode]) -> NotebookNode:
    """Return a notebook of these cells, each with an id made from its text; formulas in prose do not break."""
    notebook = node({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_nonbreaking_spaces(cell.source)
    return settle(notebook)


def code(source: str, *, tags: Sequence[str] = ()) -> NotebookNode:
    """Return a code cell that has not run."""
    return node({**_cell("code", source, tags), "execution_count": None, "outputs": []})


def markdown(source: str, *, tags: Sequence[str] = ()) -> NotebookNode:
    """Return a Markdown cell."""
    return node(_cell("markdown", source, tags))


def node(value: dict[str, Any]) -> NotebookNode:
    """Return plain dictionaries as nbformat wants them, all the way down."""
    made: NotebookNode = nbformat.from_dict(value)  # type: ignore[no-untyped-call]
    return made


def settle(notebook: NotebookNode) -> NotebookNode:
    """Set the fixed metadata and the ids in place, dropping whatever a kernel or tool wrote there."""
    notebook.metadata = node(notebook_metadata())
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        text = f"{cell.cell_type}\n{cell.source}"
        seen[text] += 1
        # Two cells may hold the same text (a question asked again), two ids may not be the same.
        cell.id = hashlib.sha256(f"{text}\n{seen[text]}".encode()).hexdigest()[:12]
    return notebook


def dumps(notebook: NotebookNode) -> str:
    """Return the text of the .ipynb file.

    Raises:
        nbformat.ValidationError: it is not a valid notebook.
    """
    nbformat.validate(notebook)
    return f"{nbformat.writes(notebook).rstrip()}\n"  # type: ignore[no-untyped-call]


def loads(text: str) -> NotebookNode:
    """Return the notebook in the text of an .ipynb file."""
    read: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return read


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of what the author wrote: no outputs, no execution counts."""
    copy = deepcopy(notebook)
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copy


def _cell(kind: str, source: str, tags: Sequence[str]) -> dict[str, Any]:
    return {
        "cell_type": kind,
        "id": "new",
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
    }
