"""Submissions that are hostile as files: zips, links, notebooks that lie about themselves."""

from __future__ import annotations

import copy
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from handins import Notebook, answer_cell, grade_id, handed_in, solution

NAME = "01_neuron.ipynb"
WRONG = {"neuron.boundary": "def boundary(w, b, x1):\n    return 0.0"}
RIGHT = {"neuron.boundary": solution("neuron.boundary")}

FILES: dict[str, Callable[[Path, Path], None]] = {}
"""The learner's name → a function that writes what is handed in, from its path and a folder outside with a right notebook."""

EARNED = {"another-exercise-in-its-place": ["neuron.gate"]}
"""What is right in them all the same."""


def hostile(write: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
    FILES[write.__name__.replace("_", "-")] = write
    return write


def notebook(change: Callable[[Notebook], None]) -> None:
    """Register a wrong notebook with a change."""

    def write(place: Path, outside: Path) -> None:
        wrong = handed_in("neuron", WRONG)
        change(wrong)
        put(place, json.dumps(wrong).encode())

    FILES[change.__name__.replace("_", "-")] = write


def check_cell(wrong: Notebook, name: str) -> dict[str, object]:
    return next(cell for cell in wrong["cells"] if grade_id(cell) == name)


def put(folder: Path, raw: bytes) -> None:
    folder.mkdir()
    (folder / NAME).write_bytes(raw)


def packed(place: Path) -> Path:
    return place.with_suffix(".zip")


def zipped(path: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(*member)


# Notebooks that claim


@notebook
def points_in_the_metadata(wrong: Notebook) -> None:
    for cell in wrong["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"points": 1000, "score": 1000, "grade": True, "auto_score": 1}
    wrong["metadata"] |= {
        "coursekit": {"points": 1000, "outcome": "right"},
        "celltoolbar": "Create Assignment",
    }


@notebook
def points_in_the_outputs(wrong: Notebook) -> None:
    for cell in wrong["cells"]:
        if cell["cell_type"] == "code":
            said = "correct. neuron.boundary: 1 of 1\n1.0"
            cell["execution_count"] = 1
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": said}]


@notebook
def another_exercise_in_its_place(wrong: Notebook) -> None:
    gate = answer_cell(wrong, "neuron.gate")
    gate["source"] = solution("neuron.gate")
    gate["metadata"]["nbgrader"]["grade_id"] = "neuron-boundary-solution"
    check_cell(wrong, "neuron-boundary")["source"] = 'import coursekit\ncoursekit.check("neuron.gate")'


@notebook
def a_check_of_its_own_for_every_exercise(wrong: Notebook) -> None:
    for cell in wrong["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "print('correct')\n1.0"


@notebook
def a_check_of_an_unknown_exercise(wrong: Notebook) -> None:
    check_cell(wrong, "neuron-boundary")["source"] = 'coursekit.check("neuron.\\u202eyradnuob")'


@notebook
def a_program_in_a_cell_that_is_no_exercise(wrong: Notebook) -> None:
    wrong["cells"][1]["source"] = "import os, sys\nos._exit(0)\nsys.exit(1)"


@notebook
def the_kernel_of_another_language(wrong: Notebook) -> None:
    wrong["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}
    wrong["metadata"]["language_info"] = {"name": "R"}


@notebook
def a_format_of_the_future(wrong: Notebook) -> None:
    wrong["nbformat"], wrong["nbformat_minor"] = 99, 10**400


@notebook
def a_thousand_cells_of_the_same_id(wrong: Notebook) -> None:
    wrong["cells"] += [copy.deepcopy(answer_cell(wrong, "neuron.boundary")) for _ in range(1000)]


@notebook
def cells_of_other_types(wrong: Notebook) -> None:
    wrong["cells"] += [
        None,
        1,
        [],
        {},
        {"cell_type": "code"},
        {"cell_type": 7, "source": {"a": 1}, "metadata": []},
    ]  # type: ignore[list-item]


@notebook
def no_cells_at_all(wrong: Notebook) -> None:
    wrong["cells"] = {"0": wrong["cells"]}


@notebook
def a_hundred_thousand_cells(wrong: Notebook) -> None:
    wrong["cells"] += [{"cell_type": "markdown", "metadata": {}, "source": ["x"]}] * 100_000


@notebook
def attachments_of_forty_megabytes(wrong: Notebook) -> None:
    wrong["cells"][0]["attachments"] = {"a.png": {"image/png": "A" * (40 << 20)}}


# Files that are no notebooks


def raw(name: str, content: bytes) -> None:
    FILES[name] = lambda place, _: put(place, content)


raw("a-deep-json", b'{"cells":' + b"[" * 200_000 + b"]" * 200_000 + b"}")
raw("a-long-number", b'{"cells": [], "nbformat": ' + b"9" * 1_000_000 + b"}")
raw("not-utf-8", json.dumps(handed_in("neuron", WRONG)).encode().replace(b"boundary", b"bound\xff\xfe"))
raw("utf-16", json.dumps(handed_in("neuron", WRONG)).encode("utf-16"))
raw("nan-and-double-keys", b'{"cells": NaN, "cells": Infinity, "nbformat": 4, "metadata": {"a": 1, "a": 2}}')
raw("empty", b"")
raw("a-program", b"#!/bin/sh\ntouch /tmp/coursekit-broke-out\n")
raw("a-pickle", b"\x80\x04\x95 \x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.")
raw("ten-megabytes-of-nothing", bytes(10 << 20))
raw("torn", json.dumps(handed_in("neuron", RIGHT)).encode()[:-400])


@hostile
def a_link_to_a_neighbour(place: Path, outside: Path) -> None:
    place.mkdir()
    (place / NAME).symlink_to(outside / NAME)


@hostile
def a_folder_that_is_a_link(place: Path, outside: Path) -> None:
    place.symlink_to(outside)


@hostile
def a_link_to_itself(place: Path, outside: Path) -> None:
    place.mkdir()
    (place / NAME).symlink_to(NAME)
    (place / "round").symlink_to(place.parent)


@hostile
def a_pipe_that_nobody_writes_to(place: Path, outside: Path) -> None:
    place.mkdir()
    os.mkfifo(place / NAME)


@hostile
def a_device_without_end(place: Path, outside: Path) -> None:
    place.mkdir()
    (place / NAME).symlink_to("/dev/zero")


@hostile
def a_folder_called_like_a_notebook(place: Path, outside: Path) -> None:
    (place / NAME).mkdir(parents=True)


@hostile
def a_sparse_terabyte(place: Path, outside: Path) -> None:
    put(place, b"{")
    os.truncate(place / NAME, 1 << 40)


@hostile
def a_name_that_is_a_formula(place: Path, outside: Path) -> None:
    put(
        place.with_name("=HYPERLINK(A1);\n<script>alert(1)<"), json.dumps(handed_in("neuron", WRONG)).encode()
    )


@hostile
def a_name_of_no_alphabet(place: Path, outside: Path) -> None:
    put(place.with_name(os.fsdecode(b"\xff\xfe\x1b[2J")), json.dumps(handed_in("neuron", WRONG)).encode())


@hostile
def a_log_with_forged_marks(place: Path, outside: Path) -> None:
    folder = place
    put(folder, json.dumps(handed_in("neuron", WRONG)).encode())
    (folder / ".coursekit" / "progress").mkdir(parents=True)
    line = {"kind": "attempt", "chapter": "neuron", "id": "boundary", "outcome": "correct", "points": 1}
    (folder / ".coursekit" / "progress" / "00.jsonl").write_text(json.dumps(line) + "\n")


@hostile
def course_files_of_its_own(place: Path, outside: Path) -> None:
    folder = place
    put(folder, json.dumps(handed_in("neuron", WRONG)).encode())
    for name in ("coursekit", "numpy", "sitecustomize", "usercustomize", "json"):
        (folder / name).with_suffix(".py").write_text("import os\nos._exit(0)\ncheck = lambda *args: 1.0\n")
    (folder / "pyproject.toml").write_text("[tool.coursekit]\npoints = 1000\n")


# Zips


@hostile
def climbing_names(place: Path, outside: Path) -> None:
    body = json.dumps(handed_in("neuron", RIGHT)).encode()
    names = (
        "../coursekit-broke-out",
        "/tmp/coursekit-broke-out",
        "..\\..\\coursekit-broke-out",
        "C:\\coursekit-broke-out",
    )
    zipped(packed(place), *((name + ".ipynb", body) for name in names))


@hostile
def a_link_in_a_zip(place: Path, outside: Path) -> None:
    link = zipfile.ZipInfo(NAME)
    link.create_system, link.external_attr = 3, 0o120777 << 16
    zipped(packed(place), (link, str(outside / NAME).encode()))


@hostile
def two_members_of_one_name(place: Path, outside: Path) -> None:
    wrong, right = (json.dumps(handed_in("neuron", each)).encode() for each in (WRONG, RIGHT))
    zipped(packed(place), (NAME, wrong), (NAME.upper(), b"{}"), (NAME + "/x", right))


@hostile
def four_gigabytes_in_four_megabytes(place: Path, outside: Path) -> None:
    packed(place).write_bytes(bomb(announced=(4 << 30) - 2))


@hostile
def a_bomb_that_announces_a_hundred_bytes(place: Path, outside: Path) -> None:
    packed(place).write_bytes(bomb(announced=100))


@hostile
def zips_in_zips(place: Path, outside: Path) -> None:
    inner = json.dumps(handed_in("neuron", WRONG)).encode()
    for depth in range(50):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("work.zip" if depth else NAME, inner)
        inner = stream.getvalue()
    packed(place).write_bytes(inner)


@hostile
def a_locked_zip(place: Path, outside: Path) -> None:
    zipped(packed(place), (NAME, json.dumps(handed_in("neuron", RIGHT)).encode()))
    raw = bytearray(packed(place).read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    packed(place).write_bytes(raw)


@hostile
def a_torn_zip(place: Path, outside: Path) -> None:
    zipped(packed(place), (NAME, json.dumps(handed_in("neuron", RIGHT)).encode()))
    os.truncate(packed(place), 2000)


@hostile
def a_zip_of_many_files(place: Path, outside: Path) -> None:
    zipped(packed(place), *((f"{k}.ipynb", b"{}") for k in range(25_000)))


def bomb(announced: int) -> bytes:
    """A zip whose one member unpacks to 4 GiB, whatever its header says."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    body = block * 4096 + b"\x03\x00"
    name = NAME.encode()
    fields = struct.pack("<HHHHLLLHH", 0, 8, 0, 33, 0, len(body), announced, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<H", 20) + fields + name
    central = (
        b"PK\x01\x02" + struct.pack("<HH", 20, 20) + fields + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + name
    )
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 1, 1, len(central), len(local) + len(body), 0)
    return local + body + central + end
