from __future__ import annotations

import os
import zipfile

import pytest

from coursekit.errors import FolderError
from coursekit.lab.archive import export
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


def test_a_notebook_that_cannot_be_read_is_named_and_leaves_no_file(full, tmp_path):
    (full / "lost.ipynb").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FolderError, match=r"lost\.ipynb cannot be read \(No such file .*move it out of"):
        export(tmp_path / "mine.zip", full)
    assert not (tmp_path / "mine.zip").exists()


def test_a_full_disk_leaves_no_half_packed_file(full, tmp_path):
    resource = pytest.importorskip("resource")
    (full / "large.ipynb").write_bytes(os.urandom(200_000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))  # Python turns the signal into an OSError
    try:
        with pytest.raises(FolderError, match=r"mine\.zip cannot be written \(File too large\)"):
            export(tmp_path / "mine.zip", full)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not (tmp_path / "mine.zip").exists()


def test_a_folder_called_like_a_notebook_is_no_notebook(full, tmp_path):
    (full / "drafts.ipynb").mkdir()
    assert "2 notebooks" in export(tmp_path / "mine.zip", full)
