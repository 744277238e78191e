"""What was answered: which option how often, the commonest wrong numbers, and guesses made before a lesson."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from coursekit.errors import CourseKitError
from coursekit.quiz import (
    Misconception,
    Multiple,
    Order,
    Predict,
    Single,
    Verdict,
    mark_answer,
)
from coursekit.report.course import Item
from coursekit.report.figures import Choice
from coursekit.widgets.core.markdown import plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["before", "choices"]

_SHOWN = 3  # commonest wrong answers of a question without options
_LONGEST = 1000  # of an answer that is looked at; an answer to be marked by itself is shorter
_FIRSTS = f"""
SELECT item, answer, count(*) FROM tries
WHERE marked AND answer IS NOT NULL AND length(answer) <= {_LONGEST} GROUP BY item, answer ORDER BY item, answer
"""
_GUESSES = f"""
SELECT item, answer, count(*)
FROM (SELECT learner, item, arg_min(answer, {{'moment': moment, 'uid': uid}}) AS answer
      FROM acts JOIN items USING (item)
      WHERE kind = 'answer' AND outcome = 'unmarked' AND marked AND length(answer) <= {_LONGEST}
      GROUP BY learner, item)
GROUP BY item, answer
"""


def choices(database: DuckDBPyConnection, asked: Sequence[Item]) -> dict[int, tuple[Choice, ...]]:
    """For each question how often each option was chosen at the first attempt, or the commonest wrong answers."""
    given: dict[int, Counter[str]] = {k: Counter() for k in range(len(asked))}
    for item, answer, n in database.execute(_FIRSTS).fetchall():
        given[item][answer] += n
    return {k: _choices(each, given[k]) for k, each in enumerate(asked) if each.family == "question"}


def before(database: DuckDBPyConnection, asked: Sequence[Item]) -> dict[int, tuple[int, int]]:
    """For each question asked before its lesson: how many guesses were right, and how many there were."""
    found: dict[int, tuple[int, int]] = {}
    for item, answer, n in database.execute(_GUESSES).fetchall():
        verdict = _verdict(asked[item].asked, _read(answer))
        if verdict is not None:
            right, total = found.get(item, (0, 0))
            found[item] = right + n * (verdict.outcome == "right"), total + n
    return found


def _choices(item: Item, given: Counter[str]) -> tuple[Choice, ...]:
    question, known = item.asked, item.chapter.bank.misconceptions
    if isinstance(question, Single | Multiple | Predict):
        chosen: Counter[str] = Counter()
        for answer, n in given.items():
            for name in set(_picked(_read(answer))):
                chosen[name] += n
        return tuple(
            Choice(
                text=each.text,
                right=each.right,
                n=chosen[each.id],
                thought=_thought(known, each.misconception),
            )
            for each in question.options
        )
    wrong: Counter[tuple[str, str]] = Counter()
    for answer, n in given.items():
        verdict = _verdict(question, _read(answer))
        if verdict is not None and verdict.outcome == "wrong":
            wrong[_words(question, _read(answer)), _thought(known, verdict.misconception)] += n
    commonest = sorted(wrong.items(), key=lambda each: (-each[1], each[0]))[:_SHOWN]
    return tuple(Choice(text=text, right=False, n=n, thought=thought) for (text, thought), n in commonest)


def _thought(known: dict[str, Misconception], name: str | None) -> str:
    return known[name].text if name in known else ""


def _picked(value: Any) -> list[str]:
    """The options in an answer: one, or several."""
    several = value if isinstance(value, list) else [value]
    return [each for each in several if isinstance(each, str)]


def _words(question: Any, value: Any) -> str:
    """A number or an order as a reader knows it."""
    if isinstance(question, Order):
        named = {step.id: plain(step.text) for step in question.steps}
        return " → ".join(named.get(each, each) for each in _picked(value))
    number = f"{value:,.12g}" if isinstance(value, int | float) else str(value)
    return f"{number} {getattr(question, 'unit', '')}".strip()


def _read(answer: str) -> Any:
    try:
        return msgspec.json.decode(answer)
    except (ValueError, RecursionError):
        return None


def _verdict(question: Any, value: Any) -> Verdict | None:
    """What the course says to it now; None where it can make nothing of it."""
    try:
        return mark_answer(question, value)
    except (CourseKitError, TypeError):  # an option taken out since, or something that is no answer
        return None
