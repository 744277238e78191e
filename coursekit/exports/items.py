"""Questions as a school's system can ask them: choices, numbers, orders, essays. Texts are HTML from here on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, singledispatch
from html import escape
from typing import Any, TypeAlias

from coursekit.content import Chapter
from coursekit.exports.texts import as_decimal, as_html
from coursekit.quiz import (
    DrawCurve,
    Multiple,
    Numeric,
    Order,
    Predict,
    Question,
    Recall,
    Single,
    curve_value,
    misconceptions_of,
    range_of,
    shuffled,
)
from coursekit.scenes import Scene, picture
from coursekit.widgets.core.curve import curve_scene
from coursekit.widgets.core.markdown import plain


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One option, one number with a known cause, one step, or one order of steps.

    Attributes:
        text: HTML.
        words: the same on one line without marks; of a picture, what it shows.
        right: True if it is right, or belongs to what is right.
        feedback: HTML, empty where it has none of its own.
        misconception: the id of the one that it shows.
        value: the number, of a number question.
        scene: what its picture shows, of a question with pictures.
    """

    text: str
    words: str
    right: bool = False
    feedback: str = ""
    misconception: str | None = None
    value: float = 0.0
    scene: Scene | None = None

    @cached_property
    def picture(self) -> bytes:
        """A PNG; empty where there is no picture."""
        return picture(self.scene, width=3.6) if self.scene else b""

    def shown(self, source: str) -> str:
        """Return the text as HTML, below the picture that `source` names if there is one; the words stand for it."""
        words = "" if self.text else escape(self.words)
        return f'<p><img src="{source}" alt="{words}"></p>{self.text}' if self.scene else self.text


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question.

    Attributes:
        name: with its chapter, such as "neuron.pre-brain".
        kind: one, several, number, order, essay, do or orders, after which the writers tell questions apart.
        asked: its kind in the course, such as "predict".
        prompt: HTML.
        goal: what answering it shows, HTML.
        hint: HTML.
        tags: the chapter, then the ids of the misconceptions that answers show.
        answers: options; the right number, then the known wrong ones; steps in their right order.
        right: said where the answer is right, HTML; empty where each answer has its own feedback.
        wrong: said of any other answer, HTML.
        wrong_orders: orders with a known cause.
        tolerance: of a number, absolute.
        unit: of a number.
        model: a full answer and its points, of an essay, HTML.
    """

    name: str
    kind: str
    asked: str
    prompt: str
    goal: str
    hint: str
    tags: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    right: str = ""
    wrong: str = ""
    wrong_orders: tuple[Answer, ...] = ()
    tolerance: float = 0.0
    unit: str = ""
    model: str = ""

    @property
    def traits(self) -> Iterator[str]:
        """Yield the words by which a format says what it can't hold: the kinds, and what else there is about it."""
        yield from (self.kind, "hint", "tags")
        if self.asked != self.kind:
            yield "several orders" if self.asked == "order" else self.asked
        if self.wrong_orders:
            yield "wrong orders"
        if self.kind == "number" and len(self.answers) > 1:
            yield "known numbers"


LEFT_OUT = {
    "do": "left out, since the answer is a widget that is brought into a state: leave it to the lesson",
    "orders": "left out, since several orders are right and no wrong one is listed to choose among",
}
"""The traits of questions that no format can hold → what a report says about them."""

Items: TypeAlias = Sequence[tuple[Chapter, Sequence[Item]]]
"""The questions of each chapter, in the order of the course."""


def items_of(chapter: Chapter) -> list[Item]:
    """Return the questions of a chapter in the order of its bank."""
    found = []
    for asked in chapter.bank.questions.values():
        item = Item(
            name=chapter.full_id(asked.id),
            kind="do",
            asked=asked.kind,
            prompt=as_html(asked.prompt),
            goal=as_html(asked.objective),
            hint=as_html(asked.hint),
            tags=(chapter.slug, *dict.fromkeys(misconceptions_of(asked))),
        )
        held = _held(asked, chapter)
        if held.get("kind") in ("one", "several"):
            held["answers"] = _mixed(held["answers"], item.name)
        found.append(replace(item, **held))
    return found


def _mixed(answers: Sequence[Answer], name: str) -> tuple[Answer, ...]:
    """Return options in an order that tells nothing, for a quiz that doesn't shuffle; a bank often begins with the right one."""
    return tuple(answers[int(k)] for k in shuffled(map(str, range(len(answers))), name))


