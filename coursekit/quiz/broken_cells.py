"""The cell that should have defined a name and did not, because Python could not read it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Any

_MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)


def unreadable_cell(needs: Iterable[str], namespace: Mapping[str, Any]) -> str:
    """Say what Python could not read in the latest cell that defines one of these names; empty where it could.

    Args:
        needs: names that the exercise asks for.
        namespace: the notebook's names; IPython keeps the texts of the cells that were run in `In`.
    """
    cells = namespace.get("In")
    texts = [text for text in cells if type(text) is str] if type(cells) is list else []
    for name in needs:
        defines = re.compile(
            rf"^[ \t]*(?:async )?(?:def|class) +{name}\b|^{name} *=(?!=)", re.MULTILINE
        ).search
        latest = next((text for text in reversed(texts) if defines(text)), "")
        try:
            ast.parse(_MAGIC.sub(r"\1pass", latest))
        except SyntaxError as error:
            line = f", `{error.text.strip()}`" if error.text and error.text.strip() else ""
            where = f" in line {error.lineno}{line}" if error.lineno else ""
            return (
                f"Python can't read the cell with your `{name}`: {error.msg}{where}. "
                "Nothing of that cell has run; repair the line, and run the cell again."
            )
        except (ValueError, RecursionError, MemoryError):  # ten thousand signs in a row
            return f"Python can't read the cell with your `{name}`, so nothing of it has run."
    return ""
