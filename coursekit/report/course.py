"""What the course asks: every question and exercise it has now, numbered."""

from __future__ import annotations

from dataclasses import dataclass

from coursekit.content import Chapter, chapters
from coursekit.quiz import Exercise, Question, Recall, misconceptions_of

__all__ = ["Item", "items"]


@dataclass(frozen=True)
class Item:
    """A question or an exercise.

    Attributes:
        chapter: where it belongs.
        id: the half of its name behind the dot.
        asked: the question or exercise itself.
    """

    chapter: Chapter
    id: str
    asked: Question | Exercise

    @property
    def name(self) -> str:
        """Such as "neuron.one-neuron"."""
        return f"{self.chapter.slug}.{self.id}"

    @property
    def family(self) -> str:
        """Whether it is a "question" or an "exercise"."""
        return "exercise" if isinstance(self.asked, Exercise) else "question"

    @property
    def marked(self) -> bool:
        """Whether an answer is right or wrong; one from memory is neither."""
        return not isinstance(self.asked, Exercise | Recall)

    @property
    def points(self) -> float:
        """What it is worth: one for a question, what the course says for an exercise."""
        return self.asked.points if isinstance(self.asked, Exercise) else 1.0

    @property
    def thoughts(self) -> list[str]:
        """Ids of the misconceptions that an answer can point to, each once."""
        return [] if isinstance(self.asked, Exercise) else list(dict.fromkeys(misconceptions_of(self.asked)))


def items() -> list[Item]:
    """All of them, in the order of the course."""
    found = []
    for each in chapters():
        found += [Item(each, name, question) for name, question in each.bank.questions.items()]
        found += [Item(each, name.removeprefix(f"{each.slug}."), one) for name, one in each.exercises.items()]
    return found
