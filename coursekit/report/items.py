"""The questions and exercises of a course, numbered by their place in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coursekit.content import Chapter
from coursekit.quiz import Exercise, Question, Recall, misconceptions_of


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
        """Ids of the misconceptions that an answer can point to, each once."""
        return [] if isinstance(self.asked, Exercise) else list(dict.fromkeys(misconceptions_of(self.asked)))


def course_items(lessons: Iterable[Chapter]) -> list[Item]:
    """List the questions and exercises of these chapters, in the order of the course."""
    found = []
    for each in lessons:
        found += [Item(each, name, question) for name, question in each.bank.questions.items()]
        found += [Item(each, name.removeprefix(f"{each.slug}."), one) for name, one in each.exercises.items()]
    return found
