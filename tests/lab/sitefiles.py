"""Small stand-ins for what a site is made of: wheels with nothing in them, and a folder with a tiny Pyodide."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

from coursekit.lab.site.distribution import COMPILED, CORE


def wheel(folder: Path, name: str, *modules: str, tag: str = "py3-none-any") -> Path:
    """A wheel of version 1.0 that pip takes."""
    path, info = folder / f"{name.replace('-', '_')}-1.0-{tag}.whl", f"{name.replace('-', '_')}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as packed:
        for module in modules:
            packed.writestr(zipfile.ZipInfo(module), "")
        packed.writestr(
            zipfile.ZipInfo(f"{info}/METADATA"), f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        packed.writestr(zipfile.ZipInfo(f"{info}/WHEEL"), f"Wheel-Version: 1.0\nTag: {tag}\n")
        packed.writestr(zipfile.ZipInfo(f"{info}/RECORD"), "")
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tiny_pyodide(folder: Path) -> Path:
    """What `assemble` makes, with nothing in its files; one package is not compiled with Pyodide."""
    folder.mkdir()
    packages = {}
    for name in COMPILED:
        made = wheel(folder, name, f"{name}/__init__.py")
        packages[name] = {
            "name": name,
            "version": "1.0",
            "file_name": made.name,
            "sha256": sha256(made),
            "depends": ["x"],
        }
    for name in CORE[:-1]:
        (folder / name).touch()
    lock = {"info": {"python": "3.14.0"}, "packages": packages}
    (folder / CORE[-1]).write_text(json.dumps(lock), encoding="utf-8")
    wheel(folder, "six", "six.py")
    return folder


def npm_package(pyodide: Path, target: Path) -> Path:
    """What npm hands out: the core, without the wheels."""
    with tarfile.open(target, "w:gz") as packed:
        for name in CORE:
            raw = (pyodide / name).read_bytes()
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(raw)
            packed.addfile(entry, io.BytesIO(raw))
    return target
