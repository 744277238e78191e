"""The cell that should have defined a name and could not, because Python could not read it."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any


def syntax_error_of(name: str, namespace: Mapping[str, Any]) -> str:
    """Say what Python could not read in the last cell that defines a name; empty if it could, or there is none.

    Args:
        name: of a function, class or value.
        namespace: the notebook's names; IPython keeps the texts of the cells that were run in `In`.
    """
    cells = namespace.get("In")
    defines = re.compile(rf"^\s*(?:def|class)\s+{name}\b|^{name}\s*=", re.MULTILINE)
    texts = (
        [text for text in cells if type(text) is str and defines.search(text)] if type(cells) is list else []
    )
    if not texts or re.search(r"^\s*[%!?]", texts[-1], re.MULTILINE):
        return ""
    try:
        ast.parse(texts[-1])
    except SyntaxError as error:
        line = (error.text or "").strip()
        where = f"line {error.lineno}" + (f", `{line}`" if line else "")
        return f"the cell of `{name}` did not run: {type(error).__name__} in its {where}: {error.msg}"
    except (ValueError, RecursionError, MemoryError):
        return f"the cell of `{name}` did not run: Python cannot read it"
    return ""
