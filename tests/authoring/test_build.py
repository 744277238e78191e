from __future__ import annotations

import re

from samplechapter import CHAPTER, EXERCISES, FILES, LESSON, QUESTIONS, write_sample

from coursekit.authoring import build, unexecuted
from coursekit.authoring.__main__ import main
from coursekit.authoring.answer_cells import TAG

NO_QUESTIONS = QUESTIONS[: QUESTIONS.index("misconceptions")] + "questions: []\n"


def written(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.ipynb"))}


def test_two_builds_are_equal_byte_for_byte(sample, tmp_path):
    tiny = sample(questions_yaml=NO_QUESTIONS)
    for folder in ("one", "two"):
        assert len(list(build(tiny, tmp_path / folder))) == 3
    assert written(tmp_path / "one") == written(tmp_path / "two")
    assert list(written(tmp_path / "one")) == [
        "exercises/90_tiny.ipynb",
        "lessons/90_tiny.ipynb",
        "solutions/90_tiny.ipynb",
    ]


def test_answers_stand_in_the_solutions_only(sample):
    tags = {folder: str(notebook).count(f"'{TAG}'") for folder, notebook in unexecuted(sample()).items()}
    assert tags["solutions"] == 14
    assert tags["lessons"] == tags["exercises"] == 0


def test_no_solution_reaches_the_exercises(sample):
    notebooks = unexecuted(sample())
    assert "BEGIN SOLUTION" in str(notebooks["solutions"])
    assert "SOLUTION" not in str(notebooks["exercises"])
    assert "y = x + x" not in str(notebooks["exercises"])


def test_the_command_prints_each_file_that_changed_seen_from_here(sample, tmp_path, capsys, monkeypatch):
    folder = sample(questions_yaml=NO_QUESTIONS, lesson_py="# %%\n1 + 1\n", exercises_py=EXERCISES).folder
    (folder / "chapter.json").unlink()
    monkeypatch.chdir(tmp_path)
    assert main(["tiny", "--into", "."]) == 0
    chapter, *notebooks, seconds, glossary = capsys.readouterr().out.splitlines()
    assert chapter == "content/tiny/chapter.json"
    assert notebooks == [f"{kind}/90_tiny.ipynb" for kind in ("lessons", "solutions", "exercises")]
    assert re.search(r"\d s to run lesson and solutions of tiny$", seconds)
    assert glossary == "lessons/00_glossary.ipynb"
    assert main(["tiny", "--into", "."]) == 0
    (again,) = capsys.readouterr().out.splitlines()
    assert again.endswith("s to run lesson and solutions of tiny")


def test_the_command_answers_a_bad_cell_with_a_sentence_and_writes_nothing(sample, tmp_path, capsys):
    folder = sample(lesson_py=LESSON + "\n# %%\n1 / 0\n").folder
    compiled, description = folder / "chapter.json", folder / "chapter.yaml"
    before = compiled.read_bytes()
    description.write_text(CHAPTER.replace("title: Doubling", "title: Twice"), encoding="utf-8")
    assert main(["tiny", "--into", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "tiny/lesson.py, cell 7 ('1 / 0') does not run: ZeroDivisionError" in said.err
    assert said.out == ""
    assert not (tmp_path / "lessons").exists()
    assert compiled.read_bytes() == before


def test_a_chapter_that_never_ran_is_not_left_compiled(sample, tmp_path):
    folder = sample(lesson_py="# %%\n1 / 0\n").folder
    (folder / "chapter.json").unlink()
    assert main(["tiny", "--into", str(tmp_path)]) == 1
    assert not (folder / "chapter.json").exists()


def test_chapters_that_ran_before_a_bad_one_stay_built(sample, tmp_path):
    good = sample(questions_yaml=NO_QUESTIONS, lesson_py="# %%\n1 + 1\n", exercises_py=EXERCISES).folder
    later = {name.replace(".", "_"): text.replace("tiny", "bad") for name, text in FILES.items()}
    later |= {"chapter_yaml": later["chapter_yaml"].replace("90", "91"), "lesson_py": "# %%\n1 / 0\n"}
    bad = write_sample(good.parent, "bad", **later)
    for folder in (good, bad):
        (folder / "chapter.json").unlink()
    assert main(["--into", str(tmp_path)]) == 1
    assert (good / "chapter.json").exists()
    assert (tmp_path / "lessons" / "90_tiny.ipynb").exists()
    assert [path.name for path in bad.glob("*.json")] == []


def test_the_command_answers_an_unknown_chapter_with_those_that_exist(tmp_path, capsys):
    assert main(["neurone", "--into", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "there is no chapter 'neurone'; did you mean 'neuron'?" in said
    assert "add --course FOLDER" in said
