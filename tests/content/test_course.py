"""A course is a value: what its folder holds, and which course a process uses."""

from __future__ import annotations

import pytest
from samplechapter import write_sample

from coursekit.content import current_course, load_course, remember_course
from coursekit.content.chapters import OWN
from coursekit.errors import BankError, FolderError, UnknownIdError
from coursekit.progress import Event, History

NEIGHBOUR = "from .helpers import TWO\n\n\ndef bars():\n    return TWO\n"


@pytest.fixture
def folder(tmp_path):
    """The folder of the sample course."""
    return write_sample(tmp_path / "content").parent


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A learner's folder in which the test runs."""
    (tmp_path / "mine" / ".coursekit").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "mine")
    monkeypatch.delenv("COURSEKIT_FOLDER", raising=False)
    monkeypatch.delenv("COURSEKIT_COURSE", raising=False)
    return tmp_path / "mine"


def test_a_course_is_what_its_folder_says(folder):
    course = load_course(folder)
    assert (course.title, course.folder_name, course.language) == (
        "Arithmetic you can touch",
        "arithmetic",
        "en",
    )
    assert [each.slug for each in course.chapters] == ["tiny"]
    assert course.recall_points["tiny.words"] == ("sum", "same")
    assert course.recall_points["tiny.number"] == ()
    assert not course.is_own
    assert load_course(OWN).is_own


def test_files_of_a_chapter_import_each_other_and_two_courses_do_not_meet(tmp_path):
    for name, number in (("one", 1), ("two", 2)):
        chapter = write_sample(tmp_path / name, pictures_py=NEIGHBOUR)
        (chapter / "helpers.py").write_text(f"TWO = {number}\n", encoding="utf-8")
    drawn = [load_course(tmp_path / name).chapter("tiny").pictures["bars"]() for name in ("one", "two")]
    assert drawn == [1, 2]


def test_a_folder_without_a_course_is_refused_with_the_way_out(tmp_path, folder):
    with pytest.raises(FolderError, match=r"holds no course .*coursekit\.authoring new"):
        load_course(tmp_path)
    (folder / "course.json").unlink()
    with pytest.raises(FolderError, match="build it first: coursekit build --course"):
        load_course(folder)


def test_a_course_that_cannot_be_read_is_refused(folder):
    (folder / "tiny" / "chapter.json").unlink()
    with pytest.raises(BankError, match="has no chapter"):
        _ = load_course(folder).chapters
    (folder / "course.json").write_text('{"title": "T", "folder_name": "../up"}', encoding="utf-8")
    with pytest.raises(BankError, match=r"course\.json: .*folder_name.*; build the course again"):
        load_course(folder)


def test_without_a_word_the_course_is_ours(mine):
    assert current_course().is_own
    (mine / ".coursekit" / "course.json").write_text("torn", encoding="utf-8")
    assert current_course().is_own


def test_the_variable_names_the_course_of_a_process(mine, folder, monkeypatch):
    monkeypatch.setenv("COURSEKIT_COURSE", str(folder))
    assert current_course() == load_course(folder)


def test_a_learners_folder_remembers_its_course_wherever_a_notebook_runs(mine, folder, monkeypatch, tmp_path):
    remember_course(mine, load_course(folder))
    (mine / "lessons").mkdir()
    monkeypatch.chdir(mine / "lessons")
    assert current_course().title == "Arithmetic you can touch"
    monkeypatch.chdir(tmp_path)
    assert current_course().is_own
    assert current_course(mine).title == "Arithmetic you can touch"


def test_a_folder_of_one_course_takes_no_other(mine, folder):
    remember_course(mine, load_course(OWN))
    assert not (mine / ".coursekit" / "course.json").exists()
    remember_course(mine, load_course(folder))
    with pytest.raises(FolderError, match="was made for the course 'Arithmetic you can touch'; open 'Neural"):
        remember_course(mine, load_course(OWN))


def test_a_first_edition_folder_is_one_of_ours(mine, folder):
    (mine / ".coursekit" / "handed-out.json").write_text("{}", encoding="utf-8")
    with pytest.raises(FolderError, match="was made for the course 'Neural networks you can touch'"):
        remember_course(mine, load_course(folder))


def test_a_course_that_moved_is_asked_for_and_found_again(mine, folder, tmp_path):
    remember_course(mine, load_course(folder))
    moved = folder.rename(tmp_path / "moved")
    with pytest.raises(FolderError, match="is not there any more; put it back, or say where it is now"):
        current_course()
    remember_course(mine, load_course(moved))
    assert current_course().folder == moved


def test_what_moved_to_another_chapter_is_found_under_its_former_id_and_keeps_its_answers():
    course = load_course(OWN)
    moved = {"nonlinearity.softmax-steps": "layers.softmax-steps", "nonlinearity.softmax": "layers.softmax"}
    assert moved.items() <= course.renamed.items()
    assert course.question("nonlinearity.softmax-steps") == course.question("layers.softmax-steps")
    assert course.exercise("nonlinearity.softmax") == course.exercise("layers.softmax")
    assert course.reference("nonlinearity.softmax") == course.reference("layers.softmax")
    old = (
        Event(
            kind="answer",
            chapter="nonlinearity",
            id="softmax-steps",
            answer="shift exp sum divide",
            outcome="right",
        ),
        Event(kind="attempt", chapter="nonlinearity", id="softmax", outcome="right"),
    )
    assert [each.name for each in course.today(History(old)).events] == list(moved.values())


@pytest.mark.parametrize(
    ("kind", "name"), [("question", "nonlinearity.compose-slope"), ("exercise", "nonlinearity.relu")]
)
def test_what_is_asked_no_more_is_said_to_be_of_a_former_edition(kind, name):
    with pytest.raises(UnknownIdError) as told:
        getattr(load_course(OWN), kind)(name)
    assert str(told.value) == (
        f"the {kind} {name!r} belongs to a former edition and isn't marked any more; what you did there is kept, "
        "and today's lesson is 02_nonlinearity.ipynb"
    )


def test_nothing_that_is_asked_today_is_called_retired():
    for each in load_course(OWN).chapters:
        asked = {*each.bank.questions, *(name.partition(".")[2] for name in each.exercises)}
        assert asked.isdisjoint(each.retired)
