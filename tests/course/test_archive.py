from __future__ import annotations

import zipfile

import pytest

from coursekit.course.archive import export
from coursekit.errors import FolderError
from coursekit.progress import Event, Log


@pytest.fixture
def full(workplace):
    Log(workplace).append(Event(kind="hint", chapter="tiny", id="double"))
    for name in (
        "lessons/a.ipynb",
        "mine.ipynb",
        "lessons/.ipynb_checkpoints/a-checkpoint.ipynb",
        "data.csv",
    ):
        (workplace / name).parent.mkdir(parents=True, exist_ok=True)
        (workplace / name).write_text(name)
    return workplace


def test_it_holds_notebooks_and_progress(full, tmp_path):
    line = export(tmp_path / "mine.zip", full)
    names = zipfile.ZipFile(tmp_path / "mine.zip").namelist()
    assert names[:2] == ["lessons/a.ipynb", "mine.ipynb"]
    assert names[2].startswith(".coursekit/progress/")
    assert line == f"{tmp_path / 'mine.zip'}: 2 notebooks, 1 progress file"


def test_an_existing_file_is_left_as_it_is(full, tmp_path):
    (tmp_path / "mine.zip").write_text("precious")
    with pytest.raises(FolderError, match="exists already and is left as it is"):
        export(tmp_path / "mine.zip", full)
    assert (tmp_path / "mine.zip").read_text() == "precious"


def test_a_place_that_cannot_be_written_is_a_sentence(full, tmp_path):
    with pytest.raises(FolderError, match=r"cannot be written \(No such file or directory\)"):
        export(tmp_path / "nowhere" / "mine.zip", full)
