"""Starts JupyterLab on the learner's working copy, with a small configuration of its own.

The settings are the files in `jupyter/`; they are put in front of the reader's own through JUPYTER_CONFIG_PATH and
JUPYTER_PATH, so that theirs (theme, shortcuts, passwords, extensions) stay in force and unchanged.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from pathlib import Path

import zmq
from jupyter_client.manager import KernelManager
from jupyter_server.serverapp import ServerApp
from jupyterlab.labapp import LabApp
from traitlets.config import Config

from coursekit.content import current_course, remember_course
from coursekit.content.current import VARIABLE
from coursekit.errors import FolderError, PortError
from coursekit.lab.home_page import write_home
from coursekit.lab.jupyter_folders import find_room
from coursekit.lab.learner_folder import update_learner_folder
from coursekit.lab.open_server import HOME, open_course, reopen
from coursekit.lab.review_page import write_review

CONFIG = Path(__file__).parent / "jupyter"
PORTS = range(8888, 8938)
# With any other option somebody wants a server of their own, also where the course is open already.
SAME_SERVER = {"--allow-root", "--no-browser", "-y"}
THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def open_lab(
    folder: Path,
    *,
    port: int | None = None,
    arguments: Sequence[str] = (),
    environ: MutableMapping[str, str] = os.environ,
    start: Callable[[list[str]], None] = LabApp.launch_instance,
) -> None:
    """Make or refresh the working copy, then run JupyterLab until it is stopped.

    Where the course is open on this folder already, that one is shown, unless a port or another option asks
    for a server of its own.

    Args:
        folder: the working copy.
        port: to listen on; None takes the first free one from 8888.
        arguments: handed on to JupyterLab as they are.
        environ: what the server and its kernels inherit; settings that are there stay.
        start: runs JupyterLab with a list of arguments.

    Raises:
        FolderError: the folder cannot be used.
        PortError: the port cannot be listened on.
    """
    folder = folder.absolute()
    if port is not None:
        free_port(port)  # before anything is made
    for line in prepare(folder, environ):
        print(line)  # noqa: T201 - what happened to the learner's files is said where they look
    there = open_course(folder) if port is None and SAME_SERVER.issuperset(arguments) else None
    if there:
        settings = _readers_settings()
        own = {**settings.ExtensionApp, **settings.LabApp, **settings.ServerApp}
        print(reopen(there, folder, own, browser="--no-browser" not in arguments))  # noqa: T201
        return
    print(f"The course is in {folder}.", flush=True)  # noqa: T201 - terminal.py says the rest
    start([*_settings(folder, port, environ), *arguments])


def prepare(folder: Path, environ: MutableMapping[str, str]) -> list[str]:
    """Make or refresh the working copy, and what a Jupyter server and its kernels find in their environment.

    Returns:
        One line for each file of the learner's that something happened to, and for settings kept elsewhere than usual.

    Raises:
        FolderError: the folder cannot be used, or was made for another course.
    """
    folder = folder.absolute()
    remember_course(folder, current_course(folder, environ))
    # From here on the folder says which course it holds: whoever works in two folders has two courses.
    environ.pop(VARIABLE, None)
    lines = [
        *find_room(folder, environ),
        *update_learner_folder(folder),
        *_fresh(write_review, folder),
        *_fresh(write_home, folder),
    ]
    environ["COURSEKIT_FOLDER"] = str(folder)
    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        environ[name] = os.pathsep.join(filter(None, [str(CONFIG), environ.get(name)]))
    for name in THREADS:
        # A frame of live training costs a tenth of the processor when matrix products stay on one thread.
        environ.setdefault(name, "1")
    return lines


def free_port(wanted: int | None = None, *, among: Sequence[int] = PORTS, host: str = "127.0.0.1") -> int:
    """A port to listen on: the one wanted, or the first free one.

    Raises:
        PortError: it is in use, may not be used, or is no port number.
    """
    if wanted is not None:
        problem = _refusal(wanted, host)
        if problem:
            raise PortError(
                f"port {wanted} {problem}; name another, or leave --port out and a free one is taken"
            )
        return wanted
    for port in among:
        if not _refusal(port, host):
            return port
    raise PortError(f"the ports {among[0]} to {among[-1]} are all in use; name a free one with --port")


def _refusal(port: int, host: str) -> str:
    """Say why a port cannot be listened on; return an empty text if it can."""
    if not 0 < port < 1 << 16:
        return "does not exist (ports are 1 to 65535)"
    with socket.socket() as probe:
        if sys.platform != "win32":
            # As the server will: a port of a server that has just ended counts as free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                return "is in use, perhaps by a course that is already open"
            return f"cannot be used ({problem.strerror})"
    return ""


def _readers_settings() -> Config:
    """Return the settings in the reader's own files; a server that starts reads them itself."""
    settings = Config()
    for app in (ServerApp(), LabApp()):
        app.load_config_file()
        settings.merge(app.config)
    return settings


def _fresh(write: Callable[[Path], list[str]], folder: Path) -> list[str]:
    """Bring a page up to date; where that is not possible, the lessons open all the same."""
    try:
        return write(folder)
    except FolderError as problem:
        return [str(problem)]


def _settings(folder: Path, port: int | None, environ: Mapping[str, str]) -> list[str]:
    settings = environ.get("JUPYTERLAB_SETTINGS_DIR")
    return [
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.port={free_port(port)}",
        # Two that start at once find the same port free; the slower one takes another.
        f"--ServerApp.port_retries={0 if port else len(PORTS)}",
        # JupyterLab looked at the variable when it was imported, before it may have been set here.
        *([f"--LabApp.user_settings_dir={settings}"] if settings else []),
        f"--LabApp.default_url=/{HOME}",
        *_encryption(),
        # Open tabs are remembered with the course, not among those of the reader's other work.
        f"--LabApp.workspaces_dir={folder / '.coursekit' / 'workspaces'}",
    ]


def _encryption() -> list[str]:
    """Between server and kernel nobody listens in, and no kernel warns of that, where Jupyter can do it."""
    able = hasattr(KernelManager, "transport_encryption") and zmq.has("curve")
    return ["--KernelManager.transport_encryption=auto"] if able else []
