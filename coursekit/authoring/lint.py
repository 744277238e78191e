"""Rules that a chapter's notebooks keep; every function returns one sentence for each thing that breaks them."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from nbformat import NotebookNode

from coursekit.authoring.answer_cells import TAG
from coursekit.authoring.notebook import without_outputs
from coursekit.content import Chapter, chapters, current_course
from coursekit.content.percent import graded_id

LONGEST = 12
"""Lines of code that a lesson's cell may have, blank ones not counted."""

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
_LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)[^)]*\)")
_CALL = re.compile(r"""\b(ask|check|hint|solution|mark|warm_up|review|show)\(\s*["']([\w.-]+)["']""")


def review_code(notebook: NotebookNode, *, longest: int | None = LONGEST) -> list[str]:
    """Review the code: plain Python in short cells, no `;` at the end, imports at the top and through doors only."""
    found: list[str] = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if longest is not None and len(lines) > longest:
            found.append(f"{_name(cell)} has {len(lines)} lines, at most {longest} are read as one idea")
        if lines and lines[-1].rstrip().endswith(";"):
            found.append(
                f"{_name(cell)} ends in ';', which does not silence it for nbval; name the result instead"
            )
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            found.append(f"{_name(cell)} is not plain Python: {error.msg}")
            continue
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        if graded_id(cell.source):
            continue
        if imports and number > 0 and TAG not in cell.metadata.get("tags", []):
            found.append(f"{_name(cell)} imports; imports stand in the first code cell")
        found += [f"{_name(cell)} {complaint}" for node in imports for complaint in _past_doors(node)]
    return found


def review_outputs(notebook: NotebookNode) -> list[str]:
    """Review the outputs: every cell has run, in order, with nothing on stderr, no address and no dead widget."""
    found: list[str] = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        if cell.execution_count != number:
            found.append(
                f"{_name(cell)} has run as number {cell.execution_count}, it is cell {number}; build again"
            )
        for output in cell.outputs:
            if output.get("name") == "stderr":
                found.append(f"{_name(cell)} prints to stderr: {output.text.strip()[:80]}")
            if any("widget-view" in kind for kind in output.get("data", {})):
                found.append(f"{_name(cell)} holds a widget without its kernel; build again")
            if address := _ADDRESS.search(_words(output)):
                found.append(f"{_name(cell)} shows the address {address[0]}; give the object a stable repr")
    return found


def review_links(notebook: NotebookNode, folder: Path) -> list[str]:
    """Review the links: every relative one leads to a file, seen from the notebook's folder."""
    links = chain.from_iterable(_LINK.findall(c.source) for c in notebook.cells if c.cell_type == "markdown")
    return [f"the link to {link} leads nowhere" for link in links if not (folder / link).exists()]


def review_calls(chapter: Chapter) -> list[str]:
    """Review the calls: texts use what exists in this chapter or an earlier one, and every question and exercise."""
    known = {each.slug: each for each in chapters()}
    called: set[str] = set()
    found: list[str] = []
    for text in ("lesson", "exercises"):
        for function, full_id in _CALL.findall(chapter.text(text)):
            called.add(full_id)
            home = known.get(full_id.partition(".")[0])
            if home is None or full_id not in _ids(home) | set(map(home.full_id, home.pictures)):
                found.append(f"{text}.py calls {function}({full_id!r}), which nobody wrote")
            elif home.number > chapter.number:
                found.append(f"{text}.py calls {function}({full_id!r}), which belongs to a later lesson")
    return found + [f"{full_id!r} is never used" for full_id in sorted(_ids(chapter) - called)]


def same_text(built: NotebookNode, committed: NotebookNode) -> list[str]:
    """Compare two notebooks' cells and metadata, outputs aside, and name the first that differs."""
    way_out = f"run {'scripts/build' if current_course().is_own else 'coursekit build'}"
    ours, theirs = without_outputs(built), without_outputs(committed)
    for number, (new, old) in enumerate(zip(ours.cells, theirs.cells, strict=False), start=1):
        if new != old:
            return [f"cell {number} differs from its text ({_name(new)}); {way_out}"]
    if len(ours.cells) != len(theirs.cells):
        return [f"the text makes {len(ours.cells)} cells, the notebook has {len(theirs.cells)}; {way_out}"]
    if ours != theirs:
        return [f"the notebook's metadata differ from the build's; {way_out}"]
    return []


def _past_doors(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        inside = [each.name for each in node.names if each.name.partition(".")[0] == "coursekit"]
        yield from (f"imports {name} whole; write from {name} import …" for name in inside)
    elif (node.module or "").partition(".")[0] == "coursekit":
        door = importlib.import_module(node.module or "")
        is_room = (
            hasattr(door, "__path__") or door.__name__.count(".") == 1
        )  # coursekit.datasets is a room of one file
        names = getattr(door, "__all__", []) if is_room else []
        shut = [each.name for each in node.names if each.name not in names]
        yield from (f"imports {name} past the door of {node.module}" for name in shut)


def _ids(chapter: Chapter) -> set[str]:
    return set(map(chapter.full_id, chapter.bank.questions)) | set(chapter.exercises)


def _words(output: NotebookNode) -> str:
    """Return the text of an output, which nbval compares; pictures are left out."""
    data = output.get("data", {})
    said = [value for kind, value in data.items() if kind.startswith("text/") or kind == "image/svg+xml"]
    return "\n".join(map(str, [output.get("text", ""), *said]))


def _name(cell: NotebookNode) -> str:
    first = cell.source.splitlines()[0] if cell.source else "(empty)"
    return f"the cell “{first[:50]}”"
