"""A question as a card in the notebook. The page shows the question, the kernel marks the answer.

Before an answer the page holds only the question's public view: no key, no feedback, no model answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from coursekit.errors import ArgumentError, CourseKitError
from coursekit.quiz import (
    Do,
    DrawCurve,
    Numeric,
    Question,
    Recall,
    Verdict,
    changes,
    public_view,
    range_of,
    right_answer,
)
from coursekit.scenes import Packed, pack
from coursekit.widgets.core.assets import PICTURE, css, esm
from coursekit.widgets.core.curve import pad_spec
from coursekit.widgets.core.live_view import live_view
from coursekit.widgets.core.markdown import Block, blocks
from coursekit.widgets.core.protocol import Answer, GetHint, GetModelAnswer, Message, decode
from coursekit.widgets.core.static_card import CALLS, Answered, picture_scenes, plain_card, static_card

_LARGE = 10_000
_NUMBERS = "Numbers such as −2, 0.25 or 1/4."
_LARGE_NUMBERS = "Numbers such as 0.25, 1/4, 1.6e7 or 16M."


class QuestionCard(anywidget.AnyWidget):
    """One question, to be answered by mouse, touch or keyboard.

    Args:
        question: from a bank.
        name: with its chapter, such as "neuron.one-neuron".
        seed: decides the order of the options; keep it, and the card looks the same tomorrow.
        pictures: where the picture function of a predict question lives (a module), else None.
        submit: marks an answer and records it; a CourseKitError that it raises is shown as a sentence.
        earlier: the learner's last answer with its verdict, shown as "answered before".
        on_hint: called each time the hint is asked for.
        marked: False for a question asked before its lesson: the answer is kept, and there is no hint.
        drafts: under what name the browser keeps what is not checked yet: the learner's folder and its resets; empty,
            and it keeps nothing.
    """

    _esm = esm(*PICTURE, "answers.js", "card.js")
    _css = css("theme.css", "widget.css", "card.css")
    _public_view = traitlets.Dict().tag(sync=True)
    _earlier = traitlets.Dict().tag(sync=True)

    def __init__(  # noqa: PLR0913 - each is one thing that the chapter, the course or the log knows
        self,
        question: Question,
        *,
        name: str,
        seed: int | str,
        pictures: Any = None,
        submit: Callable[[Any], Verdict],
        earlier: Answered | None = None,
        on_hint: Callable[[], None] = lambda: None,
        marked: bool = True,
        drafts: str = "",
    ) -> None:
        self._question = question
        self._name, self._seed, self._pictures = name, seed, pictures
        self._submit, self._on_hint = submit, on_hint
        self._answered = earlier
        self._last: dict[str, Any] = {"id": None}
        self._picture = question.shown({}) if isinstance(question, Do) else None
        super().__init__()
        self._public_view = {
            **_page_content(question, name, seed, pictures),
            "marked": marked,
            "drafts": drafts,
        }
        if self._picture:
            self._public_view = {**self._public_view, "spec": self._picture._spec}
            self._picture.relay = lambda message, buffers: self.send(
                {"type": "picture", "message": message}, buffers
            )
        self._earlier = _answer_and_verdict(question, earlier)
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"QuestionCard({self._name!r})"

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The live card, with HTML and text to be read without a kernel."""
        question, name, seed, answered = self._question, self._name, self._seed, self._answered
        bundle = {
            **live_view(self.model_id),
            "text/html": static_card(
                question, name=name, seed=seed, answered=answered, pictures=self._pictures
            ),
            "text/plain": plain_card(question, name=name, seed=seed, answered=answered),
        }
        _, metadata = super()._repr_mimebundle_() or ({}, {})  # in Google Colab: where widgets come from
        return bundle, metadata

    def _receive(self, _: Any, message: Message, buffers: list[memoryview]) -> None:
        """Reply to a request. One that comes again, because the kernel was busy, is not marked again."""
        if message.get("type") == "picture" and self._picture:
            self._picture._receive(None, message.get("message") or {}, buffers)
            return
        if message.get("id") is None or message["id"] != self._last["id"]:
            self._last = {"id": message.get("id"), **self._reply(message)}
        self.send(self._last)

    def _reply(self, message: Message) -> Message:
        try:
            request = decode(message, Answer, GetHint, GetModelAnswer)
            if isinstance(request, GetHint):
                self._on_hint()
                return {"type": "hint", "hint": blocks(self._question.hint)}
            if isinstance(request, GetModelAnswer):
                return {"type": "model_answer", **_model_answer(self._question)}
            answer = request.answer
            if isinstance(self._question, Do) and isinstance(answer, dict):
                answer = changes(
                    self._question, answer
                )  # a log has room for what was done, not for every control
            self._answered = Answered(answer, self._submit(answer))
        except CourseKitError as error:
            return {"type": "error", "message": str(error)}
        self._earlier = _answer_and_verdict(self._question, self._answered)  # for a page that is loaded again
        return {"type": "verdict", "verdict": self._earlier["verdict"]}


