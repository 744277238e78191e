from __future__ import annotations

import pytest

from coursekit.files import notebook_metadata, write_changed, write_whole


def test_a_file_is_written_with_its_folder_and_its_line_ends(tmp_path):
    write_whole(tmp_path / "new" / "a.txt", "é\r\n")
    assert (tmp_path / "new" / "a.txt").read_bytes() == "é\r\n".encode()
    write_whole(tmp_path / "new" / "a.txt", b"\x00")
    assert [path.read_bytes() for path in (tmp_path / "new").iterdir()] == [b"\x00"]


def test_a_file_that_holds_just_that_is_left_alone(tmp_path):
    path = tmp_path / "a.txt"
    assert [write_changed(path, content) for content in ("é", "é".encode(), "e")] == [True, False, True]
    assert path.read_text() == "e"


def test_what_cannot_be_written_leaves_no_draft(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError):  # noqa: PT011 - its words are the operating system's
        write_whole(tmp_path / "taken", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_notebook_says_the_same_about_itself_each_time():
    assert notebook_metadata() == notebook_metadata()
    assert "version" not in notebook_metadata()["language_info"]
    assert notebook_metadata(version="3.12.1")["language_info"]["version"] == "3.12.1"
