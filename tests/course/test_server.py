from __future__ import annotations

import json

import pytest
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from traitlets.config import Config

from coursekit.course import lab, server
from coursekit.course.saving import VIEW

CONFIG = json.loads((lab.CONFIG / "jupyter_server_config.json").read_text())


def test_the_configuration_names_what_is_here():
    names = [
        CONFIG["ServerApp"]["kernel_websocket_connection_class"],
        CONFIG["ContentsManager"]["pre_save_hook"],
    ]
    assert names == [f"{server.__name__}.{name}" for name in server.__all__]


def test_the_news_are_off_by_default_and_nobodys_settings_are_touched():
    (settings,) = json.loads(
        (lab.CONFIG / "labconfig" / "default_setting_overrides.json").read_text()
    ).values()
    assert settings == {"checkForUpdates": False, "fetchNews": "false"}


@pytest.fixture
def save(workplace):
    """Save a model through Jupyter's own contents manager with our hook; returns what is on disk."""
    manager = FileContentsManager(root_dir=str(workplace), config=Config(CONFIG))

    def saved(content, path="a.ipynb", kind="notebook", **more):
        manager.save({"type": kind, "content": content, **more}, path)
        return (workplace / path).read_text()

    return saved


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
    assert "Pre-save hook leave_pictures failed" in caplog.text


def test_other_files_are_saved_as_they_are(save):
    assert save("x = 1\n", path="a.py", kind="file", format="text") == "x = 1\n"


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
