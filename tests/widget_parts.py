"""Functions by which tests read a widget: its marks, its words, and the value of the code it shows."""

from __future__ import annotations

from typing import Any

from coursekit.scenes import Node, Points
from coursekit.widgets import SceneWidget


def marks(widget: SceneWidget, kind: type, panel: int = 0) -> list[Any]:
    return [mark for mark in widget.scene().panels[panel].marks if isinstance(mark, kind)]


def crosses(widget: SceneWidget, panel: int = 0) -> Points:
    return next(mark for mark in marks(widget, Points, panel) if mark.marker == "cross")


def node_texts(widget: SceneWidget) -> list[str]:
    return [node.text for node in marks(widget, Node)]


def words(widget: SceneWidget) -> str:
    return widget.scene().words


def code_value(widget: SceneWidget) -> Any:
    """Run the code that a widget shows, and return the value of its last line."""
    *lines, last = widget.code().splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)
    return eval(last, names)
