"""The last answer on a question's card, and which card that is."""

from __future__ import annotations

from coursekit.content import find_question
from coursekit.errors import UnknownIdError
from coursekit.progress import History
from coursekit.quiz import Verdict, mark_answer
from coursekit.widgets.core.static_card import Answered

UNMARKED = Verdict(outcome="noted", feedback="It is kept and not marked now. You meet this question again.")


def last_answer(history: History, name: str, seed: str | None = None) -> Answered | None:
    """Return the last answer given on a question's card with this `card_seed`, and what was said about it.

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
    """Return the seed that shuffles a card's options: another order on each card, and the same one every day.

    A question asked before the lesson and once more at its end has two cards, and an answer to one
    is none to the other; so has one that is asked again on a later occasion.
    """
    if occasion:
        return f"{name} (again: {occasion})"
    return name if marked else f"{name} (before)"
