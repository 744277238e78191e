"""What the learner did: on disk before anybody is told so, and in memory where the disk refuses."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from coursekit.content import find_question
from coursekit.errors import FolderError, UnknownIdError
from coursekit.progress import Event, History, Log, find_folder
from coursekit.quiz import Verdict, mark_answer
from coursekit.widgets.core.static_card import Answered

__all__ = ["UNMARKED", "Diary", "card_seed", "here", "last_answer"]

UNMARKED = Verdict(outcome="noted", feedback="It is kept and not marked now. You meet this question again.")


def here() -> Path:
    """The folder the notebook runs in.

    Raises:
        FolderError: it was deleted while the kernel ran.
    """
    try:
        return Path.cwd()
    except OSError:
        raise FolderError(
            "the folder this notebook runs in is gone; open the notebook where it is now"
        ) from None


class Diary:
    """The events of one learner's folder, written by one kernel.

    Args:
        start: where the notebook runs; the learner's folder is found from there.
        environ: may name the folder in COURSEKIT_FOLDER.
    """

    def __init__(self, start: Path, environ: Mapping[str, str]) -> None:
        self._log = Log(partial(find_folder, start, environ))
        self._lock = threading.Lock()  # cards may call from another thread than the cells

    def record(self, event: Event) -> str:
        """Append an event, after those that could not be saved before.

        Returns:
            Nothing once it is on disk; else a sentence that says that it is not, why, and what to do.
        """
        with self._lock:
            try:
                self._log.append(event)
            except FolderError as problem:
                return f"Not saved yet: {problem}"
        return ""

    def history(self) -> History:
        """What was done so far, saved or not."""
        with self._lock:
            return self._log.history()

    def events(self, kind: str, name: str) -> list[Event]:
        """What was recorded about one question or exercise since its chapter was reset, oldest first."""
        return [event for event in self.history().events if event.kind == kind and event.name == name]

    def earlier(self, name: str, seed: str | None = None) -> Answered | None:
        """The last answer on a card, as `last_answer` gives it."""
        return last_answer(self.history(), name, seed)


def last_answer(history: History, name: str, seed: str | None = None) -> Answered | None:
    """The last answer given on a question's card with this `card_seed`, and what was said about it.

    The plain card of a lesson, without a seed, knows every marked answer; any other knows its own alone.
    None where there is no answer, and where the question does not take it any more.
    """
    marked, plain = seed != card_seed(name, marked=False), seed in (None, card_seed(name))
    events = (event for event in history.events if event.kind == "answer" and event.name == name)
    events = (event for event in events if marked == (event.outcome != "unmarked"))
    answers = [event.answer for event in events if plain or not marked or event.seed == seed]
    if not answers:
        return None
    try:
        verdict = mark_answer(find_question(name), answers[-1])
    except UnknownIdError:
        return None
    if verdict.outcome == "unreadable":  # another edition's question, or a log that somebody else wrote
        return None
    return Answered(answers[-1], verdict if marked else UNMARKED)


def card_seed(name: str, *, marked: bool = True, occasion: str = "") -> str:
    """What shuffles a card's options: another order on each card, and the same one every day.

    A question asked before the lesson and once more at its end has two cards, and an answer to one
    is none to the other; so has one that is asked again on a later occasion.
    """
    if occasion:
        return f"{name} (again: {occasion})"
    return name if marked else f"{name} (before)"
