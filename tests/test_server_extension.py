"""What every Jupyter server in the environment does with notebooks, through Jupyter's own managers of files."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from contextlib import closing
from inspect import isawaitable
from types import SimpleNamespace

import pytest
from jupyter_server.gateway.connections import GatewayWebSocketConnection
from jupyter_server.services.contents.filemanager import AsyncFileContentsManager, FileContentsManager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from learner import workplace
from packed import ROOT

from coursekit import server_extension
from coursekit.errors import FolderError
from coursekit.lab import home_page, launch
from coursekit.lab.home_page import write_home
from coursekit.lab.review_page import write_review
from coursekit.lab.server import PromptWebsocket
from coursekit.progress import Event, Log
from coursekit.server_extension import VIEW

__all__ = ["workplace"]
PICTURE = {VIEW: {"model_id": "a"}, "image/png": "AAAA", "text/plain": "words"}
ALT = {"image/png": {"alt": "words"}}
STATE = "application/vnd.jupyter.widget-state+json"


@pytest.fixture(autouse=True)
def own_jupyter(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


@pytest.fixture(params=[FileContentsManager, AsyncFileContentsManager])
def manager(request, tmp_path):
    """The files of a server that has loaded the extension; nothing in its folder is a learner's."""
    (tmp_path / "server").mkdir()
    manager, waiting = request.param(root_dir=str(tmp_path / "server")), []
    (point,) = server_extension._jupyter_server_extension_points()
    assert point == {"module": server_extension.__name__}
    app = SimpleNamespace(
        io_loop=SimpleNamespace(add_callback=waiting.append),
        contents_manager=FileContentsManager(),
        web_app=SimpleNamespace(settings={}),
    )
    server_extension._load_jupyter_server_extension(app)
    app.contents_manager = manager  # as an extension does that is loaded later
    (at_last,) = waiting
    at_last()
    with closing(manager.notary.store):
        yield manager


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ZMQChannelsWebsocketConnection, PromptWebsocket),
        (GatewayWebSocketConnection, GatewayWebSocketConnection),
    ],
)
def test_only_jupyters_own_connection_to_a_kernel_is_put_without_delay(before, after):
    settings = {server_extension.CONNECTION: before}
    app = SimpleNamespace(
        io_loop=SimpleNamespace(add_callback=lambda _: None), web_app=SimpleNamespace(settings=settings)
    )
    server_extension._load_jupyter_server_extension(app)
    assert settings == {server_extension.CONNECTION: after}


def done(model):
    """What a manager gives, whether it lets us wait or not."""

    async def waited():
        return await model

    return asyncio.run(waited()) if isawaitable(model) else model


