from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat import v4

from coursekit.authoring.execute import kernel_environment
from coursekit.widgets.core.live_view import VIEW, live_view


def asked_by(**content):
    return SimpleNamespace(kernel=SimpleNamespace(get_parent=lambda: {"content": content}))


def idle():
    return SimpleNamespace(kernel=SimpleNamespace(get_parent=dict))


@pytest.mark.parametrize(
    "shell",
    [asked_by(allow_stdin=True), asked_by(), idle(), SimpleNamespace(), SimpleNamespace(kernel=1), None],
)
def test_where_somebody_may_be_at_a_page_the_widget_is_live(shell):
    assert live_view("a", shell=shell)[VIEW]["model_id"] == "a"


def test_where_nobody_can_be_asked_there_is_none():
    assert live_view("a", shell=asked_by(allow_stdin=False)) == {}


def test_a_notebook_run_by_nbconvert_shows_questions_and_pictures_on_its_page(tmp_path):
    cells = ["from coursekit import ask, show", "ask('neuron.one-neuron')", "show('neuron.cat_votes')"]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(cell) for cell in cells])
    client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=kernel_environment(tmp_path), stderr=os.open(os.devnull, os.O_WRONLY))
    page = HTMLExporter().from_notebook_node(notebook)[0]
    assert notebook.metadata.widgets  # as `nbconvert --execute` keeps it unless told otherwise
    assert 'data-question="neuron.one-neuron"' in page
    assert 'src="data:image/png;base64,' in page
