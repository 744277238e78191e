"""The course's parts of the Jupyter server; jupyter/jupyter_server_config.json names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from coursekit.lab.home_page import write_home
from coursekit.lab.review_page import write_review
from coursekit.lab.static_outputs import with_static_outputs

_PAGES = {"home.ipynb": write_home, "review.ipynb": write_review}


class PromptWebsocket(ZMQChannelsWebsocketConnection):
    """The websocket to a kernel, without Nagle's algorithm.

    With it a small message waits for the answer to the one before: a round trip takes 48 ms instead of 8.
    """

    def connect(self) -> Any:
        """Connect, with the delay turned off first."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


class FreshPages(AsyncLargeFileManager):
    """Jupyter's own files, with the home page and the review as of the moment they are opened."""

    async def get(self, path: str, content: bool = True, *rest: Any, **more: Any) -> Any:  # noqa: FBT001, FBT002 - Jupyter's signature
        """Return a file or folder; a page of the course is brought up to date first."""
        write, folder = _PAGES.get(path.strip("/")), Path(self.root_dir)
        if write and content and (folder / ".coursekit").is_dir():
            try:
                write(folder)
            except Exception:  # it opens as it is on the disk
                self.log.warning("%s could not be brought up to date", path, exc_info=True)
        return await super().get(path, content, *rest, **more)  # type: ignore[no-untyped-call]


def make_outputs_static(*, model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Put pictures and words in place of live widgets before a notebook is saved.

    Where this raises, the server logs it and saves the notebook as it came: the model is changed by one
    assignment at the end, so until then it is whole.
    """
    if model.get("type") == "notebook" and model.get("content"):
        place = Path(contents_manager.root_dir, path.strip("/")).parent
        model["content"] = with_static_outputs(model["content"], place)
