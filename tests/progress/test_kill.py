"""Four processes write answers while they are killed with −9, again and again."""

import random
import subprocess
import sys
import time
from pathlib import Path

from coursekit.progress import read_history

WRITERS, KILLS, ANSWERS, LIMIT = 4, 24, 1000, 120.0

# Says an event's uid only once `append` has returned.
WRITER = """
import os, sys
from pathlib import Path
from coursekit.progress import Event, Log
log = Log(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    event = Event(kind="answer", chapter="neuron", id="one", answer={"text": "x" * (number % 700)}, outcome="noted")
    os.write(1, log.append(event).uid.encode() + b"\\n")
"""


def start(folder: Path, number: int) -> tuple[subprocess.Popen, Path]:
    said = folder / f"said-{number}.txt"
    with said.open("wb") as stream:
        return subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=stream), said


def wait_for_a_word(said: Path, deadline: float) -> None:
    while said.stat().st_size == 0 and time.monotonic() < deadline:
        time.sleep(0.002)


def acknowledged(folder: Path) -> set[str]:
    """The uids said so far; the last word of each may have been cut by the kill."""
    return {uid for said in folder.glob("said-*.txt") for uid in said.read_text().split("\n")[:-1]}


def test_no_acknowledged_answer_is_lost_to_kill_9(tmp_path):
    chance, deadline = random.Random(2026), time.monotonic() + LIMIT
    running, numbers, kills = [], iter(range(10_000)), 0
    try:
        while kills < KILLS or len(acknowledged(tmp_path)) < ANSWERS:
            assert time.monotonic() < deadline, (
                f"only {kills} kills in {LIMIT:.0f} s: is the machine very busy?"
            )
            while len(running) < WRITERS:
                running.append(start(tmp_path, next(numbers)))
            process, said = running.pop(0)
            wait_for_a_word(said, deadline)
            time.sleep(chance.uniform(0, 0.02))
            process.kill()
            process.wait()
            kills += 1
    finally:
        for process, _ in running:
            process.kill()
            process.wait()
    history = read_history(tmp_path)
    assert acknowledged(tmp_path) <= {event.uid for event in history.everything}
    # What a kill tore is one unfinished line at most a process.
    assert len(history.damaged) <= kills + WRITERS
