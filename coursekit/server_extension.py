"""Part of every Jupyter server in the environment where coursekit is installed, whoever starts it.

With it a notebook that was run in plain JupyterLab, Jupyter Notebook or on a hub can be read the next day, without
its kernel, and messages to its pictures don't wait. The wheel puts lab/jupyter/server_extension.json where servers
look for what to load; `coursekit lab` names it in its own settings too. Other notebooks stay as they are, and until
the course is opened next to nothing of it is imported.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable
from functools import wraps
from importlib import import_module
from inspect import isawaitable
from pathlib import Path
from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
CONNECTION = "kernel_websocket_connection_class"
_PAGES = {"home.ipynb": ("home_page", "write_home"), "review.ipynb": ("review_page", "write_review")}


def make_readable(manager: Any) -> None:
    """Have a server read and save notebooks so that they can be read without a kernel.

    What is saved holds pictures and words in place of live widgets, and so does what is opened, for another program
    may have saved it. The home page and the review are as of the moment they are opened.

    Args:
        manager: the server's files, wherever it keeps them; it is changed.
    """
    manager.register_pre_save_hook(make_outputs_static)
    get = manager.get

    @wraps(get)
    def get_readable(path: str, content: bool = True, *rest: Any, **more: Any) -> Any:  # noqa: FBT001, FBT002 - Jupyter's signature
        if content:
            _bring_up_to_date(manager, path)
        model = get(path, content, *rest, **more)
        return _read_later(model, path, manager) if isawaitable(model) else _read(model, path, manager)

    manager.get = get_readable


def make_outputs_static(*, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Put pictures and words in place of live widgets before a notebook is saved.

    Where this raises, the server logs it and saves the notebook as it came: the model is changed by one
    assignment at the end, so until then it is whole.
    """
    if model.get("type") == "notebook" and model.get("content") and _has_widgets(model["content"]):
        static = import_module("coursekit.lab.static_outputs").with_static_outputs
        model["content"] = static(model["content"], _place(contents_manager, path).parent)


def _has_widgets(notebook: dict[str, Any]) -> bool:
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    return any(VIEW in output.get("data", {}) for output in outputs)


def _bring_up_to_date(manager: Any, path: str) -> None:
    """Write a page of the course anew before it is opened."""
    place = _place(manager, path)
    if place.name in _PAGES and (place.parent / ".coursekit").is_dir():
        try:
            room, write = _PAGES[place.name]
            getattr(import_module(f"coursekit.lab.{room}"), write)(place.parent)
        except Exception:  # it opens as it is on the disk
            manager.log.warning("%s could not be brought up to date", path, exc_info=True)


def _read(model: dict[str, Any], path: str, manager: Any) -> dict[str, Any]:
    try:
        make_outputs_static(model=model, path=path, contents_manager=manager)
    except Exception:  # it opens as it is on the disk
        manager.log.warning("%s opens with its widgets as they are", path, exc_info=True)
    return model


async def _read_later(model: Awaitable[dict[str, Any]], path: str, manager: Any) -> dict[str, Any]:
    return _read(await model, path, manager)


def _place(manager: Any, path: str) -> Path:
    """Return where a file is on the disk; what a server keeps elsewhere is in no learner's folder."""
    return Path(getattr(manager, "root_dir", os.devnull), path.strip("/"))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: Any) -> None:
    server, settings = import_module("coursekit.lab.server"), app.web_app.settings
    if settings.get(CONNECTION) is server.ZMQChannelsWebsocketConnection:  # no gateway's, nor anybody's own
        settings[CONNECTION] = server.PromptWebsocket
    # Not yet: another extension, as Jupytext's, may put a manager of its own in the place of this one.
    app.io_loop.add_callback(lambda: make_readable(app.contents_manager))
