"""Notebooks that the course keeps up to date in the working copy: their own cells new, the learner's untouched.

What their cells would show stands in them already, so that they can be read before any kernel runs.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from coursekit.files import notebook_metadata
from coursekit.lab.learner_folder import folder_errors, put_aside, write_notebook

Cell = dict[str, Any]


def write_page(path: Path, cells: Sequence[Cell]) -> list[str]:
    """Put these cells into a notebook in place of their earlier editions; cells the learner added stay.

    Args:
        path: the notebook; it is made where there is none.
        cells: as `code_cell` and `text_cell` make them.

    Returns:
        A line for the learner where the file could not be read and was put aside.

    Raises:
        FolderError: the folder cannot be written.
    """
    lines: list[str] = []
    with folder_errors(path.parent):
        # A course that opens on the same folder at the same time may take the file away first.
        with suppress(FileNotFoundError):
            try:
                before = json.loads(path.read_text(encoding="utf-8"))
                notebook = _renewed(before, cells)
                if notebook != before:
                    write_notebook(path, notebook)
                return []
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
                backup = put_aside(path, "damaged").name
                lines = [f"{path.name} could not be read; it is kept as {backup}"]
        write_notebook(path, {**_blank(), "cells": list(cells)})
    return lines


def code_cell(name: str, source: str, page: Any) -> Cell:
    """A cell that has run, its source folded away.

    Args:
        name: its id, by which a later edition finds it.
        source: what it runs.
        page: what that shows, with `_repr_html_`.
    """
    data = {"text/html": page._repr_html_(), "text/plain": repr(page)}
    return {
        "cell_type": "code",
        "id": name,
        "execution_count": None,
        "metadata": {"jupyter": {"source_hidden": True}},
        "source": source,
        "outputs": [{"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data}],
    }


def text_cell(name: str, source: str) -> Cell:
    """A Markdown cell with this id."""
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def _renewed(notebook: dict[str, Any], cells: Sequence[Cell]) -> dict[str, Any]:
    """The notebook with these cells where the first of them stood before (first of all, if nowhere).

    Raises:
        ValueError: it is of another format, which these cells do not fit.
    """
    whole, names = {**_blank(), **notebook}, {cell["id"] for cell in cells}
    if whole["nbformat"] != 4 or not isinstance(whole["metadata"], dict):
        raise ValueError(f"notebook format {whole['nbformat']}")
    places = [k for k, cell in enumerate(notebook["cells"]) if cell.get("id") in names]
    others = [cell for cell in notebook["cells"] if cell.get("id") not in names]
    place = places[0] if places else 0
    return {**whole, "cells": [*others[:place], *cells, *others[place:]]}


def _blank() -> dict[str, Any]:
    # With the version too: JupyterLab then finds nothing to add, and asks for no saving.
    metadata = notebook_metadata(version=platform.python_version())
    return {"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
