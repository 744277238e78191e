from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import coursekit
from coursekit.content import current_course
from coursekit.errors import FolderError
from coursekit.lab.home_page import HomePage
from coursekit.lab.learner_folder import (
    edition_lines,
    folder_to_open,
    learner_folder,
    notebooks_folder,
    update_learner_folder,
    write_notebook,
)

LESSON, EXERCISES = "lessons/90_tiny.ipynb", "exercises/90_tiny.ipynb"


def title(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]


def rewrite(path, **changes):
    notebook = json.loads(path.read_text())
    notebook["cells"][0] |= changes
    path.write_text(json.dumps(notebook))


def test_the_first_time_everything_is_handed_out_without_a_word(source, tmp_path):
    assert update_learner_folder(tmp_path / "mine", source=source()) == []
    assert title(tmp_path / "mine" / LESSON) == ["# first"]
    assert title(tmp_path / "mine" / EXERCISES) == ["# first"]


def test_what_is_handed_out_shows_its_outputs_at_once(source, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    sign = pytest.importorskip("nbformat.sign")
    update_learner_folder(tmp_path / "mine", source=source("signed"))
    notary = sign.NotebookNotary()
    assert notary.check_signature(nbformat.read(tmp_path / "mine" / LESSON, as_version=4))
    notary.store.close()


def test_where_nothing_can_be_signed_the_notebook_is_written_all_the_same(tmp_path):
    write_notebook(tmp_path / "a.ipynb", {"no": "notebook"})
    assert json.loads((tmp_path / "a.ipynb").read_text()) == {"no": "notebook"}


def test_the_same_edition_leaves_everything_alone(source, tmp_path):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    rewrite(mine / LESSON, source=["my text"])
    assert update_learner_folder(mine, source=source()) == []
    assert title(mine / LESSON) == ["my text"]


def test_a_new_edition_replaces_an_untouched_notebook_and_keeps_the_old_file(source, tmp_path):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    rewrite(mine / LESSON, outputs=["of a run"])
    lines = update_learner_folder(mine, source=source("second"))
    assert lines == [f"brought up to date: {LESSON}", f"brought up to date: {EXERCISES}"]
    assert title(mine / LESSON) == ["# second"]
    kept = [path.read_text() for path in (mine / ".coursekit" / "replaced").iterdir()]
    assert any("of a run" in text for text in kept)


def test_a_new_edition_is_put_beside_a_changed_notebook(source, tmp_path):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    rewrite(mine / EXERCISES, source=["my solution"])
    line = update_learner_folder(mine, source=source("second"))[-1]
    assert line == f"you changed {EXERCISES}, so it stays; the new edition is beside it: 90_tiny (new).ipynb"
    assert title(mine / EXERCISES) == ["my solution"]
    assert title(mine / "exercises/90_tiny (new).ipynb") == ["# second"]


def test_each_further_edition_gets_a_name_of_its_own_and_is_offered_once(source, tmp_path):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    rewrite(mine / LESSON, source=["my text"])
    update_learner_folder(mine, source=source("second"))
    assert update_learner_folder(mine, source=source("second")) == []
    update_learner_folder(mine, source=source("third"))
    assert title(mine / "lessons/90_tiny (new 2).ipynb") == ["# third"]


def test_an_edition_that_differs_in_pictures_alone_is_not_offered_beside(source, tmp_path):
    mine, course = tmp_path / "mine", source()
    update_learner_folder(mine, source=course)
    rewrite(mine / LESSON, source=["my text"])
    rewrite(course / LESSON, outputs=["another picture"])
    assert update_learner_folder(mine, source=course) == []


def test_a_deleted_notebook_comes_back(source, tmp_path):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    (mine / LESSON).unlink()
    assert update_learner_folder(mine, source=source()) == [f"handed out again: {LESSON}"]


@pytest.mark.parametrize("damage", ["[]", "torn {", '{"lessons/90_tiny.ipynb": 1}'])
def test_without_a_memory_nothing_is_overwritten(source, tmp_path, damage):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    rewrite(mine / LESSON, source=["my text"])
    (mine / ".coursekit" / "handed-out.json").write_text(damage)
    update_learner_folder(mine, source=source())
    assert title(mine / LESSON) == ["my text"]
    assert title(mine / "lessons/90_tiny (new).ipynb") == ["# first"]


def test_an_edition_that_lies_beside_already_is_not_offered_again(source, tmp_path):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    rewrite(mine / LESSON, source=["my text"])
    for _ in range(2):
        (mine / ".coursekit" / "handed-out.json").unlink()
        update_learner_folder(mine, source=source("second"))
    assert sorted(path.name for path in (mine / "lessons").iterdir()) == [
        "90_tiny (new).ipynb",
        "90_tiny.ipynb",
    ]


def test_notebooks_that_were_there_before_are_left_alone(source, tmp_path):
    mine = tmp_path / "mine"
    (mine / "lessons").mkdir(parents=True)
    (mine / LESSON).write_bytes((source() / LESSON).read_bytes())
    before = (mine / LESSON).read_bytes()
    assert update_learner_folder(mine, source=source()) == []
    assert (mine / LESSON).read_bytes() == before


def test_the_courses_own_folder_is_not_learned_in(source):
    with pytest.raises(FolderError, match="holds the course itself; learn in a folder of your own"):
        update_learner_folder(source(), source=source())


def test_a_file_that_is_no_notebook_counts_as_changed(source, tmp_path):
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    (mine / LESSON).write_bytes(b"\xff\x00")
    update_learner_folder(mine, source=source("second"))
    assert (mine / LESSON).read_bytes() == b"\xff\x00"


def test_a_file_in_the_place_of_the_folder_is_a_sentence(source, tmp_path):
    (tmp_path / "mine").write_text("a file")
    with pytest.raises(FolderError) as caught:
        update_learner_folder(tmp_path / "mine", source=source())
    assert str(caught.value).startswith(f"{tmp_path / 'mine'} is a file, and the course needs a folder; ")


def test_a_file_above_the_folder_is_named(source, tmp_path):
    (tmp_path / "afile").write_text("a file")
    with pytest.raises(FolderError) as caught:
        update_learner_folder(tmp_path / "afile" / "deep" / "mine", source=source())
    assert str(caught.value).startswith(f"{tmp_path / 'afile'} is a file")


def test_a_folder_that_cannot_be_written_is_a_sentence(source):
    with pytest.raises(FolderError, match=r"cannot be written .* coursekit lab FOLDER"):
        update_learner_folder(Path("/proc/no/such"), source=source())


def test_a_missing_course_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(coursekit, "__file__", str(tmp_path / "coursekit" / "__init__.py"))
    with pytest.raises(FolderError, match="the lessons are missing beside"):
        update_learner_folder(tmp_path / "mine")


def test_an_installed_course_brings_its_notebooks(tmp_path, monkeypatch):
    monkeypatch.setattr(coursekit, "__file__", str(tmp_path / "__init__.py"))
    (tmp_path / "notebooks" / "lessons").mkdir(parents=True)
    (tmp_path / "notebooks" / "lessons" / "01_neuron.ipynb").touch()
    assert notebooks_folder(current_course()) == tmp_path / "notebooks"


def test_another_course_that_was_not_built_says_how_to_build_it(sample, tmp_path):
    sample()
    with pytest.raises(FolderError, match="has no lessons yet; build them first: coursekit build --course"):
        update_learner_folder(tmp_path / "mine")


def test_the_working_copy_is_found_from_inside_and_from_beside(workplace, monkeypatch, tmp_path):
    (workplace / "lessons").mkdir()
    monkeypatch.chdir(workplace / "lessons")
    assert learner_folder(None) == workplace
    monkeypatch.chdir(tmp_path)
    (tmp_path / "neural-networks" / ".coursekit").mkdir(parents=True)
    assert learner_folder(None) == tmp_path / "neural-networks"


def test_a_named_working_copy_wins(workplace, tmp_path):
    (tmp_path / "other" / ".coursekit").mkdir(parents=True)
    assert learner_folder(str(tmp_path / "other")) == tmp_path / "other"
    assert learner_folder(None, {"COURSEKIT_FOLDER": str(tmp_path / "other")}) == tmp_path / "other"


def test_a_tilde_in_the_variable_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "nets" / ".coursekit").mkdir(parents=True)
    assert learner_folder(None, {"COURSEKIT_FOLDER": "~/nets"}) == tmp_path / "nets"


