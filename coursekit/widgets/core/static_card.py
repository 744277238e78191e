"""A question card without a kernel: HTML and plain text that a saved notebook keeps.

Pure functions of the question and, where there is one, the learner's last answer. Before an answer
they show only the question's public view. Styles stand on each element, because a notebook that is not
trusted, and most code hosts, drop style sheets.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

from coursekit.quiz import Do, DrawCurve, Predict, Question, Verdict, public_view, range_of, right_answer
from coursekit.scenes import Scene, picture
from coursekit.widgets.core.curve import curve_scene
from coursekit.widgets.core.markdown import html, plain

CALLS = {
    "single": "Choose one",
    "multiple": "Choose every one that fits",
    "predict": "Choose the picture you expect",
    "numeric": "Give a number",
    "order": "Put the steps in order",
    "recall": "Answer from memory",
    "do": "Set it",
    "curve": "Draw the curve you expect",
}
# static/dom.js says the same, for a live card and a live picture whose kernel has stopped.
HOW_TO_RUN = "run the first cell with code, then this one (click on each, press Shift + Enter)"
# JupyterLab drops a theme's `var(…)` from notebooks that are not trusted; a half-transparent grey suits both themes.
_BORDER = "border: 1px solid rgba(128, 128, 128, 0.45)"
_STYLES = {
    "card": f"max-width: 760px; margin: 8px 0; padding: 16px 20px; {_BORDER}; border-radius: 10px",
    "call": "margin: 0; font-size: 13px; opacity: 0.8",
    "prompt": "margin: 0 0 12px; font-size: 16px; font-weight: 600",
    "list": "list-style: none; margin: 0 0 12px; padding: 0",
    "steps": "margin: 0 0 12px; padding: 0 0 0 24px",
    "step": "margin: 0 0 5px",
    "option": f"margin: 0 0 8px; padding: 8px 13px; {_BORDER}; border-radius: 8px",
    "picture": (
        f"display: inline-block; width: 200px; margin: 0 8px 8px 0; padding: 8px; {_BORDER}; "
        "border-radius: 8px; vertical-align: top"
    ),
    "quote": f"margin: 0 0 12px; padding: 8px 13px; {_BORDER}; border-radius: 8px",
    "image": "display: block; width: 100%; height: auto; margin: 0 0 6px",
    "foot": "margin: 0",
}
_CARD = re.compile(r'<section data-question="([^"]+)" data-seed="([^"]*)"')


class Answered(NamedTuple):
    """An answer given before, as `mark_answer` takes it, and its verdict."""

    answer: Any
    verdict: Verdict


def card_in(page: str) -> tuple[str, str] | None:
    """Name and seed of the static card in a piece of HTML, or None where there is none."""
    found = _CARD.search(page)
    return (found[1], found[2]) if found else None


def picture_scenes(question: Question, pictures: Any) -> dict[str, Scene]:
    """Option id → scene of a predict question, drawn by its function in `pictures`; else nothing."""
    if not isinstance(question, Predict) or pictures is None:
        return {}
    draw: Callable[..., Scene] = getattr(pictures, question.picture)
    return {option.id: draw(**(option.show or {})) for option in question.options}


def done_scene(question: Question, answered: Answered | None) -> Scene | None:
    """The picture of what was done: the widget as it was set, the curve as it was drawn; None for other questions."""
    answer = answered.answer if answered else None
    if isinstance(question, Do):
        widget = question.shown(answer if isinstance(answer, dict) else {})
        widget.finish()
        scene: Scene = widget.scene()
        return scene
    if not isinstance(question, DrawCurve):
        return None
    is_marked = answered is not None and answered.verdict.outcome in ("right", "wrong")
    return curve_scene(
        range_of(question),
        answer if isinstance(answer, str) else "",
        truth=right_answer(question) if is_marked else "",
        x_label=question.x_label,
        y_label=" ".join(filter(None, [question.y_label, question.unit and f"({question.unit})"])),
    )


def static_card(
    question: Question, *, name: str, seed: int | str, answered: Answered | None = None, pictures: Any = None
) -> str:
    """The card as HTML that can be read without running anything.

    Args:
        question: from a bank.
        name: with its chapter, such as "neuron.one-neuron".
        seed: decides the order of the options, as it did on the live card.
        answered: the learner's last answer, shown with its feedback.
        pictures: where the function of a predict question lives; None leaves its pictures out.
    """
    shown = public_view(question, seed=seed)
    body = [
        _element("p", "call", CALLS[question.kind]),
        _element("p", "prompt", html(question.prompt)),
        _done(question, answered) or _body(shown, answered, picture_scenes(question, pictures)),
        _foot(answered),
    ]
    start = (
        f'<section data-question="{escape(name)}" data-seed="{escape(str(seed))}" style="{_STYLES["card"]}">'
    )
    return "\n".join([start, *(part for part in body if part), "</section>"])


def plain_card(question: Question, *, name: str, seed: int | str, answered: Answered | None = None) -> str:
    """The card as plain text: name, prompt, options, and a last answer with its verdict."""
    shown = public_view(question, seed=seed)
    lines = [f"QuestionCard({name!r})", plain(question.prompt)]
    marks = ("[ ]", "[x]") if question.kind == "multiple" else ("( )", "(x)")
    chosen = _chosen(answered)
    for choice in _choices(shown, answered):
        mark = "-" if question.kind == "order" else marks[choice["id"] in chosen]
        lines.append(f"  {mark} {plain(choice['text'])}")
    done = done_scene(question, answered)
    if done:
        lines.append(f"  {done.words}")
    elif answered and "choices" not in shown:
        lines.append(f"  your answer: {plain(_written(answered))}")
    if answered:
        lines.append(str(answered.verdict))
    return "\n".join(lines)


def _element(tag: str, style: str, inside: str) -> str:
    return f'<{tag} style="{_STYLES[style]}">{inside}</{tag}>'


def _choices(shown: dict[str, Any], answered: Answered | None) -> list[dict[str, str]]:
    """The options or steps as the card shows them: steps in the order in which the learner left them."""
    choices: list[dict[str, str]] = shown.get("choices", [])
    if shown["kind"] == "order" and answered:
        order = list(answered.answer)
        return sorted(choices, key=lambda choice: order.index(choice["id"]) if choice["id"] in order else 99)
    return choices


def _chosen(answered: Answered | None) -> list[str]:
    """The ids in an answer; empty where it is text or a number."""
    if answered is None:
        return []
    return [answered.answer] if isinstance(answered.answer, str) else list(_listed(answered.answer))


def _done(question: Question, answered: Answered | None) -> str:
    """Return what was done as a picture; nothing for other questions."""
    scene = done_scene(question, answered)
    return _image(scene, scene.words, width=6.0) if scene else ""


def _listed(answer: Any) -> list[str]:
    return answer if isinstance(answer, list) else []


def _written(answered: Answered) -> str:
    """The number that was typed, or the text of an answer from memory."""
    answer = answered.answer
    return str(answer["text"] if isinstance(answer, dict) else answer)


def _body(shown: dict[str, Any], answered: Answered | None, scenes: dict[str, Scene]) -> str:
    if "choices" not in shown:
        if answered is None:
            return ""
        unit = f" {shown['unit']}" if shown.get("unit") else ""
        return _element("p", "quote", f"{escape(_written(answered))}{escape(unit)}")
    choices, chosen = _choices(shown, answered), _chosen(answered)
    if shown["kind"] == "order":
        return _list("ol", "steps", [_element("li", "step", html(choice["text"])) for choice in choices])
    return _list("ul", "list", [_row(choice, shown["kind"], chosen, scenes) for choice in choices])


def _list(tag: str, style: str, rows: list[str]) -> str:
    return _element(tag, style, "\n".join(["", *rows, ""]))


def _row(choice: dict[str, str], kind: str, chosen: list[str], scenes: dict[str, Scene]) -> str:
    picked = choice["id"] in chosen
    sign = ("☐☑" if kind == "multiple" else "○●")[picked]
    words = f'<span aria-hidden="true">{sign}</span> {html(choice["text"])}'
    if picked:
        words += " <em>(your answer)</em>"
    if choice["id"] in scenes:
        return _element("li", "picture", _image(scenes[choice["id"]], plain(choice["text"])) + words)
    return _element("li", "option", words)


def _image(scene: Scene, words: str, *, width: float = 3.6) -> str:
    data = base64.b64encode(picture(scene, width=width)).decode()
    return f'<img alt="{escape(words)}" style="{_STYLES["image"]}" src="data:image/png;base64,{data}">'


def _foot(answered: Answered | None) -> str:
    if answered is None:
        return _element("p", "foot", f"<em>To answer, {HOW_TO_RUN}.</em>")
    verdict = answered.verdict
    parts = "".join(
        f"<br>{html(part.text)}: {html(part.feedback)}" for part in verdict.parts if part.feedback
    )
    words = f"<strong>{escape(verdict.opening)}</strong> {html(verdict.feedback)}{parts}"
    return _element("p", "call", "You answered this before") + _element("p", "foot", words)
