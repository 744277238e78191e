"""Who handed in what, however it was packed."""

from __future__ import annotations

from pathlib import Path

import pytest
from handed_in import RIGHT, checked, notebook, zipped

from coursekit.errors import FolderError
from coursekit.grader import intake
from coursekit.grader.choice import chosen
from coursekit.grader.intake import files_of, hand_ins

NAME = "01_neuron.ipynb"
DATA = checked(boundary=RIGHT["neuron.boundary"])


def laid(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def found(*paths):
    return {each.learner: sorted(Path(name).name for name in files_of(each)[0]) for each in hand_ins(paths)}


def test_a_class_is_a_folder_of_zips_folders_and_notebooks(tmp_path):
    export = zipped(
        {f"exercises/{NAME}": DATA, ".coursekit/progress/a.jsonl": b"", "lessons/01_neuron.ipynb": DATA}
    )
    files = {
        "ada.zip": export,
        f"ben/neural-networks/exercises/{NAME}": DATA,
        "cleo_123_file/mine.zip": export,
        "01_neuron_dan.ipynb": DATA,
        "notes.txt": b"",
        "__MACOSX/._x.ipynb": b"",
        ".hidden/x.ipynb": DATA,
    }
    assert found(laid(tmp_path / "in", files)) == {
        "ada": [NAME, NAME],
        "ben": [NAME],
        "cleo_123_file": [NAME, NAME],
        "dan": ["01_neuron_dan.ipynb"],
    }


def test_nbgraders_tree_and_a_learners_own_folder_are_known(tmp_path):
    course = laid(
        tmp_path / "course", {f"submitted/ada/neuron/{NAME}": DATA, f"submitted/ben/neuron/{NAME}": DATA}
    )
    assert found(course) == found(course / "submitted") == {"ada": [NAME], "ben": [NAME]}
    own = laid(tmp_path / "eve", {f"exercises/{NAME}": DATA})
    assert found(own) == {"eve": [NAME]}
    assert found(own / "exercises") == {"exercises": [NAME]}


@pytest.mark.parametrize("top", ["", "term 3/"])
def test_a_zip_of_a_whole_class_is_taken_apart(tmp_path, top):
    inner = zipped({NAME: DATA})
    packed = zipped(
        {
            f"{top}ada\\{NAME}": DATA,
            f"{top}zoë/{NAME}": DATA,
            f"{top}ben/mine.zip": inner,
            "__MACOSX/._x": b"",
        }
    )
    whole = laid(tmp_path, {"class.zip": packed}) / "class.zip"
    assert found(whole) == {"ada": [NAME], "zoë": [NAME], "ben": [NAME]}


def test_one_learner_in_several_places_is_one_learner(tmp_path):
    laid(tmp_path / "week1", {f"ada/{NAME}": DATA})
    laid(tmp_path / "week2", {"ada.zip": zipped({"02_nonlinearity.ipynb": notebook()})})
    (one,) = hand_ins([tmp_path / "week1", tmp_path / "week2", tmp_path / "week1"])
    assert str(one) == f"{tmp_path / 'week1' / 'ada'}, {tmp_path / 'week2' / 'ada.zip'}"
    assert [*files_of(one)[0]] == [f"week1/ada/{NAME}", "week2/ada.zip/02_nonlinearity.ipynb"]


def test_what_cannot_be_read_is_a_note(tmp_path, monkeypatch):
    deep = zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({NAME: DATA})})})})
    laid(
        tmp_path / "in",
        {"ada/torn.zip": b"PK torn", "ada/out.zip": zipped({"../x.ipynb": DATA}), "ada/deep.zip": deep},
    )
    (tmp_path / "in" / "ada" / "link.ipynb").symlink_to("/etc/passwd")
    (tmp_path / "in" / "ada" / "nowhere").symlink_to(tmp_path / "in")
    (one,) = hand_ins([tmp_path / "in"])
    files, notes = files_of(one)
    assert files == {}
    assert notes == [
        "deep.zip/a.zip/b.zip/c.zip lies in 3 zips already, and was left out",
        "link.ipynb is a link, and nobody follows it",
        "nowhere is a link, and nobody follows it",
        "out.zip holds the name '../x.ipynb', which leads out of it, so nothing was taken from it",
        "torn.zip is damaged (File is not a zip file), so nothing was taken from it",
    ]


def test_more_notebooks_than_anybody_has_are_not_all_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "_MOST", 2)
    laid(tmp_path / "ada", {f"exercises/{n}.ipynb": DATA for n in range(4)})
    (one,) = hand_ins([tmp_path / "ada"])
    files, notes = files_of(one)
    assert len(files) == 2
    assert "the rest of them was left out" in notes[0]


def test_a_file_larger_than_any_hand_in_is_a_note(tmp_path, monkeypatch):
    laid(tmp_path / "ada", {f"exercises/{NAME}": DATA})
    monkeypatch.setattr(intake, "_LARGEST", 10)
    (one,) = hand_ins([tmp_path / "ada"])
    assert files_of(one) == ({}, ["01_neuron.ipynb cannot be read (File too large)"])


def test_a_folder_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    def forbidden(folder):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(intake.os, "scandir", forbidden)
    with pytest.raises(FolderError, match=r"cannot be read \(Permission denied\)"):
        hand_ins([tmp_path])


def test_a_place_without_anything_is_refused(tmp_path):
    with pytest.raises(FolderError, match="does not exist"):
        hand_ins([tmp_path / "nowhere"])
    with pytest.raises(FolderError, match="nothing was handed in at"):
        hand_ins([tmp_path])


def test_of_several_notebooks_the_one_with_most_in_it_counts():
    blank = checked(boundary="def boundary(w, b, x1):\n    ...")
    files = {
        "a/01_neuron.ipynb": blank,
        "a/mine.ipynb": DATA,
        "a/lessons/01_neuron.ipynb": notebook("x = 1"),
        "b": b"{",
    }
    cells, notes = chosen(files)
    assert [cell.text for cell in cells["neuron"]][1] == RIGHT["neuron.boundary"]
    assert notes == ["b is no notebook, or a damaged one (JSONDecodeError)"]
    other = checked(boundary=RIGHT["neuron.boundary"] + "  # mine")
    _, notes = chosen({"01_neuron.ipynb": DATA, "copy.ipynb": other})
    assert notes == ["neuron: there are 2 notebooks, and 01_neuron.ipynb has most in it and was marked"]


def test_a_notebook_is_known_by_a_cell_of_an_exercise_or_else_by_its_name():
    marked = notebook((RIGHT["neuron.boundary"], "neuron-boundary-solution"))
    assert list(chosen({"x.ipynb": marked})[0]) == ["neuron"]
    assert list(chosen({"01_neuron from Colab.ipynb": notebook("x = 1")})[0]) == ["neuron"]
    assert chosen({"x.ipynb": notebook("x = 1")}) == ({}, [])


def test_an_exercise_that_the_installed_course_does_not_have_is_a_note():
    _, notes = chosen(
        {"01_neuron.ipynb": notebook('check("neuron.gate")', 'check("neuron.spikes")', "check('it')")}
    )
    (note,) = notes
    assert note.startswith(
        "01_neuron.ipynb asks for neuron.spikes, which the installed edition doesn't have;"
    )
