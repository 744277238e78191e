"""The course on somebody else's server, as Binder starts it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from packed import ROOT

from coursekit.progress import Event, Log

pytestmark = pytest.mark.browser
BINDER = (
    *("env", f"PATH={Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"),
    *("COURSEKIT_FOLDER={folder}/mine", str(ROOT / ".binder" / "start")),
    # BinderHub's options come in both spellings.
    *("jupyter-lab", "--ip=127.0.0.1", "--port={port}", "--allow-root", "--no-browser"),
    *("--NotebookApp.trust_xheaders=True", "--ServerApp.trust_xheaders=True"),
)


@pytest.fixture(scope="module")
def lab(own_lab, tmp_path_factory):
    lab = own_lab(tmp_path_factory.mktemp("home"), BINDER)
    lab.open("home.ipynb")
    return lab


def test_binders_link_opens_the_home_page(lab):
    assert "Begin with lesson 1" in lab.notebook.locator(".jp-RenderedHTMLCommon").first.inner_text()
    lab.screenshot("binder-home")


def test_an_answer_is_on_the_home_page_when_it_is_opened_again(lab):
    Log(lab.server.folder / "mine").append(
        Event(kind="answer", chapter="neuron", id="one-neuron", outcome="right")
    )
    lab.open("home.ipynb")
    lab.notebook.locator(".jp-RenderedHTMLCommon").first.get_by_text("Go on with").wait_for()
