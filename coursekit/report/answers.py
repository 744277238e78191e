"""The answers to a question, counted: each option, or the commonest wrong numbers and orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from coursekit.errors import CourseKitError
from coursekit.quiz import Multiple, Order, Predict, Single, Verdict, mark_answer
from coursekit.report.items import Item
from coursekit.report.model import AnswerCount
from coursekit.widgets.core.markdown import plain

_SHOWN = 3  # commonest wrong answers


def count_answers(item: Item, answers: Iterable[tuple[Any, int]]) -> tuple[AnswerCount, ...]:
    """Count how many chose each option; for a question without options, how many gave each common wrong answer.

    Args:
        item: the question.
        answers: first attempts, decoded, each with the number of learners who gave it.
    """
    has_options = isinstance(item.asked, Single | Multiple | Predict)
    return _option_counts(item, answers) if has_options else _wrong_answers(item, answers)


def _option_counts(item: Item, answers: Iterable[tuple[Any, int]]) -> tuple[AnswerCount, ...]:
    """Count for each option how many chose it at the first attempt."""
    chosen: Counter[str] = Counter()
    for answer, n in answers:
        for name in set(_picked(answer)):
            chosen[name] += n
    return tuple(
        AnswerCount(
            text=each.text,
            right=each.right,
            n=chosen[each.id],
            misconception=_misconception_text(item, each.misconception),
        )
        for each in getattr(item.asked, "options", ())
    )


def _wrong_answers(item: Item, answers: Iterable[tuple[Any, int]]) -> tuple[AnswerCount, ...]:
    """Count the commonest wrong answers at the first attempt; answers that the course can't mark are left out."""
    wrong: Counter[tuple[str, str]] = Counter()
    for answer, n in answers:
        verdict = verdict_on(item, answer)
        if verdict is not None and verdict.outcome == "wrong":
            wrong[_answer_text(item, answer), _misconception_text(item, verdict.misconception)] += n
    commonest = sorted(wrong.items(), key=lambda each: (-each[1], each[0]))[:_SHOWN]
    return tuple(AnswerCount(text=text, right=False, n=n, misconception=why) for (text, why), n in commonest)


def _misconception_text(item: Item, name: str | None) -> str:
    known = item.chapter.bank.misconceptions
    return known[name].text if name in known else ""


def _picked(answer: Any) -> list[str]:
    """The ids of the options or steps in an answer, one or several."""
    several = answer if isinstance(answer, list) else [answer]
    return [each for each in several if isinstance(each, str)]


def _answer_text(item: Item, answer: Any) -> str:
    """Write a number or an order as a reader knows it."""
    if isinstance(item.asked, Order):
        texts = {step.id: plain(step.text) for step in item.asked.steps}
        return " → ".join(texts.get(each, each) for each in _picked(answer))
    number = f"{answer:,.12g}" if isinstance(answer, int | float) else str(answer)
    return f"{number} {getattr(item.asked, 'unit', '')}".strip()


def decoded(answer: str) -> Any:
    """Decode an answer as the log holds it, in JSON; None where nobody can."""
    try:
        return msgspec.json.decode(answer)
    except (ValueError, RecursionError):
        return None


def verdict_on(item: Item, answer: Any) -> Verdict | None:
    """Mark an answer as the course does now; None where it can't."""
    try:
        return mark_answer(item.asked, answer)  # type: ignore[arg-type]
    except (CourseKitError, TypeError):  # an option taken out since, or something that is no answer
        return None
