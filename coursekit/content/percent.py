"""The cells of a py:percent text: Python in which a line `# %%` begins a cell and `# %% [markdown]` one of comments.

A cell's tags follow on that line: `# %% [markdown] tags=["fact-layer"]`. What stands before the first cell belongs
to none.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import NamedTuple

from coursekit.errors import BankError

_CHECK = re.compile(r"""(?:import coursekit\n+coursekit\.)?check\((["'])([\w.-]+)\1\)""")
_OPENING = re.compile(r"^# %%(.*)$", re.MULTILINE)
_OPTIONS = re.compile(r"(?P<markdown> \[markdown\])?(?: tags=(?P<tags>\[[^\]]*\]))?\s*")
_COMMENT = re.compile(r"^# ?", re.MULTILINE)
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"


class Cell(NamedTuple):
    """One cell: its Markdown or its code, and its tags."""

    is_markdown: bool
    source: str
    tags: list[str]


def read_cells(text: str) -> list[Cell]:
    """Return the cells of a text in order.

    Raises:
        BankError: a line that opens a cell holds something else than `[markdown]` and `tags=["…"]`.
    """
    _, *pieces = _OPENING.split(text)
    return [_cell(options, body.strip("\n")) for options, body in zip(pieces[::2], pieces[1::2], strict=True)]


def code_cells(text: str) -> list[str]:
    """Return the sources of the code cells in order."""
    return [cell.source for cell in read_cells(text) if not cell.is_markdown]


def markdown_cells(text: str) -> list[str]:
    """Return the Markdown of the other cells in order."""
    return [cell.source for cell in read_cells(text) if cell.is_markdown]


def solution_in(cell: str) -> str:
    """Return what is between the solution markers of a cell, dedented; "" where the cell has none."""
    parts: list[str] = []
    inside = False
    for line in cell.splitlines():
        if line.strip() == _BEGIN:
            inside = True
            parts.append("")
        elif line.strip() == _END:
            inside = False
        elif inside:
            parts[-1] += f"{line}\n"
    return "\n".join(textwrap.dedent(part) for part in parts).rstrip("\n")


def solution_lines(cell: str) -> list[int]:
    """Return the numbers of the lines between the solution markers of a cell, the first line being 1."""
    found: list[int] = []
    inside = False
    for number, line in enumerate(cell.splitlines(), start=1):
        if line.strip() in (_BEGIN, _END):
            inside = line.strip() == _BEGIN
        elif inside:
            found.append(number)
    return found


def graded_id(cell: str) -> str | None:
    """Return the exercise that a graded cell checks: `check("id")`, as built with its import; None for other cells."""
    match = _CHECK.fullmatch(cell.strip())
    return match[2] if match else None


def solutions(text: str) -> dict[str, str]:
    """Return, by exercise id, what its solution cells hold: those between its check and the check before it."""
    found: dict[str, str] = {}
    parts: list[str] = []
    for cell in code_cells(text):
        name = graded_id(cell)
        if name is None:
            parts.append(solution_in(cell))
        else:
            found[name], parts = "\n\n".join(filter(None, parts)), []
    return found


def _cell(options: str, body: str) -> Cell:
    found = _OPTIONS.fullmatch(options)
    if not found:
        raise BankError(
            f'a cell begins with "# %%" or "# %% [markdown]" and tags=["…"] after it, not "# %%{options}"'
        )
    tags: list[str] = json.loads(found["tags"] or "[]")
    return Cell(bool(found["markdown"]), _COMMENT.sub("", body) if found["markdown"] else body, tags)
