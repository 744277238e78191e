from __future__ import annotations

import json

import pytest
from samplechapter import CHAPTER, PARTED, SITTINGS

from coursekit import home
from coursekit.content import chapters
from coursekit.errors import FolderError
from coursekit.lab.home_page import CELL, HomePage, write_home
from coursekit.progress import Event, Log

QUESTIONS = ("pick", "all", "number", "steps", "words", "look")


def page(folder):
    return HomePage(folder, folder)._repr_html_()


def did(folder, kind, *names, outcome="right"):
    for name in names:
        Log(folder).append(Event(kind=kind, chapter="tiny", id=name, outcome=outcome))


def test_it_lists_each_lesson_with_its_times_and_ways_in(sample, workplace):
    sample()
    shown = page(workplace)
    assert "90 · Doubling" in shown
    assert "beginner · about 5 minutes, exercises included" in shown
    assert '<a href="lessons/90_tiny.ipynb"' in shown
    assert '<a href="exercises/90_tiny.ipynb"' in shown


def test_what_is_seen_of_its_folded_cell_says_what_it_is_for(sample, workplace):
    sample()
    write_home(workplace)
    (cell,) = json.loads((workplace / "home.ipynb").read_text(encoding="utf-8"))["cells"]
    assert cell["metadata"]["jupyter"] == {"source_hidden": True}
    assert cell["source"].startswith("# To bring this page up to date, press Ctrl + Enter\n")


def test_it_leads_to_the_glossary(workplace):
    assert '<a href="lessons/00_glossary.ipynb"' in page(workplace)


def test_it_leads_to_the_playground_where_there_is_one(workplace):
    assert "playground" not in page(workplace)
    (workplace / "lessons").mkdir(exist_ok=True)
    (workplace / "lessons" / "playground.ipynb").write_text("{}")
    assert '<a href="lessons/playground.ipynb"' in page(workplace)


def test_whoever_has_done_nothing_is_told_how_a_lesson_works(sample, workplace):
    sample()
    assert "Shift + Enter" in page(workplace)
    did(workplace, "answer", "pick")
    assert "Shift + Enter" not in page(workplace)


def test_in_a_browser_it_speaks_of_no_folder_and_comes_up_to_date_by_itself(sample, workplace):
    sample()
    assert "kept as you give it, in this folder." in page(workplace)
    shown = HomePage(workplace, workplace, in_browser=True)._repr_html_()
    assert "kept as you give it, in this browser." in shown
    assert "as of when it was opened" not in shown


def test_rings_also_say_it_in_words(sample, workplace):
    sample()
    did(workplace, "answer", *QUESTIONS[:3])
    assert "3 of 6 questions answered, 3 right" in page(workplace)
    assert 'stroke-dasharray="50 100"' in page(workplace)


def test_it_leads_back_to_the_sitting_where_one_stopped(sample, workplace):
    sample(lesson_py=PARTED, chapter_yaml=CHAPTER + SITTINGS)
    did(workplace, "answer", "pick", outcome="wrong")
    assert 'Go on with <a href="lessons/90_tiny.ipynb"' in page(workplace)
    did(workplace, "answer", "pick")
    assert 'href="lessons/90_tiny.ipynb#What-is-left%3F"' in page(workplace)
    assert "part 2 of lesson 90, Doubling: What is left</a>" in page(workplace)
    did(workplace, "answer", *QUESTIONS[:3])
    assert 'Go on with <a href="lessons/90_tiny.ipynb"' in page(workplace)


def test_it_says_where_to_go_on(sample, workplace):
    sample()
    assert "Begin with" in page(workplace)
    did(workplace, "answer", "pick")
    assert "Go on with" in page(workplace)
    did(workplace, "answer", *QUESTIONS)
    assert "the exercises of lesson 90" in page(workplace)
    did(workplace, "attempt", "double", outcome="correct")
    assert "every exercise solved" in page(workplace)


def test_a_chapter_without_exercises_has_an_empty_ring(sample, workplace):
    sample(checks_py="")
    assert "0 of 0 exercises solved" in page(workplace)


