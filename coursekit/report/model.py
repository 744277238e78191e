"""The class report as plain data: a class, its learners, and how each question and exercise went.

How things are counted:

- *First attempts are the true first ones.* A reset lets a learner start a lesson again, but here it changes
  nothing: the answer given when the question was first met stays the first attempt, and what was right or
  solved once stays done.
- *A guess before the lesson* (the question is asked, but not marked) is no attempt. It's marked here, and
  reported separately as `before`.
- *An answer from memory* is neither right nor wrong: it counts as answered and done, and has no difficulty.
- *Answers are marked again* by the bank of today, whatever the log says came of them. A first attempt at a
  question that asked something else in another edition is no first attempt at today's: it is reported
  separately as `elsewhere`, and earns its point if it is right today.
- *Exercises are claimed*: their log is all the report sees, and nobody runs the code here. Marks of `coursekit grade`
  stand beside them.
- Questions and exercises that the course no longer has are named and left out.
- *Everybody who handed in* is a learner, with notes on what is odd about it. An event that several learners hold
  counts for each of them, and once for the class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from coursekit.content import Chapter
from coursekit.report.gains import Gains
from coursekit.report.intervals import Interval, share
from coursekit.report.items import AnswerCount, Item
from coursekit.report.learner_figures import LearnerFigures
from coursekit.report.sources import Skipped
from coursekit.report.timeline import WeekFigures

FEW = 10  # learners; with fewer, discrimination is mostly chance
WEAK = 0.2  # discrimination below which a question deserves a look
_AT_ONCE = 5  # questions or exercises named as the hardest
_TAUGHT = 8
_AWAY = timedelta(days=14)
_ALONE = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class QuestionFigures:
    """The figures of a question.

    Attributes:
        item: the question.
        n: learners who answered it.
        right_first: those whose first attempt was right.
        right: those who had it right at some attempt.
        discrimination: the correlation of its first attempts (right 1, else 0) with the share that these
            learners had right, at first attempt, of the other questions they answered (the corrected item-total
            correlation if everybody answered everything). None for fewer than two learners, or no differences.
        before: of the guesses made before the lesson, how many were right, and how many there were.
        elsewhere: of the first attempts in editions in which it asked something else, how many are right by
            today's key, and how many there were; they are in none of the other numbers.
        answers: the options in the order of the bank; for numbers and orders the commonest wrong answers.
    """

    item: Item
    n: int = 0
    right_first: int = 0
    right: int = 0
    discrimination: float | None = None
    before: tuple[int, int] = (0, 0)
    elsewhere: tuple[int, int] = (0, 0)
    answers: tuple[AnswerCount, ...] = ()

    @property
    def difficulty(self) -> float | None:
        """Share of first attempts that were right; None if it was never answered, or is not marked."""
        return self.right_first / self.n if self.n and self.item.marked else None

    @property
    def in_the_end(self) -> float | None:
        """Share of the learners who had it right at some attempt."""
        return self.right / self.n if self.n and self.item.marked else None

    @property
    def first_attempt_rate(self) -> float | None:
        """Share of those who had it right in the end that needed only one attempt."""
        return self.right_first / self.right if self.right and self.item.marked else None

    @property
    def telling_discrimination(self) -> float | None:
        """The discrimination where enough learners answered for it to mean something, else None."""
        return self.discrimination if self.n >= FEW else None

    @property
    def weak(self) -> bool:
        """Return True if it separates strong learners from weak ones so little that it deserves a look."""
        value = self.telling_discrimination
        return value is not None and value < WEAK

    @property
    def commonest_mistake(self) -> AnswerCount | None:
        """The wrong answer that most learners gave; None where there was none."""
        wrong = [each for each in self.answers if not each.right and each.n]
        return max(wrong, key=lambda each: each.n, default=None)


@dataclass(frozen=True, kw_only=True)
class CheckMessage:
    """A sentence with which a check rejected an exercise, for how many learners and how often."""

    text: str
    learners: int
    times: int


@dataclass(frozen=True, kw_only=True)
class ExerciseFigures:
    """The figures of an exercise.

    Attributes:
        item: the exercise.
        n: learners who tried it.
        attempts: checks run on something that was written.
        solved: learners who solved it.
        hints: hints given.
        hinted: learners who asked for one.
        opened: learners who opened the solution.
        messages: what the check said to wrong attempts, the commonest first.
    """

    item: Item
    n: int = 0
    attempts: int = 0
    solved: int = 0
    hints: int = 0
    hinted: int = 0
    opened: int = 0
    messages: tuple[CheckMessage, ...] = ()

    @property
    def solved_share(self) -> float | None:
        """Share of those who tried it that solved it."""
        return self.solved / self.n if self.n else None


@dataclass(frozen=True, kw_only=True)
class MisconceptionFigures:
    """A misconception as it showed at first attempts.

    Attributes:
        text: the misconception in one sentence.
        lesson: where the course comes back to it.
        section: the part of that lesson that does, where one asks about it again; else empty.
        learners: how many showed it.
        of: how many answered a question in which it can show.
        items: those questions.
    """

    text: str
    lesson: Chapter
    section: str
    learners: int
    of: int
    items: tuple[Item, ...]

    @property
    def rate(self) -> Interval:
        """The share of those asked that showed it."""
        return share(self.learners, self.of)


@dataclass(frozen=True, kw_only=True)
class ClassReport:
    """The figures of a class.

    Attributes:
        chapters: the lessons of the course.
        items: every question and exercise of the course.
        learners: in the order of their names.
        questions: in the order of the course.
        exercises: in the order of the course.
        misconceptions: those that could show; first what surely most of those asked believe.
        events: how many there are, each counted once.
        weeks: the weeks in which the class worked.
        from_guess: the gain from the guess before a lesson to the first attempt in it.
        to_later: the gain from that first attempt to the fresh card in a later lesson.
        absent: those on the roster who handed in nothing.
        period: the days that are reported on, in words; empty where it is all of them.
        then: another class, to compare with.
        skipped: what could not be read.
        gone: what was answered and tried that the course no longer has, which earns nothing.
    """

    chapters: tuple[Chapter, ...]
    items: tuple[Item, ...]
    learners: tuple[LearnerFigures, ...]
    questions: tuple[QuestionFigures, ...]
    exercises: tuple[ExerciseFigures, ...]
    misconceptions: tuple[MisconceptionFigures, ...]
    events: int
    from_guess: Gains
    to_later: Gains
    weeks: tuple[WeekFigures, ...] = ()
    absent: tuple[str, ...] = ()
    period: str = ""
    then: ClassReport | None = None
    skipped: tuple[Skipped, ...] = ()
    gone: tuple[Skipped, ...] = ()

    def __repr__(self) -> str:
        """Say how much there is."""
        return f"ClassReport({len(self.learners)} learners, {self.events} events)"

    @property
    def last(self) -> datetime | None:
        """The time of the class's last event.

        A learner who was seen months after everybody else has a clock that is ahead, and says nothing of the class.
        """
        seen = sorted((each.last for each in self.learners if each.last), reverse=True)
        while len(seen) > 1 and seen[0] - seen[1] > _ALONE:
            seen.pop(0)
        return seen[0] if seen else None

    @property
    def hard_questions(self) -> list[QuestionFigures]:
        """The five questions with the fewest right first attempts, of those where at least half were wrong."""
        size = len(self.learners)
        enough = min(size, max(3, size / 4))  # answers that say something about this class
        asked = [each for each in self.questions if each.item.marked and each.n >= enough]
        hard = [each for each in asked if (each.difficulty or 0) <= 0.5]
        return sorted(hard, key=lambda each: each.difficulty or 0)[:_AT_ONCE]

    @property
    def to_teach_again(self) -> list[MisconceptionFigures]:
        """The eight misconceptions that are surely the commonest among those asked."""
        return [each for each in self.misconceptions if each.learners][:_TAUGHT]

    @property
    def weak_questions(self) -> list[QuestionFigures]:
        """The five questions that separate strong learners from weak ones least."""
        weak = [each for each in self.questions if each.weak]
        return sorted(weak, key=lambda each: each.discrimination or 0)[:_AT_ONCE]

    @property
    def hard_exercises(self) -> list[ExerciseFigures]:
        """The five exercises that most learners have tried and not solved."""
        tried = [each for each in self.exercises if each.n > each.solved]
        return sorted(tried, key=lambda each: (each.solved - each.n, -each.attempts))[:_AT_ONCE]

    @property
    def quiet_learners(self) -> list[LearnerFigures]:
        """The learners not seen in the two weeks before the class's last day, and not finished; longest ago first."""
        end = self.last
        quiet = [
            each
            for each in self.learners
            if each.done < len(self.items)
            and not each.has_odd_clock
            and (each.last is None or (end and end - each.last > _AWAY))
        ]
        return sorted(quiet, key=lambda each: (each.last is not None, each.last))