def notebook(data, metadata=None, **of_notebook):
    output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "", "execution_count": 1}
    return {
        "cells": [{**cell, "outputs": [output]}],
        "metadata": of_notebook,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def saved(manager, content, path="a.ipynb", **more):
    """What is on the disk after a save."""
    done(manager.save({"type": "notebook", "content": content, **more}, path))
    with open(f"{manager.root_dir}/{path}", encoding="utf-8") as file:  # noqa: PTH123 - as short
        return file.read()


def opened(manager, path="a.ipynb", **more):
    return done(manager.get(path, **more))["content"]


def data_in(content):
    data = content["cells"][0]["outputs"][0]["data"]
    return {kind: "".join(text) if kind.startswith("text/") else text for kind, text in data.items()}


def test_what_servers_load_is_what_the_wheel_puts_there():
    settings = json.loads((launch.CONFIG / "server_extension.json").read_text())["ServerApp"]
    assert settings == {"jpserver_extensions": {server_extension.__name__: True}}
    ours = json.loads((launch.CONFIG / "jupyter_server_config.json").read_text())["ServerApp"]
    assert ours["jpserver_extensions"][server_extension.__name__] is True


def test_a_saved_notebook_holds_the_picture_with_its_words_and_no_dead_widget(manager):
    text = saved(manager, notebook(PICTURE, ALT))
    assert VIEW not in text
    assert set(data_in(json.loads(text))) == {"image/png", "text/html", "text/plain"}


def test_a_notebook_that_another_program_saved_opens_with_its_picture(manager, tmp_path):
    (tmp_path / "server" / "a.ipynb").write_text(json.dumps(notebook(PICTURE, ALT)))
    assert set(data_in(opened(manager))) == {"image/png", "text/html", "text/plain"}
    assert VIEW in (tmp_path / "server" / "a.ipynb").read_text()  # to open it changes nothing


def test_the_widgets_of_others_stay_alive_outside_a_learners_folder(manager):
    states = {"a": {"model_name": "SliderModel"}}
    theirs = notebook(
        {VIEW: {"model_id": "a"}, "image/png": "AAAA", "text/plain": "Slider()"},
        widgets={STATE: {"state": states}},
    )
    kept = json.loads(saved(manager, theirs))
    assert (data_in(kept), kept["metadata"]) == (data_in(theirs), theirs["metadata"])
    assert data_in(opened(manager)) == data_in(theirs)


def test_of_the_states_that_a_notebook_keeps_ours_go(manager):
    states = {"a": {"model_name": "AnyModel"}, "b": {"model_name": "SliderModel"}}
    text = saved(manager, notebook(PICTURE, ALT, widgets={STATE: {"state": states}}))
    assert json.loads(text)["metadata"]["widgets"][STATE]["state"] == {"b": {"model_name": "SliderModel"}}


def test_in_a_learners_folder_no_widget_is_saved_alive(manager, tmp_path):
    (tmp_path / "server" / "mine" / ".coursekit").mkdir(parents=True)
    theirs = notebook({VIEW: {"model_id": "b"}, "text/plain": "HBox()"}, widgets={STATE: {"state": {}}})
    kept = json.loads(saved(manager, theirs, "mine/a.ipynb"))
    assert data_in(kept) == {"text/plain": "HBox()"}
    assert "widgets" not in kept["metadata"]


def test_what_cannot_be_made_a_picture_is_saved_and_opened_as_it_is(manager, caplog):
    odd = notebook({VIEW: {"model_id": "a"}, "image/png": "AAAA"}, {"image/png": {"alt": 5}})
    assert data_in(json.loads(saved(manager, odd))) == data_in(odd)
    assert data_in(opened(manager)) == data_in(odd)
    assert "Pre-save hook make_outputs_static failed" in caplog.text
    assert "a.ipynb opens with its widgets as they are" in caplog.text


def test_other_files_are_saved_and_opened_as_they_are(manager):
    done(manager.save({"type": "file", "format": "text", "content": "x = 1\n"}, "a.py"))
    assert opened(manager, "a.py") == "x = 1\n"
    assert [entry["name"] for entry in opened(manager, "")] == ["a.py"]
    assert opened(manager, "a.py", content=False) is None


@pytest.fixture
def learner(sample, workplace, manager):
    """The manager of a server on a learner's folder with its pages in it."""
    sample()
    write_home(workplace)
    write_review(workplace)
    manager.root_dir = str(workplace)
    return manager


def test_home_and_review_are_up_to_date_when_they_are_opened(learner, workplace):
    Log(workplace).append(Event(kind="answer", chapter="tiny", id="number", answer="64", outcome="wrong"))
    assert "1 of 6 questions answered, 0 right" in json.dumps(opened(learner, "home.ipynb"))
    learner.root_dir = str(workplace.parent)  # the folder may be one of many, as on a hub
    assert "1 question is due." in json.dumps(opened(learner, f"/{workplace.name}/review.ipynb"))


def test_a_page_that_says_the_same_is_not_written_again(learner, workplace):
    before = (workplace / "home.ipynb").stat().st_mtime_ns
    opened(learner, "home.ipynb")
    opened(learner, "home.ipynb", content=False)
    assert (workplace / "home.ipynb").stat().st_mtime_ns == before


def test_elsewhere_a_home_page_is_a_notebook_like_any_other(manager, tmp_path):
    theirs = notebook({"text/plain": "mine"})
    (tmp_path / "server" / "home.ipynb").write_text(json.dumps(theirs))
    assert data_in(opened(manager, "home.ipynb")) == {"text/plain": "mine"}


def test_a_home_page_that_cannot_be_written_is_shown_as_it_is(learner, monkeypatch):
    def refused(_):
        raise FolderError("no")

    monkeypatch.setattr(home_page, "write_home", refused)
    assert "coursekit-home" in json.dumps(opened(learner, "home.ipynb"))


def test_files_kept_in_no_folder_are_nobodys():
    database = SimpleNamespace(register_pre_save_hook=print, get=lambda path, content: {"type": "notebook"})
    server_extension.make_readable(database)
    assert database.get("home.ipynb") == {"type": "notebook"}


def test_a_server_that_never_opens_the_course_imports_next_to_nothing_of_it():
    script = (
        "import sys, coursekit.server_extension; print(sorted(m for m in sys.modules if 'coursekit.' in m))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['coursekit.server_extension']\n"
