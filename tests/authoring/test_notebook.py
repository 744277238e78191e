from __future__ import annotations

import nbformat
import pytest

from coursekit.authoring.notebook import code, dumps, loads, make, markdown, without_outputs


def test_ids_follow_from_the_text_alone():
    one, two = make([markdown("a"), code("b")]), make([code("b"), markdown("a")])
    assert [cell.id for cell in one.cells] == [cell.id for cell in two.cells][::-1]


def test_equal_cells_get_different_ids():
    notebook = make([code("same"), code("same"), markdown("same")])
    assert len({cell.id for cell in notebook.cells}) == 3


def test_the_file_is_readable_text_with_one_newline_at_its_end():
    text = dumps(make([markdown("a × sign")]))
    assert "a × sign" in text
    assert text.startswith('{\n "cells"')
    assert text.endswith("}\n")


def test_a_file_reads_back_as_it_was_written():
    notebook = make([markdown("a"), code("b", tags=["t"])])
    assert loads(dumps(notebook)) == notebook


def test_the_metadata_name_no_python_version():
    assert "version" not in make([]).metadata.language_info


def test_an_invalid_notebook_is_not_written():
    notebook = make([code("a")])
    notebook.cells[0].outputs = "none"
    with pytest.raises(nbformat.ValidationError):
        dumps(notebook)


def test_without_outputs_leaves_the_original_alone():
    notebook = make([code("a"), markdown("b")])
    notebook.cells[0].execution_count = 3
    assert without_outputs(notebook).cells[0].execution_count is None
    assert notebook.cells[0].execution_count == 3
