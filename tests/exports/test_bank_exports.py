"""The questions of our course in three formats, read back as the schools' systems read them, and marked."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import redirect_stdout
from dataclasses import replace
from itertools import chain
from xml.etree import ElementTree as ET

import moodle_xml_parser.parser as moodle_reader
import pytest
from gift_reader import read_gift
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from coursekit.content import current_course
from coursekit.exports import FORMATS
from coursekit.exports.items import items_of
from coursekit.exports.texts import as_html
from coursekit.quiz import mark_answer, right_answer, wrong_answers

Q = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


@pytest.fixture(scope="module")
def items():
    first, *others = [(chapter, items_of(chapter)) for chapter in current_course().chapters]
    return [first, *((chapter, [unpainted(each) for each in found]) for chapter, found in others)]


def unpainted(item):
    """The item without its pictures, which take most of the time: those of lesson 1 stand for all."""
    return replace(item, answers=tuple(replace(each, scene=None) for each in item.answers))


@pytest.fixture(scope="module")
def written(items):
    """The file of each format."""
    held = [(chapter, [each for each in found if each.kind != "do"]) for chapter, found in items]
    drawn = [(chapter, [each for each in found if each.asked != "curve"]) for chapter, found in held]
    course = current_course()
    return {name: FORMATS[name].write(course, drawn if name == "gift" else held) for name in FORMATS}


def asked(*kinds):
    """Full id and question of every question of these kinds."""
    every = chain.from_iterable(each.bank.questions.values() for each in current_course().chapters)
    ids = (each.full_id(name) for each in current_course().chapters for name in each.bank.questions)
    return [(name, question) for name, question in zip(ids, every, strict=True) if question.kind in kinds]


# Moodle


def moodle_questions(written):
    root = ET.fromstring(written["moodle"])
    return {each.findtext("name/text"): each for each in root if each.get("type") != "category"}


def test_moodle_offers_each_option_with_its_points_and_feedback(written):
    with redirect_stdout(io.StringIO()) as complaints:
        read = {each.name: each for each in moodle_reader.parse_bytes(written["moodle"])["multichoice"]}
    assert complaints.getvalue() == ""
    for name, question in asked("single", "multiple", "predict"):
        found = read[name]
        assert found.single == (question.kind != "multiple")
        points = [each.score_fraction for each in found.options]
        assert {each.feedback: each.score_fraction > 0 for each in found.options} == {
            moodle_reader.html.unescape(as_html(each.feedback)): each.right for each in question.options
        }
        assert sum(each for each in points if each > 0) == pytest.approx(100, abs=1e-3)
        if question.kind == "multiple":  # who ticks everything gets nothing
            assert sum(points) == pytest.approx(0, abs=1e-3)


def first_match(answers, value):
    """The feedback and the points of the first answer that a number is near enough to, as Moodle decides."""
    return next(
        (each.findtext("feedback/text"), each.get("fraction"))
        for each in answers
        if each.findtext("text") == "*"
        or abs(value - float(each.findtext("text"))) <= float(each.findtext("tolerance")) * (1 + 1e-9)
    )


def test_moodle_answers_each_number_as_the_course_does(written):
    questions = moodle_questions(written)
    for name, question in asked("numeric"):
        margin = question.tolerance * (abs(question.answer) or 1)
        tried = [question.answer + share * margin for share in (0, 0.9, -0.9, 1.1, -1.1)]
        for value in tried + wrong_answers(question):
            verdict = mark_answer(question, value)
            points = "100" if verdict.outcome == "right" else "0"
            assert first_match(questions[name].findall("answer"), value) == (
                as_html(verdict.feedback),
                points,
            )
        assert questions[name].findtext("units/unit/unit_name", "") == question.unit


def test_moodle_orders_steps_and_says_what_is_known_about_wrong_orders(written):
    questions = moodle_questions(written)
    for name, question in asked("order"):
        if question.also:
            continue
        assert [each.findtext("text") for each in questions[name].findall("answer")] == [
            as_html(step.text) for step in question.steps
        ]
        assert questions[name].findtext("gradingtype") == "ALL_OR_NOTHING"
        assert questions[name].findtext("shownumcorrect") == "0"  # or Moodle 4.5 refuses the file
        for mistake in question.mistakes:
            assert as_html(mistake.feedback) in questions[name].findtext("incorrectfeedback/text")


def test_moodle_tags_a_question_with_its_chapter_and_its_misconceptions(written):
    found = moodle_questions(written)["neuron.pre-brain"]
    assert [each.text for each in found.findall("tags/tag/text")] == [
        *("neuron", "network-is-brain", "network-is-rules", "network-is-archive"),
    ]
    assert found.findtext("hint/text") == "<p>Think of what a computer does when it runs one.</p>"


def test_moodle_gets_the_pictures(written):
    picture = moodle_questions(written)["neuron.only-b-changes"].find("answer")
    name = picture.find("file").get("name")
    assert f'src="@@PLUGINFILE@@/{name}"' in picture.findtext("text")
    assert picture.findtext("file").startswith("iVBORw0KGgo")  # a PNG, in base64


def test_the_right_option_has_no_usual_place(written):
    places = [
        [each.get("fraction") for each in found.findall("answer")].index("100")
        for found in moodle_questions(written).values()
        if found.findtext("single") == "true"
    ]
    assert max(places.count(place) for place in {*places}) < len(places) / 2


# GIFT


def test_gift_comes_back_as_it_was(written):
    found = read_gift(written["gift"].decode())
    for name, question in asked("single", "predict", "multiple"):
        prompt, answers, after = found[name]
        assert prompt == as_html(question.prompt)
        assert {(*rest, "-" not in sign and sign != "~") for sign, *rest in answers} == {
            (as_html(each.text), as_html(each.feedback), each.right) for each in question.options
        }
        assert question.hint.split()[0] in after
    for name, question in asked("numeric"):
        _, answers, _ = found[name]
        values = [float(value.partition(":")[0]) for _, value, _ in answers[:-1]]
        assert values == pytest.approx([question.answer, *wrong_answers(question)])
        assert [sign for sign, *_ in answers] == ["=%100%", *["=%0%"] * len(question.slips), "~"]


# QTI


def qti_items(written):
    with zipfile.ZipFile(io.BytesIO(written["qti"])) as packed:
        quizzes = [packed.read(f"{each.slug}/{each.slug}.xml") for each in current_course().chapters]
    return {each.get("ident"): each for quiz in quizzes for each in ET.fromstring(quiz).iter(f"{Q}item")}


def holds(condition, given):
    """True if a condition of QTI holds for what was given: response → set of answers, or a number."""
    text, response = condition.text, given.get(condition.get("respident"))
    match condition.tag.removeprefix(Q):
        case "conditionvar" | "and":
            return all(holds(each, given) for each in condition)
        case "or":
            return any(holds(each, given) for each in condition)
        case "not":
            return not holds(condition[0], given)
        case "vargte":
            return response >= float(text)
        case "varlte":
            return response <= float(text)
        case "varequal":
            return text in response if isinstance(response, set) else response == float(text)
    return condition.tag == f"{Q}other"


def feedback_of(item):
    """Name of each feedback → its HTML."""
    return {each.get("ident"): each.findtext(f".//{Q}mattext") for each in item.iter(f"{Q}itemfeedback")}


def outcome(item, given):
    """The points and the feedback that QTI gives."""
    points, shown = 0.0, []
    texts = feedback_of(item)
    for each in item.iter(f"{Q}respcondition"):
        if holds(each.find(f"{Q}conditionvar"), given):
            points += float(each.findtext(f"{Q}setvar", "0"))
            shown += [texts[name.get("linkrefid")] for name in each.findall(f"{Q}displayfeedback")]
            if each.get("continue") == "No":
                break
    return points, "".join(shown)


def test_qti_gives_the_points_and_the_feedback_that_the_course_gives(written):
    read = qti_items(written)
    for name, question in asked("single", "multiple", "predict", "numeric"):
        for answer in [right_answer(question), *wrong_answers(question)]:
            given = answer
            if question.kind != "numeric":
                chosen = answer if isinstance(answer, list) else [answer]
                said = {as_html(each.feedback) for each in question.options if each.id in chosen}
                given = {ident for ident, text in feedback_of(read[name]).items() if text in said}
                given = {ident.removesuffix("_fb") for ident in given}
            points, shown = outcome(read[name], {"response1": given})
            verdict = mark_answer(question, answer)
            assert points == (100 if verdict.outcome == "right" else 0)
            feedback = [part.feedback for part in verdict.parts if part.feedback] or [verdict.feedback]
            assert all(as_html(each) in shown for each in feedback)
    for name, question in asked("order"):
        if not question.also:
            order = {f"place-{k + 1}": {f"answer-{k}"} for k in range(len(question.steps))}
            assert outcome(read[name], order)[0] == pytest.approx(100, abs=0.1)


def test_who_marks_an_essay_gets_the_model_answer_and_its_points(written):
    moodle, gift, qti = moodle_questions(written), read_gift(written["gift"].decode()), qti_items(written)
    for name, question in asked("recall"):
        shown = (
            moodle[name].findtext("graderinfo/text"),
            gift[name][2],
            feedback_of(qti[name])["general_fb"],
        )
        for text in (question.model_answer, *(point.text for point in question.points)):
            assert all(as_html(text) in each for each in shown)


ALIKE = """\
1. One?
... General.
- Wrong.
*a) One
... Yes.
b) Two
... No.