def test_what_was_wrong_is_due_for_review(sample, workplace):
    sample()
    assert "Due for review" not in page(workplace)
    did(workplace, "answer", "number", outcome="wrong")
    assert "1 question waits for you" in page(workplace)
    assert "<li>What is twice 8? (" in page(workplace)


def test_what_was_right_is_not_due_for_some_days(sample, workplace):
    sample()
    did(workplace, "answer", "number")
    assert "nothing is due now" in page(workplace)
    assert '<a href="review.ipynb"' in page(workplace)


def test_a_long_list_is_cut_and_counted(workplace):
    for each in chapters()[:2]:
        for name in list(each.bank.questions)[:6]:
            Log(workplace).append(Event(kind="answer", chapter=each.slug, id=name, outcome="wrong"))
    assert "12 questions wait for you" in page(workplace)
    assert "<li>and 2 more</li>" in page(workplace)


def test_a_finished_lesson_shows_what_to_take_away(sample, workplace):
    sample()
    did(workplace, "answer", *QUESTIONS)
    assert "What you take away" not in page(workplace)
    did(workplace, "attempt", "double", outcome="correct")
    assert "<li>Doubling is adding a number to itself.</li>" in page(workplace)


def test_damaged_progress_is_said(sample, workplace):
    sample()
    progress = workplace / ".coursekit" / "progress"
    progress.mkdir()
    (progress / "a.jsonl").write_text("torn\n")
    assert "1 line of your progress" in page(workplace)
    (progress / "b.jsonl").write_text("torn\n")
    assert "2 lines of your progress" in page(workplace)


def test_home_is_seen_from_the_folder_it_runs_in(sample, workplace, monkeypatch):
    sample()
    (workplace / "lessons").mkdir()
    monkeypatch.chdir(workplace / "lessons")
    assert '<a href="90_tiny.ipynb"' in home()._repr_html_()
    assert "90 · Doubling" in repr(home())


def cells(folder):
    return json.loads((folder / "home.ipynb").read_text(encoding="utf-8"))["cells"]


def test_the_file_can_be_read_before_any_kernel_runs(sample, workplace):
    sample()
    assert write_home(workplace) == []
    (cell,) = cells(workplace)
    assert "90 · Doubling" in cell["outputs"][0]["data"]["text/html"]


def test_writing_again_keeps_the_learners_cells_and_the_place(sample, workplace):
    sample()
    write_home(workplace)
    path = workplace / "home.ipynb"
    notebook = json.loads(path.read_text())
    note = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "my note"}
    notebook["cells"] = [note, *notebook["cells"]]
    path.write_text(json.dumps(notebook))
    did(workplace, "answer", "pick")
    write_home(workplace)
    assert [cell["id"] for cell in cells(workplace)] == ["mine", CELL]
    assert "1 of 6 questions" in cells(workplace)[1]["outputs"][0]["data"]["text/html"]


def test_a_home_page_that_was_deleted_comes_back_on_top(sample, workplace):
    sample()
    (workplace / "home.ipynb").write_text('{"cells": [{"id": "mine"}], "metadata": {}}')
    write_home(workplace)
    assert [cell["id"] for cell in cells(workplace)] == [CELL, "mine"]


def test_a_home_page_that_cannot_be_written_is_a_sentence(sample, workplace):
    sample()
    (workplace / "home.ipynb").mkdir()
    with pytest.raises(FolderError, match="cannot be written"):
        write_home(workplace)


def test_a_damaged_home_page_is_put_aside(sample, workplace):
    sample()
    (workplace / "home.ipynb").write_text("no notebook")
    assert write_home(workplace) == ["home.ipynb could not be read; it is kept as home (damaged).ipynb"]
    assert (workplace / "home (damaged).ipynb").read_text() == "no notebook"
    assert len(cells(workplace)) == 1


def test_a_folder_with_any_name_is_linked_and_nothing_else(sample, workplace):
    sample()
    odd = workplace / 'javascript:alert(1) "50%#"\udcff'
    shown = HomePage(odd, workplace)._repr_html_()
    assert '<a href="javascript%3Aalert%281%29%20%2250%25%23%22%FF/lessons/90_tiny.ipynb"' in shown
