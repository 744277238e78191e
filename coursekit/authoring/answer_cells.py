"""The last section of a solution notebook: every question of the lesson, answered in code.

The right answer comes first, then every wrong one that the bank knows by name, then one it does not know.
Each prints its verdict, so that validating the notebook validates the marking.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, TypeAlias

from nbformat import NotebookNode

from coursekit.authoring.notebook import code, markdown
from coursekit.content import Chapter
from coursekit.quiz import Multiple, Numeric, Order, Question, Recall, right_answer, wrong_answers

TAG = "answers"

_OPENING = (
    "## The lesson's questions, answered in code\n\n"
    "For each question first the right answer, then the wrong ones, each with what the learner reads. "
    "This section is for instructors: hand out the notebook in `exercises/`, which is built without it."
)

Answer: TypeAlias = str | float | list[str] | dict[str, Any]


def answer_cells(chapter: Chapter) -> list[NotebookNode]:
    """Return the section's cells, all tagged; none for a chapter without questions."""
    questions = chapter.bank.questions.values()
    if not questions:
        return []
    tags = [TAG]
    cells = [markdown(_OPENING, tags=tags), code("from coursekit import mark", tags=tags)]
    for question in questions:
        cells.append(markdown(f"### `{question.id}`\n\n{question.prompt.strip()}", tags=tags))
        cells.append(code(_calls(f"{chapter.slug}.{question.id}", question), tags=tags))
    return cells


def answers_to(question: Question) -> list[Answer]:
    """Return the answers to try: the right one, every named wrong one, and one nobody named where that is possible."""
    if isinstance(question, Recall):
        ids = [point.id for point in question.points]
        text = "In my own words."
        return [{"text": text, "points": ids}, {"text": text, "points": ids[:1]}, {"text": "", "points": []}]
    named = [right_answer(question), *wrong_answers(question)]
    match question:
        case Numeric():
            # Far from every named value, so that no tolerance reaches it.
            unnamed = 7 * max(abs(value) for value in named) + 3
            return [*map(_short, [*named, unnamed]), "a few"]
        case Order():
            named[:1] = question.right_orders
            turns = (named[0][n:] + named[0][:n] for n in range(1, len(named[0])))
            return [*named, *islice((turn for turn in turns if turn not in named), 1)]
        case Multiple():
            right, *wrong = named
            fewer = [right[1:]] if len(right) > 1 else []
            return [right, *fewer, *(right + more for more in wrong), *wrong]
    return named


def _calls(full_id: str, question: Question) -> str:
    return "\n".join(f'print(mark("{full_id}", {_written(answer)}))' for answer in answers_to(question))


def _written(answer: Answer) -> str:
    return repr(answer).replace("'", '"')


def _short(value: float) -> float:
    return int(value) if value == int(value) else value
