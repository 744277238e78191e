"""The house rules that every notebook keeps."""

from __future__ import annotations

from committed import ROOT, each_chapter, each_folder, notebook_of

from coursekit.authoring.review import LONGEST, review_calls, review_code, review_links


@each_folder
@each_chapter
def test_code_cells_are_short_plain_and_use_doors_only(chapter, folder):
    longest = LONGEST if folder == "lessons" else None
    assert review_code(notebook_of(chapter, folder), longest=longest) == []


@each_folder
@each_chapter
def test_links_lead_somewhere(chapter, folder):
    assert review_links(notebook_of(chapter, folder), ROOT / folder) == []


@each_chapter
def test_texts_call_what_exists_and_use_all_there_is(chapter):
    assert review_calls(chapter) == []
