"""Time and memory that the class report takes for five million events, beside plain Python.

    python -m benchmarks.report                     5,000,000 events of 5,000 learners
    python -m benchmarks.report --learners 500      a tenth of it
    python -m benchmarks.report --json

The class is made anew from one seed (real questions, options and messages; some ten files a learner), on a disk
that should hold 1.2 GB more. Each side runs in a process of its own, which reads every line and counts the same
first attempts; the peer reads them as the learner's own history does (`coursekit.progress`, msgspec), and stops
there: no tables, no discrimination, no page. Absolute times depend on the machine; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from coursekit.content import chapters
from coursekit.progress import Event, progress_folder, read_history
from coursekit.progress.lines import encode_line
from coursekit.quiz import Recall, mark_answer, right_answer, wrong_answers
from coursekit.report import read_class
from coursekit.report.csv_tables import as_csv
from coursekit.report.html import as_html
from coursekit.report.text import as_text

GOAL = {"seconds": 20.0, "gigabytes": 2.0}
EVENTS = 1000  # of one learner
FILES = 10
START = datetime(2026, 2, 2, 8, tzinfo=UTC)
SAYS = (
    "not yet: for x = [{a}, {b}] you gave {c}.0, expected {a}.0. The bias is missing: z is the weighted sum plus b.",
    "not yet: for w = [{a}, {b}], b = {c} you gave {a}, expected {b}. The sign is wrong: what moves changes its sign.",
    "not yet: AND should be off for the inputs (0, {a}): z must be at most −0.1, and your weights give z = {c}.",
    "crashed: your line 3, `return w @ x + b`, stopped with a ValueError: shapes ({a},) and ({b},) do not fit.",
)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--learners", type=int, default=5000)
    words.add_argument("--json", action="store_true")
    words.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    words.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.side:
        print(json.dumps(measured(given.side, given.folder)))
        return
    with tempfile.TemporaryDirectory(prefix="coursekit-class-") as place:
        make_class(Path(place) / "class", given.learners)
        found = {side: in_a_fresh_process(side, Path(place) / "class") for side in SIDES}
    assert found["coursekit"]["right_first"] == found["python"]["right_first"], found
    print(json.dumps(found) if given.json else table(found))


def make_class(folder: Path, learners: int) -> None:
    """Make the same class each time: every learner goes through the course again until there are enough events."""
    rng = random.Random(20260202)
    lines = list(templates())
    for number in range(learners):
        place = progress_folder(folder / f"learner-{number:05}")
        place.mkdir(parents=True)
        moment, share = START + timedelta(seconds=rng.randrange(10**7)), 0.6 + 0.15 * rng.gauss(0, 1)
        for k in range(FILES):
            text = []
            for step in range(EVENTS // FILES):
                moment += timedelta(microseconds=rng.randrange(10**7, 10**8))
                right, wrong = lines[(k * EVENTS // FILES + step) % len(lines)]
                text.append(
                    stamped(right if rng.random() < share or not wrong else rng.choice(wrong), moment, rng)
                )
            (place / f"{k:02}.jsonl").write_bytes(b"".join(text))


def stamped(template: bytes, moment: datetime, rng: random.Random) -> bytes:
    """Give a line its own uid and time, and its own numbers where a message has some."""
    return (
        template.replace(b"@uid", b"%016x" % rng.getrandbits(64))
        .replace(b"2026-01-01T00:00:00Z", moment.isoformat().replace("+00:00", "Z").encode())
        .replace(b"@n", b"%d" % rng.randrange(100))
    )


def templates() -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield for each question and exercise of the course the line of a right attempt and those of wrong ones."""
    for chapter in chapters():
        for name, question in chapter.bank.questions.items():
            answers = [] if isinstance(question, Recall) else wrong_answers(question)
            lines = []
            for answer in (right_answer(question), *answers):
                verdict = mark_answer(question, answer)
                found = {"outcome": verdict.outcome, "misconception": verdict.misconception}
                lines.append(line(kind="answer", chapter=chapter.slug, id=name, answer=answer, **found))
            yield lines[0], lines[1:]
        for full_id in chapter.exercises:
            here = {"kind": "attempt", "chapter": chapter.slug, "id": full_id.partition(".")[2]}
            said = [text.replace("{a}", "@n").replace("{b}", "@n").replace("{c}", "@n") for text in SAYS]
            yield (
                line(**here, outcome="correct", message="correct. A sum is enough."),
                [line(**here, outcome=text.partition(":")[0], message=text) for text in said],
            )


def line(**fields: object) -> bytes:
    return encode_line(Event(uid="@uid", time=datetime(2026, 1, 1, tzinfo=UTC), **fields))  # type: ignore[arg-type]


def in_a_fresh_process(side: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.report", "--side", side, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measured(side: str, folder: Path) -> dict[str, float]:
    start = time.perf_counter(), time.process_time()
    right_first = SIDES[side](folder)
    return {
        "seconds": time.perf_counter() - start[0],
        "cpu_seconds": time.process_time() - start[1],
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
        "right_first": right_first,
    }


def with_coursekit(folder: Path) -> int:
    """Make the whole report (figures, text, page and CSV); return the number of right first attempts."""
    found = read_class([folder])
    assert as_text(found)
    assert as_html(found)
    assert as_csv(found)
    return sum(each.right_first for each in found.questions)


def with_python(folder: Path) -> int:
    """Count the right first attempts, reading line by line."""
    marked = {
        (c.slug, n) for c in chapters() for n, q in c.bank.questions.items() if not isinstance(q, Recall)
    }
    total = 0
    for place in folder.iterdir():
        seen = set()
        for event in read_history(place).everything:
            name = event.chapter, event.id
            if event.kind == "answer" and name in marked and name not in seen:
                seen.add(name)
                total += event.outcome == "right"
    return total


def table(found: dict[str, dict[str, float]]) -> str:
    ours, peer = found["coursekit"], found["python"]
    rows = [f"{'':12}{'seconds':>10}{'CPU s':>10}{'peak GB':>10}"]
    rows += [
        f"{side:12}{each['seconds']:10.1f}{each['cpu_seconds']:10.1f}{each['gigabytes']:10.2f}"
        for side, each in found.items()
    ]
    faster = peer["seconds"] / ours["seconds"]
    rows.append(
        f"the whole report in 1/{faster:.1f} of the time that plain Python takes to count first attempts"
    )
    rows += [
        f"{name}: {'kept' if ours[name] <= most else 'MISSED'} ({ours[name]:.2f}, at most {most:g})"
        for name, most in GOAL.items()
    ]
    return "\n".join(rows)


SIDES = {"coursekit": with_coursekit, "python": with_python}

if __name__ == "__main__":
    main()
