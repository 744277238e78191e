"""What a tired instructor looks at first: what failed, what was thought, and who needs a word."""

from __future__ import annotations

from datetime import timedelta

from coursekit.report.figures import (
    FEW,
    Choice,
    ClassReport,
    ExerciseFigures,
    LearnerFigures,
    QuestionFigures,
    Thought,
)

__all__ = [
    "WEAK",
    "common_thoughts",
    "favourite_mistake",
    "hard_exercises",
    "hard_questions",
    "is_weak",
    "quiet_learners",
    "stuck_learners",
]

AT_ONCE = 5
WEAK = 0.2  # discrimination below which a question deserves a look
_AWAY = timedelta(days=14)


def hard_questions(report: ClassReport, n: int = AT_ONCE) -> list[QuestionFigures]:
    """The questions with the fewest right at the first attempt, where at least half got it wrong."""
    asked = [each for each in report.questions if _enough(report, each.n) and (each.difficulty or 0) <= 0.5]
    return sorted((each for each in asked if each.item.marked), key=lambda each: each.difficulty or 0)[:n]


def favourite_mistake(question: QuestionFigures) -> Choice | None:
    """The wrong answer that was given most; None where there was none."""
    wrong = [each for each in question.choices if not each.right and each.n]
    return max(wrong, key=lambda each: each.n, default=None)


def common_thoughts(report: ClassReport, n: int = AT_ONCE) -> list[Thought]:
    """The misconceptions that most learners showed."""
    return list(report.thoughts[:n])


def hard_exercises(report: ClassReport, n: int = AT_ONCE) -> list[ExerciseFigures]:
    """The exercises that most of those who tried them have not solved."""
    tried = [each for each in report.exercises if each.n > each.solved]
    return sorted(tried, key=lambda each: (each.solved - each.n, -each.attempts))[:n]


def stuck_learners(report: ClassReport) -> list[LearnerFigures]:
    """Who has tried an exercise several times and not solved it, those with most attempts first."""
    stuck = [each for each in report.learners if each.stuck]
    return sorted(stuck, key=lambda each: -sum(one.attempts for one in each.stuck))


def quiet_learners(report: ClassReport) -> list[LearnerFigures]:
    """Who has not been seen for two weeks before the class's last day, longest ago first; not who has finished."""
    end, whole = report.last, len(report.items)
    quiet = [
        each
        for each in report.learners
        if each.done < whole and (each.last is None or (end is not None and end - each.last > _AWAY))
    ]
    return sorted(quiet, key=lambda each: (each.last is not None, each.last))


def is_weak(question: QuestionFigures) -> bool:
    """Whether it tells strong learners from weak ones so little that it deserves a look."""
    return question.discrimination is not None and question.n >= FEW and question.discrimination < WEAK


def _enough(report: ClassReport, n: int) -> bool:
    """Whether so many say something about this class: a quarter of it and at least three, or all of a smaller one."""
    size = len(report.learners)
    return n >= min(size, max(3, size / 4))
