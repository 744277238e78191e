"""Run a notebook's cells by IPython in this process, for what needs no kernel: starting one takes two seconds."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import matplotlib.pyplot as plt
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from coursekit.authoring.execute import kernel_environment

SETTINGS = Config(InteractiveShell={"colors": "nocolor"}, HistoryManager={"enabled": False})


def run_cells(notebook: NotebookNode, folder: Path, **environment: str) -> NotebookNode:
    """Fill in what each cell prints, returns or raises, going on after an error, and return the notebook.

    `folder` is the learner's, `environment` is set while the cells run. Pictures are left out; what a cell returns
    is kept as text, also among what it prints.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(os, "environ", kernel_environment(folder) | environment)
        # A module of its own, else IPython puts one in the place of __main__.
        module = ModuleType("notebook")
        shell = InteractiveShell.instance(user_module=module, config=SETTINGS, ipython_dir=str(folder))
        try:
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs = _outputs(shell, cell.source)
        finally:
            InteractiveShell.clear_instance()
            plt.close("all")
    return notebook


def _outputs(shell: InteractiveShell, source: str) -> list[NotebookNode]:
    with capture_output() as said:
        done = shell.run_cell(source)
    texts = (("stdout", said.stdout), ("stderr", said.stderr))
    found = [new_output("stream", name=name, text=text) for name, text in texts if text]
    if error := done.error_before_exec or done.error_in_exec:
        found.append(new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[]))
    elif done.result is not None:
        found.append(new_output("execute_result", {"text/plain": repr(done.result)}))
    return found
