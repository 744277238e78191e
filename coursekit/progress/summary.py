"""A learner's progress in a chapter, from its events alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from coursekit.progress.events import Event

_DONE = {"right", "noted", "correct"}
_NO_TRY = {"unreadable", "not attempted", "unmarked"}  # unmarked: asked before the lesson


class Standing(Struct, frozen=True, kw_only=True):
    """The state of one question or exercise.

    Attributes:
        tries: how often it was answered; what could not be marked does not count.
        first: outcome of the first try.
        latest: outcome of the last try.
        done: whether any try was right (noted, for a recall); looking at wrong options later
            takes nothing away.
        misconception: what the last try pointed to, where it was wrong.
    """

    tries: int
    first: str
    latest: str
    done: bool
    misconception: str | None = None


class Summary(Struct, frozen=True, kw_only=True):
    """The state of a chapter.

    Attributes:
        chapter: its slug.
        questions: id → standing, in the order of the first answer.
        exercises: id → standing, in the order of the first attempt.
        hints: ids of what a hint was asked for, once per hint.
        solutions: ids of the exercises whose solution was opened.
        started: time of the first event; None where there is none.
        last: time of the last event.
    """

    chapter: str
    questions: dict[str, Standing]
    exercises: dict[str, Standing]
    hints: tuple[str, ...] = ()
    solutions: tuple[str, ...] = ()
    started: datetime | None = None
    last: datetime | None = None

    @property
    def questions_done(self) -> int:
        """The number of questions that were answered right at least once."""
        return sum(standing.done for standing in self.questions.values())

    @property
    def exercises_done(self) -> int:
        """The number of exercises that were solved."""
        return sum(standing.done for standing in self.exercises.values())

    @property
    def to_review(self) -> list[str]:
        """Questions whose last answer was not right, oldest first."""
        return [name for name, standing in self.questions.items() if standing.latest not in _DONE]


def summarise(chapter: str, events: Iterable[Event]) -> Summary:
    """Return the summary of a chapter's events, oldest first."""
    events = list(events)
    return Summary(
        chapter=chapter,
        questions=_standings(event for event in events if event.kind == "answer"),
        exercises=_standings(event for event in events if event.kind == "attempt"),
        hints=tuple(event.id for event in events if event.kind == "hint"),
        solutions=tuple(dict.fromkeys(event.id for event in events if event.kind == "solution")),
        started=events[0].time if events else None,
        last=events[-1].time if events else None,
    )


def _standings(events: Iterable[Event]) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for event in events:
        outcome = event.outcome or ""
        if outcome in _NO_TRY:
            continue
        before = found.get(event.id) or Standing(tries=0, first=outcome, latest=outcome, done=False)
        found[event.id] = replace(
            before,
            tries=before.tries + 1,
            latest=outcome,
            done=before.done or outcome in _DONE,
            misconception=event.misconception,
        )
    return found
