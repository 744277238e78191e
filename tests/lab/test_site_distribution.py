"""A folder with Pyodide is assembled whole and with the pinned hashes, or not at all. Nothing is downloaded here."""

from __future__ import annotations

import base64
import hashlib
import runpy
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from sitefiles import npm_package, sha256, tiny_pyodide, wheel

from coursekit.errors import CourseKitError, FolderError
from coursekit.lab.site import distribution
from coursekit.lab.site.distribution import COMPILED, CORE, Pins, assemble, require_whole, run


@pytest.fixture
def pins(tmp_path, monkeypatch):
    """npm and PyPI on this machine: a program that hands out a file, and a folder of wheels."""
    source, index, programs = tiny_pyodide(tmp_path / "source"), tmp_path / "index", tmp_path / "programs"
    index.mkdir()
    programs.mkdir()
    packed = npm_package(source, tmp_path / "pyodide.tgz")
    carrier = wheel(index, "open-webui")
    with zipfile.ZipFile(carrier, "a") as archive:
        for name in COMPILED:
            each = f"{name}-1.0-py3-none-any.whl"
            archive.write(source / each, f"open_webui/frontend/pyodide/{each}")
    needed = tmp_path / "needed.txt"
    needed.write_text(f"six==1.0 --hash=sha256:{sha256(wheel(index, 'six', 'six.py'))}\n")
    npm = programs / "npm"
    npm.write_text(f'#!/bin/sh\ncp "{packed}" got.tgz && echo got.tgz\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    sha512 = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    return Pins("pyodide@1", sha512, "open-webui==1.0", sha256(carrier), needed)


def test_the_folder_holds_the_core_the_compiled_packages_and_the_others(pins, tmp_path):
    assemble(tmp_path / "made", pins=pins)
    require_whole(tmp_path / "made")
    wheels = [f"{name}-1.0-py3-none-any.whl" for name in (*COMPILED, "six")]
    assert {path.name for path in (tmp_path / "made").iterdir()} == {*CORE, *wheels}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"npm_sha512": "other"}, "pyodide@1 has the hash .* expected other"),
        ({"carrier_sha256": "0" * 64}, "pip"),
    ],
)
def test_another_hash_is_named_and_nothing_is_kept(pins, tmp_path, change, named):
    with pytest.raises(CourseKitError, match=named):
        assemble(tmp_path / "made", pins=replace(pins, **change))
    assert not (tmp_path / "made").exists()


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("precious")
    for folder in (tmp_path, tmp_path / "thesis.txt"):
        with pytest.raises(FolderError, match="is not empty; name a new folder"):
            assemble(folder, pins=Pins())
    assert (tmp_path / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize("name", ["pyodide.asm.wasm", "numpy-1.0-py3-none-any.whl"])
def test_a_folder_that_is_not_whole_is_refused_by_the_missing_file(tmp_path, name):
    pyodide = tiny_pyodide(tmp_path / "pyodide")
    (pyodide / name).unlink()
    with pytest.raises(FolderError, match=f"lacks {name}; fill a new folder: python -m coursekit"):
        require_whole(pyodide)


def test_a_program_that_is_missing_or_fails_is_named():
    with pytest.raises(CourseKitError, match=r"the program 'no-such' was not found; install it"):
        run("no-such", "pack")
    with pytest.raises(CourseKitError, match=r"failed; is there a network\?\nbad luck"):
        run(sys.executable, "-c", "import sys; sys.exit('bad luck')")


def test_the_command_says_how_it_is_used_and_what_went_wrong(tmp_path, capsys, monkeypatch):
    assert distribution.main([]) == 2
    monkeypatch.setattr(sys, "argv", ["distribution", str(tmp_path)])
    (tmp_path / "mine").touch()
    with pytest.raises(SystemExit, match="1"):
        runpy.run_path(distribution.__file__, run_name="__main__")
    assert "usage: python -m" in (told := capsys.readouterr().err)
    assert f"coursekit: {tmp_path} is not empty" in told


def test_the_command_fills_a_folder(pins, tmp_path, monkeypatch):
    monkeypatch.setattr(distribution, "PINS", pins)
    assert distribution.main([str(tmp_path / "made")]) == 0
    require_whole(tmp_path / "made")


def test_the_command_starts_without_a_warning():
    words = [sys.executable, "-W", "error", "-m", "coursekit.lab.site.distribution"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.stderr == "usage: python -m coursekit.lab.site.distribution FOLDER\n"
