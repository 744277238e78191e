"""Questions as GIFT, a plain text that Moodle and many other systems read."""

from __future__ import annotations

from coursekit.content import Course
from coursekit.exports.items import LEFT_OUT, Answer, Item, Items, known_cases, labelled
from coursekit.exports.moodle import LIMITS as MOODLE_LIMITS
from coursekit.exports.moodle import category, share
from coursekit.exports.texts import as_decimal

LIMITS = {
    **LEFT_OUT,
    "curve": "left out, since GIFT holds no pictures: leave it to the lesson, or take Moodle XML",
    "predict": "its pictures are told in words, since GIFT holds none",
    "several orders": "asked as a choice of one right order: GIFT knows one order only",
    "order": "a matching of places and steps, with part of the points for a part that is right",
    "wrong orders": "the feedback of each known wrong order is in the general feedback",
    "several": MOODLE_LIMITS["several"].replace("Moodle gives", "GIFT's readers give"),
    "number": "plain numbers in the unit asked for; 1/3, 2^24 or a unit behind the number only the course reads",
    "recall": "an essay, which a person marks: model answer and points are in the general feedback",
    "hint": "GIFT has no hints: the general feedback holds them",
    "tags": "tags are in comments, where Moodle looks for them; GIFT itself has none",
}
_RESERVED = str.maketrans({each: f"\\{each}" for each in "\\~=#{}:"} | {"\n": "\\n"})


def as_gift(course: Course, items: Items) -> bytes:
    """Return the questions as one text, with a category for each chapter."""
    parts = []
    for chapter, asked in items:
        parts.append(f"$CATEGORY: {category(course, chapter)}")
        parts += [_question(item) for item in asked]
    return "\n\n".join([*parts, ""]).encode()


def _question(item: Item) -> str:
    tags = " ".join(f"[tag:{name}]" for name in item.tags)
    after = [item.model, item.right, known_cases(item.wrong_orders)]
    after += [item.wrong if item.kind in ("order", "one") else "", labelled("Hint", item.hint)]
    after += [labelled("Goal", item.goal)]
    body = {"number": _number, "order": _order}.get(item.kind, _choice)(item)
    return (
        f"// [id:{item.name}] {tags}\n::{_safe(item.name)}::[html]{_safe(item.prompt)}{{{body}\n"
        f"####{_safe(''.join(after))}\n}}"
    )


def _choice(item: Item) -> str:
    right = sum(answer.right for answer in item.answers)
    wrong = len(item.answers) - right
    signs = {True: "=", False: "~"}
    if item.kind == "several":
        signs = {True: f"~%{share(right)}%", False: f"~%-{share(wrong)}%"}
    return "".join(f"\n{signs[answer.right]}{_answer(answer, answer.text)}" for answer in item.answers)


def _number(item: Item) -> str:
    lines = [
        f"\n=%{100 * answer.right}%{_answer(answer, answer.text, f':{as_decimal(item.tolerance)}')}"
        for answer in item.answers
    ]
    return "".join(["#", *lines, f"\n~#{_safe(item.wrong)}"])


def _order(item: Item) -> str:
    # The arrow of GIFT must not come up in a step.
    steps = [_safe(step.words.replace("->", "→")) for step in item.answers]
    return "".join(f"\n={place}. -> {step}" for place, step in enumerate(steps, 1))


def _answer(answer: Answer, text: str, tolerance: str = "") -> str:
    return f"{_safe(text)}{tolerance}#{_safe(answer.feedback)}"


def _safe(text: str) -> str:
    return text.translate(_RESERVED)
