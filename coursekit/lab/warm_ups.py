"""The warm-up of a lesson: questions from earlier ones, those that this learner needs most first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from coursekit.content import Chapter, chapter, chapters, current_course
from coursekit.errors import ArgumentError
from coursekit.lab.session import ask_again, recorder
from coursekit.progress import Event, History, present_folder
from coursekit.quiz.bank import misconceptions_of
from coursekit.widgets.core.question_card import QuestionCard

# A right answer straight after the feedback is a copy of it, and settles no misconception.
_LATER = timedelta(minutes=30)


def warm_up(default: str, *, before: str) -> QuestionCard:
    """Ask a question from an earlier lesson: the one you need most, or else `default`.

    A misconception that this lesson takes up comes first, then one that an earlier lesson took up, then
    what you last answered wrong. The calls of one lesson never show the same question twice.

    Args:
        default: asked where nothing deserves the place more, such as "neuron.only-linear".
        before: the lesson that begins with this warm-up, such as "nonlinearity".

    Raises:
        ArgumentError: `default` is not from a lesson before that one.
        UnknownIdError: there is no such question or lesson.
    """
    if chapter(default.partition(".")[0]).number >= chapter(before).number:
        raise ArgumentError(
            f"a warm-up asks for what came before: {default!r} is not from a lesson before {before!r}; "
            "name a question of an earlier one"
        )
    slots = _slots(present_folder(), os.environ.get("COURSEKIT_FOLDER"), before)
    history = current_course().today(recorder().history())
    return ask_again(slots.chosen(default, needed_questions(history, before)), occasion=before)


class Slots:
    """The places of a warm-up, each named by its usual question; no question takes two.

    They stay as they are while a kernel runs: a cell that runs again shows its question again.
    """

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def chosen(self, default: str, wanted: list[str]) -> str:
        """Return the question in this place.

        Args:
            default: the place, named by its usual question.
            wanted: what deserves a place more than a usual question does, most urgent first.
        """
        if default not in self._taken:
            # A usual question that another place has taken leaves that place's own one over.
            left = [*wanted, default, *self._taken]
            free = [name for name in left if name not in self._taken.values()]
            self._taken[default] = default if default in wanted and default in free else free[0]
        return self._taken[default]


def needed_questions(history: History, before: str) -> list[str]:
    """Return the questions from lessons before this one that the learner needs, most urgent first, each once."""
    course = chapters()
    numbers = {each.slug: each.number for each in course}
    found: list[tuple[bool, str]] = []
    earlier = [each for each in course if each.number < numbers[before]]
    for each in earlier:
        for thought, question in _open_misconceptions(each, history):
            home = each.bank.misconceptions[thought].lesson
            if numbers.get(home, 0) <= numbers[before]:
                found.append((home != before, each.full_id(question)))
    first = [name for _, name in sorted(found, key=lambda entry: entry[0])]
    wrong = [
        each.full_id(name)
        for each in earlier
        for name in history.summary(each.slug).to_review
        if name in each.bank.questions
    ]
    return list(dict.fromkeys([*first, *wrong]))


def _open_misconceptions(home: Chapter, history: History) -> Iterator[tuple[str, str]]:
    """Yield misconceptions that an answer showed and no later one settled, each with a question that tests it."""
    answers = [
        event
        for event in history.events
        if event.kind == "answer" and event.chapter == home.slug and event.outcome != "unmarked"
    ]
    shown = {event.misconception: event for event in answers if event.misconception}
    for thought, last in shown.items():
        tests = [name for name, asked in home.bank.questions.items() if thought in misconceptions_of(asked)]
        if tests and not any(_settles(event, last, tests) for event in answers):
            # Another question than the one that showed it, where there is one: the thought, not the card.
            yield thought, next((name for name in tests if name != last.id), tests[0])


def _settles(event: Event, last: Event, tests: list[str]) -> bool:
    return event.outcome == "right" and event.id in tests and _moment(event) - _moment(last) >= _LATER


def _moment(event: Event) -> datetime:
    assert event.time is not None  # the log gives every event its time
    return event.time


@cache
def _slots(_place: Path, _named: str | None, _before: str) -> Slots:
    """Return the slots of one lesson in this kernel and folder."""
    return Slots()
