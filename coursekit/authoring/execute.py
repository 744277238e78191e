"""Run a notebook from top to bottom in a fresh kernel and keep what is the same every time."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from coursekit.authoring.notebook import settle
from coursekit.errors import BankError

_WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_NOT_OURS = ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING", "MPLBACKEND")


def execute(notebook: NotebookNode, *, source: str, timeout: float = 120) -> NotebookNode:
    """Fill in outputs and execution counts, in place, and return the notebook.

    Args:
        notebook: as `make` returns it.
        source: the name of the author's file, for the message.
        timeout: seconds that one cell may take.

    Raises:
        BankError: a cell raised, took too long or ended the kernel; file, cell and error are named.
    """
    started: list[NotebookNode] = []
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=timeout,
            kernel_name="python3",
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
            on_cell_execute=lambda cell, cell_index: started.append(cell),  # noqa: ARG005 - nbclient's names
        )
        try:
            # What a kernel says to the terminal (that it uses TCP) is not for authors.
            client.execute(env=kernel_environment(Path(folder)), stderr=subprocess.DEVNULL)
        except CellTimeoutError:
            why = f"it was not done after {timeout:g} s"
        except DeadKernelError:
            why = "its kernel died"
        except CellExecutionError as error:
            why = f"{error.ename}: {error.evalue}"
        else:
            why = ""
    if why:
        cell = started[-1]
        first, number = cell.source.splitlines()[0], notebook.cells.index(cell) + 1
        raise BankError(f"{source}, cell {number} ({first!r}) does not run: {why}")
    _drop_widget_views(notebook)
    return settle(notebook)


def kernel_environment(folder: Path) -> dict[str, str]:
    """Return an environment for a kernel that neither touches nor depends on the author's own settings."""
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return kept | {
        "COURSEKIT_FOLDER": str(folder),
        "IPYTHONDIR": str(folder / ".ipython"),
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }


def _drop_widget_views(notebook: NotebookNode) -> None:
    """Drop the views, which name a model by a random id and are dead in a saved file; picture and words stay."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(_WIDGET_VIEW, None)
            output.get("metadata", {}).pop(_WIDGET_VIEW, None)
