"""A class for tests: learners' folders with the events wanted, in the sample chapter "tiny"."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from coursekit.progress import Event, progress_folder
from coursekit.progress.lines import encode_line
from coursekit.report import ClassReport, read_class

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOW = START + timedelta(days=60)
_numbers = itertools.count(1)


def event(kind: str = "answer", name: str = "pick", *, minute: float = 0, **more: Any) -> Event:
    """Make an event with its own uid in the chapter "tiny"."""
    fields: dict[str, Any] = {"chapter": "tiny", "id": name, "uid": f"{next(_numbers):016x}", **more}
    return Event(kind=kind, time=START + timedelta(minutes=minute), **fields)  # type: ignore[arg-type]


RIGHT = {
    "pick": "twice",
    "all": ["eight", "ten"],
    "number": 16,
    "steps": ["take", "copy", "add"],
    "look": "two",
}
WRONG = {"pick": "square", "all": ["nine"], "number": 64, "steps": ["add", "take", "copy"], "look": "four"}


def right(name: str = "pick", **more: Any) -> Event:
    """Make a right answer."""
    return event(name=name, answer=RIGHT.get(name, "twice"), outcome="right", **more)


def wrong(name: str = "pick", **more: Any) -> Event:
    """Make a wrong answer."""
    return event(name=name, answer=WRONG[name], outcome="wrong", misconception="squares", **more)


def hand_in(folder: Path, events: Iterable[Event], *, file: str = "a.jsonl", tail: bytes = b"") -> Path:
    """Write a learner's folder, and return the log."""
    place = progress_folder(folder)
    place.mkdir(parents=True, exist_ok=True)
    (place / file).write_bytes(b"".join(map(encode_line, events)) + tail)
    return place / file


def figures(*paths: Path, now: datetime = NOW) -> ClassReport:
    """Read the class in these folders and zips, which takes the current course."""
    return read_class(paths, now=now)


def question(report: Any, name: str) -> Any:
    """Find the figures of a question of the sample chapter."""
    return next(each for each in report.questions if each.item.name == f"tiny.{name}")


def exercise(report: Any, name: str = "double") -> Any:
    """Find the figures of an exercise of the sample chapter."""
    return next(each for each in report.exercises if each.item.name == f"tiny.{name}")


def notes(report: Any) -> dict[str, str]:
    """The notes on and suspicions of all learners who have some, by name."""
    return {each.name: "; ".join(each.said) for each in report.learners if each.said}


def learner(report: Any, name: str) -> Any:
    """Find the figures of a learner."""
    return next(each for each in report.learners if each.name == name)
