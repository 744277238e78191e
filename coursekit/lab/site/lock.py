"""Say in Pyodide's lock which packages a lesson needs, so that one parallel load brings them all.

A package that stands in the lock is loaded without asking any index; nothing is resolved in the browser.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from email.parser import Parser
from pathlib import Path
from typing import Any

Package = dict[str, Any]


def package(wheel: Path) -> Package:
    """Return the lock's entry of a wheel, from its metadata and modules; the browser looks for it beside the lock."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        place = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(place).decode())
    return {
        "name": metadata["Name"],
        "version": metadata["Version"],
        "file_name": wheel.name,
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "imports": sorted(_modules(names)),
        "depends": [],
        "unvendored_tests": False,
    }


def lock(info: dict[str, Any], packages: Iterable[Package]) -> dict[str, Any]:
    """Return a lock that holds exactly these packages, by their normalised names."""
    entries = {each["name"].lower().replace("_", "-").replace(".", "-"): each for each in packages}
    return {"info": info, "packages": dict(sorted(entries.items()))}


def _modules(names: Iterable[str]) -> set[str]:
    """Return the names that `import` finds in a wheel."""
    tops = (name.split("/")[0] for name in names if ".dist-info/" not in name and ".data/" not in name)
    return {top.split(".")[0] for top in tops if not top.startswith("_")}
