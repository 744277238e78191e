"""The house rules that every notebook keeps."""

from __future__ import annotations

import re

import pytest
from committed import ROOT, each_chapter, each_executed, each_folder, notebook_of

from coursekit.authoring.answer_cells import TAG
from coursekit.authoring.lint import LONGEST, review_calls, review_code, review_links
from coursekit.authoring.numerals import plain
from coursekit.authoring.prerequisites import review_exercise_links, review_prerequisites
from coursekit.content.percent import graded_id

pytestmark = pytest.mark.uncounted


@each_folder
@each_chapter
def test_code_cells_are_short_plain_and_use_doors_only(chapter, folder):
    longest = LONGEST if folder == "lessons" else None
    assert review_code(notebook_of(chapter, folder), longest=longest) == []


@each_folder
@each_chapter
def test_links_lead_somewhere(chapter, folder):
    assert review_links(notebook_of(chapter, folder), ROOT / folder) == []


@each_folder
@each_chapter
def test_code_holds_no_space_that_python_refuses(chapter, folder):
    cells = notebook_of(chapter, folder).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    words = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert [
        text for text in [*code, *re.findall(r"```.*?```|`[^`]+`", words, re.DOTALL)] if "\u00a0" in text
    ] == []


@each_chapter
def test_lesson_and_exercises_lead_to_each_other(chapter):
    assert review_exercise_links(chapter) == []


@each_chapter
def test_exercises_use_only_lessons_up_to_theirs(chapter):
    assert review_prerequisites(chapter) == []


@each_chapter
def test_what_the_learner_wrote_drives_a_later_cell(chapter):
    cells = [cell.source for cell in notebook_of(chapter, "exercises").cells if cell.cell_type == "code"]
    places = {graded_id(cell): n for n, cell in enumerate(cells)}
    for full_id, exercise in chapter.exercises.items():
        rewards = [cell for cell in cells[places[full_id] :] if not graded_id(cell)]
        assert [name for name in exercise.needs if not re.search(rf"\b{name}\b", "\n".join(rewards))] == []


@each_chapter
def test_texts_call_what_exists_and_use_all_there_is(chapter):
    assert review_calls(chapter) == []


@each_executed
@each_chapter
def test_no_notebook_tells_an_answer(chapter, folder):
    cells = (cell for cell in notebook_of(chapter, folder).cells if TAG not in cell.metadata.get("tags", []))
    written = plain(str(list(cells)).replace("\\xa0", " "))
    told = [text for question in chapter.bank.questions.values() for text in secrets(question)]
    assert [text for text in told if text in written] == []


def secrets(question):
    """What a learner reads only after answering, as a search finds it."""
    options = getattr(question, "options", [])
    wrong = [*getattr(question, "slips", []), *getattr(question, "mistakes", [])]
    own = [getattr(question, name, "") for name in ("feedback", "otherwise", "model_answer")]
    return [plain(text)[:60] for text in [*own, *(each.feedback for each in [*options, *wrong])] if text]
