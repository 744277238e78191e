"""Questions across editions of a course: what was asked, ids that were renamed, answers that were given before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from coursekit.errors import CourseKitError
from coursekit.quiz.marking import mark_answer
from coursekit.quiz.questions import Numeric, Option, Order, Question, Recall, Step
from coursekit.quiz.verdicts import Verdict

# What a learner is told before or after, and how the bank files it: another hint makes it no other question.
_NOT_ASKED = {
    *("id", "was", "objective", "hint", "feedback", "otherwise"),
    *("misconception", "slips", "mistakes", "model_answer", "state"),
}


def former_ids(part: Question | Option | Step) -> list[str]:
    """Return the ids that a question, option or step had in former editions."""
    was = part.was
    return [] if isinstance(was, msgspec.UnsetType) else [was] if isinstance(was, str) else list(was)


def fingerprint(question: Question) -> str:
    """Return eight hexadecimal digits that are the same as long as a question asks and accepts the same.

    They depend on its text, its options or steps and its key, not on its id, its hint or its feedback; an option
    that was renamed (`was`) counts under its first id.
    """
    asked = _without(msgspec.to_builtins(question), _NOT_ASKED)
    parts = _parts(question)
    if parts:
        rows = [
            {**_without(msgspec.to_builtins(part), _NOT_ASKED), "id": (former_ids(part) or [part.id])[0]}
            for part in parts
        ]
        # Options are shuffled, so their order in the bank says nothing; that of steps is the key.
        asked["parts"] = rows if isinstance(question, Order) else sorted(rows, key=lambda row: row["id"])
        asked.pop("options", None)
        asked.pop("steps", None)
    if not asked.get("also"):  # a single right order is what a question without the field has
        asked.pop("also", None)
    text = msgspec.json.encode(_one_spaced(asked), order="deterministic")
    return hashlib.sha256(text).hexdigest()[:8]


def answer_today(question: Question, answer: Any) -> Any:
    """Return an answer of a former edition with today's ids: renamed options and steps, no points that are gone."""
    if isinstance(question, Recall):
        known = {point.id for point in question.points}
        if isinstance(answer, Mapping) and isinstance(answer.get("points"), list):
            return {**answer, "points": [each for each in answer["points"] if _hashable(each) in known]}
        return answer
    today = {old: part.id for part in _parts(question) for old in former_ids(part)}
    if not today or isinstance(question, Numeric):
        return answer
    if isinstance(answer, list):
        return [today.get(_hashable(each), each) for each in answer]
    return today.get(_hashable(answer), answer)


def mark_logged(question: Question, answer: Any) -> Verdict | None:
    """Mark an answer from a log as the course does today; None where it can't, as after an option was removed."""
    try:
        return mark_answer(question, answer_today(question, answer))
    except (CourseKitError, TypeError, ValueError):  # an option that is gone, or something that is no answer
        return None


def _parts(question: Question) -> list[Any]:
    return list(getattr(question, "options", None) or getattr(question, "steps", None) or ())


def _hashable(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _without(data: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in fields}


def _one_spaced(value: Any) -> Any:
    """Return data whose texts are wrapped nowhere: where a line ends in the bank changes no question."""
    if isinstance(value, dict):
        return {name: _one_spaced(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_one_spaced(part) for part in value]
    return " ".join(value.split()) if isinstance(value, str) else value
