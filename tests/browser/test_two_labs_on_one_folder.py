"""Two JupyterLabs on one folder, started at the same moment: servers and kernels, without a browser."""

from __future__ import annotations

import json
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from jupyter_client import BlockingKernelClient
from labpage import Server

from coursekit.progress import read_history

pytestmark = pytest.mark.slow

LAB = (
    sys.executable,
    "-m",
    "coursekit",
    "lab",
    "{folder}/mine",
    "--port={port}",
    "--no-browser",
)
LESSON = "lessons/01_neuron.ipynb"
ANSWERS = """
from coursekit import ask
card, sent = ask("neuron.z-by-hand"), []
card.send = sent.append
for k in range(5):
    card._receive(card, {"type": "answer", "id": str(k), "answer": "%s.%d" % (NUMBER, k)}, [])
    assert "Not saved" not in str(sent[-1])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("two")


@pytest.fixture(scope="module")
def labs(folder, tmp_path_factory):
    found = [Server(LAB, folder, tmp_path_factory.mktemp(name)) for name in ("one", "two")]
    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(Server.start, found))
        yield found
    finally:
        for lab in found:
            lab.stop()


def call(lab, place, method="GET", /, **body):
    """What a server answers to a request of a browser."""
    request = urllib.request.Request(
        f"{lab.url}/api/{place}",
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"token {lab.token}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def sources(lab, path):
    return ["".join(cell["source"]) for cell in call(lab, f"contents/{path}")["content"]["cells"]]


def add(lab, path, text):
    """Write a cell at the end of a notebook and save it, as a learner in this lab does."""
    notebook = call(lab, f"contents/{path}")["content"]
    cell = {"cell_type": "markdown", "id": text.replace(" ", "-"), "metadata": {}, "source": text}
    notebook["cells"].append(cell)
    call(lab, f"contents/{path}", "PUT", type="notebook", content=notebook)


def test_each_listens_on_a_port_of_its_own_and_shows_the_same_course(labs):
    assert labs[0].port != labs[1].port
    first, second = (call(lab, "contents/lessons")["content"] for lab in labs)
    assert {each["name"] for each in first} == {each["name"] for each in second} > {"01_neuron.ipynb"}
    assert not [each["name"] for each in first if "(" in each["name"]]


def test_what_is_saved_in_one_is_kept_and_seen_in_the_other(labs):
    add(labs[0], LESSON, "from one")
    add(labs[1], LESSON, "from two")
    assert [sources(lab, LESSON)[-2:] for lab in labs] == [["from one", "from two"]] * 2


def test_a_cell_on_the_home_page_outlives_its_renewal_by_both(labs):
    add(labs[0], "home.ipynb", "my note")
    answer(labs[1])
    for lab in labs:
        assert sources(lab, "home.ipynb")[1:] == ["my note"]
        assert "1 of" in json.dumps(call(lab, "contents/home.ipynb")["content"])


def answer(*labs):
    """Give five answers in a notebook of each of these labs, in all at once."""
    clients = [asked(lab) for lab in labs]
    try:
        for client in clients:
            reply = client.get_shell_msg(timeout=120)["content"]
            assert reply["status"] == "ok", reply
    finally:
        for client in clients:
            client.stop_channels()


def asked(lab):
    """A kernel of this lab, in which the answers are being given."""
    notebook = {"path": LESSON, "type": "notebook", "name": "", "kernel": {"name": "python3"}}
    kernel = call(lab, "sessions", "POST", **notebook)["kernel"]
    client = BlockingKernelClient()
    client.load_connection_file(str(lab.home / "runtime" / f"kernel-{kernel['id']}.json"))
    client.start_channels()
    client.execute(f"NUMBER = {lab.port}\n{ANSWERS}")  # waits there until the kernel is up
    return client


def test_the_answers_of_both_are_in_one_log(labs, folder):
    before = len(read_history(folder / "mine").events)
    answer(*labs)
    history = read_history(folder / "mine")
    assert (len(history.events), history.damaged) == (before + 10, ())
    last = [event.answer for event in history.events[before:]]
    for lab in labs:
        assert [each for each in last if each.startswith(str(lab.port))] == [
            f"{lab.port}.{k}" for k in range(5)
        ]


def test_what_one_has_open_stays_open_when_the_other_ends(labs):
    labs[1].stop()
    assert sources(labs[0], LESSON)[-2:] == ["from one", "from two"]
    assert call(labs[0], "sessions")
