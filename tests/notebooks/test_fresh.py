"""Fresh: the committed notebooks are what their texts make today."""

from __future__ import annotations

import pytest
from committed import CHAPTERS, ROOT, built, each_chapter, each_executed, each_folder, notebook_of, path_of

from coursekit.authoring import glossary_notebook, playground_notebook
from coursekit.authoring.compiled import compile_chapter, compiled_text
from coursekit.authoring.glossary_page import GLOSSARY
from coursekit.authoring.lint import review_code, review_links, review_outputs, same_text
from coursekit.authoring.notebook import dumps, loads
from coursekit.authoring.playground_page import PLAYGROUND
from coursekit.content.chapters import COMPILED

pytestmark = pytest.mark.uncounted


def test_the_course_has_chapters_to_guard():
    assert CHAPTERS


@each_chapter
def test_the_compiled_chapter_is_what_its_texts_make(chapter):
    made = compiled_text(compile_chapter(chapter.folder))
    assert made == (chapter.folder / COMPILED).read_text(encoding="utf-8"), "run scripts/build"


@each_folder
@each_chapter
def test_the_cells_are_those_of_the_text(chapter, folder):
    assert same_text(built(chapter, folder), notebook_of(chapter, folder)) == []


@each_executed
@each_chapter
def test_the_file_is_written_as_the_build_writes_it(chapter, folder):
    assert dumps(notebook_of(chapter, folder)) == path_of(chapter, folder).read_text(encoding="utf-8")


@each_chapter
def test_the_exercises_are_equal_byte_for_byte(chapter):
    assert path_of(chapter, "exercises").read_bytes() == dumps(built(chapter, "exercises")).encode()


@each_folder
def test_every_notebook_belongs_to_a_chapter(folder):
    files = {path.name for path in (ROOT / folder).glob("*.ipynb")}
    assert files - {GLOSSARY, PLAYGROUND} == {chapter.notebook for chapter in CHAPTERS}


def test_the_playground_is_what_its_text_makes():
    path = ROOT / "lessons" / PLAYGROUND
    found = loads(path.read_text(encoding="utf-8"))
    assert same_text(playground_notebook(), found) == []
    assert dumps(found) == path.read_text(encoding="utf-8")
    assert [*review_code(found), *review_links(found, path.parent), *review_outputs(found)] == []


def test_the_glossary_is_that_of_the_chapters():
    path = ROOT / "lessons" / GLOSSARY
    assert path.read_bytes() == dumps(glossary_notebook(CHAPTERS)).encode()
    assert review_links(loads(path.read_text(encoding="utf-8")), path.parent) == []
