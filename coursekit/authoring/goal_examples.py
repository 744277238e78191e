"""Hold the questions that are answered by doing to the examples in their bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coursekit.content import Chapter
from coursekit.errors import CourseKitError
from coursekit.quiz import Do, DrawCurve, mark_answer, right_answer, wrong_answers


def review_goals(chapter: Chapter) -> Iterator[str]:
    """Yield a clause for each right example that isn't right, and each wrong one that gets another feedback than its own."""
    for name, question in chapter.bank.questions.items():
        if isinstance(question, Do | DrawCurve):
            try:
                for problem in _problems(question):
                    yield f"question `{name}`: {problem}"
            except CourseKitError as error:
                yield f"question `{name}`: {error}"


def _problems(question: Do | DrawCurve) -> Iterator[str]:
    verdict = mark_answer(question, right_answer(question))
    if verdict.outcome != "right":
        yield f"its right example is answered “{verdict}”; mend the example or goals.py"
    mistakes: list[Any] = [*question.mistakes]
    for mistake, answer in zip(mistakes, wrong_answers(question), strict=True):
        verdict = mark_answer(question, answer)
        if verdict.outcome == "right" or not verdict.feedback.startswith(mistake.feedback):
            example = mistake.id if isinstance(question, Do) else mistake.curve
            yield f"the example of `{example}` is answered “{verdict}”; mend the example or goals.py"
