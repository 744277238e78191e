"""What the site hands out as Python: its own wheel, the lock's entries, and where the browser finds each."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile

import pytest
from sitefiles import sha256, tiny_pyodide, wheel

import coursekit
from coursekit.content import current_course, load_course
from coursekit.errors import CourseKitError
from coursekit.lab.site.distribution import CDN, COMPILED, CORE
from coursekit.lab.site.lock import lock, package
from coursekit.lab.site.own_wheel import own_wheel
from coursekit.lab.site.python import labextension, python_files, write_python


def test_an_entry_of_the_lock_says_what_import_finds(tmp_path):
    made = wheel(
        tmp_path, "Ipython-Pygments", "pygments_ipython/__init__.py", "one.py", "_hidden.py", "x.data/y.py"
    )
    entry = package(made)
    assert entry["imports"] == ["one", "pygments_ipython"]
    assert (entry["name"], entry["version"], entry["sha256"]) == ("Ipython-Pygments", "1.0", sha256(made))


def test_the_lock_knows_packages_by_their_normalised_names():
    found = lock({"python": "3.14"}, [{"name": "typing_extensions"}, {"name": "A.b"}])
    assert found == {
        "info": {"python": "3.14"},
        "packages": {"a-b": {"name": "A.b"}, "typing-extensions": {"name": "typing_extensions"}},
    }


def test_with_a_folder_every_file_has_an_address_here_that_holds_its_hash(tmp_path):
    pyodide = tiny_pyodide(tmp_path / "pyodide")
    settings = write_python(tmp_path, [pyodide / "six-1.0-py3-none-any.whl"], pyodide=pyodide)
    packages = json.loads((tmp_path / "python" / "pyodide-lock.json").read_text())["packages"]
    assert settings["loadPyodideOptions"]["packages"] == sorted([*COMPILED, "six"])
    assert (tmp_path / settings["pyodideUrl"]).is_file()
    for each in packages.values():
        assert each["file_name"].startswith(each["sha256"][:12])
        assert sha256(tmp_path / "python" / each["file_name"]) == each["sha256"]
        assert each["depends"] == []


def test_without_a_folder_the_core_and_the_compiled_packages_come_from_the_cdn(tmp_path):
    settings = write_python(tmp_path, [wheel(tmp_path, "six", "six.py")], pyodide=None)
    packages = json.loads((tmp_path / "python" / "pyodide-lock.json").read_text())["packages"]
    assert settings["pyodideUrl"] == f"{CDN}pyodide.mjs"
    assert {name for name, each in packages.items() if each["file_name"].startswith(CDN)} == {*COMPILED}
    assert [path.name for path in (tmp_path / "python").rglob("*.whl")] == ["six-1.0-py3-none-any.whl"]
    # The page can fetch them ahead of Python and say how much is there.
    told = python_files(tmp_path, pyodide=None)
    wanted = {each["file_name"] for each in packages.values()} | {CDN + name for name in CORE[:-1]}
    assert {*told} == wanted
    assert all(told.values())


def test_the_courses_wheel_holds_what_a_lesson_needs_and_its_record_is_right(tmp_path):
    with zipfile.ZipFile(own_wheel(tmp_path)) as packed:
        names = packed.namelist()
        record = [line.split(",") for line in packed.read(names[-1]).decode().splitlines()]
        for path, digest, size in record[:-1]:
            raw = packed.read(path)
            found = base64.urlsafe_b64encode(hashlib.sha256(raw).digest()).rstrip(b"=").decode()
            assert (f"sha256={found}", str(len(raw))) == (digest, size)
    assert [path for path, *_ in record] == names
    assert names[-1] == f"coursekit-{coursekit.__version__}.dist-info/RECORD"
    assert {"coursekit/engine/tensor.py", "coursekit/lab/site/work.py"} <= {*names}
    assert not [name for name in names if name.endswith(".ipynb") or "/authoring/" in name]


def test_another_course_travels_beside_coursekit_and_is_the_one_that_python_takes(sample, tmp_path):
    folder = sample().folder
    (folder / "notes").mkdir()
    (folder / "notes" / "data.csv").write_text("1,2")
    (folder.parent / "lessons").mkdir()
    (folder.parent / "lessons" / "90_tiny.ipynb").touch()
    with zipfile.ZipFile(own_wheel(tmp_path)) as packed:
        found = {name for name in packed.namelist() if name.startswith("coursekit_course/")}
        packed.extractall(tmp_path / "there")
    files = [path.relative_to(folder.parent) for path in folder.rglob("*.*") if path.is_file()]
    expected = {path.as_posix() for path in files if "__pycache__" not in path.parts}
    assert found == {f"coursekit_course/{name}" for name in {"course.json", *expected}}
    assert load_course(tmp_path / "there" / "coursekit_course").edition == current_course().edition
    settings = write_python(tmp_path, [], pyodide=tiny_pyodide(tmp_path / "pyodide"))
    assert settings["loadPyodideOptions"]["env"] == {
        "COURSEKIT_FOLDER": "/drive",
        "COURSEKIT_COURSE": "/lib/python3.14/site-packages/coursekit_course",
    }


def test_the_same_files_make_the_same_wheel(tmp_path):
    (tmp_path / "again").mkdir()
    assert own_wheel(tmp_path).read_bytes() == own_wheel(tmp_path / "again").read_bytes()


def test_an_extension_that_is_missing_is_named_with_the_way_to_it():
    with pytest.raises(CourseKitError, match=r"extension nobody/wrote is missing .*coursekit\[site\]"):
        labextension("nobody/wrote")
