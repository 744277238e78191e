import re

import pytest
from samplebank import TEXT, bank, changed

from coursekit.authoring.bank_reader import load_bank
from coursekit.errors import BankError, UnknownIdError
from coursekit.quiz import misconceptions_of


def refusal(text):
    with pytest.raises(BankError) as caught:
        load_bank(text, source="q.yaml")
    return str(caught.value)


def test_a_bank_keeps_the_order_of_its_file():
    names = ["one-neuron", "parameters", "shift", "bytes", "steps", "remember", "threshold", "bend"]
    assert list(bank().questions) == names


def test_every_question_knows_its_kind():
    kinds = [question.kind for question in bank().questions.values()]
    assert kinds == ["single", "multiple", "predict", "numeric", "order", "recall", "do", "curve"]


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
    assert (named["threshold"], named["bend"]) == (["bias-lost"], ["bend-first"])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "{id: all-spam, state",
            "{id: all-spam, stat",
            "question `threshold`: mistake `all-spam`: object contains unknown field `stat`",
        ),
        ("x: [-2, 2]", "x: [-2]", "question `bend`: `x`: expected `array` of length >= 2"),
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
        (
            "text: A bias,",
            "text: {z},",
            "`parameters`: option `bias`, `text`: expected `str`, got `object`; "
            "put it in quotes; a value that begins with a brace is read as a table.",
        ),
        (
            "answer: 33.554432",
            "answer: {z}",
            "question `bytes`: `answer`: expected `float`, got `object`; put it in quotes; ",
        ),
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
        (
            "misconception: bend-first",
            "misconception: bent-first",
            "`bent-first` is not defined; did you mean `bend-first`? If not, add it under `misconceptions:`.",
        ),
        ("  bias-lost:", "  other: {text: x, lesson: y}\n  bias-lost:", "misconception `other`: no answer"),
    ],
)
def test_a_malformed_bank_names_file_item_and_reason(old, new, says):
    message = refusal(changed(old, new))
    assert re.match(r"q\.yaml(, line \d+)?: ", message)
    assert says in message


@pytest.mark.parametrize("text", ["", "- 1", "3", "chapter: a\nquestions: [3]", "chapter: a\nquestions: {}"])
def test_what_is_no_bank_is_refused(text):
    assert refusal(text).startswith("q.yaml")


def test_what_is_wrong_is_named_with_its_line():
    assert refusal(changed("answer: 33.554432", "answer: lots")).startswith(
        "q.yaml, line 35: question `bytes`: "
    )
    assert refusal("chapter: a\nquestions:\n\n- 3\n").startswith("q.yaml, line 4: question number 1: ")


@pytest.mark.parametrize(
    ("lesson", "says"),
    [
        (
            "layer",
            "there is no lesson `layer`; did you mean `layers`? The lessons are layers, scale, nonlinearity.",
        ),
        ("gone", "there is no lesson `gone`; the lessons are layers, scale, nonlinearity."),
    ],
)
def test_a_misconception_names_a_lesson_of_the_course(lesson, says):
    lessons = ["layers", "scale", "nonlinearity"]
    assert load_bank(TEXT, source="q.yaml", lessons=lessons) == bank()
    with pytest.raises(BankError) as caught:
        load_bank(changed("lesson: layers", f"lesson: {lesson}"), source="q.yaml", lessons=lessons)
    assert str(caught.value) == f"q.yaml, line 4: misconception `stores-inputs`: {says}"


@pytest.mark.parametrize(
    ("was", "says"),
    [
        ("bytes", "question `one-neuron`: `was: bytes` is the id of a question that is still there; remove"),
        ("one-neuron", "`was: one-neuron` is the id of a question that is still there"),
        ("[a, steps]", "`was: steps` is the id of a question that is still there"),
        ("A", "question `one-neuron`: `was`: must be an id"),
        ("gone\n    other: x", "object contains unknown field `other`"),
    ],
)
def test_a_former_id_that_cannot_be_one_is_refused(was, says):
    assert says in refusal(changed("id: one-neuron", f"id: one-neuron\n    was: {was}"))


def test_two_questions_cannot_have_been_one():
    text = changed("id: one-neuron", "id: one-neuron\n    was: old").replace(
        "id: bytes", "id: bytes\n    was: old"
    )
    assert "question `bytes`: `was: old` stands at question `one-neuron` too; keep one" in refusal(text)


def test_a_former_id_of_an_option_is_no_other_options():
    assert "the option id `memory` stands there twice" in refusal(
        changed("{id: sum,", "{id: sum, was: memory,")
    )
