from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from axe import violations

pytestmark = pytest.mark.browser

WIDGET = """
import anywidget
class Card(anywidget.AnyWidget):
    _esm = '''export default { render({ el }) {
        el.classList.add("coursekit");
        el.innerHTML = "<input type=range>";
    } }'''
Card()
"""


@pytest.fixture(scope="module")
def lab(plain):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(WIDGET)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, plain.server.folder / "one cell.ipynb")
    plain.show("one cell.ipynb")
    return plain


def test_run_all_draws_the_widget(lab):
    assert lab.widget(0).locator("input").count() == 1


def test_axe_finds_a_slider_without_a_name(lab):
    lab.widget(0)
    assert [line.split(":")[0] for line in violations(lab.page)] == ["label"]


def test_axe_refuses_to_check_nothing(lab):
    with pytest.raises(AssertionError, match="no element matches"):
        violations(lab.page, ".nobody-draws-this")


def test_set_theme_turns_the_page_dark(lab):
    lab.set_theme("dark")
    assert lab.page.evaluate("document.body.dataset.jpThemeLight") == "false"


def test_a_screenshot_is_a_file(lab, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "shots", tmp_path)
    assert lab.screenshot("page").is_file()


def test_a_saved_notebook_is_on_disk(lab):
    lab.save()
    assert "Card()" in Path(lab.server.folder, "one cell.ipynb").read_text()