def test_lab_opens_the_working_copy_it_is_started_in(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert folder_to_open(None) == tmp_path / "neural-networks"
    update_learner_folder(tmp_path / "mine", source=source())
    monkeypatch.chdir(tmp_path / "mine" / "lessons")
    assert folder_to_open(None) == tmp_path / "mine"
    assert folder_to_open("other") == Path("other")


def test_a_folder_without_a_course_is_a_sentence(tmp_path):
    with pytest.raises(FolderError, match="there is no course in"):
        learner_folder(str(tmp_path))


def test_a_new_edition_is_said_until_the_course_is_started_again(sample, source, tmp_path):
    sample()
    mine, course = tmp_path / "mine", current_course()
    update_learner_folder(mine, source=source())
    assert edition_lines(mine, course) == []
    sample_next = replace(course, folder=tmp_path / "nowhere")  # an edition of its own
    assert sample_next.edition != course.edition
    (line,) = edition_lines(mine, sample_next)
    assert line.startswith(
        "A new edition of the course is installed, and the notebooks here are from the one before."
    )
    assert "every answer is kept" in line


def test_notebooks_beside_changed_ones_are_named(sample, source, tmp_path):
    sample()
    mine = tmp_path / "mine"
    update_learner_folder(mine, source=source())
    rewrite(mine / LESSON, source=["# mine"])
    update_learner_folder(mine, source=source("second"))
    (line,) = edition_lines(mine, current_course())
    assert "Yours stay as they are, and the new ones are beside them: 90_tiny (new).ipynb." in line
    assert "90_tiny (new).ipynb" in HomePage(mine, mine)._repr_html_()


def test_a_folder_from_before_editions_is_said_nothing(sample, tmp_path):
    sample()
    (tmp_path / ".coursekit").mkdir()
    assert edition_lines(tmp_path, current_course()) == []
