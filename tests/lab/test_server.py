from __future__ import annotations

import json

import pytest
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from jupyterlab_server.config import get_page_config

from coursekit.lab import launch, server

CONFIG = json.loads((launch.CONFIG / "jupyter_server_config.json").read_text())


def test_the_configuration_names_what_is_here():
    name = CONFIG["ServerApp"]["kernel_websocket_connection_class"]
    assert name == f"{server.__name__}.{server.PromptWebsocket.__name__}"


def test_the_news_are_off_by_default_and_nobodys_settings_are_touched():
    overrides = json.loads((launch.CONFIG / "labconfig" / "default_setting_overrides.json").read_text())
    settings = overrides["@jupyterlab/apputils-extension:notification"]
    assert settings == {"checkForUpdates": False, "fetchNews": "false"}


def test_the_tab_keeps_its_icon_which_would_be_fetched_anew_for_every_message(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(launch.CONFIG))
    assert "@jupyterlab/application-extension:faviconbusy" in get_page_config([])["disabledExtensions"]


def test_the_start_does_not_wait_for_a_search_for_language_servers():
    assert CONFIG["LanguageServerManager"] == {"autodetect": False}


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
