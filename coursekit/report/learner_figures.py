"""The figures of one learner, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coursekit.report.items import Item

STUCK = 3  # attempts at an exercise without a solution
_BEHIND = 0.2  # by which a share is far below what the class has right of the same questions
_BY_CHANCE = 2.5  # standard deviations that chance alone reaches once in a hundred and sixty learners


@dataclass(frozen=True)
class StuckExercise:
    """An exercise that a learner tried several times and has not solved."""

    item: Item
    attempts: int


@dataclass(frozen=True, kw_only=True)
class LessonFigures:
    """The work of a learner on one lesson.

    Attributes:
        points: of its questions, marked again, and of its exercises.
        claimed: the exercises' part of the points.
        done: questions and exercises done.
        minutes: spent on it, as `timeline` counts them; None where nothing of it was answered or tried.
    """

    points: float = 0
    claimed: float = 0
    done: int = 0
    minutes: float | None = None


@dataclass(frozen=True, kw_only=True)
class LearnerFigures:
    """The progress of one learner.

    Attributes:
        name: of the folder or zip; its whole path where two would have the same name.
        places: all the folders and zips that are this learner's.
        person: the name on the roster, empty where there is none.
        mail: the address on the roster.
        group: the group on the roster.
        lessons: one for each chapter of the course.
        answered: questions answered.
        marked: those of them that are right or wrong.
        right_first: those right at the first attempt.
        expected: how many of them would be, if this learner had the class's share of each.
        spread: the standard deviation of that number by chance.
        solved: exercises solved.
        stuck: exercises tried at least three times and not solved, the most tried first.
        graded: points of exercises by the grader's marks; None where it marked nothing of this learner.
        last: the time of the last event that a sane clock gave; None where there is none.
        last_item: the question or exercise that was worked on last.
        notes: what is odd about what was handed in, one sentence each.
        suspicions: signs that what the log says is not this learner's work, one sentence each.
    """

    name: str
    places: tuple[str, ...]
    lessons: tuple[LessonFigures, ...]
    person: str = ""
    mail: str = ""
    group: str = ""
    answered: int = 0
    marked: int = 0
    right_first: int = 0
    expected: float = 0
    spread: float = 0
    solved: int = 0
    stuck: tuple[StuckExercise, ...] = ()
    graded: float | None = None
    last: datetime | None = None
    last_item: Item | None = None
    notes: tuple[str, ...] = ()
    suspicions: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """The notes and the suspicions."""
        return (*self.notes, *self.suspicions)

    @property
    def points(self) -> float:
        """The points of all lessons, as claimed."""
        return sum(each.points for each in self.lessons)

    @property
    def claimed(self) -> float:
        """The points of exercises: the log says so, and only the notebooks can prove it."""
        return sum(each.claimed for each in self.lessons)

    @property
    def recomputed(self) -> float:
        """The points of questions, whose answers were marked again."""
        return self.points - self.claimed

    @property
    def minutes(self) -> float:
        """Minutes spent on all lessons."""
        return sum(each.minutes or 0 for each in self.lessons)

    @property
    def has_odd_clock(self) -> bool:
        """Return True if something was done, at no time that can be."""
        return self.last is None and bool(self.answered or self.solved or self.stuck)

    @property
    def done(self) -> int:
        """Questions right at some time, plus exercises solved."""
        return sum(each.done for each in self.lessons)

    @property
    def first_attempt_rate(self) -> float | None:
        """Share of the questions answered that were right at the first attempt."""
        return self.right_first / self.marked if self.marked else None

    @property
    def is_behind(self) -> bool:
        """Return True if far fewer first attempts were right than the class has of the same questions, and not by chance."""
        missing = self.expected - self.right_first
        return missing >= _BEHIND * max(1, self.marked) and missing > _BY_CHANCE * self.spread
