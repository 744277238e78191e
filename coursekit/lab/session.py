"""The functions that a notebook calls: ask, check, hint, solution, mark."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from IPython import get_ipython

from coursekit.content import chapter, chapters, current_course, find_exercise, find_question, reference
from coursekit.errors import ArgumentError
from coursekit.formatting import format_value
from coursekit.lab.drafts import draft_owner
from coursekit.lab.grading import is_graded, points
from coursekit.lab.last_answer import UNMARKED, card_seed, last_answer
from coursekit.lab.replies import CheckReply, Note, shown_if_discarded
from coursekit.progress import Event, Recorder, present_folder
from coursekit.progress.events import Kind
from coursekit.quiz import Verdict, mark_answer, run_check
from coursekit.widgets.core.question_card import QuestionCard


@shown_if_discarded
def ask(name: str, *, marked: bool = True, again: str = "") -> QuestionCard:
    """Return a card with the question, such as `ask("neuron.one-neuron")`, and your last answer to it.

    Args:
        name: chapter and question.
        marked: False keeps the answer and says nothing about it; the question comes again later.
        again: the later lesson that asks it once more, such as "optimizers". Its card is a fresh one: an answer
            that stands there already, with its verdict, would leave nothing to think about.

    Raises:
        UnknownIdError: there is no such question or lesson; the message names what is near.
    """
    if again:
        return ask_again(name, occasion=f"in {chapter(again).slug}")
    return _card(name, card_seed(name, marked=marked), marked=marked)


def ask_again(name: str, *, occasion: str) -> QuestionCard:
    """Return a fresh card of a question for review: it shows no answer but those given on this occasion.

    Raises:
        UnknownIdError: there is no such question.
    """
    return _card(name, card_seed(name, occasion=occasion))


def _card(name: str, seed: str, *, marked: bool = True) -> QuestionCard:
    question, mine = find_question(name), recorder()
    history = mine.history()

    def submit(answer: Any) -> Verdict:
        verdict = mark_answer(question, answer)
        if verdict.outcome == "unreadable":  # nothing was answered, so there is nothing to remember
            return verdict
        verdict = verdict if marked else UNMARKED
        outcome = verdict.outcome if marked else "unmarked"
        found = {"answer": answer, "outcome": outcome, "misconception": verdict.misconception}
        return _with_warning(verdict, mine.record(_event("answer", name, seed=seed, **found)))

    def on_hint() -> None:
        mine.record(_event("hint", name))

    return QuestionCard(
        question,
        name=name,
        seed=seed,
        pictures=chapter(name.partition(".")[0]).module("pictures"),
        submit=submit,
        earlier=last_answer(history, name, seed),
        on_hint=on_hint,
        marked=marked,
        drafts=draft_owner(name, history),
    )


@shown_if_discarded
def mark(name: str, answer: Any) -> Verdict:
    """Return the verdict on an answer, without remembering it.

    Raises:
        UnknownIdError: there is no such question, or it has no such option.
    """
    return mark_answer(find_question(name), answer)


@shown_if_discarded
def check(name: str = "", *, seed: int | None = None) -> CheckReply | float:
    """Check what your cells define for an exercise, such as `check("neuron.boundary")`.

    Args:
        name: chapter and exercise.
        seed: repeats the inputs of an earlier attempt; without it each attempt gets new ones.

    Returns:
        The outcome in words; while nbgrader grades, the points.

    Raises:
        ArgumentError: the name is no text, or the seed no whole number from 0 upwards.
        UnknownIdError: there is no such exercise; the message names what is near.
        ExerciseNotPassed: only while nbgrader grades.
    """
    exercise = find_exercise(_exercise_name("check", name))
    if is_graded():
        return points(exercise, _names())
    result = run_check(exercise, _names(), seed=secrets.randbits(32) if seed is None else _whole(seed))
    warning = recorder().record(
        _event("attempt", name, outcome=result.outcome, seed=result.seed, message=result.message)
    )
    return CheckReply(result, warning=warning)


@shown_if_discarded
def hint(name: str = "") -> Note:
    """Return the next hint for an exercise; each call gives one more.

    Raises:
        ArgumentError: the name is no text.
        UnknownIdError: there is no such exercise.
    """
    hints, mine = find_exercise(_exercise_name("hint", name)).hints, recorder()
    if not hints:
        return Note("No hint", f'This exercise has none; `solution("{name}")` opens its solution.')
    step = min(len(mine.events("hint", name)) + 1, len(hints))
    warning = mine.record(_event("hint", name, step=step))
    more = "" if step < len(hints) else f'This is the last one; `solution("{name}")` opens the solution.'
    return Note(f"Hint {step} of {len(hints)}", _paragraphs(hints[step - 1], more, warning))


@shown_if_discarded
def solution(name: str = "") -> Note:
    """Return the reference solution of an exercise and the reason behind it.

    Raises:
        ArgumentError: the name is no text.
        UnknownIdError: there is no such exercise.
    """
    exercise, text = find_exercise(_exercise_name("solution", name)), reference(name)
    warning = recorder().record(_event("solution", name))
    code = f"In place of the dots:\n\n```python\n{text}\n```"
    return Note(f"A solution of {name}", _paragraphs(code, exercise.why, warning))


def recorder() -> Recorder:
    """The one recorder of this kernel and folder; events it could not save yet must not be forgotten."""
    return _recorder_in(present_folder(), os.environ.get("COURSEKIT_FOLDER"))


def _names() -> Mapping[str, Any]:
    """Return the learner's names: those of the notebook, or of the running script."""
    shell = get_ipython()
    return shell.user_ns if shell else vars(sys.modules["__main__"])


def _exercise_name(function: str, name: object) -> str:
    """Return the name of an exercise if it is text, as in `check("neuron.boundary")`.

    Raises:
        ArgumentError: it is something else, such as the function itself; the message says what to write.
    """
    if isinstance(name, str) and name:
        return name
    written = getattr(name, "__name__", "")
    exercises = {full_id: each.needs for home in chapters() for full_id, each in home.exercises.items()}
    asked = next((full_id for full_id, needs in exercises.items() if written in needs), next(iter(exercises)))
    thing = f"the function `{written}`" if callable(name) and written else format_value(name)
    got = "" if isinstance(name, str) else f", not {thing}"
    raise ArgumentError(
        f'{function} takes the name of an exercise in quotes{got}; write for example {function}("{asked}")'
    )


def _whole(seed: object) -> int:
    """Return a seed as NumPy takes it.

    Raises:
        ArgumentError: it is no whole number from 0 upwards.
    """
    if isinstance(seed, int | np.integer) and not isinstance(seed, bool) and seed >= 0:
        return int(seed)
    raise ArgumentError(f"seed={format_value(seed)} must be a whole number from 0 upwards")


@cache
def _recorder_in(place: Path, named: str | None) -> Recorder:
    return Recorder(place, {} if named is None else {"COURSEKIT_FOLDER": named})


def _event(kind: Kind, name: str, **more: Any) -> Event:
    slug, _, short = name.partition(".")
    return current_course().stamped(Event(kind=kind, chapter=slug, id=short, **more))


def _with_warning(verdict: Verdict, warning: str) -> Verdict:
    return msgspec.structs.replace(verdict, feedback=_paragraphs(verdict.feedback, warning))


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))
