"""Build the wheel and the source archive as a release does, and make an environment to put the wheel into."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(kind: str, source: Path, into: Path) -> Path:
    """The "wheel" or "sdist" that hatchling, our build backend, makes of a source tree; nothing is downloaded."""
    _run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into), cwd=source)
    (made,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


def environment(folder: Path) -> Path:
    """A new environment, made as scripts/env makes one; returns its Python."""
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    return folder / "bin" / "python"


def install(python: Path, *words: str) -> None:
    """Let this environment's pip install into that one."""
    _run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", *words)


def lend_neighbours(python: Path) -> None:
    """Let an environment use what is installed here, after what it has itself.

    Python does not follow .pth files of folders that a .pth file names, so a checkout installed here as editable
    stays unknown there.
    """
    home = _run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    lent = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    Path(home, "neighbours.pth").write_text("\n".join(lent), encoding="utf-8")


def _run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
