"""Marks of single submissions, in real confined processes."""

from __future__ import annotations

import pytest
from handed_in import RIGHT, SETUP, checked, notebook

from coursekit.content import chapter
from coursekit.errors import ArgumentError
from coursekit.grader import judge
from coursekit.grader.judge import Task, mark, mark_packed, packed_task, unpacked

pytestmark = pytest.mark.usefixtures("confinement")
BOUNDARY = RIGHT["neuron.boundary"]


def marks(data, **options):
    task = Task(learner="ada", place="ada", files={"01_neuron.ipynb": data}, seed=1, **options)
    found = unpacked(mark_packed(packed_task(task)))
    assert found == mark(task)  # the same again: the seed is the run's
    return {each.exercise.partition(".")[2]: each for each in found.marks}


def outcome(text, *, name="boundary", **options):
    found = marks(checked(**{name: text}), **options)[name]
    assert found.points == (found.outcome == "right")
    return found.outcome, found.note


def test_right_work_has_its_points_and_what_is_missing_is_said():
    found = marks(checked(boundary=BOUNDARY, gate="def gate(name):\n    ..."))
    assert found["boundary"].points == chapter("neuron").exercises["neuron.boundary"].points
    assert found["boundary"].note.startswith("correct. Nothing here was bent")
    assert (found["gate"].outcome, found["gate"].points) == ("not attempted", 0)
    assert {found[name].outcome for name in ("neuron", "repaired", "xor_best")} == {"missing"}


@pytest.mark.parametrize(
    ("text", "wanted", "told"),
    [
        (BOUNDARY.replace("-(", "("), "wrong", "The sign is wrong"),
        (BOUNDARY.replace("w[1]\n", "w[2]\n").replace("/ w[1]", "/ w[2]"), "crash", "IndexError"),
        ("def boundary(w, b, x1:\n    return 0", "crash", "Python can't read the cell with your `boundary`"),
        ("import os\ndef boundary(w, b, x1):\n    os._exit(0)", "stopped", "ended Python itself"),
        ("def boundary(w, b, x1):\n    exit()", "crash", "SystemExit"),
        ("def boundary(w, b, x1):\n    x = [0] * 10**9", "memory", "more memory"),
        ("def boundary(w, b, x1):\n    x = np.ones((10**5, 10**5))", "memory", "more memory"),
        ("import ctypes\ndef boundary(w, b, x1):\n    ctypes.string_at(0)", "crash", "broke down"),
        (
            "boundary = undefined\n",
            "not attempted",
            "cell 2 stopped at your line 1, `boundary = undefined`: NameError",
        ),
        ("raise KeyboardInterrupt\ndef boundary(w, b, x1): ...", "not attempted", "KeyboardInterrupt"),
    ],
)
def test_work_that_is_not_right_is_told_what_is_wrong(text, wanted, told):
    found = outcome(text)
    assert found[0] == wanted, found
    assert told in found[1]


def test_a_loop_costs_its_exercise_and_no_other():
    found = marks(
        checked(boundary="def boundary(w, b, x1):\n    while True: pass", repaired=RIGHT["neuron.repaired"]),
        seconds=1,
    )
    assert found["boundary"].outcome == "time"
    assert "after 1 second," in found["boundary"].note
    assert found["repaired"].outcome == "right"


def test_a_cell_that_ends_python_costs_what_builds_on_it():
    cells = f"import os\nfactor = 1\nos._exit(3)\n{BOUNDARY}"
    found = marks(checked(boundary=cells, repaired=RIGHT["neuron.repaired"]))
    assert (found["boundary"].outcome, found["repaired"].outcome) == ("stopped", "right")


def test_a_worker_without_walls_says_so(monkeypatch):
    monkeypatch.setattr(judge, "missing_for_confinement", lambda: "this machine has none")
    with pytest.raises(ArgumentError, match="this machine has none, so learners' code would run here"):
        judge._fork_server.__wrapped__(confined=True)


def test_a_sleeper_is_not_waited_for():
    assert outcome("import time\ndef boundary(w, b, x1):\n    time.sleep(60)", seconds=1)[0] == "time"


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd')",
        "open('/tmp/mark', 'w')",
        "import socket; socket.socket()",
        "import os; os.fork()",
        "import os; os.kill(os.getppid(), 9)",
        "import subprocess; subprocess.run(['true'])",
        "import coursekit.content.neuron.diagnoses",
        "import sys; del sys.modules['coursekit.content']; import coursekit.content",
        "import coursekit.grader",
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (99, 99))",
        "import os; os.listdir('/proc')",
        "import mmap; mmap.mmap(-1, 1 << 20)",
        "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0",
    ],
)
def test_there_is_no_way_out(attempt):
    reached = f"try:\n    {attempt}\nexcept (OSError, ImportError, AssertionError, ValueError) as error:\n    closed = True\n"
    cells = [SETUP, reached, f"{BOUNDARY}\nclosed", 'check("neuron.boundary")']
    cells[2] = BOUNDARY.replace("    if", "    assert closed\n    if", 1)
    assert marks(notebook(*cells))["boundary"].outcome == "right"


def test_a_notebook_that_is_none_is_a_note_and_nothing_else():
    task = Task(learner="ada", place="ada", files={"a.ipynb": b"{", "b.ipynb": b"[" * 100_000}, seed=1)
    found = mark(task)
    assert found.marks == []
    assert [note.partition(" is no notebook")[0] for note in found.notes] == ["a.ipynb", "b.ipynb"]


def test_code_that_learners_may_write_in_a_notebook_runs():
    helper = "%matplotlib inline\n!ls\nfrom coursekit import ask, use\ncard = ask('neuron.steps')\nget_ipython().run_line_magic('time', '')\nnp.seterr(all='raise')\nfactor = -1"
    text = BOUNDARY.replace("return -(", "return factor * (")
    assert marks(notebook(SETUP, helper, text, 'check("neuron.boundary")'))["boundary"].outcome == "right"
