import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samplebank import bank

from coursekit.errors import UnknownIdError
from coursekit.quiz import Option, mark_answer

QUESTIONS = bank().questions


def marked(name, answer):
    return mark_answer(QUESTIONS[name], answer)


@pytest.mark.parametrize(
    ("name", "answer", "outcome", "feedback", "misconception"),
    [
        ("one-neuron", "sum", "right", "Weigh, sum, bend.", None),
        ("shift", "turns", "wrong", "Weights turn it.", "bias-lost"),
        ("bytes", 33.554432, "right", "Two bytes each.", None),
        ("bytes", "33.55 MB", "right", "Two bytes each.", None),
        ("bytes", "0.03355 GB", "right", "Two bytes each.", None),
        ("bytes", "268.4", "wrong", "Those are bits.", "bits-for-bytes"),
        ("bytes", 268.435456, "wrong", "Those are bits.", "bits-for-bytes"),
        ("bytes", "12", "wrong", "Multiply the weights by their bytes.", None),
        ("bytes", "12 apples", "unreadable", "“apples” behind the number was not understood; write the number in MB.", None),
        ("steps", ["sum", "weigh", "bend"], "wrong", "Start with what touches the inputs.", None),
        ("remember", "nonsense", "noted", "Weigh, sum, bend.", None),
    ],
)  # fmt: skip
def test_an_answer_is_marked_with_the_feedback_it_deserves(name, answer, outcome, feedback, misconception):
    verdict = marked(name, answer)
    assert (verdict.outcome, verdict.feedback, verdict.misconception) == (outcome, feedback, misconception)


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("one-neuron", "gone", "the question one-neuron has no option 'gone'; its options are: sum, memory."),
        ("one-neuron", 3, "has no option 3"),
        ("parameters", ["weight", "gone"], "its options are: weight, bias, input."),
        ("steps", ["weigh", "gone", "bend"], "has no step 'gone'; its steps are: weigh, sum, bend."),
        ("remember", {"text": "x", "points": ["gone"]}, "has no point 'gone'; its points are: weigh, sum."),
    ],
)
def test_an_unknown_id_names_those_there_are(name, answer, says):
    with pytest.raises(UnknownIdError) as caught:
        marked(name, answer)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("one-neuron", None),
        ("one-neuron", ""),
        ("one-neuron", ["sum", "memory"]),
        ("parameters", []),
        ("bytes", "many"),
        ("bytes", None),
        ("steps", ["weigh", "sum"]),
        ("steps", ["weigh", "sum", "sum"]),
        ("remember", ""),
        ("remember", {"text": "  ", "points": ["sum"]}),
        ("remember", {"points": []}),
    ],
)
def test_what_cannot_be_marked_is_not_held_against_anybody(name, answer):
    verdict = marked(name, answer)
    assert (verdict.outcome, verdict.misconception) == ("unreadable", None)


def test_several_right_options_and_no_other_are_right():
    verdict = marked("parameters", ["bias", "weight"])
    assert verdict.outcome == "right"
    assert [part.feedback for part in verdict.parts] == ["A weight is one.", "So is a bias."]


@pytest.mark.parametrize(
    ("picked", "outcome", "says"),
    [
        ("weight", "partly", "1 of your picks belongs here, 1 more is still to find."),
        (["weight", "input"], "partly", "1 of your picks belongs here, 1 does not, 1 more is still to find."),
        (["weight", "bias", "input"], "partly", "2 of your picks belong here, 1 does not."),
        (["input"], "wrong", "1 of your picks does not belong here, 2 are still to find."),
    ],
)
def test_a_mixed_pick_says_how_far_it_is_without_saying_which_is_missing(picked, outcome, says):
    verdict = marked("parameters", picked)
    assert (verdict.outcome, verdict.feedback) == (outcome, says)
    assert "bias" in picked or all(part.id != "bias" for part in verdict.parts)


def test_several_wrong_picks_are_counted_together():
    question = msgspec.structs.replace(
        QUESTIONS["parameters"],
        options=[*QUESTIONS["parameters"].options, Option(id="more", text="x", feedback="x")],
    )
    feedback = mark_answer(question, ["input", "more"]).feedback
    assert feedback == "2 of your picks do not belong here, 2 are still to find."


def test_recall_is_marked_by_its_writer():
    verdict = marked("remember", {"text": "weigh things", "points": ["weigh"]})
    assert (verdict.outcome, verdict.feedback) == ("noted", "Weigh, sum, bend.")
    assert [(part.id, part.right) for part in verdict.parts] == [("weigh", True), ("sum", False)]


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
)


@given(st.sampled_from(list(QUESTIONS)), ANSWERS)
def test_any_answer_gets_a_verdict_or_one_sentence(name, answer):
    try:
        said = str(marked(name, answer))
    except UnknownIdError as error:
        said = str(error)
    assert said
    assert "\n" not in said
