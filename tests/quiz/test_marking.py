import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samplebank import bank

from coursekit.errors import UnknownIdError
from coursekit.quiz import Option, mark_answer, right_answer, wrong_answers

QUESTIONS = bank().questions


def marked(name, answer):
    return mark_answer(QUESTIONS[name], answer)


def test_the_right_option_is_right():
    verdict = marked("one-neuron", "sum")
    assert (verdict.outcome, verdict.feedback, verdict.misconception) == ("right", "Weigh, sum, bend.", None)


def test_a_distractor_names_its_misconception():
    verdict = marked("shift", "turns")
    assert (verdict.outcome, verdict.feedback, verdict.misconception) == (
        "wrong",
        "Weights turn it.",
        "bias-lost",
    )


def test_every_right_answer_is_right():
    outcomes = {name: mark_answer(q, right_answer(q)).outcome for name, q in QUESTIONS.items()}
    assert outcomes.pop("remember") == "noted"
    assert set(outcomes.values()) == {"right"}


def test_every_named_wrong_answer_points_to_a_misconception():
    for question in QUESTIONS.values():
        for answer in wrong_answers(question):
            verdict = mark_answer(question, answer)
            assert (verdict.outcome, verdict.misconception is None) == ("wrong", False)


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


@pytest.mark.parametrize("typed", [33.554432, "33.55", "33.55 MB", "33554432 bytes", "0.03355 GB"])
def test_a_number_within_tolerance_is_right(typed):
    assert marked("bytes", typed).outcome == "right"


@pytest.mark.parametrize("typed", ["268.4", "268.4 MB", 268.435456])
def test_a_unit_slip_gets_its_own_feedback(typed):
    verdict = marked("bytes", typed)
    assert (verdict.feedback, verdict.misconception) == ("Those are bits.", "bits-for-bytes")


def test_another_number_gets_the_general_feedback():
    verdict = marked("bytes", "12")
    assert (verdict.outcome, verdict.feedback) == ("wrong", "Multiply the weights by their bytes.")


def test_an_unread_number_says_what_to_write():
    assert marked("bytes", "12 apples").feedback.endswith("write the number in MB.")


def test_a_wrong_order_nobody_named_gets_the_general_feedback():
    verdict = marked("steps", ["sum", "weigh", "bend"])
    assert (verdict.outcome, verdict.misconception) == ("wrong", None)
    assert verdict.feedback == "Start with what touches the inputs."


def test_recall_is_marked_by_its_writer():
    verdict = marked("remember", {"text": "weigh things", "points": ["weigh"]})
    assert (verdict.outcome, verdict.feedback) == ("noted", "Weigh, sum, bend.")
    assert [(part.id, part.right) for part in verdict.parts] == [("weigh", True), ("sum", False)]


def test_plain_words_are_an_answer_to_a_recall():
    assert marked("remember", "nonsense").outcome == "noted"


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
