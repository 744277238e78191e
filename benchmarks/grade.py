"""Marks of a class: the grader beside `nbgrader autograde`, 2,000 submissions, and a cluster that loses a worker.

    python -m benchmarks.grade                    20 honest submissions of lesson 1, nbgrader and ours in turns
    python -m benchmarks.grade --class 2000       submissions of all seven chapters; time, and memory as it goes
    python -m benchmarks.grade --cluster 200      through a Dask LocalCluster of two workers, one of which is killed
    python -m benchmarks.grade --json

The submissions are made anew from one seed: each exercise is solved, wrong, crashing or untouched, so the right marks
are known, and every run is held against them. Seconds are by the clock and hold the start of each command; they
depend on the machine, the ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from coursekit.authoring.classroom import write_sources
from coursekit.content import chapter, chapters
from coursekit.grader.journal import JOURNAL
from coursekit.grader.marks import read_marks
from tests.grader.handins import solved, write

GOAL = {"times faster": 50.0}
PEERS_CHAPTER = "neuron"
SHARES = {"solved": 0.7, "wrong": 0.1, "crashing": 0.05, "untouched": 0.15}
MOST = 20  # differences that are printed
SAMPLED = 1.0  # seconds between two looks at the memory

Marks = dict[tuple[str, str], float]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--class", type=int, dest="size", metavar="N", help="submissions of all chapters")
    words.add_argument("--cluster", type=int, metavar="N", help="submissions through a LocalCluster")
    words.add_argument("--rounds", type=int, default=3, help="turns of each side (default 3)")
    words.add_argument("--submissions", type=int, default=20, help="of each turn (default 20)")
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--json", action="store_true")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="coursekit-grade-") as name:
        place = Path(name)
        if given.size:
            found = whole_class(place, given.size, given.workers)
        elif given.cluster:
            found = cluster(place, given.cluster)
        else:
            found = beside_nbgrader(place, given.rounds, given.submissions, given.workers)
    print(json.dumps(found) if given.json else "\n".join(f"{key}: {value}" for key, value in found.items()))


def make_class(folder: Path, size: int, slugs: Sequence[str]) -> Marks:
    """Write the submissions of a class, a folder a learner, the chapters in turn; return the marks they earn."""
    rng = random.Random(20260202)
    earned: Marks = {}
    for number in range(size):
        learner, slug = f"learner-{number:04}", slugs[number % len(slugs)]
        texts, worth = answers(slug, rng)
        write(folder / learner, slug, texts)
        earned |= {(learner, exercise): mark for exercise, mark in worth.items()}
    return earned


def answers(slug: str, rng: random.Random) -> tuple[dict[str, str], dict[str, float]]:
    """One learner's answers, exercise → text, and the points that each is worth.

    What builds on a function that isn't right is left untouched: its mark would be a matter of luck.
    """
    texts, worth, spoiled = {}, {}, set[str]()
    for name, text in solved(slug).items():
        each = chapter(slug).exercises[name]
        how = rng.choices(list(SHARES), list(SHARES.values()))[0]
        if any(re.search(rf"\b{other}\b", text) for other in spoiled):
            how = "untouched"
        if how == "solved":
            texts[name] = text
        else:
            spoiled |= set(each.needs)
        if how == "wrong":
            texts[name] = f"{text}\n{each.needs[0]} = lambda *args, **kwargs: 0.5"
        if how == "crashing":
            texts[name] = f"{text}\n{each.needs[0]} = lambda *args, **kwargs: 1 / 0"
        worth[name] = each.points if how == "solved" else 0.0
    return texts, worth


def grade(submissions: Path, out: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "coursekit", "grade", str(submissions), "--out", str(out), *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finished(process: subprocess.Popen[bytes]) -> None:
    _, said = process.communicate()
    assert process.returncode == 0, said.decode()[-2000:]


def our_marks(out: Path) -> Marks:
    """Points by learner and exercise; a lesson that only others handed in is no mark of the learner's."""
    return {
        (each.learner, each.exercise): each.points for each in read_marks(out) if each.outcome != "missing"
    }


def differences(earned: Marks, given: Marks) -> list[str]:
    """Describe the marks that are not what was earned, the first of them."""
    return [
        f"{' '.join(key)}: earned {earned.get(key)}, given {given.get(key)}"
        for key in sorted(earned.keys() | given.keys())
        if earned.get(key) != given.get(key)
    ][:MOST]


