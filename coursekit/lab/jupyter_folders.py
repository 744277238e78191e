"""Where Jupyter keeps what is the reader's: in their home folder, or with the course where that cannot be written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir, jupyter_runtime_dir

from coursekit.lab.learner_folder import folder_errors

_SPOT = b"\0" * 4096  # on a full disk a file can be made, and not be filled


def find_room(folder: Path, environ: MutableMapping[str, str]) -> list[str]:
    """Have Jupyter, IPython and Matplotlib use the learner's folder where they cannot write in the home folder.

    Args:
        folder: the learner's.
        environ: what the server and its kernels inherit; changed where that is needed.

    Returns:
        A line for the learner, where that is needed.

    Raises:
        FolderError: the learner's folder cannot be written either.
    """
    ipython, own = environ.get("IPYTHONDIR") or "~/.ipython", jupyter_config_dir()
    usual = {
        "JUPYTER_CONFIG_DIR": own,
        "JUPYTER_DATA_DIR": jupyter_data_dir(),
        "JUPYTER_RUNTIME_DIR": jupyter_runtime_dir(),
        "IPYTHONDIR": str(Path(ipython).expanduser()),
    }
    problems = {path: problem for path in usual.values() if (problem := _refusal(Path(path)))}
    if not problems:
        return []
    place = folder / ".coursekit" / "jupyter"
    with folder_errors(folder):
        _write_in(place)
    for name, path in usual.items():
        if path in problems:
            environ[name] = str(place / name.lower())
    if (
        own in problems
    ):  # what is set there still holds, but for what JupyterLab itself writes: theme, shortcuts
        environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
            filter(None, [environ.get("JUPYTER_CONFIG_PATH"), own])
        )
        environ["JUPYTERLAB_SETTINGS_DIR"] = str(place / "settings")
    environ.setdefault("MPLCONFIGDIR", str(place / "matplotlib"))
    path, why = next(iter(problems.items()))
    return [f"{path} cannot be written ({why}), so Jupyter keeps its settings with the course, in {place}."]


def _refusal(place: Path) -> str:
    """Say why a folder cannot be written; return an empty text if it can."""
    try:
        _write_in(place)
    except OSError as problem:
        return problem.strerror or str(problem)
    return ""


def _write_in(place: Path) -> None:
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=place) as file:
        file.write(_SPOT)
        file.flush()