def _page_content(question: Question, name: str, seed: int | str, pictures: Any) -> dict[str, Any]:
    """Build everything the page holds before an answer."""
    shown = public_view(question, seed=seed)
    scenes = {key: pack(scene) for key, scene in picture_scenes(question, pictures).items()}
    choices = [
        {**choice, "text": blocks(choice["text"]), "picture": _picture_message(scenes.get(choice["id"]))}
        for choice in shown.get("choices", [])
    ]
    return {
        "name": name,
        "seed": str(seed),
        "kind": question.kind,
        "call": CALLS[question.kind],
        "prompt": blocks(question.prompt),
        "unit": shown.get("unit", ""),
        "help": _number_help(question),
        "choices": choices,
        **_pad(question),
    }


def _pad(question: Question) -> dict[str, Any]:
    """The properties of a curve to be drawn."""
    if not isinstance(question, DrawCurve):
        return {}
    unit = f" ({question.unit})" if question.unit else ""
    labels = {"x_label": question.x_label, "y_label": f"{question.y_label}{unit}"}
    return {"pad": pad_spec(range_of(question)), **labels}


def _number_help(question: Question) -> str:
    """Say how a number may be written; powers and millions only where the answer is large."""
    if not isinstance(question, Numeric):
        return ""
    return _LARGE_NUMBERS if abs(question.answer) >= _LARGE else _NUMBERS


def _picture_message(packed: Packed | None) -> dict[str, Any] | None:
    return None if packed is None else {"meta": packed.meta, "data": packed.buffer}


def _model_answer(question: Question) -> dict[str, Any]:
    """The model answer of a recall question, and the points to compare with it."""
    if not isinstance(question, Recall):
        raise ArgumentError(f"the question {question.id} is not answered from memory; it has no model answer")
    points = [{"id": point.id, "text": blocks(point.text)} for point in question.points]
    return {"text": blocks(question.model_answer), "points": points}


def _answer_and_verdict(question: Question, answered: Answered | None) -> dict[str, Any]:
    """An answer and its verdict as the page shows them; empty where there is no answer."""
    if answered is None:
        return {}
    verdict = answered.verdict
    shown: dict[str, Any] = {
        "outcome": verdict.outcome,
        "opening": verdict.opening,
        "feedback": blocks(verdict.feedback),
        "parts": [
            {"id": part.id, "outcome": "right" if part.right else "wrong", "feedback": blocks(part.feedback)}
            for part in verdict.parts
        ],
    }
    if isinstance(question, Recall):
        # The card shows the model answer already: the verdict only counts.
        shown["model_answer"] = _model_answer(question)
        shown["feedback"] = _count(verdict)
    if isinstance(question, DrawCurve) and verdict.outcome in ("right", "wrong"):
        shown["truth"] = right_answer(question)
        shown["truth_words"] = range_of(question).words(shown["truth"], "The true curve")
    return {"answer": answered.answer, "verdict": shown}


def _count(verdict: Verdict) -> list[Block]:
    if not verdict.parts:
        return []
    found = sum(part.right for part in verdict.parts)
    return blocks(f"You found {found} of {len(verdict.parts)} points in what you wrote.")