def beside_nbgrader(place: Path, rounds: int, size: int, workers: int) -> dict[str, Any]:
    """Mark the same submissions in turns; compare seconds a submission and every mark."""
    earned = make_class(place / "class", size, [PEERS_CHAPTER])
    nbgraders = nbgraders_course(place / "course", place / "class")
    seconds: dict[str, list[float]] = {"nbgrader": [], "coursekit": []}
    for turn in range(rounds):
        start = time.perf_counter()
        nbgrader(place / "course", "autograde", PEERS_CHAPTER, "--force")
        seconds["nbgrader"].append((time.perf_counter() - start) / size)
        start = time.perf_counter()
        finished(grade(place / "class", place / f"marks-{turn}", "--workers", str(workers)))
        seconds["coursekit"].append((time.perf_counter() - start) / size)
        assert our_marks(place / f"marks-{turn}") == our_marks(place / "marks-0")
    medians = {side: statistics.median(each) for side, each in seconds.items()}
    faster = medians["nbgrader"] / medians["coursekit"]
    wanted = GOAL["times faster"]
    return {
        **{f"{side}, seconds a submission (median)": round(each, 4) for side, each in medians.items()},
        "times faster": f"{faster:.1f}, {'kept' if faster >= wanted else 'MISSED'} (at least {wanted:g})",
        "marks unlike those earned, ours": differences(earned, our_marks(place / "marks-0")),
        "marks unlike those earned, nbgrader's": differences(earned, nbgraders()),
    }


def nbgraders_course(folder: Path, submissions: Path) -> Any:
    """Make nbgrader's course folder with these submissions; return a function that reads its marks."""
    assignment = chapter(PEERS_CHAPTER)
    list(write_sources(folder, [assignment]))
    nbgrader(folder, "generate_assignment", assignment.slug)
    for learner in submissions.iterdir():
        target = folder / "submitted" / learner.name / assignment.slug
        target.mkdir(parents=True)
        (target / assignment.notebook).write_bytes((learner / assignment.notebook).read_bytes())

    def marks() -> Marks:
        # It takes two seconds, and only this comparison needs it.
        from nbgrader.api import Gradebook  # noqa: PLC0415

        with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
            return {
                (each.student.id, grade.name.replace("-", ".", 1)): grade.score
                for each in book.assignment_submissions(assignment.slug)
                for notebook in each.notebooks
                for grade in notebook.grades
            }

    return marks


def nbgrader(folder: Path, *words: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it starts alembic by name
    command = [sys.executable, "-m", "nbgrader", *words]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]


def whole_class(place: Path, size: int, workers: int) -> dict[str, Any]:
    """Mark a class of all chapters, and watch what memory the processes hold together."""
    earned = make_class(place / "class", size, [each.slug for each in chapters()])
    start = time.perf_counter()
    process = grade(place / "class", place / "marks", "--workers", str(workers))
    held: list[float] = []
    watching = threading.Thread(target=lambda: held.extend(memory(process)))
    watching.start()
    finished(process)
    seconds = time.perf_counter() - start
    watching.join()
    quarter = max(1, len(held) // 4)
    return {
        "submissions": size,
        "minutes": round(seconds / 60, 2),
        "milliseconds a submission": round(1000 * seconds / size, 1),
        "megabytes, second quarter (median)": round(statistics.median(held[quarter : 2 * quarter] or held)),
        "megabytes, last quarter (median)": round(statistics.median(held[-quarter:])),
        "megabytes, peak": round(max(held)),
        "marks unlike those earned": differences(earned, our_marks(place / "marks")),
    }


def memory(process: subprocess.Popen[bytes]) -> Iterator[float]:
    """Yield the megabytes that a process and its descendants hold, shared pages counted once, until it ends."""
    while process.poll() is None:
        yield sum(map(held_by, family(process.pid))) / 1e6
        time.sleep(SAMPLED)


def family(root: int) -> Iterator[int]:
    yield root
    for path in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            children = path.read_text().split()
        except OSError:  # it has just ended
            continue
        for child in children:
            yield from family(int(child))


def held_by(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return 1024 * int(text.partition("\nPss:")[2].split()[0]) if "\nPss:" in text else 0


def cluster(place: Path, size: int) -> dict[str, Any]:
    """Mark a class through Dask while one worker of two is killed; every mark must be there all the same."""
    # Only this part needs the extra.
    from distributed import LocalCluster  # noqa: PLC0415

    earned = make_class(place / "class", size, [each.slug for each in chapters()])
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as workers:
        start = time.perf_counter()
        process = grade(place / "class", place / "marks", "--scheduler", workers.scheduler_address)
        journal = place / "marks" / JOURNAL
        while process.poll() is None and not (journal.exists() and len(journal.read_bytes()) > 10_000):
            time.sleep(0.05)
        assert process.poll() is None, (
            "all were marked before a worker could be killed; take more submissions"
        )
        os.kill(next(iter(workers.workers.values())).pid, signal.SIGKILL)
        finished(process)
        seconds = time.perf_counter() - start
    return {
        "submissions": size,
        "seconds": round(seconds, 1),
        "workers killed": 1,
        "marks unlike those earned": differences(earned, our_marks(place / "marks")),
    }


if __name__ == "__main__":
    main()
