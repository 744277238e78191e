"""Two classes side by side: what changed from one to the other, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coursekit.report.attention import lesson_progress
from coursekit.report.intervals import Interval, difference
from coursekit.report.model import ClassReport

_SHOWN = 8  # differences of one kind
_SURE = 3.29  # standard errors: of a thousand differences that are none, one looks this large

Counts = tuple[int, int]


@dataclass(frozen=True)
class Change:
    """A share in both classes, each as (k, n), and the difference with its interval; None where one has nobody.

    Attributes:
        name: of the lesson or question, or the text of a misconception.
        now: in this class.
        then: in the other one.
    """

    name: str
    now: Counts
    then: Counts

    @property
    def difference(self) -> Interval | None:
        """By how much the share is higher now."""
        return difference(self.now, self.then) if self.now[1] and self.then[1] else None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that changed.

    Attributes:
        finished: for each lesson, of the learners who started it those who finished it.
        right_first: for each lesson, the first attempts that were right.
        questions: the questions in which the share right first surely changed, the largest change first.
        misconceptions: those of which the rate surely changed, the largest change first.
    """

    finished: tuple[Change, ...]
    right_first: tuple[Change, ...]
    questions: tuple[Change, ...]
    misconceptions: tuple[Change, ...]


def compare(now: ClassReport, then: ClassReport) -> Comparison:
    """Compare two classes that took the same course.

    A first attempt at a lesson's questions counts once for each question, though those of one learner hang together:
    the intervals of lessons are a little too narrow, those of single questions are not.
    """
    new, old = _by_lesson(now), _by_lesson(then)
    return Comparison(
        finished=tuple(
            Change(a.chapter.title, (a.finished, a.started), (b.finished, b.started))
            for a, b in zip(lesson_progress(now), lesson_progress(then), strict=True)
        ),
        right_first=tuple(Change(each.title, new[each.slug], old[each.slug]) for each in now.chapters),
        questions=_sure(
            Change(a.item.name, (a.right_first, a.n), (b.right_first, b.n))
            for a, b in zip(now.questions, then.questions, strict=True)
            if a.item.marked
        ),
        misconceptions=_sure(_misconceptions(now, then)),
    )


def _by_lesson(report: ClassReport) -> dict[str, Counts]:
    found = {each.slug: (0, 0) for each in report.chapters}
    for each in report.questions:
        if each.item.marked:
            k, n = found[each.item.chapter.slug]
            found[each.item.chapter.slug] = k + each.right_first, n + each.n
    return found


def _misconceptions(now: ClassReport, then: ClassReport) -> Iterable[Change]:
    # Two lessons may know the same misconception.
    new, old = (
        {(each.items[0].chapter.slug, each.text): (each.learners, each.of) for each in one.misconceptions}
        for one in (now, then)
    )
    return (Change(key[1], new[key], old[key]) for key in new.keys() & old.keys())


def _sure(changes: Iterable[Change]) -> tuple[Change, ...]:
    told = [
        (-abs(each.difference.value), each.name, each)
        for each in changes
        if each.difference and difference(each.now, each.then, _SURE).tells
    ]
    return tuple(each for *_, each in sorted(told, key=lambda one: one[:2])[:_SHOWN])
