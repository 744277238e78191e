"""The public view of a question: everything that may leave the kernel before it is answered."""

from __future__ import annotations

from typing import Any

from coursekit.quiz.questions import Do, DrawCurve, Numeric, Order, Question, Recall
from coursekit.quiz.shuffling import shuffled


def public_view(question: Question, *, seed: int | str) -> dict[str, Any]:
    """Return the visible side of a question, as plain data for a card.

    Args:
        question: from a bank.
        seed: decides the order of options or steps.

    Returns:
        `id`, `kind`, `prompt`, then `unit` (numeric), the ranges and labels of a curve, or `choices`: a shuffled list of
        `{"id", "text"}` (options, or the steps of an order question, never in the right order).
        No feedback, no misconception, no answer, no model answer; the hint has to be asked for.
    """
    shown = {"id": question.id, "kind": question.kind, "prompt": question.prompt}
    match question:
        case Numeric():
            return {**shown, "unit": question.unit}
        case Recall() | Do():
            return shown
        case DrawCurve():
            names = ("x", "y", "x_label", "y_label", "unit")
            return {**shown, **{name: getattr(question, name) for name in names}}
        case Order():
            texts = {step.id: step.text for step in question.steps}
            order = shuffled(texts, seed, avoid=question.right_orders)
        case _:
            texts = {option.id: option.text for option in question.options}
            order = shuffled(texts, seed)
    return {**shown, "choices": [{"id": name, "text": texts[name]} for name in order]}
