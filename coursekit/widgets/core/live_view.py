"""The entry in a cell's output behind which a page shows a live widget."""

from __future__ import annotations

from typing import Any

from IPython import get_ipython

VIEW = "application/vnd.jupyter.widget-view+json"


def live_view(model_id: str, *, shell: Any = None) -> dict[str, Any]:
    """Return the entry for a widget; an empty one where its cell runs with nobody at a page.

    Programs that run a notebook from top to bottom (nbconvert, papermill, nbgrader) would prefer this entry to
    the picture beside it, and what they write has no kernel behind it. They tell the kernel that it cannot ask
    anybody anything (`allow_stdin`); every page on which people run cells lets it ask.

    Args:
        model_id: of the widget.
        shell: the IPython that runs the cell; by default the present one.
    """
    kernel: Any = getattr(shell or get_ipython(), "kernel", None)
    request = kernel.get_parent() if hasattr(kernel, "get_parent") else {}
    if not request.get("content", {}).get("allow_stdin", True):
        return {}
    return {VIEW: {"version_major": 2, "version_minor": 1, "model_id": model_id}}
