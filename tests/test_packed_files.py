"""What is in the wheel and the source archive: everything a learner needs, and nothing else."""

from __future__ import annotations

import tarfile
import zipfile
from email.parser import Parser
from pathlib import PurePosixPath

import pytest
from packed import ROOT, build, environment, install

import coursekit
from coursekit.content import chapters, current_course

VERSION = f"{coursekit.__version__}+e{current_course().edition}"
KINDS = {".py", ".yaml", ".js", ".css", ".json", ".npz", ".gz", ".txt"}
"""The kinds of files in coursekit/; one of another kind in the wheel is there by mistake."""
SHARED = {
    "data/etc/jupyter/jupyter_server_config.d/coursekit.json": "server_extension.json",
    "data/share/jupyter/labextensions/coursekit/package.json": "labextensions/coursekit/package.json",
    "data/share/jupyter/labextensions/coursekit/notebook.js": "labextensions/coursekit/notebook.js",
}
"""What is put where Jupyter looks, and where in lab/jupyter/ it comes from."""
LICENCES = {"licenses/LICENSE", "licenses/coursekit/data/NOTICE.txt"}
LIMIT = 5_000_000  # bytes; most of it is the pictures in the lessons and in the playground


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def inside(wheel):
    with zipfile.ZipFile(wheel) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def told(inside):
    """The wheel's METADATA."""
    return Parser().parsestr(inside[next(name for name in inside if name.endswith("/METADATA"))].decode())


def package():
    """The package's own files, as the wheel names them."""
    found = (ROOT / "coursekit").rglob("*")
    return {str(path.relative_to(ROOT).as_posix()) for path in found if path.suffix in KINDS}


def notebooks():
    found = [path for kind in ("lessons", "exercises") for path in (ROOT / kind).glob("*.ipynb")]
    return {f"coursekit/notebooks/{path.parent.name}/{path.name}": path.read_bytes() for path in found}


def test_the_wheel_holds_the_package_and_the_notebooks_and_nothing_else(inside):
    records = {"METADATA", "WHEEL", "RECORD", "entry_points.txt"} | LICENCES
    name = f"coursekit-{VERSION}"
    infos, shared = (
        {f"{name}.dist-info/{each}" for each in records},
        {f"{name}.data/{each}" for each in SHARED},
    )
    assert set(inside) == package() | set(notebooks()) | infos | shared


def test_what_the_wheel_gives_every_jupyter_server_is_what_coursekit_lab_uses(inside):
    for place, name in SHARED.items():
        kept = (ROOT / "coursekit" / "lab" / "jupyter" / name).read_bytes()
        assert inside[f"coursekit-{VERSION}.data/{place}"] == kept


def test_every_chapter_brings_its_notebooks_and_its_texts(inside):
    for chapter in chapters():
        for kind in ("lessons", "exercises"):
            assert f"coursekit/notebooks/{kind}/{chapter.notebook}" in inside
        for name in ("chapter.json", "exercises.py", "checks.py"):
            assert f"coursekit/content/{chapter.slug}/{name}" in inside


def test_the_notebooks_are_those_of_the_repository(inside):
    assert {name: inside[name] for name in notebooks()} == notebooks()


def test_solved_notebooks_tests_and_caches_stay_at_home(inside):
    parts = {part for name in inside for part in PurePosixPath(name).parts}
    assert parts & {"solutions", "tests", "benchmarks", "scripts", "__pycache__", ".coursekit"} == set()


def test_no_file_tells_where_it_was_built(inside):
    assert [name for name, raw in inside.items() if str(ROOT).encode() in raw] == []


def test_the_wheel_is_small(wheel):
    assert wheel.stat().st_size < LIMIT


def test_the_wheel_says_what_it_is(told, wheel):
    assert (told["Name"], told["Version"]) == ("coursekit", VERSION)
    assert (told["License-Expression"], told["Requires-Python"]) == ("BSD-3-Clause AND CC-BY-4.0", ">=3.11")
    assert told["Description-Content-Type"] == "text/markdown"
    assert wheel.name == f"coursekit-{VERSION}-py3-none-any.whl"


def test_the_wheel_brings_the_command(inside):
    (points,) = (raw.decode() for name, raw in inside.items() if name.endswith("entry_points.txt"))
    assert points.split() == ["[console_scripts]", "coursekit", "=", "coursekit.cli:main"]


def test_the_version_is_written_in_one_place():
    texts = [ROOT / "pyproject.toml", *(ROOT / "coursekit").rglob("*.py")]
    holders = [path.name for path in texts if f'"{coursekit.__version__}"' in path.read_text("utf-8")]
    assert holders == ["__init__.py"]


def test_the_changelog_begins_with_this_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = next(line for line in text.splitlines() if line.startswith("## "))
    assert heading.split()[1] == coursekit.__version__


def test_the_source_archive_holds_all_that_is_needed_to_build_the_same_wheel(archive, wheel, tmp_path):
    with tarfile.open(archive) as file:
        file.extractall(tmp_path, filter="data")
    again = build("wheel", tmp_path / archive.name.removesuffix(".tar.gz"), tmp_path)
    assert again.read_bytes() == wheel.read_bytes()


def test_a_wheel_with_another_question_installs_over_the_one_before(archive, wheel, tmp_path):
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    source = tmp_path / archive.name.removesuffix(".tar.gz")
    (source / "PKG-INFO").unlink()  # a clone has none; with it hatchling would take the version from there
    bank = source / "coursekit" / "content" / "neuron" / "chapter.json"
    bank.write_text(
        bank.read_text("utf-8").replace("What does one neuron compute?", "And one neuron?"), "utf-8"
    )
    other = build("wheel", source, tmp_path)
    python = environment(tmp_path / "env")
    for each in (wheel, other):
        install(python, "--no-deps", "--no-index", str(each))  # the documented line, without the dependencies
        with zipfile.ZipFile(each) as packed_wheel:
            (place,) = (tmp_path / "env").glob("lib/*/site-packages/coursekit/content/neuron/chapter.json")
            assert place.read_bytes() == packed_wheel.read("coursekit/content/neuron/chapter.json")


def test_what_git_ignores_stays_out_of_the_source_archive(archive):
    with tarfile.open(archive) as file:
        parts = {part for name in file.getnames() for part in PurePosixPath(name).parts}
    assert parts & {".venv", ".git", "__pycache__", ".coursekit", "screenshots", "neural-networks"} == set()
