from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from coursekit.widgets import Playground, SceneWidget
from coursekit.widgets.core.assets import PICTURE, css, esm
from coursekit.widgets.core.question_card import QuestionCard


def test_joined_modules_import_nothing_and_export_once():
    text = esm(*PICTURE, "widget.js")
    assert "import {" not in text
    assert len(re.findall(r"^export ", text, re.MULTILINE)) == 1
    assert "function paint(" in text


def test_style_sheets_are_joined_in_order():
    text = css("theme.css", "widget.css")
    assert text.index("--ck-positive: #0072b2") < text.index(".ck-widget {")


needs_node = pytest.mark.skipif(
    shutil.which("node") is None, reason="no node here; the browser tests run the same script"
)


@needs_node
@pytest.mark.parametrize("kind", [SceneWidget, QuestionCard, Playground])
def test_a_joined_module_has_all_that_it_names(kind, tmp_path):
    path = tmp_path / "widget.mjs"
    path.write_text(str(kind._esm), encoding="utf-8")
    subprocess.run(["node", path], check=True)
