import os
from pathlib import Path

import pytest

from coursekit.errors import FolderError
from coursekit.progress import find_folder, progress_files, progress_folder


def test_the_variable_decides(tmp_path):
    assert find_folder(Path("/"), {"COURSEKIT_FOLDER": str(tmp_path)}) == tmp_path


def test_the_nearest_marked_folder_upwards_is_found(tmp_path):
    deep = tmp_path / "course" / "lessons" / "one"
    deep.mkdir(parents=True)
    (tmp_path / ".coursekit").mkdir()
    (tmp_path / "course" / ".coursekit").mkdir()
    assert find_folder(deep, {}) == tmp_path / "course"


def test_without_a_mark_it_is_where_one_stands(tmp_path):
    assert find_folder(tmp_path, {"COURSEKIT_FOLDER": ""}) == tmp_path


def test_a_folder_that_does_not_exist_is_said(tmp_path):
    with pytest.raises(FolderError, match=r"COURSEKIT_FOLDER names .*gone, which does not exist; make it"):
        find_folder(tmp_path, {"COURSEKIT_FOLDER": str(tmp_path / "gone")})


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match=r"file is not a folder; progress needs one"):
        find_folder(tmp_path, {"COURSEKIT_FOLDER": str(tmp_path / "file")})


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    # Who runs the tests as root may write anywhere but in the kernel's own folder.
    locked = Path("/proc/sys") if os.geteuid() == 0 else tmp_path
    tmp_path.chmod(0o555)
    with pytest.raises(FolderError, match=f"nothing can be written in {locked}, so progress cannot be kept"):
        find_folder(locked, {})


def test_log_files_come_in_the_order_of_their_names(tmp_path):
    progress_folder(tmp_path).mkdir(parents=True)
    for name in ("b.jsonl", "a.jsonl", "c.txt"):
        (progress_folder(tmp_path) / name).touch()
    assert [path.name for path in progress_files(tmp_path)] == ["a.jsonl", "b.jsonl"]
    assert progress_files(tmp_path / "nowhere") == []
