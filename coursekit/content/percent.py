"""The code cells of a py:percent text, read without jupytext, which learners do not have.

A cell begins at a line `# %%` and ends before the next one. Authors build notebooks with jupytext itself;
this reader serves `reference`, which has to work in an installed course.
"""

from __future__ import annotations

import re
import textwrap

__all__ = ["code_cells", "graded_id", "solution_in", "solutions"]

_CHECK = re.compile(r"""check\((["'])([\w.-]+)\1\)""")
_MARKER = re.compile(r"^# %%(.*)$", re.MULTILINE)
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"


def code_cells(text: str) -> list[str]:
    """The sources of the code cells in order; what stands before the first marker belongs to no cell."""
    _, *pieces = _MARKER.split(text)
    titles, bodies = pieces[::2], pieces[1::2]
    return [
        body.strip("\n")
        for title, body in zip(titles, bodies, strict=True)
        if not title.strip().startswith(("[markdown]", "[md]", "[raw]"))
    ]


def solution_in(cell: str) -> str:
    """What stands between the solution markers of a cell, dedented; empty where the cell has none."""
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


def graded_id(cell: str) -> str | None:
    """The exercise that a graded cell checks: the whole cell is one line `check("id")`. Else None."""
    match = _CHECK.fullmatch(cell.strip())
    return match[2] if match else None


def solutions(text: str) -> dict[str, str]:
    """Exercise id → what its solution cells hold: those between its check and the check before it."""
    found: dict[str, str] = {}
    parts: list[str] = []
    for cell in code_cells(text):
        name = graded_id(cell)
        if name is None:
            parts.append(solution_in(cell))
        else:
            found[name], parts = "\n\n".join(filter(None, parts)), []
    return found
