from __future__ import annotations

import pytest

from coursekit.authoring.classroom import main, write_sources
from coursekit.authoring.notebook import loads
from coursekit.content import chapter
from coursekit.errors import FolderError


@pytest.fixture
def made(sample, tmp_path):
    """The folder of a class with the sample chapter, and the files written."""
    return list(write_sources(tmp_path / "class", [sample()]))


def test_it_holds_nbgraders_settings_and_a_notebook_a_chapter(made, tmp_path):
    folder = tmp_path / "class"
    assert made == [folder / "nbgrader_config.py", folder / "source" / "tiny" / "90_tiny.ipynb"]
    assert "# your code here\\n..." in made[0].read_text()


def test_the_notebook_is_solved_graded_and_leaves_the_answers_out(made):
    cells = loads(made[1].read_text(encoding="utf-8")).cells
    assert any("### BEGIN SOLUTION" in cell.source for cell in cells)
    assert any(cell.metadata.get("nbgrader", {}).get("grade") for cell in cells)
    assert not any("mark(" in cell.source for cell in cells)


def test_what_is_there_already_stays(made, tmp_path):
    made[1].write_text("mine")
    assert list(write_sources(tmp_path / "class", [chapter("tiny")])) == []
    assert made[1].read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_a_sentence(sample, tmp_path):
    (tmp_path / "class").write_text("a file")
    with pytest.raises(
        FolderError, match=r"nbgrader_config\.py cannot be written \(.*\); name another folder"
    ):
        list(write_sources(tmp_path / "class", [sample()]))


def test_the_command_prints_what_it_wrote(sample, tmp_path, monkeypatch, capsys):
    course = sample().folder.parent
    monkeypatch.delenv("COURSEKIT_COURSE")
    assert main([str(tmp_path / "class"), "tiny", "--course", str(course)]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("90_tiny.ipynb")


def test_the_command_answers_an_unknown_chapter_with_a_sentence(tmp_path, capsys):
    assert main([str(tmp_path / "class"), "neurone"]) == 1
    assert "there is no chapter 'neurone'" in capsys.readouterr().err
