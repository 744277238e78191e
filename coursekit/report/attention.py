"""Where a class needs its teacher: learners who need help, and lessons in which they stop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median

from coursekit.content import Chapter
from coursekit.formatting import format_count, format_day, format_percent
from coursekit.report.learner_figures import LearnerFigures
from coursekit.report.model import ClassReport


@dataclass(frozen=True)
class Help:
    """A learner who needs help, and why: each reason in a word or two, and in full."""

    learner: LearnerFigures
    reasons: tuple[tuple[str, str], ...]


def needs_help(report: ClassReport) -> list[Help]:
    """Return the learners who need help: those with most reasons first, then those stuck longest."""
    quiet = {each.name for each in report.quiet_learners}
    found = [Help(each, tuple(_reasons(each, quiet=each.name in quiet))) for each in report.learners]
    return sorted(
        (each for each in found if each.reasons),
        key=lambda each: (-len(each.reasons), -sum(one.attempts for one in each.learner.stuck)),
    )


def _reasons(learner: LearnerFigures, *, quiet: bool) -> list[tuple[str, str]]:
    found = []
    if learner.stuck:
        worst = learner.stuck[0]
        more = f" and {len(learner.stuck) - 1} more" if len(learner.stuck) > 1 else ""
        stuck = f"stuck on {worst.item.name}{more}"
        found.append((stuck, f"{stuck} ({format_count(worst.attempts, 'attempt')})"))
    if learner.is_behind:
        usual = format_percent(learner.expected / learner.marked)
        here = format_percent(learner.first_attempt_rate)
        found.append(("behind", f"{here} right first, where the class has {usual}"))
    if quiet:
        found.append(("away", f"last seen {format_day(learner.last)}"))
    return found


@dataclass(frozen=True, kw_only=True)
class LessonProgress:
    """A lesson as the class goes through it.

    Attributes:
        chapter: the lesson.
        started: learners who did anything in it.
        half: those who have done half of its questions and exercises.
        finished: those who have done all of them.
        minutes: the median of the time spent by those who have done half of it or more; None where nobody has.
        stopped: learners not seen for two weeks who worked on this lesson last.
        stop: the question or exercise after which most of them stopped, and how many; None where nobody did.
    """

    chapter: Chapter
    started: int
    half: int
    finished: int
    minutes: float | None
    stopped: int
    stop: tuple[str, int] | None


def lesson_progress(report: ClassReport) -> list[LessonProgress]:
    """Return the progress through each lesson."""
    stops = Counter(each.last_item.name for each in report.quiet_learners if each.last_item)
    found = []
    for k, chapter in enumerate(report.chapters):
        size = sum(item.chapter is chapter for item in report.items)
        mine = [each.lessons[k] for each in report.learners if each.lessons[k].minutes is not None]
        half = [each for each in mine if 2 * each.done >= size]
        here = {name: n for name, n in stops.items() if name.startswith(f"{chapter.slug}.")}
        found.append(
            LessonProgress(
                chapter=chapter,
                started=len(mine),
                half=len(half),
                finished=sum(each.done >= size for each in half),
                minutes=median(each.minutes or 0 for each in half) if half else None,
                stopped=sum(here.values()),
                stop=max(here.items(), key=lambda each: each[1], default=None),
            )
        )
    return found


@dataclass(frozen=True, kw_only=True)
class GroupFigures:
    """A group of the roster: its learners, those who need help, the median share done, the share right first."""

    name: str
    learners: int
    helped: int
    done: float
    right_first: float | None


def groups(report: ClassReport) -> list[GroupFigures]:
    """Return the groups of the roster, in the order of their names; none where there are no two."""
    called = sorted({each.group for each in report.learners})
    needing = Counter(each.learner.group for each in needs_help(report))
    found = []
    for name in called if len(called) > 1 else ():
        mine = [each for each in report.learners if each.group == name]
        marked = sum(each.marked for each in mine)
        found.append(
            GroupFigures(
                name=name,
                learners=len(mine),
                helped=needing[name],
                done=median(each.done for each in mine) / max(1, len(report.items)),
                right_first=sum(each.right_first for each in mine) / marked if marked else None,
            )
        )
    return found
