"""The review schedule: the FSRS scheduler, fed with the log, says when a question is due again.

FSRS models a memory by its stability (days until nine of ten are still recalled) and its difficulty, and asks
again when recall would fall below nine in ten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any

from coursekit.progress.events import Event
from coursekit.progress.history import History

Points = Mapping[str, Sequence[str]]
"""Full id of each question of a course → ids of the points to recall; none where an answer is right or wrong."""


_NO_TRY = ("unreadable", "unmarked")
_FIRST = datetime(
    1970, 1, 1, tzinfo=UTC
)  # nobody answered before; a damaged date may be too early for arithmetic
_Try = tuple[datetime, int]  # the moment of an answer, and FSRS's grade for it


@dataclass(frozen=True, kw_only=True)
class Due:
    """A question that was answered, and when to answer it again.

    Attributes:
        name: such as "neuron.one-neuron".
        when: the moment, in UTC.
        answers: how often it was answered.
        wrong: whether the last answer was not right.
    """

    name: str
    when: datetime
    answers: int
    wrong: bool


def schedule(history: History, points: Points, *, now: datetime | None = None) -> list[Due]:
    """Return every question in `points` that was answered, what is due first in front."""
    tries: dict[str, list[_Try]] = {}
    helped: set[str] = set()  # questions with a hint since their last answer
    for event, moment in _dated(history.events, now or datetime.now(UTC)):
        name = event.name
        if event.kind == "hint":
            helped.add(name)
        elif event.kind == "answer" and name in points and event.outcome not in _NO_TRY:
            tries.setdefault(name, []).append((moment, _rating(points[name], event, helped=name in helped)))
            helped.discard(name)
    return sorted(
        (_due(name, each) for name, each in tries.items()), key=lambda due: (due.when, not due.wrong)
    )


def due_now(history: History, points: Points, *, now: datetime | None = None) -> list[Due]:
    """Return what is due, the wrong ones first, then those that have waited longest."""
    moment = now or datetime.now(UTC)
    planned = schedule(history, points, now=moment)
    return sorted((due for due in planned if due.when <= moment), key=lambda due: not due.wrong)


def _dated(events: Sequence[Event], now: datetime) -> list[tuple[Event, datetime]]:
    """Return events with the moment when they happened as far as can be known, in UTC: never after the next, or now.

    Times that a clock wrote while it was far ahead would keep a question away for years. What was written
    since it was put right says in `clock` when that was; what came before happened before that.
    """
    found: list[tuple[Event, datetime]] = []
    limit = now
    for event in reversed(events):
        known = (time for time in (event.time, event.clock) if time is not None and time <= limit)
        limit = max(next(known, limit), _FIRST).astimezone(UTC)
        found.append((event, limit))
    return found[::-1]


def _due(name: str, tries: list[_Try]) -> Due:
    fsrs, scheduler = import_module("fsrs"), _scheduler()
    card = fsrs.Card(card_id=0)
    for moment, rating in tries:
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), moment)
    last, rating = tries[-1]
    wrong = rating == 1
    # What was wrong is due at once; FSRS alone would wait until tomorrow.
    return Due(name=name, when=last if wrong else card.due, answers=len(tries), wrong=wrong)


def _rating(points: Sequence[str], event: Event, *, helped: bool = False) -> int:
    """FSRS's four grades, of which we can see three: 1 not recalled, 2 with help, 3 recalled."""
    if points:
        ticked = event.answer.get("points") if isinstance(event.answer, dict) else None
        had = [point in ticked for point in points] if isinstance(ticked, list) else []
        return 3 if had and all(had) else 2 if any(had) else 1
    if event.outcome != "right":
        return 1
    return 2 if helped else 3


@cache
def _scheduler() -> Any:
    # Imported late: lessons do not need it. No steps of minutes, which are made for decks of hundreds of
    # cards; no fuzz, so that the same log gives the same dates.
    return import_module("fsrs").Scheduler(
        learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=365
    )
