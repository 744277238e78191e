"""Mark what was done: the state of a widget, a curve that was drawn. Functions of the chapter's goals.py decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from coursekit.errors import BankError
from coursekit.formatting import format_number
from coursekit.quiz.drawn_curves import CurveRange
from coursekit.quiz.questions import Do, DrawCurve
from coursekit.quiz.verdicts import Verdict

RIGHT = "right"
"""Returned by a goal that is reached."""


def mark_state(question: Do, answer: Any) -> Verdict:
    """The verdict on the state of the question's widget: control → value, of those that differ from the start.

    Raises:
        ArgumentError: the widget has no such control, or it doesn't take this value.
        BankError: the chapter's goals.py lacks the goal, or the goal fails.
    """
    if not isinstance(answer, Mapping) or not changes(question, answer):
        return Verdict(outcome="unreadable", feedback="Nothing is changed yet: move a control first.")
    found = _call(question, question.goal, question.shown(answer))
    if found == RIGHT:
        return Verdict(outcome="right", feedback=question.feedback)
    if found is None:
        return Verdict(outcome="wrong", feedback=question.otherwise)
    for mistake in question.mistakes:
        if found == mistake.id:
            return Verdict(outcome="wrong", feedback=mistake.feedback, misconception=mistake.misconception)
    known = ", ".join(repr(name) for name in (RIGHT, *(mistake.id for mistake in question.mistakes)))
    raise BankError(f"goals.py: {question.goal} returned {found!r}; it returns None or one of {known}")


def changes(question: Do, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a state changes about the state in which the question's widget starts: what is worth keeping.

    Raises:
        ArgumentError: the widget has no such control, or it doesn't take this value.
    """
    start = question.shown({}).state()
    return {name: value for name, value in question.shown(state).state().items() if start[name] != value}


def range_of(question: DrawCurve) -> CurveRange:
    """The rectangle in which the question's curve is drawn."""
    return CurveRange((question.x[0], question.x[1]), (question.y[0], question.y[1]))


def curve_value(question: DrawCurve, name: str) -> str:
    """The value of the curve that a function of goals.py computes, as if somebody had drawn it.

    Raises:
        BankError: goals.py lacks the function, or it gives no curve.
    """
    space = range_of(question)
    return str(_call(question, name, space.places(), then=space.value))


def mark_curve(question: DrawCurve, answer: Any) -> Verdict:
    """The verdict on a drawn curve: by the true or wrong curve nearest to it, if that is within the tolerance.

    Distance is the mean absolute difference over the 65 places, in units of y.

    Raises:
        ArgumentError: the answer is no drawn curve.
        BankError: the chapter's goals.py lacks a curve, or one fails.
    """
    space = range_of(question)
    value = space.check("" if answer is None else answer)
    if not value:
        return Verdict(outcome="unreadable", feedback="Draw your curve first; a guess is welcome.")
    drawn = space.heights(value)

    def distance(name: str) -> float:
        return float(np.abs(drawn - space.heights(curve_value(question, name))).mean())

    off = distance(question.curve)
    unit = f" {question.unit}" if question.unit else ""
    measured = f"On average your curve is {format_number(off, 2)}{unit} away from the true one."
    near = question.tolerance * (1 + 1e-9)
    nearest = min(question.mistakes, key=lambda wrong: distance(wrong.curve), default=None)
    if nearest and distance(nearest.curve) < off and distance(nearest.curve) <= near:
        said = f"{nearest.feedback} {measured}"
        return Verdict(outcome="wrong", feedback=said, misconception=nearest.misconception)
    if off <= near:
        return Verdict(outcome="right", feedback=f"{question.feedback} {measured}")
    return Verdict(outcome="wrong", feedback=f"{question.otherwise} {measured}")


def _call(question: Do | DrawCurve, name: str, argument: Any, then: Any = lambda found: found) -> Any:
    """Call a function of the chapter's goals.py; what it raises is the author's, and named."""
    function = question.goals.function(name)
    try:
        return then(function(argument))
    except Exception as error:
        raise BankError(
            f"goals.py: {name} failed at the question {question.id} ({type(error).__name__}: {error})"
        ) from error
