from __future__ import annotations

import json

from coursekit.lab.review_page import write_review
from coursekit.progress import Event, Log

OURS = ["coursekit-review-top", "coursekit-review", "coursekit-final-top", "coursekit-final"]


def cells(folder):
    return json.loads((folder / "review.ipynb").read_text(encoding="utf-8"))["cells"]


def shown(folder):
    return cells(folder)[1]["outputs"][0]["data"]


def test_the_review_can_be_read_before_any_kernel_runs(sample, workplace):
    sample()
    assert write_review(workplace) == []
    assert [cell["id"] for cell in cells(workplace)] == OURS
    assert shown(workplace)["text/plain"].startswith("Nothing is due.")
    assert "<pre" not in shown(workplace)["text/html"]


def test_it_lists_what_is_due(sample, workplace):
    sample()
    for name, outcome in (("number", "wrong"), ("pick", "right")):
        Log(workplace).append(Event(kind="answer", chapter="tiny", id=name, outcome=outcome))
    write_review(workplace)
    assert shown(workplace)["text/plain"] == "1 question is due.\n\nnow   tiny.number   What is twice 8?"
    assert "<pre" in shown(workplace)["text/html"]


def test_writing_again_keeps_the_learners_cells(sample, workplace):
    sample()
    write_review(workplace)
    notebook = json.loads((workplace / "review.ipynb").read_text())
    note = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "my note"}
    notebook["cells"].append(note)
    (workplace / "review.ipynb").write_text(json.dumps(notebook))
    write_review(workplace)
    assert [cell["id"] for cell in cells(workplace)] == [*OURS, "mine"]
