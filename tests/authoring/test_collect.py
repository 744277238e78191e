from __future__ import annotations

import copy
import json
import zipfile

import pytest

from coursekit.authoring.assignment import mark_cells, release
from coursekit.authoring.cells import cells_of
from coursekit.authoring.collect import collect, main
from coursekit.errors import FolderError


@pytest.fixture
def tiny(sample, monkeypatch):
    return sample()


@pytest.fixture
def blank(tiny):
    """The notebook as it is handed out."""
    cells = cells_of(tiny, "exercises")
    mark_cells(tiny, cells)
    return release(cells)


def worked(notebook, *lines, marks=True):
    """A copy in which the learner wrote, with or without the cells' ids."""
    mine = copy.deepcopy(notebook)
    for n, line in enumerate(lines):
        mine.cells[-2 - n].update(cell_type="code", source=line)
    for cell in mine.cells if not marks else ():
        cell.metadata = {}
    return json.dumps(mine)


def pack(path, files):
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def collected(folder, learner):
    return (folder / "submitted" / learner / "tiny" / "90_tiny.ipynb").read_text()


NAME = "exercises/90_tiny.ipynb"


@pytest.mark.parametrize(
    ("names", "taken", "said"),
    [
        ({NAME: 1}, NAME, ""),
        ({NAME: 0}, NAME, ""),
        ({NAME: 0, "exercises/90_tiny_Ada.ipynb": 1}, "exercises/90_tiny_Ada.ipynb", ""),
        ({NAME: 0, "mine.ipynb": 1, "a/b.ipynb": 0}, "mine.ipynb", ""),
        (
            {NAME: 1, "exercises/90_tiny-Copy1.ipynb": 2},
            "exercises/90_tiny-Copy1.ipynb",
            f"; {NAME} has work in it too",
        ),
        ({NAME: 1, "90_tiny (imported).ipynb": 1}, NAME, "; 90_tiny (imported).ipynb has work in it too"),
    ],
)
def test_the_notebook_with_the_most_work_is_taken_whatever_it_is_called(
    tiny, blank, tmp_path, names, taken, said
):
    lines = [f"mine {n}" for n in range(9)]
    files = {name: worked(blank, *lines[:work]) for name, work in names.items()}
    other = {"lessons/90_tiny.ipynb": '{"cells": []}', "torn.ipynb": "{", "__MACOSX/._90_tiny.ipynb": "x"}
    made = pack(tmp_path / "in" / "ada.zip", files | other)
    assert list(collect(tmp_path, tiny, [made.parent])) == [(True, f"ada: {taken}{said}")]
    assert collected(tmp_path, "ada") == files[taken]


def test_a_notebook_that_lost_its_cells_ids_is_known_by_its_name(tiny, blank, tmp_path):
    mine = worked(blank, "mine", marks=False)
    made = pack(tmp_path / "in" / "ada.zip", {NAME: worked(blank), "90_tiny from Colab.ipynb": mine})
    assert list(collect(tmp_path, tiny, [made])) == [(True, "ada: 90_tiny from Colab.ipynb")]
    assert collected(tmp_path, "ada") == mine


def test_zips_folders_and_zips_in_folders_are_called_like_their_learners(tiny, blank, tmp_path):
    given = tmp_path / "in"
    pack(given / "ada.zip", {NAME: worked(blank, "ada")})
    (given / "ben" / ".coursekit").mkdir(parents=True)
    (given / "ben" / "90_tiny.ipynb").write_text(worked(blank, "ben"))
    pack(given / "cleo_123_file" / "mine.zip", {NAME: worked(blank, "cleo")})
    (given / "__MACOSX").mkdir()
    (given / "notes.txt").write_text("not handed in")
    assert [line for _, line in collect(tmp_path, tiny, [given])] == [
        f"ada: {NAME}",
        "ben: 90_tiny.ipynb",
        f"cleo_123_file: mine.zip/{NAME}",
    ]
    assert list(collect(tmp_path, tiny, [given / "ben"])) == [(True, "ben: 90_tiny.ipynb")]
    assert "cleo" in collected(tmp_path, "cleo_123_file")


def test_one_bad_hand_in_is_named_and_the_others_are_collected(tiny, blank, tmp_path, capsys):
    given = tmp_path / "in"
    pack(given / "ada.zip", {"other.ipynb": "{}"})
    (given / "ben.zip").write_bytes(b"PK torn")
    (given / "cleo.zip").mkdir()
    (given / "dan").mkdir()
    (given / "dan" / "90_tiny.ipynb").symlink_to(given / "nowhere")
    pack(given / "eve.zip", {NAME: worked(blank, "eve")})
    course = tiny.folder.parent
    assert main([str(tmp_path), "tiny", str(given), "--course", str(course)]) == 1
    said = capsys.readouterr()
    assert said.out == f"eve: {NAME}\n"
    assert [line.partition(" ")[0] for line in said.err.splitlines()] == ["ada:", "ben:", "cleo.zip:", "dan:"]
    assert "holds no notebook with the exercises of tiny" in said.err
    assert "is damaged" in said.err


def test_what_was_collected_before_stays_unless_it_is_to_be_replaced(tiny, blank, tmp_path, capsys):
    made = pack(tmp_path / "in" / "ada.zip", {NAME: worked(blank, "first")})
    words = [str(tmp_path), "tiny", str(made), "--course", str(tiny.folder.parent)]
    assert main(words) == main(words) == 0
    pack(made, {NAME: worked(blank, "second")})
    assert main(words) == 1
    assert (
        f"ada: another notebook was collected before and stays; --overwrite takes {NAME}"
        in capsys.readouterr().err
    )
    assert "first" in collected(tmp_path, "ada")
    assert main([*words, "--overwrite"]) == 0
    assert "second" in collected(tmp_path, "ada")


def test_what_cannot_be_read_or_written_is_a_sentence(tiny, blank, tmp_path, capsys):
    assert main([str(tmp_path), "tiny", str(tmp_path / "nowhere"), "--course", str(tiny.folder.parent)]) == 1
    assert "nowhere does not exist; name what learners handed in" in capsys.readouterr().err
    made = pack(tmp_path / "in" / "ada.zip", {NAME: worked(blank)})
    (tmp_path / "submitted").write_text("a file")
    with pytest.raises(FolderError, match=r"90_tiny\.ipynb cannot be written"):
        list(collect(tmp_path, tiny, [made]))


def test_a_notebook_that_cannot_be_read_is_named(tiny, tmp_path):
    (tmp_path / "in").mkdir()
    zipped = tmp_path / "in" / "ada.zip"
    zipped.symlink_to(tmp_path / "nowhere")
    assert [well for well, _ in collect(tmp_path, tiny, [tmp_path / "in"])] == [False]
