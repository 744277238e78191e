"""A class with known difficulty, misconceptions, gains, time, marks and cheats, and how much of it the report finds again.

    python -m benchmarks.simulated_class                    2,000 learners
    python -m benchmarks.simulated_class --learners 300
    python -m benchmarks.simulated_class --keep FOLDER      keep the learners' folders, marks, roster and the page there

Each learner has an ability and each question of the real course a difficulty; who is wrong takes one of the bank's
wrong answers. Three questions are answered by chance, some learners stop half-way, some are stuck, and some cheat: they
copy a log, write "right" behind wrong answers, click through in seconds, or claim exercises that the grader refutes.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from coursekit.content import Chapter, chapters
from coursekit.progress import Event, progress_folder
from coursekit.progress.lines import encode_line
from coursekit.quiz import Recall, mark_answer, right_answer, wrong_answers
from coursekit.report import ClassReport, Wanted, read_class
from coursekit.report.attention import needs_help
from coursekit.report.html import as_html
from coursekit.roster import Enrolled

START = datetime(2026, 2, 2, 8, tzinfo=UTC)
END = START + timedelta(days=70)
BREAK = 15  # minutes
FLAT = 3  # questions answered by chance
CHEATS = ("copies", "forges", "hurries", "claims")
GROUPS = ("Monday", "Tuesday")


@dataclass
class Truth:
    """What is true of the class, counted while it was made."""

    flat: set[str] = field(default_factory=set)
    difficulty: dict[str, float] = field(default_factory=dict)
    first: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))  # right, asked
    showed: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    twice: dict[str, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )  # n, before, after
    minutes: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    done: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    solved: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    marks: dict[tuple[str, str], float] = field(default_factory=dict)
    roster: dict[str, Enrolled] = field(default_factory=dict)
    cheats: dict[str, str] = field(default_factory=dict)
    weak: set[str] = field(default_factory=set)  # learners far behind
    strong: set[str] = field(default_factory=set)
    stuck: set[str] = field(default_factory=set)
    away: dict[str, str] = field(default_factory=dict)  # learner → lesson in which they stopped


class _Learner:
    """One learner on the way through the course, who writes a log."""

    def __init__(self, name: str, rng: random.Random, truth: Truth) -> None:
        self.name, self.lines, self._was = name, list[bytes](), dict[str, bool]()
        self.cheat = truth.cheats.get(name, "")
        self._rng, self._truth = rng, truth
        self._ability = -3.0 if name in truth.weak else rng.gauss(0, 1.2)
        if self._ability > 0:
            truth.strong.add(name)
        self._moment = START + timedelta(seconds=rng.randrange(28 * 86_400))
        self._last: datetime | None = None

    def lesson(self, chapter: Chapter, before: Chapter | None) -> None:
        """Guess at the first question, answer all, ask one of the lesson before again, and do the exercises."""
        for name, asked in chapter.bank.questions.items():
            if isinstance(asked, Recall):
                self._write(chapter.slug, kind="answer", id=name, answer={"text": "…"}, outcome="noted")
                self._done(chapter.full_id(name), right=True)
        names = [name for name, asked in chapter.bank.questions.items() if not isinstance(asked, Recall)]
        guess = self._answer(chapter, names[0], easier=-1.0, outcome="unmarked")
        for name in names:
            right = self._answer(chapter, name)
            self._first(chapter, name, right=right)
            self._done(
                chapter.full_id(name), right=right or self._answer(chapter, name, easier=4.0, seed="again")
            )
            if name == names[0]:
                self._twice(chapter, name, "guess", (guess, right))
        if before:
            name = next(
                name for name, asked in before.bank.questions.items() if not isinstance(asked, Recall)
            )
            seed = f"{before.slug}.{name} (again: in {chapter.slug})"
            again = self._answer(before, name, easier=1.0, seed=seed)
            self._done(before.full_id(name), right=again)
            self._twice(before, name, "later", (self._was[before.full_id(name)], again))
        for full_id, exercise in chapter.exercises.items():
            self._exercise(chapter, full_id, exercise.points)

    def stay(self) -> None:
        """Look at the course on its last day."""
        self._moment = END - timedelta(hours=1)
        self._write(chapters()[-1].slug, kind="opened", id="")

    def _done(self, full_id: str, *, right: bool) -> None:
        if right:
            self._truth.done[self.name].add(full_id)

    def _first(self, chapter: Chapter, name: str, *, right: bool) -> None:
        self._was[chapter.full_id(name)] = right
        if self.cheat != "copies":
            self._truth.first[chapter.full_id(name)][0] += right
            self._truth.first[chapter.full_id(name)][1] += 1

    def _twice(self, chapter: Chapter, name: str, kind: str, results: tuple[bool, bool]) -> None:
        if self.cheat != "copies":
            counts = self._truth.twice[f"{kind} {chapter.full_id(name)}"]
            for k, each in enumerate((True, *results)):
                counts[k] += each

    def _answer(self, chapter: Chapter, name: str, *, easier: float = 0, **more: Any) -> bool:
        full_id = chapter.full_id(name)
        chance = 1 / (1 + exp(self._truth.difficulty[full_id] - self._ability - easier))
        right = self._rng.random() < (0.5 if full_id in self._truth.flat else chance)
        answers = _answers(full_id)
        # The first wrong answer of a question is the one that most believe.
        wrong = answers[1] if self._rng.random() < 0.6 else self._rng.choice(answers[1:])
        answer, outcome, thought = answers[0] if right else wrong
        if thought and not more and self.cheat != "copies":
            self._truth.showed[chapter.slug, thought].add(self.name)
        said = "right" if self.cheat == "forges" else outcome
        self._write(chapter.slug, **{"kind": "answer", "id": name, "answer": answer, "outcome": said, **more})
        return right

    def _exercise(self, chapter: Chapter, full_id: str, points: float) -> None:
        stuck = self.name in self._truth.stuck and chapter.number == 1
        tries = 4 if stuck else self._rng.choice((1, 2, 2, 2, 3))
        for k in range(tries):
            done = k and k == tries - 1 and not stuck
            message = "correct." if done else "not yet: expected 3. The bias is missing."
            outcome = "correct" if done else "not yet"
            name = full_id.partition(".")[2]
            self._write(chapter.slug, kind="attempt", id=name, outcome=outcome, message=message)
            if done:
                self._truth.solved[self.name].add(full_id)
                self._truth.marks[self.name, full_id] = 0.0 if self.cheat == "claims" else points

    def _write(self, slug: str, **fields: Any) -> None:
        hours = self._rng.random() < 0.04
        wait = self._rng.uniform(3600, 72_000) if hours else self._rng.uniform(12, 200)
        self._moment += timedelta(seconds=1 if self.cheat == "hurries" else int(wait))
        gap = (self._moment - self._last).total_seconds() / 60 if self._last else BREAK + 1
        if gap <= BREAK and fields["id"]:
            self._truth.minutes[self.name] += gap
        self._last = self._moment
        uid = f"{self._rng.getrandbits(64):016x}"
        self.lines.append(encode_line(Event(chapter=slug, uid=uid, time=self._moment, **fields)))


@cache
def _answers(full_id: str) -> list[tuple[Any, str, str | None]]:
    """Return the right answer to a question and the wrong ones, each with outcome and misconception."""
    slug, _, name = full_id.partition(".")
    asked = next(each for each in chapters() if each.slug == slug).bank.questions[name]
    found = []
    for answer in (right_answer(asked), *wrong_answers(asked)):
        verdict = mark_answer(asked, answer)
        found.append((answer, verdict.outcome, verdict.misconception))
    return found


def make_class(folder: Path, learners: int, seed: int = 20260202) -> Truth:
    """Write the folders of a class below `folder`, and return what is true of it."""
    rng, truth, course = random.Random(seed), Truth(), chapters()
    names = [f"learner-{k:04}" for k in range(learners)]
    marked = [
        each.full_id(name)
        for each in course
        for name, asked in each.bank.questions.items()
        if not isinstance(asked, Recall)
    ]
    truth.difficulty = {name: rng.gauss(-0.3, 0.9) for name in marked}
    truth.flat = set(rng.sample(marked[len(marked) // 4 : len(marked) // 2], FLAT))
    drawn = rng.sample(names[1:], learners // 4)
    few = max(2, learners // 100)
    for k, cheat in enumerate(CHEATS):
        truth.cheats |= dict.fromkeys(drawn[k * few : (k + 1) * few], cheat)
    truth.weak = set(drawn[4 * few : 5 * few])
    truth.stuck = set(drawn[5 * few : 6 * few])
    stops = {name: rng.randrange(1, len(course)) for name in drawn[6 * few :]}
    model: list[bytes] = []
    for name in names:
        one = _Learner(name, rng, truth)
        for k, chapter in enumerate(course[: stops.get(name)]):
            one.lesson(chapter, course[k - 1] if k else None)
        if name in stops:
            truth.away[name] = course[stops[name] - 1].slug
        else:
            one.stay()
        if one.cheat == "copies":
            one.lines = model
        elif not one.cheat and name not in stops:
            model = one.lines
        place = progress_folder(folder / name)
        place.mkdir(parents=True)
        (place / "a.jsonl").write_bytes(b"".join(one.lines))
        for chapter in course:
            (folder / name / chapter.notebook).touch()
        truth.marks.setdefault((name, next(iter(course[0].exercises))), 0.0)
        truth.roster[name] = Enrolled(
            id=name, mail=f"{name}@uni.example", name=f"Person {name}", group=GROUPS[len(truth.roster) % 2]
        )
    truth.roster["absent"] = Enrolled(id="absent")
    return truth


def suspected(report: ClassReport) -> set[str]:
    """Return the learners of whom anything is suspected."""
    return {each.name for each in report.learners if each.suspicions}


def recovered(report: ClassReport, truth: Truth) -> dict[str, str]:
    """Say of each kind of truth how much of it is in the report."""
    marked = [each for each in report.questions if each.item.marked]
    first = sum([each.right_first, each.n] == truth.first[each.item.name] for each in marked)
    showed = {(each.items[0].chapter.slug, each.text): each.learners for each in report.misconceptions}
    texts = {
        (each.slug, name): one.text for each in chapters() for name, one in each.bank.misconceptions.items()
    }
    agree = sum(
        showed.get((slug, texts[slug, name])) == len(who) for (slug, name), who in truth.showed.items()
    )
    twice = {f"guess {each.item.name}": each for each in report.from_guess.questions}
    twice |= {f"later {each.item.name}": each for each in report.to_later.questions}
    gains = sum(
        [twice[name].n, twice[name].before, twice[name].after] == counts
        for name, counts in truth.twice.items()
    )
    honest = [each for each in report.learners if truth.cheats.get(each.name) != "copies"]
    minutes = sum(abs(each.minutes - truth.minutes[each.name]) < 0.01 for each in honest)
    points = sum(
        [each.recomputed, each.solved] == [len(truth.done[each.name]), len(truth.solved[each.name])]
        for each in honest
    )
    tags = {
        each.learner.name: {tag.partition(" ")[0] for tag, _ in each.reasons} for each in needs_help(report)
    }
    kinds = {"behind": truth.weak, "stuck": truth.stuck, "away": set(truth.away)}
    found = {kind: sum(kind in tags.get(name, ()) for name in who) for kind, who in kinds.items()}
    cheats = suspected(report)
    models = {
        each.name for each in report.learners if any("the same answers" in one for one in each.suspicions)
    }
    return {
        "questions with every first attempt counted": f"{first} of {len(marked)}",
        "misconceptions with every learner counted": f"{agree} of {len(truth.showed)}",
        "questions asked twice, before and after exact": f"{gains} of {len(truth.twice)}",
        "learners with their points, of questions and claimed": f"{points} of {len(honest)}",
        "learners with the minutes they spent": f"{minutes} of {len(honest)}",
        "questions answered by chance among the weakest": f"{len({each.item.name for each in report.weak_questions} & truth.flat)} of {FLAT}",
        **{f"learners found {kind}": f"{n} of {len(kinds[kind])}" for kind, n in found.items()},
        "cheats suspected": f"{len(cheats & set(truth.cheats))} of {len(truth.cheats)}",
        "honest learners suspected, whose log was not copied": f"{len(cheats - set(truth.cheats) - models)}",
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--learners", type=int, default=2000)
    words.add_argument("--keep", type=Path)
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="coursekit-class-") as place:
        folder = given.keep or Path(place)
        truth = make_class(folder / "class", given.learners)
        start = time.process_time()
        wanted = Wanted(marks=truth.marks, roster=truth.roster)
        report = read_class([folder / "class"], now=END, wanted=wanted)
        page = as_html(report)
        spent = time.process_time() - start
        if given.keep:
            (folder / "report.html").write_text(page, encoding="utf-8")
    print(
        f"{given.learners:,} learners, {report.events:,} events, {spent:.1f} CPU s, page {len(page.encode()) / 1e3:,.0f} kB"
    )
    for what, found in recovered(report, truth).items():
        print(f"{what:56}{found:>14}")


if __name__ == "__main__":
    main()
