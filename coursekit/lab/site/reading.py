"""The saved form of a notebook as a light page: its text, its pictures as files of their own, nothing that runs."""

from __future__ import annotations

import base64
import json
import re
from itertools import count
from typing import Any

import nbformat
from nbconvert import HTMLExporter

_EMBEDDED = re.compile(r'src="data:image/png;base64,([^"]+)"')


def reading_page(notebook: dict[str, Any], stem: str) -> tuple[str, dict[str, bytes]]:
    """Return a notebook's HTML, and its pictures by file name.

    Args:
        notebook: in nbformat 4, with the outputs it was saved with.
        stem: in front of the pictures' names.
    """
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    node = nbformat.reads(json.dumps(notebook), as_version=4)  # type: ignore[no-untyped-call]
    for cell in node.cells:
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata["transient"] = {"remove_source": True}
    body, _ = exporter.from_notebook_node(node)
    pictures: dict[str, bytes] = {}
    number = count(1)

    def taken_out(found: re.Match[str]) -> str:
        name = f"{stem}-{next(number)}.png"
        pictures[name] = base64.b64decode(found[1])
        return f'loading="lazy" src="@reading/{name}"'

    return _EMBEDDED.sub(taken_out, body), pictures
