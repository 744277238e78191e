"""When each question is due again: the FSRS scheduler, told what the log says.

FSRS models a memory by its stability (days until nine of ten are still recalled) and its difficulty, and asks
again when recall would fall below nine in ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from typing import Any

from coursekit.content import chapters
from coursekit.grading import Recall
from coursekit.grading.questions import Question
from coursekit.progress import Event, History

__all__ = ["Due", "due_now", "schedule"]

_NO_TRY = ("unreadable", "unmarked")


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


def schedule(history: History) -> list[Due]:
    """Every question of the course that was answered, what is due first in front."""
    asked = {each.full_id(name): q for each in chapters() for name, q in each.bank.questions.items()}
    answers: dict[str, list[Event]] = {}
    for event in history.events:
        if event.kind == "answer" and event.name in asked and event.outcome not in _NO_TRY:
            answers.setdefault(event.name, []).append(event)
    hints = {(event.name, event.time) for event in history.events if event.kind == "hint"}
    found = [_due(name, asked[name], events, hints) for name, events in answers.items()]
    return sorted(found, key=lambda each: (each.when, not each.wrong))


def due_now(history: History, *, now: datetime | None = None) -> list[Due]:
    """What is due, the wrong ones first, then those that have waited longest."""
    moment = now or datetime.now(UTC)
    return sorted((due for due in schedule(history) if due.when <= moment), key=lambda due: not due.wrong)


def _due(name: str, question: Question, events: list[Event], hints: set[tuple[str, Any]]) -> Due:
    fsrs, scheduler = import_module("fsrs"), _scheduler()
    card, since = fsrs.Card(card_id=0), None
    for event in events:
        assert event.time is not None  # the log gives every event its time
        moment = event.time.astimezone(UTC)
        helped = any(of == name and (since is None or at > since) and at <= moment for of, at in hints)
        card, _ = scheduler.review_card(card, fsrs.Rating(_rating(question, event, helped=helped)), moment)
        since = moment
    wrong = _rating(question, events[-1]) == 1
    # What was wrong is due at once; FSRS alone would wait until tomorrow.
    return Due(name=name, when=since if wrong and since else card.due, answers=len(events), wrong=wrong)


def _rating(question: Question, event: Event, *, helped: bool = False) -> int:
    """FSRS's four grades, of which we can see three: 1 not recalled, 2 with help, 3 recalled."""
    if isinstance(question, Recall):
        ticked = event.answer.get("points", ()) if isinstance(event.answer, dict) else ()
        return 3 if len(ticked) == len(question.points) else 2 if ticked else 1
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
