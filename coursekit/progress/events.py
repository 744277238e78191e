"""One thing a learner did, as one line of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Kind = Literal["answer", "attempt", "hint", "solution", "reset", "opened"]
Moment = Annotated[datetime, Meta(tz=True)]


class Event(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event: what happened, to what, and when.

    Write `Event(kind="answer", chapter="neuron", id="one-neuron", answer="sum", outcome="right")`;
    `Log.append` adds `uid` and `time`.

    Attributes:
        kind: an answer to a question, an attempt at an exercise, a hint or a solution asked for,
            a chapter opened, or a reset, which hides what came before it.
        chapter: slug of the chapter.
        id: of the question or exercise; empty where the whole chapter is meant.
        answer: what was answered, as JSON can hold it.
        outcome: what the verdict or the check said.
        misconception: id of the thought that a wrong answer points to.
        seed: of the shuffle or of the check's inputs.
        message: what the learner was told, where that cannot be marked again later.
        step: which hint.
        uid: unique; an event met twice counts once.
        time: when it happened; never earlier than an event that was already in the folder.
        clock: what the clock said, where it had gone back and `time` could not follow.
        edition: of the course, as `Course.edition` names it; None in logs of the first edition.
        asked: the fingerprint of the question as it was asked, which another hint or id leaves as it is.
    """

    kind: Kind
    chapter: Annotated[str, Meta(min_length=1)]
    id: str = ""
    answer: Any = None
    outcome: str | None = None
    misconception: str | None = None
    seed: int | str | None = None
    message: str | None = None
    step: int | None = None
    uid: str = ""
    time: Moment | None = None
    clock: Moment | None = None
    edition: str | None = None
    asked: str | None = None

    @property
    def name(self) -> str:
        """The full id, such as "neuron.one-neuron"; the chapter alone where `id` is empty."""
        return f"{self.chapter}.{self.id}" if self.id else self.chapter
