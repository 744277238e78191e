"""The rules of a bank beyond its types; each yields what is wrong in one clause."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from coursekit.quiz.doing import RIGHT
from coursekit.quiz.editions import former_ids
from coursekit.quiz.marking import is_near
from coursekit.quiz.questions import (
    Do,
    DrawCurve,
    Id,
    Multiple,
    Numeric,
    Option,
    OptionQuestion,
    Order,
    Predict,
    Question,
    Recall,
    Step,
)

# Options are shuffled: a text that points at a place points at the wrong one.
_PLACE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|previous|next) (?:option|answer|choice)\b"
    r"|\b(?:all|none|both) of the above\b|\b(?:option|answer) [A-E1-5]\b",
    re.IGNORECASE,
)

_ID: str = Id.__metadata__[0].pattern  # type: ignore[attr-defined]


def problems(question: Question) -> Iterator[str]:
    """Yield one clause for each thing that is wrong with a question, the most basic first."""
    for part in (question, *getattr(question, "options", ()), *getattr(question, "steps", ())):
        # A question may come from another chapter, which then stands in front: "nonlinearity.softmax-steps".
        names = (re.sub(r"^\w+\.", "", old) if part is question else old for old in former_ids(part))
        if not all(re.search(_ID, name) for name in names):
            yield "`was`: must be an id such as `one-neuron`, or a list of them"
    match question:
        case Numeric():
            yield from _numeric(question)
        case Order():
            yield from _order(question)
        case Recall():
            yield from _repeated("point id", (point.id for point in question.points))
        case Do():
            yield from _do(question)
        case DrawCurve():
            yield from _curve(question)
        case _:
            yield from _choice(question)


def _choice(question: OptionQuestion) -> Iterator[str]:
    yield from _repeated("option id", _ids(question.options))
    yield from _repeated("option text", (option.text for option in question.options))
    yield from _places(question)
    right = sum(option.right for option in question.options)
    if right == 0:
        yield "no option is marked `right: true`"
    if right > 1 and not isinstance(question, Multiple):
        yield f"{right} options are marked `right: true`, one is wanted (or make it kind: multiple)"
    if right == len(question.options):
        yield "every option is right, so nothing is asked"
    for option in question.options:
        if option.right and option.misconception:
            yield f"option `{option.id}` is right and must not name a misconception"
        if not option.right and not option.misconception:
            yield f"option `{option.id}` is wrong and must name the misconception it diagnoses"
    yield from _pictures(question)


def _pictures(question: OptionQuestion) -> Iterator[str]:
    shown = [option.show for option in question.options]
    if not isinstance(question, Predict):
        if any(show is not None for show in shown):
            yield "`show` belongs to kind: predict"
        return
    for option in question.options:
        if option.show is None:
            yield f"option `{option.id}` needs `show`, the arguments of its picture"
    yield from _repeated("picture", (str(show) for show in shown if show is not None))


def _places(question: OptionQuestion) -> Iterator[str]:
    for text in (
        question.prompt,
        question.hint,
        *(t for o in question.options for t in (o.text, o.feedback)),
    ):
        place = _PLACE.search(text)
        if place:
            yield f"“{place[0]}” points at a place, but options are shuffled; name the content"


def _numeric(question: Numeric) -> Iterator[str]:
    values = [question.answer, *(slip.value for slip in question.slips)]
    if not all(map(math.isfinite, values)):
        yield "`answer` and every slip must be a finite number"
    for slip in question.slips:
        if is_near(slip.value, question.answer, question.tolerance):
            yield f"the slip {slip.value:g} lies within the tolerance of the answer {question.answer:g}"
    # Of all pairs the neighbours are nearest; thousands of slips must not take minutes.
    for first, second in pairwise(sorted(slip.value for slip in question.slips)):
        if is_near(first, second, question.tolerance) or is_near(second, first, question.tolerance):
            yield f"the slips {first:g} and {second:g} lie within one tolerance"


def _order(question: Order) -> Iterator[str]:
    right, *also = question.right_orders
    mistakes = [mistake.order for mistake in question.mistakes]
    yield from _repeated("step id", _ids(question.steps))
    yield from _repeated("right order", map(" → ".join, [right, *also]))
    yield from _repeated("mistake", map(" → ".join, mistakes))
    for order in [*also, *mistakes]:
        if sorted(order) != sorted(right):
            yield f"the order {order} must name every step once: {right}"
    for order in mistakes:
        if order in question.right_orders:
            yield f"the mistake {order} is a right order"


def _do(question: Do) -> Iterator[str]:
    yield from _repeated("mistake", (RIGHT, *(mistake.id for mistake in question.mistakes)))
    yield from _repeated(
        "state", map(str, (question.state, *(mistake.state for mistake in question.mistakes)))
    )


def _curve(question: DrawCurve) -> Iterator[str]:
    yield from _repeated("curve", (question.curve, *(mistake.curve for mistake in question.mistakes)))
    for name, (low, high) in {"x": question.x, "y": question.y}.items():
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            yield f"`{name}` must be a range, the lower number first; it is [{low:g}, {high:g}]"
        elif name == "y" and question.tolerance >= (high - low) / 2:
            yield f"the tolerance {question.tolerance:g} takes up half of the heights; any curve would be right"


def _ids(parts: Iterable[Option | Step]) -> Iterator[str]:
    """Yield today's and former ids: an answer of an earlier edition must name one of them alone."""
    for part in parts:
        yield from (part.id, *former_ids(part))


def _repeated(what: str, values: Iterable[str]) -> Iterator[str]:
    seen = set()
    for value in values:
        if value in seen:
            yield f"the {what} `{value}` stands there twice"
        seen.add(value)
