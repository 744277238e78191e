"""The connection between page and kernel; jupyter/jupyter_server_config.json names it for `coursekit lab`."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptWebsocket(ZMQChannelsWebsocketConnection):
    """The websocket to a kernel, without Nagle's algorithm.

    With it a small message waits for the answer to the one before: a round trip takes 48 ms instead of 8.
    """

    def connect(self) -> Any:
        """Connect, with the delay turned off first."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
