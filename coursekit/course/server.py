"""What runs inside the Jupyter server that `coursekit lab` starts.

`jupyter/jupyter_server_config.json` names the websocket, `jupyter/jupyter_server_config.d/coursekit.json`
loads the extension.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from coursekit.course.saving import saved_form

__all__ = ["PromptWebsocket", "leave_pictures"]


class PromptWebsocket(ZMQChannelsWebsocketConnection):
    """The websocket to a kernel, without Nagle's algorithm.

    With it small messages wait for the answer to the one before: a round trip takes 48 ms instead of 8.
    """

    def connect(self) -> Any:
        """Connect, with the delay turned off first."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def leave_pictures(*, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Before a notebook is saved: leave pictures and words where the page has live widgets.

    The server logs an exception of a save hook and saves the notebook as it is; the model is changed in
    the last step, so that it is then still whole.
    """
    if model.get("type") == "notebook" and model.get("content"):
        place = Path(contents_manager.root_dir, path.strip("/")).parent
        model["content"] = saved_form(model["content"], place)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Add the hook to those that the reader may have configured."""
    app.contents_manager.register_pre_save_hook(leave_pictures)
