import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samplebank import TEXT, bank, changed

from coursekit.authoring.bank_reader import load_bank, schema
from coursekit.errors import BankError, UnknownIdError
from coursekit.quiz import misconceptions_of


def refusal(text):
    with pytest.raises(BankError) as caught:
        load_bank(text, source="q.yaml")
    return str(caught.value)


def outcome(text):
    try:
        load_bank(text, source="q.yaml")
    except BankError as error:
        return str(error)
    return "q.yaml: a bank"


def test_a_bank_keeps_the_order_of_its_file():
    assert list(bank().questions) == ["one-neuron", "parameters", "shift", "bytes", "steps", "remember"]


def test_every_question_knows_its_kind():
    kinds = [question.kind for question in bank().questions.values()]
    assert kinds == ["single", "multiple", "predict", "numeric", "order", "recall"]


def test_an_unknown_question_names_those_there_are():
    with pytest.raises(UnknownIdError, match="no question 'gone'; it has: one-neuron, parameters"):
        bank().question("gone")


def test_a_known_question_is_found():
    assert bank().question("bytes").unit == "MB"


def test_misconceptions_are_listed_by_question():
    named = {name: misconceptions_of(question) for name, question in bank().questions.items()}
    assert named["bytes"] == ["bits-for-bytes"]
    assert named["steps"] == ["bend-first"]
    assert named["shift"] == ["bias-lost"]
    assert named["remember"] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("chapter: tiny", "", "object missing required field `chapter`."),
        ("chapter: tiny", "chapter: Tiny", "`chapter`: must be an id such as `one-neuron`."),
        ("lesson: layers", "lesson: ''", "must be an id"),
        ("kind: single", "kind: singel", "question `one-neuron`: `kind`: invalid value 'singel'."),
        ("    hint: Two bytes each.\n", "", "question `bytes`: object missing required field `hint`."),
        ("hint: Two bytes each.", "hint: ' '", "question `bytes`: `hint`: must not be empty."),
        ("hint: Two", "clue: Two", "question `bytes`: object contains unknown field `clue`."),
        ("text: A bias,", "", "question `parameters`: option `bias`: object missing required field `text`."),
        ("{id: bias, text: A bias", "{id: B, text: 1", "option `B`, `id`: must be an id"),
        ("{id: bias, ", "{", "question `parameters`: option number 2: object missing required field `id`."),
        ("answer: 33.554432", "answer: lots", "question `bytes`: `answer`: expected `float`, got `str`."),
        (
            "- kind: single\n    id: one-neuron",
            "- kind: single\n    id: 7",
            "question number 1: `id`: expected",
        ),
        ("id: parameters", "id: one-neuron", "question `one-neuron`: the id stands there twice; rename one."),
        (
            "misconception: bend-first",
            "misconception: gone",
            "question `steps`: the misconception `gone` is not",
        ),
        ("  bias-lost:", "  other: {text: x, lesson: y}\n  bias-lost:", "misconception `other`: no answer"),
    ],
)
def test_a_malformed_bank_names_file_item_and_reason(old, new, says):
    message = refusal(changed(old, new))
    assert message.startswith("q.yaml: ")
    assert says in message


@pytest.mark.parametrize("text", ["", "- 1", "3", "chapter: a\nquestions: [3]", "chapter: a\nquestions: {}"])
def test_what_is_no_bank_is_refused(text):
    assert refusal(text).startswith("q.yaml: ")


def test_the_schema_is_plain_json_with_every_kind():
    text = json.dumps(schema())
    assert all(
        f'"{kind}"' in text for kind in ("single", "multiple", "predict", "numeric", "order", "recall")
    )


@given(st.text())
def test_any_text_is_a_bank_or_refused(text):
    assert outcome(text).startswith("q.yaml")


@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=5))
def test_a_damaged_bank_is_read_or_refused(start, length, instead):
    text = TEXT[:start] + instead + TEXT[start + length :]
    assert "\n" not in outcome(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(st.sampled_from(["options", "steps", "points", "slips", "mistakes", "id", "answer", "kind"]), JSON)
def test_a_field_of_any_kind_is_read_or_refused(field, value):
    raw = {"chapter": "tiny", "questions": [msgspec.to_builtins(q) for q in bank().questions.values()]}
    for question in raw["questions"]:
        if field in question:
            question[field] = value
    assert outcome(json.dumps(raw)).startswith("q.yaml")
