"""Which cells an exercise needs, and where it is checked, whatever a learner did to the notebook."""

from __future__ import annotations

import json

import pytest
from handed_in import notebook

from coursekit.errors import FolderError
from coursekit.grader.cells import cells_of, needed, place_of

CHECK = 'check("neuron.gate")'


def texts(cells, *names):
    return [cell.text for cell in needed(cells_of(notebook(*cells), "it"), names)]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["import numpy as np", "def f(x):\n    return np.exp(x)", "print(f(3))", "f(4)"], [0, 1]),
        (["a = 1", "b = a", "def f():\n    return b", "c = f()"], [0, 1, 2]),
        (
            ["rows = []", "rows.append(3)", "rows[0] = 4", "f = rows", "x = [rows for rows in 'ab']"],
            [0, 1, 2, 3],
        ),
        (["w = 1", "def f(w):\n    w = w + 1\n    return w", "w, b = f(1), 2"], [1]),
        (["import numpy as np", "np.exp = abs", "def f(x):\n    return np.exp(x)"], [0, 1, 2]),
        (["def f(): pass", "for f in (1, 2):\n    pass", "with open('x') as g: pass", "del f"], [0, 1, 3]),
        (["while True: pass", "f = 1", "def f(:"], [1]),
        (["g = 1", "exec('f = 2')", "h = 3"], [0, 1, 2]),
        (["from numpy import *", "f = exp", "z = 1"], [0, 1, 2]),
        (["def set_it():\n    global f\n    f = 1", "set_it()"], [0, 1]),
        (["%matplotlib inline\nf = 1", "class g: pass\nx = 1"], [0]),
    ],
)
def test_only_the_cells_that_a_name_builds_on_are_run(cells, wanted):
    assert texts(cells, "f") == [cells[place] for place in wanted]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["gate = 1", CHECK, "x = 2"], 1),
        ([CHECK, "gate = 1", "x = 2"], 3),
        (["gate = 1", CHECK, "gate = 2", CHECK, "x = 3"], 3),
        (["gate = 1", ("nothing here any more", "neuron-gate"), "x = 3"], 1),
        (["gate = 1", "check('old.gate')", "x = 2"], 1),
        (["gate = 1", "x = 2"], 2),
        (["x = 1", CHECK], 2),
        (["x = 1", "y = 2"], None),
    ],
)
def test_an_exercise_is_checked_where_its_check_stands_and_its_names_are_there(cells, wanted):
    found = cells_of(notebook(*cells), "it")
    assert place_of(found, ["neuron.gate", "old.gate"], ["gate"]) == wanted


@pytest.mark.parametrize(
    ("text", "solved"),
    [
        ("def f(x):\n    return x", True),
        ("def f(x):\n    ...", False),
        ("class f:\n    def g(self):\n        ...", False),
        ("f = 3", True),
        ("x = 3", False),
    ],
)
def test_dots_are_no_solution(text, solved):
    (cell,) = cells_of(notebook(text), "it")
    assert cell.solves("f") is solved


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"{}", b'{"cells": [3]}', b'{"cells": [{"cell_type": "code"}]}']
)
def test_what_is_no_notebook_is_refused(data):
    with pytest.raises(FolderError, match="it is no notebook, or a damaged one"):
        cells_of(data, "it")


def test_a_notebook_of_a_size_that_none_has_is_refused():
    with pytest.raises(FolderError, match="more than 32 MB"):
        cells_of(b" " * ((32 << 20) + 1), "it")


def test_odd_but_readable_notebooks_are_read():
    cells = [
        {"cell_type": "markdown", "source": "x"},
        {"cell_type": "code", "source": "a = 1", "metadata": None},
    ]
    data = b"\xef\xbb\xbf" + json.dumps({"cells": cells}).encode()
    assert [(cell.number, cell.text, cell.grade_id) for cell in cells_of(data, "it")] == [(2, "a = 1", "")]
