from __future__ import annotations

import shutil

import pytest

from coursekit.lab.drafts import draft_owner, folder_id
from coursekit.lab.learner_folder import update_learner_folder
from coursekit.lab.reset import restart
from coursekit.lab.session import ask
from coursekit.progress import Event, Log, read_history

NAME = "tiny.pick"


def owner(folder):
    return draft_owner(NAME, read_history(folder))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "ada"
    made.mkdir()
    return made


def test_a_folder_keeps_its_id_and_another_has_another(folder, tmp_path):
    assert folder_id(folder) == folder_id(folder)
    assert folder_id(folder) != folder_id(tmp_path)


def test_a_moved_folder_keeps_its_id(folder, tmp_path):
    mine = folder_id(folder)
    moved = folder.rename(tmp_path / "elsewhere")
    assert folder_id(moved) == mine
    moved.rename(tmp_path / "again")
    assert folder_id(tmp_path / "again") == mine


def test_a_copy_gets_an_id_of_its_own(folder, tmp_path):
    mine = folder_id(folder)
    copy = shutil.copytree(folder, tmp_path / "aaron")
    assert folder_id(copy) != mine
    assert folder_id(folder) == mine


def test_another_user_of_a_hub_gets_another_id_at_the_same_path(folder, monkeypatch):
    mine = folder_id(folder)
    monkeypatch.setenv("JUPYTERHUB_USER", "bob")
    assert folder_id(folder) != mine


@pytest.mark.parametrize("content", ["", "[]", '{"id": 3}', "\xff", "[" * 10_000])
def test_a_damaged_file_is_replaced(folder, content):
    file = folder / ".coursekit" / "drafts.json"
    file.parent.mkdir()
    file.write_text(content, encoding="latin-1")
    assert folder_id(folder) == folder_id(folder)


def test_neither_the_path_nor_the_user_is_told(folder, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "hub-user")
    written = folder_id(folder) + (folder / ".coursekit" / "drafts.json").read_text()
    assert "ada" not in written
    assert "hub-user" not in written


def test_a_reset_of_the_chapter_or_the_question_gives_its_drafts_another_owner(workplace):
    first = owner(workplace)
    log = Log(workplace)
    log.append(Event(kind="reset", chapter="other"))
    assert owner(workplace) == first
    log.append(Event(kind="reset", chapter="tiny"))
    log.append(Event(kind="reset", chapter="tiny", id="pick"))
    assert owner(workplace) == first.replace(".0", ".2")


def test_the_card_of_a_question_says_whose_its_drafts_are(sample, source, workplace):
    sample()
    update_learner_folder(workplace, source=source())
    assert ask(NAME)._public_view["drafts"] == f"{folder_id(workplace)}.0"
    restart("tiny", workplace, source=source())
    assert ask(NAME)._public_view["drafts"] == f"{folder_id(workplace)}.1"


def test_where_no_id_can_be_kept_there_are_no_drafts(workplace, monkeypatch):
    (workplace / ".coursekit").rmdir()
    (workplace / ".coursekit").write_text("a file")
    assert owner(workplace) == ""
    monkeypatch.setenv("COURSEKIT_FOLDER", str(workplace / "gone"))
    assert owner(workplace) == ""
