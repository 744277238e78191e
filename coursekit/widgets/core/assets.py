"""The JavaScript files of `static/`, joined into the one module that anywidget sends to the browser.

The files are real ES modules that import each other (`import { paint } from "./paint.js";`). Inside a
notebook there is no address to import them from, so their texts are joined one after another, without those
imports.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static"
PICTURE = (
    *("paint.js", "dom.js", "pads.js", "board.js", "painting.js", "sketchpad.js", "curve.js"),
    *("controls.js", "live_picture.js"),
)
"""The files of a live picture, each after those that it imports."""

_LOCAL_IMPORT = re.compile(r'^import \{[^}]*\} from "\./[\w.]+";\n', re.MULTILINE)
_NAMED_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class) )", re.MULTILINE)


def esm(*names: str) -> str:
    """Join the named files into one module; the last one holds the default export."""
    texts = [(STATIC / name).read_text(encoding="utf-8") for name in names]
    return "\n".join(_NAMED_EXPORT.sub("", _LOCAL_IMPORT.sub("", text)) for text in texts)


def css(*names: str) -> str:
    """Join the named style sheets."""
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