def known_cases(answers: Sequence[Answer]) -> str:
    """Return the feedback of known wrong answers as HTML, for a format that says one thing about all of them."""
    return "".join(
        f"<p><em>If your answer was “{escape(each.words, quote=False)}”:</em></p>{each.feedback}"
        for each in answers
    )


def labelled(label: str, text: str) -> str:
    """Return a text of one paragraph or more behind a label, such as "Hint"."""
    return text.replace("<p>", f"<p><em>{label}:</em> ", 1)


@singledispatch
def _held(_asked: Question, _chapter: Chapter) -> dict[str, Any]:
    """Return the fields of an `Item` that depend on the kind of question; none where no format can hold it."""
    return {}


@_held.register(Single | Multiple | Predict)
def _(asked: Single | Multiple | Predict, chapter: Chapter) -> dict[str, Any]:
    answers = [
        Answer(
            text=as_html(each.text),
            words=plain(each.text),
            right=each.right,
            feedback=as_html(each.feedback),
            misconception=each.misconception,
            scene=chapter.pictures[asked.picture](**(each.show or {}))
            if isinstance(asked, Predict)
            else None,
        )
        for each in asked.options
    ]
    return {"kind": "several" if isinstance(asked, Multiple) else "one", "answers": tuple(answers)}


@_held.register
def _(asked: DrawCurve, _chapter: Chapter) -> dict[str, Any]:
    def answer(curve: str, feedback: str, misconception: str | None) -> Answer:
        scene: Scene = curve_scene(
            range_of(asked), curve_value(asked, curve), x_label=asked.x_label, y_label=asked.y_label
        )
        return Answer(
            text="",
            words=scene.words,
            right=misconception is None,
            feedback=as_html(feedback),
            misconception=misconception,
            scene=scene,
        )

    drawn = [answer(each.curve, each.feedback, each.misconception) for each in asked.mistakes]
    return {
        "kind": "one",
        "prompt": as_html(f"{asked.prompt}\n\nPick the picture that shows what you would draw."),
        "answers": (answer(asked.curve, asked.feedback, None), *drawn),
    }


@_held.register
def _(asked: Numeric, _chapter: Chapter) -> dict[str, Any]:
    def answer(value: float, feedback: str, misconception: str | None) -> Answer:
        text = as_decimal(value)
        return Answer(
            text=text,
            words=text.replace("-", "−"),
            right=misconception is None,
            feedback=as_html(feedback),
            misconception=misconception,
            value=value,
        )

    unit = f"\n\nAnswer in {asked.unit}." if asked.unit else ""
    return {
        "kind": "number",
        "prompt": as_html(asked.prompt + unit),
        "answers": (
            answer(asked.answer, asked.feedback, None),
            *(answer(slip.value, slip.feedback, slip.misconception) for slip in asked.slips),
        ),
        "wrong": as_html(asked.otherwise),
        "tolerance": asked.tolerance * (abs(asked.answer) or 1.0),
        "unit": asked.unit,
    }


@_held.register
def _(asked: Order, _chapter: Chapter) -> dict[str, Any]:
    texts = {step.id: step.text for step in asked.steps}

    def answer(order: Sequence[str], feedback: str, misconception: str | None) -> Answer:
        steps = "".join(f"<li>{as_html(texts[name])}</li>" for name in order)
        return Answer(
            text=f"<ol>{steps}</ol>",
            words=" → ".join(plain(texts[name]) for name in order),
            right=misconception is None,
            feedback=as_html(feedback),
            misconception=misconception,
        )

    known = tuple(answer(each.order, each.feedback, each.misconception) for each in asked.mistakes)
    if asked.also:  # the formats mark one order as right, so the others must not be possible answers
        right = answer([*texts], asked.feedback, None)
        return {
            "kind": "one" if known else "orders",
            "answers": (right, *known),
            "wrong": as_html(asked.otherwise),
        }
    return {
        "kind": "order",
        "answers": tuple(
            Answer(text=as_html(text), words=plain(text), right=True) for text in texts.values()
        ),
        "right": as_html(asked.feedback),
        "wrong": as_html(asked.otherwise),
        "wrong_orders": known,
    }


@_held.register
def _(asked: Recall, _chapter: Chapter) -> dict[str, Any]:
    points = "".join(f"<li>{as_html(point.text)}</li>" for point in asked.points)
    return {"kind": "essay", "model": f"{as_html(asked.model_answer)}<ul>{points}</ul>"}
