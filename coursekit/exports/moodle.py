"""Questions as Moodle XML, which Moodle reads under Question bank → Import."""

from __future__ import annotations

import base64
from typing import Any
from xml.etree import ElementTree as ET

from coursekit.content import Chapter, Course
from coursekit.exports.items import LEFT_OUT, Answer, Item, Items, known_cases, labelled
from coursekit.exports.texts import as_decimal

LIMITS = {
    **LEFT_OUT,
    "curve": "asked as a choice between pictures of curves",
    "several orders": "asked as a choice of one right order: Moodle knows one order only",
    "wrong orders": "the feedback of each known wrong order is part of what Moodle says about any wrong order",
    "several": "Moodle gives part of the points for part of the answer; the course wants the whole",
    "number": "Moodle reads plain numbers, with the unit if there is one; 1/3 or 2^24 only the course reads",
    "recall": "an essay, which a person marks: model answer and points are shown to who marks, and after the answer",
    "hint": "hints show where the quiz runs as “Interactive with multiple tries”",
}


def as_moodle(course: Course, items: Items) -> bytes:
    """Return the questions as one XML file, with a category for each chapter."""
    quiz = ET.Element("quiz")
    for chapter, asked in items:
        place = _sub(_sub(quiz, "question", type="category"), "category")
        _sub(place, "text", category(course, chapter))
        for item in asked:
            _question(quiz, item)
    ET.indent(quiz)
    return bytes(ET.tostring(quiz, encoding="utf-8", xml_declaration=True))


def category(course: Course, chapter: Chapter) -> str:
    """Return the path of a chapter's category in Moodle; a slash in a title is doubled there."""
    titles = (course.title, f"{chapter.number} {chapter.title}")
    return "/".join(("$course$", "top", *(title.replace("/", "//") for title in titles)))


def share(part: float) -> str:
    """Return 100 / `part` as Moodle writes it in its list of grades, which has no others."""
    return f"{100 / (part or 1):.5f}".rstrip("0").rstrip(".")


def _question(quiz: ET.Element, item: Item) -> None:
    kinds = {"one": "multichoice", "several": "multichoice", "number": "numerical", "order": "ordering"}
    found = _sub(quiz, "question", type=kinds.get(item.kind, item.kind))
    _sub(_sub(found, "name"), "text", item.name)
    _html(found, "questiontext", item.prompt)
    _html(found, "generalfeedback", item.model + labelled("Goal", item.goal))
    for tag, text in {
        "defaultgrade": "1",
        "penalty": "0.3333333",
        "hidden": "0",
        "idnumber": item.name,
    }.items():
        _sub(found, tag, text)
    {"number": _number, "order": _order, "essay": _essay}.get(item.kind, _choice)(found, item)
    _html(found, "hint", item.hint)
    tags = _sub(found, "tags")
    for name in item.tags:
        _sub(_sub(tags, "tag"), "text", name)


def _choice(found: ET.Element, item: Item) -> None:
    several = item.kind == "several"
    _fields(found, single=str(not several).lower(), shuffleanswers="true", answernumbering="none")
    _verdicts(found, "", item.wrong)
    right = sum(answer.right for answer in item.answers)
    wrong = len(item.answers) - right
    for k, answer in enumerate(item.answers):
        part = share(right) if answer.right else f"-{share(wrong)}" if several else "0"
        _answer(found, answer, part, f"{item.name}-{k}.png")


def _number(found: ET.Element, item: Item) -> None:
    for answer in item.answers:
        part = _answer(found, answer, "100" if answer.right else "0")
        _sub(part, "tolerance", as_decimal(item.tolerance))
    other = _sub(found, "answer", fraction="0", format="moodle_auto_format")
    _sub(other, "text", "*")
    _html(other, "feedback", item.wrong)
    _sub(other, "tolerance", "0")
    if item.unit:
        unit = _sub(_sub(found, "units"), "unit")
        _fields(unit, multiplier="1", unit_name=item.unit)
    # The unit may be written or left out; without one there is no place to write it.
    _fields(found, unitgradingtype="0", unitpenalty="0", showunits="0" if item.unit else "3", unitsleft="0")


def _order(found: ET.Element, item: Item) -> None:
    _fields(found, layouttype="VERTICAL", selecttype="ALL", selectcount="0")
    _fields(found, gradingtype="ALL_OR_NOTHING", showgrading="HIDE", numberingstyle="none")
    _verdicts(found, item.right, item.wrong + known_cases(item.wrong_orders))
    for place, step in enumerate(item.answers, 1):
        _answer(found, step, str(place))


def _essay(found: ET.Element, item: Item) -> None:
    _fields(found, responseformat="editor", responserequired="1", responsefieldlines="10", attachments="0")
    _html(found, "graderinfo", item.model)


def _verdicts(found: ET.Element, right: str, wrong: str) -> None:
    _html(found, "correctfeedback", right)
    _html(found, "partiallycorrectfeedback", wrong)
    _html(found, "incorrectfeedback", wrong)


def _answer(found: ET.Element, answer: Answer, fraction: str, file: str = "") -> ET.Element:
    part = _sub(found, "answer", fraction=fraction, format="html")
    _sub(part, "text", answer.shown(f"@@PLUGINFILE@@/{file}"))
    if answer.picture:
        data = base64.b64encode(answer.picture).decode()
        _sub(part, "file", data, name=file, path="/", encoding="base64")
    _html(part, "feedback", answer.feedback)
    return part


def _html(parent: ET.Element, tag: str, text: str) -> None:
    _sub(_sub(parent, tag, format="html"), "text", text)


def _fields(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        _sub(parent, tag, text)


def _sub(parent: ET.Element, tag: str, text: str | None = None, **attributes: Any) -> ET.Element:
    found = ET.SubElement(parent, tag, attributes)
    found.text = text
    return found
