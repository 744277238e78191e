"""A learner's progress, counted from the log, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coursekit.content import Chapter, Course, current_course
from coursekit.progress import History, due_now, read_history
from coursekit.widgets.core.markdown import plain


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One chapter and how much of it is done.

    Attributes:
        chapter: the chapter.
        part: the number of the first sitting with something left to answer, from 0.
        answered: how many of its questions were answered.
        right: how many of them were answered right at least once (from memory: answered).
        solved: how many of its exercises passed their check.
        review: prompts of the questions that are due, those that were wrong first.
    """

    chapter: Chapter
    part: int
    answered: int
    right: int
    solved: int
    review: tuple[str, ...]

    @property
    def questions(self) -> int:
        """The number of its questions."""
        return len(self.chapter.bank.questions)

    @property
    def exercises(self) -> int:
        """The number of its exercises."""
        return len(self.chapter.exercises)

    @property
    def done(self) -> bool:
        """True when nothing is left to do."""
        return self.right == self.questions and self.solved == self.exercises

    @property
    def questions_line(self) -> str:
        """Such as "5 of 12 questions answered, 4 right"."""
        return f"{self.answered} of {self.questions} questions answered, {self.right} right"

    @property
    def exercises_line(self) -> str:
        """Such as "1 of 3 exercises solved"."""
        return f"{self.solved} of {self.exercises} exercises solved"


def lessons(history: History, course: Course) -> list[Lesson]:
    """Return what is done of every chapter, in the order of the course."""
    history = course.today(history)
    due = [each.name for each in due_now(history, course.recall_points)]
    return [_lesson(chapter, history, due) for chapter in course.chapters]


def table(folder: Path) -> str:
    """Return what `coursekit progress` prints: a line a lesson, what is due for review, and damaged lines."""
    history = read_history(folder)
    found = lessons(history, current_course(folder))
    titles = [f"{each.chapter.number} · {each.chapter.title}" for each in found]
    width = max(map(len, titles), default=0)
    lines = [
        f"{title:{width}}   {each.questions_line}   {each.exercises_line}"
        for title, each in zip(titles, found, strict=True)
    ]
    lines += [f"due for review: {_shortened(prompt)}" for each in found for prompt in each.review]
    lines += [f"cannot be read, and stays as it is: {damage}" for damage in history.damaged]
    return "\n".join(lines)


def _lesson(chapter: Chapter, history: History, due: list[str]) -> Lesson:
    """Count what was done of a lesson; a question that the course no longer has counts no more."""
    summary, asked = history.summary(chapter.slug), chapter.bank.questions
    mine = [standing for name, standing in summary.questions.items() if name in asked]
    done = {name for name, standing in summary.questions.items() if standing.done}
    open_parts = [
        number for number, each in enumerate(chapter.sittings) if not done.issuperset(each.questions)
    ]
    tried = summary.exercises.items()
    return Lesson(
        chapter=chapter,
        part=open_parts[0] if open_parts else 0,
        answered=len(mine),
        right=sum(standing.done for standing in mine),
        solved=sum(standing.done for name, standing in tried if chapter.full_id(name) in chapter.exercises),
        review=tuple(
            plain(asked[name.partition(".")[2]].prompt) for name in due if name.startswith(f"{chapter.slug}.")
        ),
    )


def _shortened(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
