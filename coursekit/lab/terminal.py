"""The words of the Jupyter server in the terminal: the address, how to end it, and no more.

jupyter/jupyter_server_config.json makes it an extension of the server that `coursekit lab` starts. Everything
else the server has to say is kept in .coursekit/jupyter.log; of an error the terminal shows one line.
"""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

LOG = Path(".coursekit", "jupyter.log")
LOGGERS = ("ServerApp", "LabApp")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
ROOT = getattr(os, "geteuid", lambda: None)() == 0


def start_message(address: str, *, browser: bool) -> str:
    """Return the lines that a learner reads once the course is open.

    Args:
        address: where it is.
        browser: whether it is being opened there already.
    """
    return "\n".join(
        [
            address_message(address, browser=browser),
            "Leave this window open. To end the course, press Ctrl-C here: answers are kept as you give them,",
            "and notebooks are saved every 20 seconds.",
        ]
    )


def address_message(address: str, *, browser: bool) -> str:
    """Return the address on a line of its own, and what to do with it."""
    where = "It opens in your browser. If it does not, open this address there:"
    return f"{where if browser else 'Open this address in your browser:'}\n\n    {address}\n"


class OneLine(logging.Formatter):
    """Keep the first line of each log record; for an error, add where the rest is stored."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    def format(self, record: logging.LogRecord) -> str:
        """Return one line for the terminal."""
        first = record.getMessage().strip().partition("\n")[0]
        return f"JupyterLab: {first}" + (f" (more in {self._log})" if record.levelno == logging.ERROR else "")


def may_be_root(app: Any, *, root: bool) -> bool:
    """Let a server run as root, as in a container, where only this machine reaches it, with token or password.

    Any other JupyterLab refuses, and says what option would let it.

    Returns:
        True where it was let.
    """
    let = root and not app.allow_root and app.ip in LOOPBACK and app.identity_provider.auth_enabled
    app.allow_root = app.allow_root or let
    return bool(let)


def log_to_file(log: Path) -> None:
    """Send what the server notes to a file, and only errors to the terminal, a line each.

    Where the file cannot be written the terminal shows everything, as Jupyter does.
    """
    with suppress(OSError):
        file = logging.FileHandler(log, mode="w", encoding="utf-8")
        file.setLevel(logging.WARNING)
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        for name in LOGGERS:
            for terminal in logging.getLogger(name).handlers:
                terminal.setLevel(logging.ERROR)
                terminal.setFormatter(OneLine(log))
            logging.getLogger(name).addHandler(file)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(app: Any) -> None:
    """Replace what the server would say about its address; Jupyter calls this before it starts."""
    keys = app.identity_provider
    if may_be_root(app, root=ROOT):
        key = "token" if keys.token else "password"
        print(f"You are root: the course can be reached from this machine only, and with its {key} only.")  # noqa: T201
    generated, keys.token_generated = keys.token_generated, False  # else the server prints its own notice

    def announce() -> None:
        address = app.display_url.split()[0].partition("?")[0]
        # A token that the reader chose they know; one that Jupyter made they need.
        token = f"?token={keys.token}" if generated else ""
        try:
            print(start_message(address + token, browser=app.open_browser), flush=True)  # noqa: T201 - it is the terminal's
        except BrokenPipeError:  # who was to read it has left, and the command ends as every verb then does
            app.stop()

    # Twice: the server listens from the first round of its loop on, and may take another port until then.
    app.io_loop.add_callback(app.io_loop.add_callback, announce)
    if app.log_level == logging.WARNING:  # nobody asked for more, as --debug does
        log_to_file(Path(app.root_dir) / LOG)
