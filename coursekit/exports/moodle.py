"""Questions as Moodle XML, which Moodle reads under Question bank → Import."""

from __future__ import annotations

import base64
from xml.etree import ElementTree as ET

from coursekit.content import Chapter, Course
from coursekit.exports.elements import add, as_bytes
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
        place = add(add(quiz, "question", type="category"), "category")
        add(place, "text", category(course, chapter))
        for item in asked:
            _question(quiz, item)
    return as_bytes(quiz)


def category(course: Course, chapter: Chapter) -> str:
    """Return the path of a chapter's category in Moodle; a slash in a title is doubled there."""
    titles = (course.title, f"{chapter.number} {chapter.title}")
    return "/".join(("$course$", "top", *(title.replace("/", "//") for title in titles)))


def share(part: float) -> str:
    """Return 100 / `part` as Moodle writes it in its list of grades, which has no others."""
    return f"{100 / (part or 1):.5f}".rstrip("0").rstrip(".")


def _question(quiz: ET.Element, item: Item) -> None:
    kinds = {"one": "multichoice", "several": "multichoice", "number": "numerical", "order": "ordering"}
    found = add(quiz, "question", type=kinds.get(item.kind, item.kind))
    add(add(found, "name"), "text", item.name)
    _html(found, "questiontext", item.prompt)
    _html(found, "generalfeedback", item.model + labelled("Goal", item.goal))
    for tag, text in {
        "defaultgrade": "1",
        "penalty": "0.3333333",
        "hidden": "0",
        "idnumber": item.name,
    }.items():
        add(found, tag, text)
    {"number": _number, "order": _order, "essay": _essay}.get(item.kind, _choice)(found, item)
    _html(found, "hint", item.hint)
    tags = add(found, "tags")
    for name in item.tags:
        add(add(tags, "tag"), "text", name)


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
        add(part, "tolerance", as_decimal(item.tolerance))
    other = add(found, "answer", fraction="0", format="moodle_auto_format")
    add(other, "text", "*")
    _html(other, "feedback", item.wrong)
    add(other, "tolerance", "0")
    if item.unit:
        unit = add(add(found, "units"), "unit")
        _fields(unit, multiplier="1", unit_name=item.unit)
    # The unit may be written or left out; without one there is no place to write it.
    _fields(found, unitgradingtype="0", unitpenalty="0", showunits="0" if item.unit else "3", unitsleft="0")


def _order(found: ET.Element, item: Item) -> None:
    _fields(found, layouttype="VERTICAL", selecttype="ALL", selectcount="0")
    _fields(found, gradingtype="ALL_OR_NOTHING", showgrading="HIDE", numberingstyle="none")
    _fields(found, shownumcorrect="0")  # without it Moodle 4.5 makes up a second hint, which it can't save
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
    part = add(found, "answer", fraction=fraction, format="html")
    add(part, "text", answer.shown(f"@@PLUGINFILE@@/{file}"))
    if answer.scene:
        data = base64.b64encode(answer.picture).decode()
        add(part, "file", data, name=file, path="/", encoding="base64")
    _html(part, "feedback", answer.feedback)
    return part


def _html(parent: ET.Element, tag: str, text: str) -> None:
    add(add(parent, tag, format="html"), "text", text)


def _fields(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        add(parent, tag, text)
