"""What the learner did: on disk before anybody is told so, and in memory where the disk refuses."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from coursekit.content import find_question
from coursekit.errors import FolderError, UnknownIdError
from coursekit.grading import Verdict, mark_answer
from coursekit.progress import Event, Log, find_folder, read_history
from coursekit.widgets.static_card import Answered

__all__ = ["UNMARKED", "Diary", "card_seed"]

UNMARKED = Verdict(outcome="noted", feedback="It is kept and not marked now. You meet this question again.")


class Diary:
    """The events of one learner's folder, written by one kernel.

    Args:
        start: where the notebook runs; the learner's folder is found from there.
        environ: may name the folder in COURSEKIT_FOLDER.
    """

    def __init__(self, start: Path, environ: Mapping[str, str]) -> None:
        self._start, self._environ = start, environ
        self._log: Log | None = None
        self._homeless: list[Event] = []  # no folder took them so far
        self._waiting: list[Event] = []  # the log has them, the disk perhaps not
        self._lock = threading.Lock()  # cards may call from another thread than the cells

    def record(self, event: Event) -> str:
        """Append an event, after those that could not be saved before.

        Returns:
            Nothing once it is on disk; else a sentence that says that it is not, why, and what to do.
        """
        with self._lock:
            self._homeless.append(event)
            try:
                self._log = self._log or Log(find_folder(self._start, self._environ))
                while self._homeless:
                    self._waiting.append(self._homeless.pop(0))
                    self._log.append(self._waiting[-1])
            except FolderError as problem:
                kept = (
                    " It is kept as long as this kernel runs, and goes along with the next."
                    if self._homeless
                    else ""
                )
                return f"Not saved yet: {problem}{kept}"
            self._waiting.clear()
        return ""

    def events(self, kind: str, name: str) -> list[Event]:
        """What was recorded about one question or exercise since its chapter was reset, oldest first."""
        found = [*self._saved(), *self._waiting, *self._homeless]
        return [event for event in found if event.kind == kind and event.name == name]

    def earlier(self, name: str, *, marked: bool = True) -> Answered | None:
        """The last answer given on a question's marked, or unmarked, card, and what was said about it.

        None where there is no answer, and where the question does not take it any more.
        """
        answers = [event for event in self.events("answer", name) if marked == (event.outcome != "unmarked")]
        if not answers:
            return None
        answer = answers[-1].answer
        try:
            return Answered(answer, mark_answer(find_question(name), answer) if marked else UNMARKED)
        except UnknownIdError:
            return None

    def _saved(self) -> list[Event]:
        try:
            return list(read_history(find_folder(self._start, self._environ)).events)
        except FolderError:
            return []


def card_seed(name: str, *, marked: bool = True) -> str:
    """What shuffles a card's options: another order on each card, and the same one every day.

    A question asked before the lesson and once more at its end has two cards, and an answer to one
    is none to the other.
    """
    return name if marked else f"{name} (before)"