2. Several?
... General.
- Wrong.
[*] One
... Yes.
[ ] Two
... No.

3. Number?
... General.
+ Yes.
- Wrong.
=   3 +- 0.1

4. Essay?
... General.
____
"""


def shape(item):
    """Path and attributes of each element that decides how an item is asked and marked."""
    parents = {child: parent for parent in item.iter() for child in parent}

    def path(each):
        return f"{path(parents[each])}/{each.tag}" if each in parents else ""

    kept = ("rcardinality", "fibtype", "continue", "action", "varname", "vartype", "texttype", "feedbacktype")
    return {
        (path(each), tuple((name, each.get(name)) for name in kept if each.get(name))) for each in item.iter()
    }


def test_qti_has_the_shape_that_text2qti_gives_to_canvas(written):
    theirs = ET.fromstring(QTI(Quiz(ALIKE, config=Config())).assessment).iter(f"{Q}item")
    names = ("neuron.pre-brain", "neuron.doubled", "neuron.z-by-hand", "neuron.recall")
    for name, other in zip(names, theirs, strict=True):
        assert shape(qti_items(written)[name]) <= shape(other)


def test_the_package_lists_every_file_and_holds_every_picture(written):
    with zipfile.ZipFile(io.BytesIO(written["qti"])) as packed:
        names, manifest = set(packed.namelist()), ET.fromstring(packed.read("imsmanifest.xml"))
        texts = [packed.read(name).decode() for name in names if name.endswith(".xml")]
    assert {each.get("href") for each in manifest.iter() if each.tag.endswith("}file")} == names - {
        "imsmanifest.xml"
    }
    used = {
        each
        for text in texts
        for each in re.findall(r"%24IMS-CC-FILEBASE%24/(.*?)&quot;|%24IMS-CC-FILEBASE%24/(.*?)\"", text)
    }
    assert {a or b for a, b in used} == {name for name in names if name.endswith(".png")}
