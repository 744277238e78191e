"""Every hostile submission in one run, between honest ones: no mark that was not earned, and nothing touched outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from canaries import SECRET, Canaries, Run
from handins import solution, solved, write
from hostile_files import EARNED, FILES

from coursekit.content import chapter

HERE = Path(__file__).parent
pytestmark = pytest.mark.slow
ATTACKED = "neuron.boundary"
NEIGHBOURS = ("neuron.repaired", "neuron.gate")  # one before the attack, one after it
WRONG = "def boundary(w, b, x1):\n    return 0.0\n"


class Attack(NamedTuple):
    """A cell of a learner's: of which exercise, and its text."""

    exercise: str
    text: str


FORGED = """
import msgspec
from coursekit.confined import line
honest = line.Line.send
def send(self, packed):
    kind, found, failure = msgspec.msgpack.decode(packed)
    called = type(found) is list and found[0] == 1  # the results of calls, a list of pairs
    honest(self, msgspec.msgpack.encode({} if {} else [kind, found, failure]))
line.Line.send = send
"""
"""A learner's process that says another thing in place of an answer."""


def attack(kind: str, said: Any) -> Attack:
    """An attack as its file says it; Python begins with an answer, a wrong one."""
    if isinstance(said, dict) and "answer" in said:
        return Attack(ATTACKED, WRONG + FORGED.format(said["answer"], "kind == 2"))
    if isinstance(said, dict) and "value" in said:
        pairs = f"[2, [1, *[[0, {said['value']}, None]] * (len(found) - 1)], None]"
        return Attack(ATTACKED, WRONG + FORGED.format(pairs, "called"))
    if isinstance(said, dict):
        return Attack(said["exercise"], said["code"])
    return Attack(ATTACKED, said if kind == "cells" else WRONG + said)


CELLS = {
    f"{path.stem}-{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')}": attack(path.stem, said)
    for path in sorted((HERE / "attacks").glob("*.yaml"))
    for name, said in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}
SELF_INFLICTED = {"shimming-no-built-in-functions-at-all", "shimming-the-codes-of-known-functions-swapped"}
"""What these break is their own notebook, in which a later exercise may need anything of theirs."""

SIGN = "def boundary(w, b, x1):\n    return (w[0] * x1 + b) / w[1]"
SOLVED = ("neuron", "nonlinearity", "layers", "backprop", "scale")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, confinement) -> Run:
    canaries = Canaries(tmp_path_factory.mktemp("attacks"))
    write(canaries.outside, "neuron", {ATTACKED: solution(ATTACKED)})
    words = canaries.words()
    for name, each in CELLS.items():
        text = re.sub(
            r"\b(OUTSIDE|SUBMISSIONS|OUT|PORT|SOCKET)\b(?!:)", lambda found: words[found[0]], each.text
        )
        text = text.replace("TEN_MEGABYTES", "x" * (10 << 20))
        answers = {neighbour: solution(neighbour) for neighbour in NEIGHBOURS} | {each.exercise: text}
        write(canaries.submissions / name, "neuron", answers)
    for name, make in FILES.items():
        make(canaries.submissions / name, canaries.outside)
    for slug in SOLVED:
        write(canaries.submissions / f"honest-{slug}", slug, solved(slug))
        write(canaries.submissions / f"untouched-{slug}", slug, {})
    write(canaries.submissions / "wrong", "neuron", {**solved("neuron"), ATTACKED: SIGN})
    return canaries.run("--workers", "2", "--seconds", "2")


def points(run: Run, learner: str) -> dict[str, float]:
    """The points of the exercises that the learner handed in."""
    return {
        exercise: float(row["points"])
        for (name, exercise), row in run.marks.items()
        if name == learner and row["outcome"] != "missing"
    }


def test_there_are_enough_attacks():
    assert len(CELLS) + len(FILES) >= 180


@pytest.mark.parametrize("name", CELLS)
def test_an_attack_earns_nothing_and_costs_its_own_exercise_only(run, name):
    earned = {each for each, worth in points(run, name).items() if worth}
    told = run.marks[name, CELLS[name].exercise]
    assert earned == set(NEIGHBOURS) or (name in SELF_INFLICTED and earned < set(NEIGHBOURS)), told


@pytest.mark.parametrize("name", [name for name in CELLS if name.startswith("wire-")])
def test_an_attack_on_the_line_finds_the_line(run, name):
    note = run.marks[name, CELLS[name].exercise]["note"]
    assert not re.search("ImportError|ModuleNotFoundError|AttributeError: (module|type)", note)


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_earns_nothing(run, name):
    assert [each for each, worth in points(run, name).items() if worth] == EARNED.get(name, [])


def test_everybody_who_handed_in_has_a_row(run):
    assert len(run.learners) == len(CELLS) + len(FILES) + 2 * len(SOLVED) + 1


@pytest.mark.parametrize("slug", SOLVED)
def test_honest_work_beside_attacks_keeps_its_marks(run, slug):
    worth = {name: each.points for name, each in chapter(slug).exercises.items()}
    assert points(run, f"honest-{slug}") == worth
    assert points(run, f"untouched-{slug}") == dict.fromkeys(worth, 0)
    outcomes = {
        row["outcome"]
        for (name, exercise), row in run.marks.items()
        if (name, exercise.partition(".")[0]) == (f"untouched-{slug}", slug)
    }
    assert outcomes == {"not attempted"}


def test_a_wrong_answer_is_told_its_cause_as_in_the_notebook(run):
    row = run.marks["wrong", ATTACKED]
    assert (float(row["points"]), row["outcome"]) == (0, "wrong")
    assert "The sign is wrong" in row["note"]
    assert sum(points(run, "wrong").values()) == sum(points(run, "honest-neuron").values()) - 1


def test_nothing_got_out_of_its_room(run):
    assert re.findall("BROKE OUT.*", run.written + run.said) == []
    assert SECRET not in run.written + run.said
    assert (run.files, run.connections, run.processes) == ([], [], [])


def test_what_learners_made_up_stays_text_on_pages_and_in_the_terminal(run):
    assert "&lt;script&gt;alert(1)" in run.pages
    assert "<script>alert(1)" not in run.pages
    assert "\x1b" not in run.pages + run.said


def test_the_run_takes_bounded_memory(run):
    assert run.peak < 2 << 30
    assert len(run.written) < 50 << 20
