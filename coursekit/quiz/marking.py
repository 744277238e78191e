"""Mark an answer to a question: the verdict depends on nothing else."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Mapping
from typing import Any

from coursekit.errors import ArgumentError, UnknownIdError
from coursekit.quiz.doing import curve_value, mark_curve, mark_state
from coursekit.quiz.number_parser import other_readings, parse_number
from coursekit.quiz.questions import Do, DrawCurve, Multiple, Numeric, Option, Order, Question, Recall
from coursekit.quiz.units import quoted
from coursekit.quiz.verdicts import Verdict, VerdictPart


def mark_answer(question: Question, answer: Any) -> Verdict:
    """The verdict on an answer.

    Args:
        question: from a bank.
        answer: single and predict: an option id; multiple: a list of option ids; numeric: a
            number or how somebody typed it; order: all step ids, first step first; recall:
            `{"text": what was written, "points": ids of the points that were there}`; do: control → value;
            curve: a drawn curve (`drawn_curves.py`).
            A NumPy array or scalar counts as its list or number, a set as its ids in any order.

    Returns:
        A verdict. Where there is nothing to mark (no option picked, no readable number, one that
        can be read in two ways) its outcome is "unreadable", which counts as no answer.

    Raises:
        UnknownIdError: for an id the question does not have, naming those it has.
    """
    answer = _plain(answer)
    match question:
        case Numeric():
            return _mark_number(question, answer)
        case Order():
            return _mark_order(question, answer)
        case Recall():
            return _mark_recall(question, answer)
        case Do():
            return mark_state(question, answer)
        case DrawCurve():
            return mark_curve(question, answer)
        case Multiple():
            return _mark_several(question, answer)
        case _:
            return _mark_one(question.id, question.options, answer)


def right_answer(question: Question) -> Any:
    """An answer that is marked right (recall: a full one, noted)."""
    match question:
        case Numeric():
            return question.answer
        case Order():
            return [step.id for step in question.steps]
        case Recall():
            return {"text": question.model_answer, "points": [point.id for point in question.points]}
        case Do():
            return question.state
        case DrawCurve():
            return curve_value(question, question.curve)
        case Multiple():
            return [option.id for option in question.options if option.right]
        case _:
            return next(option.id for option in question.options if option.right)


def wrong_answers(question: Question) -> list[Any]:
    """Every wrong answer that has feedback of its own: distractors, slips, known wrong orders, states and curves."""
    match question:
        case Numeric():
            return [slip.value for slip in question.slips]
        case Order():
            return [mistake.order for mistake in question.mistakes]
        case Recall():
            return []
        case Do():
            return [mistake.state for mistake in question.mistakes]
        case DrawCurve():
            return [curve_value(question, mistake.curve) for mistake in question.mistakes]
        case Multiple():
            return [[option.id] for option in question.options if not option.right]
        case _:
            return [option.id for option in question.options if not option.right]


def _mark_one(name: str, options: list[Option], answer: Any) -> Verdict:
    picked = _ids(answer)
    if not picked:
        return _unreadable("Pick one option first; a guess is welcome.")
    _check_known(name, "option", picked, [option.id for option in options])
    if len(picked) > 1:
        return _unreadable("Pick one option only.")
    option = next(option for option in options if option.id == picked[0])
    return Verdict(
        outcome="right" if option.right else "wrong",
        feedback=option.feedback,
        misconception=option.misconception,
    )


def _mark_several(question: Multiple, answer: Any) -> Verdict:
    ids = _ids(answer)
    if not ids:
        return _unreadable("Pick at least one option first; a guess is welcome.")
    _check_known(question.id, "option", ids, [option.id for option in question.options])
    picked = [option for option in question.options if option.id in ids]
    parts = tuple(VerdictPart(id=o.id, text=o.text, right=o.right, feedback=o.feedback) for o in picked)
    hits = sum(option.right for option in picked)
    missing = sum(option.right for option in question.options) - hits
    wrong = [option for option in picked if not option.right]
    if not wrong and not missing:
        return Verdict(outcome="right", feedback="These are all of them, and nothing else.", parts=parts)
    return Verdict(
        outcome="partly" if hits else "wrong",
        feedback=_tally(hits, missing, len(wrong)),
        misconception=wrong[0].misconception if wrong else None,
        parts=parts,
    )


def _tally(hits: int, missing: int, wrong: int) -> str:
    """Count the right, wrong and missing picks without naming them, so that the learner can try again."""
    clauses = [f"{hits} of your picks {'belongs' if hits == 1 else 'belong'} here"] if hits else []
    if wrong:
        does_not = f"{'does' if wrong == 1 else 'do'} not"
        clauses.append(f"{wrong} {does_not}" if hits else f"{wrong} of your picks {does_not} belong here")
    if missing:
        more = " more" if hits else ""
        clauses.append(f"{missing}{more} {'is' if missing == 1 else 'are'} still to find")
    return f"{', '.join(clauses)}."


def _mark_number(question: Numeric, answer: Any) -> Verdict:
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    try:
        value = parse_number(answer, unit=question.unit)
    except ArgumentError as error:
        return _unreadable(f"{str(error)[:1].upper()}{str(error)[1:]}")
    if is_near(value, question.answer, question.tolerance):
        return Verdict(outcome="right", feedback=question.feedback)
    for other in other_readings(answer):
        if _is_right(question, other):
            return _unreadable(
                f"{quoted(answer)} can be read in two ways. Write one number, with a point before its decimals, "
                "no mark between groups of digits, and ^ before a power of 10."
            )
    for slip in question.slips:
        if is_near(value, slip.value, question.tolerance):
            return Verdict(outcome="wrong", feedback=slip.feedback, misconception=slip.misconception)
    return Verdict(outcome="wrong", feedback=question.otherwise)


def _is_right(question: Numeric, typed: str) -> bool:
    try:
        return is_near(parse_number(typed, unit=question.unit), question.answer, question.tolerance)
    except ArgumentError:
        return False


def _mark_order(question: Order, answer: Any) -> Verdict:
    if isinstance(answer, set | frozenset):
        return _unreadable("A set has no order; give the steps as a list, the first step first.")
    ids, known = _ids(answer), [step.id for step in question.steps]
    _check_known(question.id, "step", ids, known)
    if sorted(ids) != sorted(known):
        return _unreadable(f"Every one of the {len(known)} steps stands in the order once.")
    if ids in question.right_orders:
        return Verdict(outcome="right", feedback=question.feedback)
    for mistake in question.mistakes:
        if ids == mistake.order:
            return Verdict(outcome="wrong", feedback=mistake.feedback, misconception=mistake.misconception)
    return Verdict(outcome="wrong", feedback=question.otherwise)


def _mark_recall(question: Recall, answer: Any) -> Verdict:
    written = answer if isinstance(answer, Mapping) else {"text": answer}
    text, ticked = written.get("text"), _ids(_plain(written.get("points")))
    _check_known(question.id, "point", ticked, [point.id for point in question.points])
    if not isinstance(text, str) or not text.strip():
        return _unreadable(
            "Write what you remember first, even half a sentence; then the model answer opens."
        )
    parts = tuple(VerdictPart(id=p.id, text=p.text, right=p.id in ticked) for p in question.points)
    return Verdict(outcome="noted", feedback=question.model_answer, parts=parts)


def _plain(answer: Any) -> Any:
    """NumPy arrays and scalars, alone or in a list, as the lists, numbers and texts they hold; a tuple as a list."""
    if isinstance(answer, list | tuple):
        return [each.tolist() if hasattr(each, "tolist") else each for each in answer]
    return answer.tolist() if hasattr(answer, "tolist") else answer


def _ids(answer: Any) -> list[Any]:
    """The ids in an answer: one, several, or none."""
    if answer is None or (isinstance(answer, str) and not answer):
        return []
    return list(answer) if isinstance(answer, list | set | frozenset) else [answer]


def _check_known(question: str, what: str, ids: list[Any], known: list[str]) -> None:
    for name in ids:
        if not isinstance(name, str) or name not in known:
            shown = " ".join(reprlib.repr(name).split())
            # In alphabetical order, since the steps of a question stand in the right one.
            raise UnknownIdError(
                f"the question {question} has no {what} {shown}; its {what}s are: {', '.join(sorted(known))}."
            )


def _unreadable(feedback: str) -> Verdict:
    return Verdict(outcome="unreadable", feedback=feedback)


def is_near(value: float, target: float, tolerance: float) -> bool:
    """Return True if a number counts as the target: relative tolerance, absolute where the target is 0."""
    return math.isclose(value, target, rel_tol=0.0, abs_tol=tolerance * (abs(target) or 1.0) * (1 + 1e-9))
