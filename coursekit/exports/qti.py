"""Questions as a QTI 1.2 package in the form that Canvas reads: a zip with a quiz for each chapter, and the pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

from coursekit.content import Course
from coursekit.exports.elements import add, as_bytes
from coursekit.exports.items import LEFT_OUT, Answer, Item, Items, known_cases, labelled
from coursekit.exports.texts import as_decimal

LIMITS = {
    **LEFT_OUT,
    "curve": "asked as a choice between pictures of curves",
    "several orders": "asked as a choice of one right order: QTI in Canvas knows one order only",
    "order": "a matching of places and steps, with part of the points for a part that is right",
    "wrong orders": "the feedback of each known wrong order is part of what is said about any wrong order",
    "known numbers": "the feedback of each known wrong number is part of what is said about any wrong number",
    "number": "plain numbers in the unit asked for; 1/3, 2^24 or a unit behind the number only the course reads",
    "recall": "an essay, which a person marks: model answer and points are shown after the answer",
    "hint": "Canvas has no hints: each is part of what is said about a wrong answer",
    "tags": "Canvas shows no tags: the chapter and the misconceptions are in the metadata of each question",
}
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_TYPES = {
    "one": "multiple_choice_question",
    "several": "multiple_answers_question",
    "number": "numerical_question",
    "order": "matching_question",
    "essay": "essay_question",
}
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same zip each time


def as_qti(course: Course, items: Items) -> bytes:
    """Return the questions as a zip."""
    files: dict[str, bytes] = {}
    for chapter, asked in items:
        title = f"{course.title}: {chapter.number} {chapter.title}"
        files[f"{chapter.slug}/{chapter.slug}.xml"] = as_bytes(_quiz(chapter.slug, title, asked))
        files[f"{chapter.slug}/assessment_meta.xml"] = as_bytes(_meta(chapter.slug, title, len(asked)))
        files |= {
            _file(item, k): each.picture
            for item in asked
            for k, each in enumerate(item.answers)
            if each.scene
        }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in {"imsmanifest.xml": as_bytes(_manifest(files)), **files}.items():
            zipped.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _file(item: Item, k: int) -> str:
    return f"pictures/{item.name}-{k}.png"


def _quiz(slug: str, title: str, items: Iterable[Item]) -> ET.Element:
    quiz = ET.Element("questestinterop", xmlns=_QTI)
    section = add(add(quiz, "assessment", ident=slug, title=title), "section", ident="root_section")
    for item in items:
        found = add(section, "item", ident=item.name, title=item.name)
        fields = add(add(found, "itemmetadata"), "qtimetadata")
        about = {"question_type": _TYPES[item.kind], "points_possible": "1", "keywords": ", ".join(item.tags)}
        for label, entry in about.items():
            field = add(fields, "qtimetadatafield")
            add(field, "fieldlabel", label)
            add(field, "fieldentry", entry)
        _presentation(found, item)
        _processing(found, item)
        for name, text in _feedback(item):
            _material(add(add(found, "itemfeedback", ident=name), "flow_mat"), text)
    return quiz


def _presentation(found: ET.Element, item: Item) -> None:
    shown = add(found, "presentation")
    _material(shown, item.prompt)
    if item.kind == "order":
        for place in range(1, len(item.answers) + 1):
            response = add(shown, "response_lid", ident=f"place-{place}")
            _material(response, f"{place}.")
            _labels(response, item, words=True)
    elif item.kind in ("one", "several"):
        many = "Multiple" if item.kind == "several" else "Single"
        _labels(add(shown, "response_lid", ident="response1", rcardinality=many), item)
    else:
        response = add(shown, "response_str", ident="response1", rcardinality="Single")
        blank = add(response, "render_fib", **({"fibtype": "Decimal"} if item.kind == "number" else {}))
        add(blank, "response_label", ident="answer1", rshuffle="No")


def _labels(response: ET.Element, item: Item, *, words: bool = False) -> None:
    choices = add(response, "render_choice", shuffle="Yes")
    # Steps stand in their right order in the bank; by the alphabet they say nothing about it.
    order = (
        sorted(enumerate(item.answers), key=lambda pair: pair[1].words) if words else enumerate(item.answers)
    )
    for k, answer in order:
        label = add(choices, "response_label", ident=f"answer-{k}")
        if words:
            _material(label, answer.words, kind="text/plain")
            continue
        _material(label, answer.shown(f"%24IMS-CC-FILEBASE%24/{_file(item, k)}"))


def _processing(found: ET.Element, item: Item) -> None:
    processing = add(found, "resprocessing")
    add(
        add(processing, "outcomes"),
        "decvar",
        maxvalue="100",
        minvalue="0",
        varname="SCORE",
        vartype="Decimal",
    )
    add(_condition(processing, shows="general_fb"), "other")
    if item.kind in ("one", "several"):
        for k in range(len(item.answers)):
            _equal(_condition(processing, shows=f"answer-{k}_fb"), "response1", f"answer-{k}")
    _points(processing, item)
    if item.kind != "essay":
        add(_condition(processing, shows="general_incorrect_fb"), "other")


def _points(processing: ET.Element, item: Item) -> None:
    """Add the conditions that give points."""
    right = [f"answer-{k}" for k, answer in enumerate(item.answers) if answer.right]
    match item.kind:
        case "one":
            _equal(_condition(processing, points="100"), "response1", right[0])
        case "several":
            every = add(_condition(processing, points="100"), "and")
            for k, answer in enumerate(item.answers):
                _equal(every if answer.right else add(every, "not"), "response1", f"answer-{k}")
        case "number":
            _range(_condition(processing, points="100", shows="correct_fb"), item)
        case "order":
            for k, name in enumerate(right):
                points = f"{100 / len(right):.2f}"
                _equal(_condition(processing, points=points, action="Add"), f"place-{k + 1}", name)


def _range(condition: ET.Element, item: Item) -> None:
    value, margin = item.answers[0].value, item.tolerance
    either = add(condition, "or")
    _equal(either, "response1", item.answers[0].text)
    both = add(either, "and")
    add(both, "vargte", as_decimal(value - margin), respident="response1")
    add(both, "varlte", as_decimal(value + margin), respident="response1")


def _condition(
    processing: ET.Element, *, points: str = "", action: str = "Set", shows: str = ""
) -> ET.Element:
    """Add a condition that gives points, shows a feedback, or both; return where it is stated."""
    found = add(processing, "respcondition", **{"continue": "No" if points and action == "Set" else "Yes"})
    stated = add(found, "conditionvar")
    if points:
        add(found, "setvar", points, action=action, varname="SCORE")
    if shows:
        add(found, "displayfeedback", feedbacktype="Response", linkrefid=shows)
    return stated


def _feedback(item: Item) -> Iterator[tuple[str, str]]:
    """Yield each feedback with the name by which Canvas knows when to show it."""
    hint = labelled("Hint", item.hint)
    yield (
        "general_fb",
        item.model + labelled("Goal", item.goal) + (hint if item.kind == "essay" else ""),
    )
    if item.kind in ("one", "several"):
        yield from ((f"answer-{k}_fb", answer.feedback) for k, answer in enumerate(item.answers))
    known: Sequence[Answer] = item.wrong_orders
    if item.kind == "number":
        yield "correct_fb", item.answers[0].feedback
        known = item.answers[1:]
    if item.kind == "order":
        yield "correct_fb", item.right
    if item.kind != "essay":
        yield "general_incorrect_fb", item.wrong + known_cases(known) + hint


def _meta(slug: str, title: str, points: int) -> ET.Element:
    found = ET.Element("quiz", identifier=slug, xmlns=_CANVAS)
    about = {
        "title": title,
        "shuffle_answers": "true",
        "quiz_type": "practice_quiz",
        "points_possible": f"{points}.0",
    }
    for tag, text in about.items():
        add(found, tag, text)
    return found


def _manifest(files: Iterable[str]) -> ET.Element:
    found = ET.Element("manifest", identifier="coursekit", xmlns=_PACKAGE)
    about = add(found, "metadata")
    add(about, "schema", "IMS Content")
    add(about, "schemaversion", "1.1.3")
    add(found, "organizations")
    resources = add(found, "resources")
    for name in files:
        folder, file = name.split("/")
        quiz, meta = f"quiz-{folder}", f"meta-{folder}"
        about_quiz = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
        if file == "assessment_meta.xml":
            resource = add(resources, "resource", identifier=meta, type=about_quiz, href=name)
        elif folder == "pictures":
            resource = add(resources, "resource", identifier=file, type="webcontent", href=name)
        else:
            resource = add(resources, "resource", identifier=quiz, type="imsqti_xmlv1p2")
            add(resource, "dependency", identifierref=meta)
        resource.insert(0, ET.Element("file", href=name))
    return found


def _equal(parent: ET.Element, response: str, answer: str) -> None:
    add(parent, "varequal", answer, respident=response)


def _material(parent: ET.Element, text: str, kind: str = "text/html") -> None:
    add(add(parent, "material"), "mattext", text, texttype=kind)
