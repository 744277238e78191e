"""Python as the site hands it out: the wheels of a lesson, each below its own hash, and the lock that names them.

An address whose file never changes can be kept in the browser for good, and a new release is never hidden by it.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from coursekit.content import current_course
from coursekit.errors import CourseKitError
from coursekit.lab.site.distribution import CDN, COMPILED, CORE, VERSION
from coursekit.lab.site.lock import lock, package
from coursekit.lab.site.own_wheel import OTHER_COURSE

KERNEL = "@jupyterlite/pyodide-kernel-extension"
_PLACE = "python"


def write_python(made: Path, wheels: Iterable[Path], *, pyodide: Path | None) -> dict[str, Any]:
    """Put Python's packages and their lock into a site.

    Args:
        made: the site.
        wheels: the packages that are not compiled with Pyodide.
        pyodide: the folder of `distribution.assemble`; None leaves the core and the compiled packages on the CDN.

    Returns:
        The settings of JupyterLite's kernel.
    """
    target = made / _PLACE
    entries = [_handed_out(each, package(each), target) for each in wheels]
    base = _base_lock(pyodide)
    core = f"pyodide-{VERSION}"
    for name in COMPILED:
        entry = {**base["packages"][name], "depends": []}
        if pyodide:
            entries.append(_handed_out(pyodide / entry["file_name"], entry, target))
        else:
            entries.append({**entry, "file_name": CDN + entry["file_name"]})
    if pyodide:
        (target / core).mkdir()
        for name in CORE:
            shutil.copy2(pyodide / name, target / core)
    found = lock(base["info"], entries)
    (target / "pyodide-lock.json").write_text(json.dumps(found), encoding="utf-8")
    environment = {"COURSEKIT_FOLDER": "/drive"}
    if not current_course().is_own:
        version = base["info"]["python"].rpartition(".")[0]
        environment["COURSEKIT_COURSE"] = f"/lib/python{version}/site-packages/{OTHER_COURSE}"
    return {
        "pyodideUrl": f"./{_PLACE}/{core}/pyodide.mjs" if pyodide else f"{CDN}pyodide.mjs",
        "disablePyPIFallback": bool(pyodide),
        "loadPyodideOptions": {
            "lockFileURL": f"./{_PLACE}/pyodide-lock.json",
            "packages": sorted(found["packages"]),
            "env": environment,
        },
    }


def python_files(made: Path, *, pyodide: Path | None) -> dict[str, int]:
    """Return what a page of this site loads of Python: bytes by address, below python/ or on the CDN."""
    place = made / _PLACE
    here = {each.relative_to(place).as_posix(): each.stat().st_size for each in sorted(place.glob("*/*"))}
    elsewhere = {} if pyodide else {CDN + name: size for name, size in _base_lock(None)["sizes"].items()}
    return here | elsewhere


def kernel_wheels() -> list[Path]:
    """Return the wheels that come with JupyterLite's kernel, for ipywidgets 8."""
    place = labextension(KERNEL) / "static" / "pypi"
    return sorted(each for each in place.glob("*.whl") if "widgetsnbextension-3." not in each.name)


def labextension(name: str) -> Path:
    """Return where a JupyterLab extension is installed.

    Raises:
        CourseKitError: it is not.
    """
    place = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / name
    if not place.is_dir():
        raise CourseKitError(
            f'JupyterLab\'s extension {name} is missing in {place.parent}; install it: pip install "coursekit[site]"'
        )
    return place


def _base_lock(pyodide: Path | None) -> dict[str, Any]:
    path = pyodide / CORE[-1] if pyodide else Path(__file__).with_name("pyodide-packages.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _handed_out(wheel: Path, entry: dict[str, Any], target: Path) -> dict[str, Any]:
    address = f"{entry['sha256'][:12]}/{wheel.name}"
    (target / address).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(wheel, target / address)
    return {**entry, "file_name": address}
