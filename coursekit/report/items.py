"""The questions and exercises of a course, numbered by their place in one list, and the answers to them, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from coursekit.content import Chapter, Course
from coursekit.content.chapters import COMPILED, read_chapter
from coursekit.errors import BankError
from coursekit.formatting import shorten
from coursekit.quiz import (
    Do,
    DrawCurve,
    Exercise,
    Multiple,
    Order,
    Predict,
    Question,
    Recall,
    Single,
    Verdict,
    answer_today,
    fingerprint,
    former_ids,
    mark_logged,
    misconceptions_of,
)
from coursekit.report.sources import Skipped
from coursekit.widgets.core.markdown import plain

_SHOWN = 3  # commonest wrong answers


@dataclass(frozen=True, kw_only=True)
class AnswerCount:
    """An option, or a wrong number or order, and how many learners gave it at their first attempt.

    Attributes:
        text: the option, or the answer as it was given.
        right: True for a right answer, and for an option that is part of one.
        n: learners who gave it.
        misconception: the misconception behind it, in words; empty where there is none.
    """

    text: str
    right: bool
    n: int
    misconception: str = ""


@dataclass(frozen=True)
class Item:
    """A question or an exercise of the course.

    Attributes:
        chapter: where it belongs.
        id: the part of its name after the dot.
        asked: the question or exercise itself.
    """

    chapter: Chapter
    id: str
    asked: Question | Exercise

    @property
    def name(self) -> str:
        """The full id, such as "neuron.one-neuron"."""
        return f"{self.chapter.slug}.{self.id}"

    @property
    def ids(self) -> list[str]:
        """The id, and those that a question had in former editions."""
        return [self.id, *([] if isinstance(self.asked, Exercise) else former_ids(self.asked))]

    @property
    def fingerprint(self) -> str | None:
        """The `fingerprint` of a question, which its answers carry."""
        return None if isinstance(self.asked, Exercise) else fingerprint(self.asked)

    @property
    def prompt(self) -> str:
        """The text of a question, or the id of an exercise, in Markdown."""
        return getattr(self.asked, "prompt", f"`{self.id}`")

    @property
    def family(self) -> str:
        """Either "question" or "exercise"."""
        return "exercise" if isinstance(self.asked, Exercise) else "question"

    @property
    def marked(self) -> bool:
        """Return True if an answer is right or wrong; one from memory is neither."""
        return not isinstance(self.asked, Exercise | Recall)

    @property
    def points(self) -> float:
        """One point for a question; for an exercise as many as the course gives."""
        return self.asked.points if isinstance(self.asked, Exercise) else 1.0

    @property
    def misconceptions(self) -> list[str]:
        """Ids of the misconceptions that an answer can point to, each once; the bank defines them all."""
        if isinstance(self.asked, Exercise):
            return []
        defined = self.chapter.bank.misconceptions
        return [name for name in dict.fromkeys(misconceptions_of(self.asked)) if name in defined]


def course_items(course: Course) -> tuple[list[Chapter], list[Item], list[Skipped]]:
    """Return the chapters of a course, their questions and exercises in its order, and what cannot be read of them.

    A chapter, or checks, that its author broke is named, and the class's other work is counted all the same.

    Raises:
        BankError: no chapter can be read.
    """
    chapters, skipped = _chapters(course)
    found = []
    for each in chapters:
        found += [Item(each, name, question) for name, question in each.bank.questions.items()]
        try:
            exercises = each.exercises
        except Exception as problem:  # an author's file can raise anything
            reason = (
                f"its exercises are left out, since it does not run ({type(problem).__name__}: {problem})"
            )
            skipped.append(Skipped(f"{each.slug}/checks.py", reason))
            continue
        found += [Item(each, name.removeprefix(f"{each.slug}."), one) for name, one in exercises.items()]
    return chapters, found, skipped


def _chapters(course: Course) -> tuple[list[Chapter], list[Skipped]]:
    """Return the chapters that can be read, in the order of their numbers."""
    try:
        return list(course.chapters), []
    except BankError:
        found, skipped = [], []
        for path in course.folder.glob(f"*/{COMPILED}"):
            try:
                found.append(read_chapter(path))
            except BankError as problem:
                skipped.append(Skipped(str(path), str(problem)))
        if not found:
            raise
        return sorted(found, key=lambda each: (each.number, each.slug)), skipped


def mark(item: Item, answer: str) -> Verdict | None:
    """Mark an answer, in JSON as the log holds it, as the course does today; None where it can't."""
    return None if isinstance(item.asked, Exercise) else mark_logged(item.asked, decoded(answer))


def decoded(answer: str) -> Any:
    """Decode an answer as the log holds it, in JSON; None where nobody can."""
    try:
        return msgspec.json.decode(answer)
    except (ValueError, RecursionError):
        return None


def count_answers(item: Item, answers: Iterable[tuple[str, bool, int]]) -> tuple[AnswerCount, ...]:
    """Count how many chose each option; for a question without options, how many gave each common wrong answer.

    Args:
        item: the question.
        answers: first attempts in JSON; whether the question asked something else then; the number of learners.
    """
    asked: Any = item.asked
    today = [(raw, answer_today(asked, decoded(raw)), elsewhere, n) for raw, elsewhere, n in answers]
    if isinstance(item.asked, Single | Multiple | Predict):
        return _option_counts(item, ((answer, elsewhere, n) for _, answer, elsewhere, n in today))
    return _wrong_answers(item, ((raw, answer, n) for raw, answer, elsewhere, n in today if not elsewhere))


def _option_counts(item: Item, answers: Iterable[tuple[Any, bool, int]]) -> tuple[AnswerCount, ...]:
    """Count for each option how many chose it at the first attempt, and those chosen that are no options any more."""
    options = getattr(item.asked, "options", ())
    known = {each.id for each in options}
    chosen: Counter[str] = Counter()
    for answer, elsewhere, n in answers:
        for name in set(_picked(answer)):
            if not (elsewhere and name in known):
                chosen[name] += n
    counts = [
        AnswerCount(
            text=each.text,
            right=each.right,
            n=chosen.pop(each.id, 0),
            misconception=_misconception_text(item, each.misconception),
        )
        for each in options
    ]
    gone = sorted(chosen.items(), key=lambda each: (-each[1], each[0]))[:_SHOWN]
    counts += [
        AnswerCount(text=f"{shorten(name, 60)} (not an option today)", right=False, n=n) for name, n in gone
    ]
    return tuple(counts)


def _wrong_answers(item: Item, answers: Iterable[tuple[str, Any, int]]) -> tuple[AnswerCount, ...]:
    """Count the commonest wrong answers at the first attempt; answers that the course can't mark are left out."""
    wrong: Counter[tuple[str, str]] = Counter()
    for raw, answer, n in answers:
        verdict = mark(item, raw)
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
    """Write a number or an order as a reader knows it; of what was done, the cause beside it says more than the answer."""
    if isinstance(item.asked, Do | DrawCurve):
        return "a state of the widget" if isinstance(item.asked, Do) else "a drawn curve"
    if isinstance(item.asked, Order):
        texts = {step.id: plain(step.text) for step in item.asked.steps}
        return " → ".join(texts.get(each, each) for each in _picked(answer))
    number = f"{answer:,.12g}" if isinstance(answer, int | float) else str(answer)
    return f"{number} {getattr(item.asked, 'unit', '')}".strip()
