"""The last answer on a question's card, and which card that is."""

from __future__ import annotations

from typing import Any

from coursekit.content import current_course, find_question
from coursekit.formatting import printable, shorten
from coursekit.progress import History
from coursekit.quiz import Verdict, answer_today, mark_logged
from coursekit.widgets.core.static_card import Answered

UNMARKED = Verdict(outcome="noted", feedback="It is kept and not marked now. You meet this question again.")


def last_answer(history: History, name: str, seed: str | None = None) -> Answered | None:
    """Return the last answer given on a question's card with this `card_seed`, and what was said about it.

    The plain card of a lesson, without a seed, knows every marked answer; any other knows its own alone.
    None where there is no answer. An answer that the question doesn't take any more is named and asked again.
    """
    course, question = current_course(), find_question(name)
    today = course.renamed.get(name, name)
    marked, plain = seed != card_seed(name, marked=False), seed in (None, card_seed(name))
    events = (
        event for event in course.today(history).events if event.kind == "answer" and event.name == today
    )
    if marked:
        events = (event for event in events if event.outcome != "unmarked" and (plain or event.seed == seed))
    else:
        events = (event for event in events if event.outcome == "unmarked")
    answers = [event.answer for event in events]
    if not answers:
        return None
    answer, verdict = answer_today(question, answers[-1]), mark_logged(question, answers[-1])
    if (
        verdict is None or verdict.outcome == "unreadable"
    ):  # another edition, or a log that somebody else wrote
        return Answered("", Verdict(outcome="unreadable", feedback=_changed(answers[-1])))
    return Answered(answer, verdict if marked else UNMARKED)


def _changed(answer: Any) -> str:
    """Say that the question has changed since it was answered, and what was answered."""
    written = answer.get("text") if isinstance(answer, dict) else answer
    shown = ", ".join(map(str, written)) if isinstance(written, list) else str(written)
    shown = shorten(printable(shown), 60).replace("`", "'")
    return f"Your answer `{shown}` is one that this question had in another edition, and no longer has. Please answer again."


def card_seed(name: str, *, marked: bool = True, occasion: str = "") -> str:
    """Return the seed that shuffles a card's options: another order on each card, and the same one every day.

    A question asked before the lesson and once more at its end has two cards, and an answer to one
    is none to the other; so has one that is asked again on a later occasion.
    """
    if occasion:
        return f"{name} (again: {occasion})"
    return name if marked else f"{name} (before)"
