"""Many at once on one folder: twenty kernels that answer, three that notebooks run in, courses that open."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys

import pytest
from jupyter_client import KernelManager
from learner import NOTEBOOK

from coursekit import ask
from coursekit.progress import progress_files, read_history

KERNELS, ANSWERS = 20, 10

# Runs `work(number)` in so many processes, which all begin when the last of them is there.
CROWD = """
import os, sys
from pathlib import Path

def together(count, work):
    start, go = os.pipe()
    for number in range(count):
        if os.fork() == 0:
            os.close(go)
            os.read(start, 1)
            work(number)
            os._exit(0)
    os.close(go)
    assert [os.wait()[1] for _ in range(count)] == [0] * count
"""
ANSWER = """
from coursekit import ask

def answer(number, count):
    card, told = ask("neuron.z-by-hand"), []
    card.send = told.append
    for k in range(count):
        card._receive(card, {"type": "answer", "id": str(k), "answer": f"{number}.{k}1"}, [])
        assert "Not saved" not in str(told[-1]["verdict"])
"""
OPEN = """
import nbformat.sign  # once, not in each process
from coursekit.lab.learner_folder import update_learner_folder
from coursekit.lab.page_cells import write_page

def opening(edition):
    cell = {"cell_type": "markdown", "id": "ours", "metadata": {}, "source": "ours"}
    return lambda _: (update_learner_folder(Path("mine"), source=Path(edition)), write_page(Path("mine/home.ipynb"), [cell]))

together(4, opening("first"))
Path("mine/exercises/90_tiny.ipynb").write_bytes(Path("work.ipynb").read_bytes())
Path("mine/home.ipynb").write_bytes(b"torn")
together(4, opening("second"))
"""
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts no copies of a process")


def run(script, folder):
    subprocess.run([sys.executable, "-c", script], cwd=folder, check=True, timeout=300)


def given(folder):
    """The answers in the log: who gave them and which of theirs it was, in the order of the log."""
    answers = [event.answer.split(".") for event in read_history(folder).events]
    return [(int(number), int(which[:-1])) for number, which in answers]


@needs_fork
def test_twenty_kernels_that_answer_at_once_lose_nothing(workplace):
    run(f"{CROWD}{ANSWER}together({KERNELS}, lambda number: answer(number, {ANSWERS}))", workplace)
    history = read_history(workplace)
    assert sorted(given(workplace)) == list(itertools.product(range(KERNELS), range(ANSWERS)))
    assert (len(progress_files(workplace)), history.damaged) == (KERNELS, ())
    assert [event.time for event in history.events] == sorted(event.time for event in history.events)
    for number in range(KERNELS):
        assert [which for who, which in given(workplace) if who == number] == list(range(ANSWERS))
    assert ask("neuron.z-by-hand")._earlier["answer"] == history.events[-1].answer


def test_three_notebooks_that_answer_at_once_lose_nothing(workplace):
    with contextlib.ExitStack() as open_kernels:
        clients = [open_kernels.enter_context(kernel(workplace)) for _ in range(3)]
        for client in clients:
            client.wait_for_ready(timeout=120)
        questions = [
            client.execute(f"{ANSWER}\nanswer({number}, 5)") for number, client in enumerate(clients)
        ]
        for client, question in zip(clients, questions, strict=True):
            reply = client.get_shell_msg(timeout=120)
            while reply["parent_header"].get("msg_id") != question:
                reply = client.get_shell_msg(timeout=120)
            assert reply["content"]["status"] == "ok"
    assert sorted(given(workplace)) == list(itertools.product(range(3), range(5)))


@contextlib.contextmanager
def kernel(folder):
    """A kernel as a notebook in this folder has it, and how to talk to it."""
    manager = KernelManager()
    manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def first_line(path):
    return json.loads(path.read_text())["cells"][0]["source"][0]


@needs_fork
def test_courses_that_open_at_once_make_one_folder_and_touch_no_work(tmp_path):
    for edition, kind in itertools.product(("first", "second"), ("lessons", "exercises")):
        (tmp_path / edition / kind).mkdir(parents=True)
        (tmp_path / edition / kind / "90_tiny.ipynb").write_text(NOTEBOOK % edition)
    (tmp_path / "work.ipynb").write_text(NOTEBOOK % "my work")
    run(f"{CROWD}{OPEN}", tmp_path)
    mine = tmp_path / "mine"
    assert [first_line(path) for path in mine.glob("lessons/*")] == ["# second"]
    assert sorted(first_line(path) for path in mine.glob("exercises/*")) == ["# my work", "# second"]
    assert b"torn" in [path.read_bytes() for path in mine.glob("home (damaged*")]
    assert json.loads((mine / "home.ipynb").read_text())["cells"][0]["id"] == "ours"
    assert list(mine.rglob("*.tmp")) == []
