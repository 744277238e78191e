from __future__ import annotations

from coursekit.authoring import glossary_notebook
from coursekit.authoring.glossary_page import build_glossary
from coursekit.authoring.notebook import loads
from coursekit.content import chapters


def test_every_term_has_its_line_with_the_way_to_its_lesson(sample):
    opening, letter = glossary_notebook([sample()]).cells
    assert opening.source.startswith("# Glossary\n")
    assert letter.source == "## D\n\n- **double**: A number added to itself. ([lesson 90](90_tiny.ipynb))"


def test_terms_stand_in_alphabetical_order_whatever_their_case():
    lines = "\n".join(cell.source for cell in glossary_notebook(chapters()).cells[1:]).splitlines()
    terms = [line.split("**")[1] for line in lines if line.startswith("- ")]
    assert terms == sorted(terms, key=str.casefold)
    assert terms[0] == "activation function"


def test_it_is_written_among_the_lessons_once(tmp_path):
    (path,) = build_glossary(chapters(), tmp_path)
    assert list(build_glossary(chapters(), tmp_path)) == []
    assert path == tmp_path / "lessons" / "00_glossary.ipynb"
    assert loads(path.read_text(encoding="utf-8")) == glossary_notebook(chapters())
