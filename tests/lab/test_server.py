from __future__ import annotations

import asyncio
import json
from contextlib import closing

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets.config import Config

from coursekit.errors import FolderError
from coursekit.lab import launch, server
from coursekit.lab.home_page import write_home
from coursekit.lab.review_page import write_review
from coursekit.lab.static_outputs import VIEW
from coursekit.progress import Event, Log

CONFIG = json.loads((launch.CONFIG / "jupyter_server_config.json").read_text())


def test_the_configuration_names_what_is_here():
    names = [
        CONFIG["ServerApp"]["contents_manager_class"],
        CONFIG["ServerApp"]["kernel_websocket_connection_class"],
        CONFIG["ContentsManager"]["pre_save_hook"],
    ]
    assert all(hasattr(server, name.removeprefix(f"{server.__name__}.")) for name in names)


def test_the_news_are_off_by_default_and_nobodys_settings_are_touched():
    overrides = json.loads((launch.CONFIG / "labconfig" / "default_setting_overrides.json").read_text())
    settings = overrides["@jupyterlab/apputils-extension:notification"]
    assert settings == {"checkForUpdates": False, "fetchNews": "false"}


def test_the_start_does_not_wait_for_a_search_for_language_servers():
    assert CONFIG["LanguageServerManager"] == {"autodetect": False}


@pytest.fixture
def save(workplace):
    """Save a model through Jupyter's own contents manager with our hook; returns what is on disk."""
    manager = FileContentsManager(root_dir=str(workplace), config=Config(CONFIG))

    def saved(content, path="a.ipynb", kind="notebook", **more):
        manager.save({"type": kind, "content": content, **more}, path)
        return (workplace / path).read_text()

    with closing(manager.notary.store):
        yield saved


def notebook(output):
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": "",
        "execution_count": 1,
        "outputs": [output],
    }
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def test_a_saved_notebook_holds_pictures_and_no_dead_widgets(save):
    data = {VIEW: {"model_id": "a"}, "image/png": "AAAA", "text/plain": "words"}
    text = save(notebook({"output_type": "display_data", "data": data, "metadata": {}}))
    assert VIEW not in text
    assert "words" in text


def test_a_failing_hook_loses_no_save(save, caplog):
    odd = {"image/png": {"alt": 5}}
    data = {VIEW: {"model_id": "a"}, "image/png": "AAAA"}
    text = save(notebook({"output_type": "display_data", "data": data, "metadata": odd}))
    assert json.loads(text)["cells"][0]["outputs"][0]["data"] == data
    assert "Pre-save hook make_outputs_static failed" in caplog.text


def test_other_files_are_saved_as_they_are(save):
    assert save("x = 1\n", path="a.py", kind="file", format="text") == "x = 1\n"


def opened(folder, path, **more):
    """What the server reads when the learner opens a notebook, as text."""
    manager = server.FreshPages(root_dir=str(folder))
    with closing(manager.notary.store):
        return json.dumps(asyncio.run(manager.get(path, **more))["content"])


def test_home_and_review_are_up_to_date_when_they_are_opened(sample, workplace):
    sample()
    write_home(workplace)
    write_review(workplace)
    Log(workplace).append(Event(kind="answer", chapter="tiny", id="number", answer="64", outcome="wrong"))
    assert "1 of 6 questions answered, 0 right" in opened(workplace, "home.ipynb")
    assert "1 question is due." in opened(workplace, "/review.ipynb")


def test_a_page_that_says_the_same_is_not_written_again(sample, workplace):
    sample()
    write_home(workplace)
    before = (workplace / "home.ipynb").stat().st_mtime_ns
    opened(workplace, "home.ipynb")
    opened(workplace, "home.ipynb", content=False)
    assert (workplace / "home.ipynb").stat().st_mtime_ns == before


def test_elsewhere_a_home_page_is_a_notebook_like_any_other(tmp_path):
    (tmp_path / "home.ipynb").write_text(
        json.dumps(notebook({"output_type": "stream", "name": "stdout", "text": "mine"}))
    )
    assert "mine" in opened(tmp_path, "home.ipynb")


def test_a_home_page_that_cannot_be_written_is_shown_as_it_is(sample, workplace, monkeypatch):
    def refused(_):
        raise FolderError("no")

    sample()
    write_home(workplace)
    monkeypatch.setitem(server._PAGES, "home.ipynb", refused)
    assert "coursekit-home" in opened(workplace, "home.ipynb")


class Handler(KernelWebsocketHandler):
    """A websocket that notes what it is told; nobody is at its other end."""

    def __init__(self):
        self.told = []

    def set_nodelay(self, value):
        self.told.append(value)


def test_the_websocket_turns_its_delay_off_before_it_connects():
    handler = Handler()
    websocket = server.PromptWebsocket(websocket_handler=handler, parent=None)
    with pytest.raises(AttributeError):  # no server, no kernel
        websocket.connect()
    assert handler.told == [True]
