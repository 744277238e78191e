"""What the report says, as plain data: a class, its learners, and how each question and exercise went.

How things are counted:

- *First attempts are the true first ones.* A reset lets a learner start a lesson again; here it changes
  nothing: what somebody answered when they met a question stays their first attempt, and what they once had
  right or solved stays done.
- *An answer given before the lesson* (asked unmarked, to make a guess) is no attempt. It is marked here, and
  shown beside as `before`.
- *An answer from memory* has no right and wrong: it counts as answered and done, and has no difficulty.
- Questions and exercises that the course no longer has are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from coursekit.content import Chapter
from coursekit.report.course import Item
from coursekit.report.people import Person
from coursekit.report.sources import Skipped

__all__ = [
    "Choice",
    "ClassReport",
    "ExerciseFigures",
    "LearnerFigures",
    "LessonFigures",
    "MistakeMet",
    "QuestionFigures",
    "Stuck",
    "Thought",
]

STUCK = 3  # attempts at an exercise without a solution
FEW = 10  # learners; below that, discrimination is mostly chance


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What was answered at the first attempt, and by how many.

    Attributes:
        text: of the option, or the answer as it was given.
        right: whether it is (part of) the right answer.
        n: how many learners chose it.
        thought: the misconception behind it, in words; empty where there is none.
    """

    text: str
    right: bool
    n: int
    thought: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionFigures:
    """How a question went.

    Attributes:
        item: the question.
        n: learners who answered it.
        right_first: those whose first attempt was right.
        right: those who had it right at some attempt.
        discrimination: how well it tells strong learners from weak ones: the correlation of its first
            attempts (right 1, else 0) with the share that these learners had right, at first attempt, of the
            other questions they answered. Where everybody answered everything this is the corrected item-total
            correlation. None where it is not defined: fewer than two learners, or no differences.
        before: of the answers given before the lesson, how many were right, and how many there were.
        choices: the options in the order of the bank; for numbers and orders the commonest wrong answers.
    """

    item: Item
    n: int = 0
    right_first: int = 0
    right: int = 0
    discrimination: float | None = None
    before: tuple[int, int] = (0, 0)
    choices: tuple[Choice, ...] = ()

    @property
    def difficulty(self) -> float | None:
        """Share of first attempts that were right; None for one from memory or never answered."""
        return self.right_first / self.n if self.n and self.item.marked else None

    @property
    def in_the_end(self) -> float | None:
        """Share of the learners who had it right at some attempt."""
        return self.right / self.n if self.n and self.item.marked else None

    @property
    def first_attempt_rate(self) -> float | None:
        """Of those who had it right in the end, the share that needed one attempt only."""
        return self.right_first / self.right if self.right and self.item.marked else None


@dataclass(frozen=True, kw_only=True)
class MistakeMet:
    """What a check said, numbers left out, to how many learners and how often."""

    text: str
    learners: int
    times: int


@dataclass(frozen=True, kw_only=True)
class ExerciseFigures:
    """How an exercise went.

    Attributes:
        item: the exercise.
        n: learners who tried it.
        attempts: checks run on something that was written.
        solved: learners who solved it.
        hints: hints given.
        hinted: learners who asked for one.
        opened: learners who opened the solution.
        mistakes: the commonest first.
    """

    item: Item
    n: int = 0
    attempts: int = 0
    solved: int = 0
    hints: int = 0
    hinted: int = 0
    opened: int = 0
    mistakes: tuple[MistakeMet, ...] = ()

    @property
    def solved_share(self) -> float | None:
        """Of those who tried it."""
        return self.solved / self.n if self.n else None


@dataclass(frozen=True, kw_only=True)
class Thought:
    """A misconception that showed at first attempts.

    Attributes:
        text: the thought in one sentence.
        lesson: where it is taken up again.
        learners: how many showed it.
        of: how many answered a question in which it can show.
        items: those questions.
    """

    text: str
    lesson: Chapter
    learners: int
    of: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Stuck:
    """An exercise tried several times and not solved."""

    item: Item
    attempts: int


@dataclass(frozen=True, kw_only=True)
class LessonFigures:
    """What a learner has done of one lesson; one point a question, and the exercises' own."""

    points: float = 0
    done: int = 0


@dataclass(frozen=True, kw_only=True)
class LearnerFigures:
    """How far a learner has come.

    Attributes:
        person: who it is.
        lessons: one for each chapter of the course.
        answered: questions answered.
        marked: those of them that have a right and a wrong.
        right_first: those right at the first attempt.
        solved: exercises solved.
        stuck: exercises tried at least three times and not solved, the most tried first.
        last: when this learner did something last; None where nothing was done.
    """

    person: Person
    lessons: tuple[LessonFigures, ...]
    answered: int = 0
    marked: int = 0
    right_first: int = 0
    solved: int = 0
    stuck: tuple[Stuck, ...] = ()
    last: datetime | None = None

    @property
    def points(self) -> float:
        """Of all lessons."""
        return sum(each.points for each in self.lessons)

    @property
    def done(self) -> int:
        """Questions right at some time and exercises solved."""
        return sum(each.done for each in self.lessons)

    @property
    def first_attempt_rate(self) -> float | None:
        """Of the questions answered, the share that was right at the first attempt."""
        return self.right_first / self.marked if self.marked else None


@dataclass(frozen=True, kw_only=True)
class ClassReport:
    """Everything about a class.

    Attributes:
        chapters: the lessons of the course.
        items: every question and exercise of the course.
        learners: in the order of their names.
        questions: in the order of the course.
        exercises: in the order of the course.
        thoughts: the misconceptions that showed, the commonest first.
        events: how many there are, each counted once.
        skipped: what could not be read.
    """

    chapters: tuple[Chapter, ...]
    items: tuple[Item, ...]
    learners: tuple[LearnerFigures, ...]
    questions: tuple[QuestionFigures, ...]
    exercises: tuple[ExerciseFigures, ...]
    thoughts: tuple[Thought, ...]
    events: int
    skipped: tuple[Skipped, ...] = ()

    def __repr__(self) -> str:
        """How much there is."""
        return f"ClassReport({len(self.learners)} learners, {self.events} events)"

    @property
    def last(self) -> datetime | None:
        """When anybody did something last."""
        return max((each.last for each in self.learners if each.last), default=None)
