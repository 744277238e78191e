"""Find the course where it is open already: who asks for it again is led there, and no second server starts.

Jupyter notes each running server in a file of its runtime folder. Such a note outlives a server that was killed,
and its port may be somebody else's by now; so a server counts once it answers with the course's home page.
"""

from __future__ import annotations

import json
import re
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from urllib.request import ProxyHandler, build_opener

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.utils import check_pid

from coursekit.lab.terminal import address_message

HOME = "lab/tree/home.ipynb"  # the start page, below the server's address
TIMEOUT = 10.0  # seconds; a server that was stopped with Ctrl-Z takes a connection and never answers


@dataclass(frozen=True)
class OpenCourse:
    """A course that is open: its address, and a file that leads there, which keeps the token off command lines."""

    address: str
    page: Path


def open_course(folder: Path) -> OpenCourse | None:
    """Return the course that is open on this folder; None if there is none, or none that answers."""
    for note in sorted(Path(jupyter_runtime_dir()).glob("jpserver-*.json")):
        # What is missing in a note, or odd, is as good as no server.
        with suppress(OSError, ArithmeticError, ValueError, TypeError, LookupError, HTTPException):
            server = json.loads(note.read_bytes())
            if check_pid(server["pid"]) and Path(server["root_dir"]).samefile(folder) and _answers(server):
                return OpenCourse(_shown(server), note.with_name(f"{note.stem}-open.html"))
    return None


def reopen(
    course: OpenCourse,
    folder: Path,
    settings: Mapping[str, Any],
    *,
    browser: bool,
    get: Callable[[str | None], Any] = webbrowser.get,
) -> str:
    """Open the course in the browser again, if that is wanted, and tell where it is.

    Args:
        course: where it is open.
        folder: the working copy.
        settings: what the reader set of Jupyter's server: `open_browser`, `browser`, `use_redirect_file`.
        browser: whether one may be opened.
        get: finds a browser by its name.

    Returns:
        What the terminal shows.
    """
    browser = browser and settings.get("open_browser", True)
    by_page = course.page.exists() and settings.get("use_redirect_file", True)
    if browser:
        with suppress(webbrowser.Error):  # there is none; the address is shown all the same
            get(settings.get("browser") or None).open(course.page.as_uri() if by_page else course.address)
    return "\n".join(
        [
            f"The course in {folder} is open already.",
            address_message(course.address, browser=browser),
            "To end it, press Ctrl-C in the window where you started it, or choose Shut Down in the menu File.",
        ]
    )


def _answers(server: dict[str, Any]) -> bool:
    """Return True if the server shows the course's home page, or asks for a password that only the reader knows."""
    ask = build_opener(ProxyHandler({})).open  # a proxy has no business between this machine and itself
    with ask(server["url"] + _key(server), timeout=TIMEOUT) as answer:
        arrived, start = urlsplit(answer.url).path, urlsplit(server["url"]).path
    return arrived == start + HOME or (not server["token"] and arrived == f"{start}login")


def _key(server: dict[str, Any]) -> str:
    return f"?token={quote(server['token'])}" if server["token"] else ""


def _shown(server: dict[str, Any]) -> str:
    """The address as the terminal shows it: with a token that Jupyter made, not with one that the reader chose."""
    made = re.fullmatch("[0-9a-f]{48}", server["token"])
    return str(server["url"] + HOME + (_key(server) if made else ""))
