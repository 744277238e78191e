"""A chapter's questions and the misconceptions that their wrong answers point to."""

from __future__ import annotations

from msgspec import Struct

from coursekit.errors import UnknownIdError
from coursekit.quiz.editions import former_ids
from coursekit.quiz.questions import Do, DrawCurve, Misconception, Numeric, Order, Question, Recall


class Bank(Struct, frozen=True, kw_only=True):
    """The questions of one chapter, in the order of the file.

    Attributes:
        chapter: the chapter's slug.
        questions: id → question.
        misconceptions: id → the misconception and the lesson that takes it up again.
    """

    chapter: str
    questions: dict[str, Question]
    misconceptions: dict[str, Misconception]

    @property
    def renamed(self) -> dict[str, str]:
        """Id that a question had in a former edition → its id today."""
        return {old: name for name, each in self.questions.items() for old in former_ids(each)}

    def question(self, question_id: str) -> Question:
        """Return the question of that id.

        Raises:
            UnknownIdError: naming the ids that exist.
        """
        try:
            return self.questions[question_id]
        except (KeyError, TypeError):
            known = ", ".join(self.questions) or "none"
            raise UnknownIdError(
                f"the chapter {self.chapter} has no question {question_id!r}; it has: {known}."
            ) from None


def misconceptions_of(question: Question) -> list[str]:
    """Return the ids of the misconceptions that answers to this question can point to, in bank order."""
    match question:
        case Recall():
            named: list[str | None] = []
        case Numeric():
            named = [slip.misconception for slip in question.slips]
        case Order() | Do() | DrawCurve():
            named = [mistake.misconception for mistake in question.mistakes]
        case _:
            named = [option.misconception for option in question.options]
    return [name for name in named if name]
