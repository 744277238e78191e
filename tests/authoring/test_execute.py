from __future__ import annotations

import os
from pathlib import Path

import pytest

from coursekit.authoring.execute import execute, kernel_environment
from coursekit.authoring.notebook import code, dumps, make, markdown
from coursekit.errors import BankError

WIDGET = """\
from IPython.display import display
print("a")
print("b")
view = {"application/vnd.jupyter.widget-view+json": {"model_id": "random"}, "text/plain": "Dial(w=1)"}
display(view, raw=True)"""
SEEN = "import os\nprint(os.environ['OPENBLAS_NUM_THREADS'], os.path.samefile(os.environ['COURSEKIT_FOLDER'], '.'))"


def test_a_notebook_runs_twice_to_the_same_text():
    cells = [markdown("words"), code(WIDGET), code(SEEN), code("1 + 1")]
    one, two = (execute(make(cells), source="tiny/lesson.py") for _ in range(2))
    assert dumps(one) == dumps(two)
    printed, shown = one.cells[1].outputs
    assert printed.text == "a\nb\n"
    assert shown.data == {"text/plain": "Dial(w=1)"}
    assert one.cells[2].outputs[0].text == "1 True\n"
    assert one.cells[3].execution_count == 3


def test_a_cell_that_raises_is_named_in_one_sentence():
    notebook = make([markdown("words"), code("x = 1"), code("y = x / 0")])
    with pytest.raises(BankError) as caught:
        execute(notebook, source="tiny/lesson.py")
    assert str(caught.value) == (
        "tiny/lesson.py, cell 3 ('y = x / 0') does not run: ZeroDivisionError: division by zero"
    )


@pytest.mark.parametrize(
    ("source", "reason"),
    [("while True: pass", "it was not done after 1 s"), ("import os; os._exit(1)", "its kernel died")],
)
def test_a_cell_that_does_not_end_well_is_named(source, reason):
    with pytest.raises(BankError) as caught:
        execute(make([code("x = 1"), code(source)]), source="tiny/lesson.py", timeout=1)
    assert str(caught.value) == f"tiny/lesson.py, cell 2 ({source!r}) does not run: {reason}"


def test_the_kernel_sees_nothing_of_who_builds(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    monkeypatch.setenv("MPLBACKEND", "agg")
    environment = kernel_environment(Path("there"))
    assert "NBGRADER_EXECUTION" not in environment
    assert "MPLBACKEND" not in environment
    assert environment["COURSEKIT_FOLDER"] == "there"
    assert environment["PATH"] == os.environ["PATH"]
