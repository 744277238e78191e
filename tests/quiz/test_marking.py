import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samplebank import bank

from coursekit.errors import CourseKitError, UnknownIdError
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


def test_of_several_right_orders_each_is_right():
    question = msgspec.structs.replace(QUESTIONS["steps"], also=[["sum", "weigh", "bend"]])
    outcomes = [
        mark_answer(question, order.split()).outcome
        for order in ("weigh sum bend", "sum weigh bend", "weigh bend sum")
    ]
    assert outcomes == ["right", "right", "wrong"]


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("one-neuron", "gone", "the question one-neuron has no option 'gone'; its options are: memory, sum."),
        ("one-neuron", 3, "has no option 3"),
        ("parameters", ["weight", "gone"], "its options are: bias, input, weight."),
        ("steps", ["weigh", "gone", "bend"], "has no step 'gone'; its steps are: bend, sum, weigh."),
        ("one-neuron", {"sum": True}, "has no option {'sum': True}"),
        ("one-neuron", b"sum", "has no option b'sum'"),
        ("parameters", np.array([0, 2]), "has no option 0"),
        ("parameters", range(10**9), "has no option range(0, 1000000000)"),
        ("remember", {"text": "x", "points": ["gone"]}, "has no point 'gone'; its points are: sum, weigh."),
    ],
)
def test_an_unknown_id_names_those_there_are(name, answer, says):
    with pytest.raises(UnknownIdError) as caught:
        marked(name, answer)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "answer", "outcome"),
    [
        ("bytes", np.array(33.554432), "right"),
        ("bytes", np.array([33.554432]), "right"),
        ("bytes", [33.554432], "right"),
        ("bytes", np.float32(33.554432), "right"),
        ("bytes", np.array("33,55 MB"), "right"),
        ("bytes", np.array([33.5, 33.6]), "unreadable"),
        ("bytes", np.zeros((2, 2)), "unreadable"),
        ("bytes", np.array([]), "unreadable"),
        ("bytes", np.nan, "unreadable"),
        ("bytes", np.True_, "unreadable"),
        ("bytes", 33j, "unreadable"),
        ("one-neuron", np.array("sum"), "right"),
        ("one-neuron", np.array(["sum"]), "right"),
        ("one-neuron", np.array([]), "unreadable"),
        ("parameters", np.array(["weight", "bias"]), "right"),
        ("parameters", {"weight", "bias"}, "right"),
        ("parameters", [np.array("weight"), np.str_("bias")], "right"),
        ("steps", ("weigh", "sum", "bend"), "right"),
        ("steps", np.array(["weigh", "sum", "bend"]), "right"),
        ("steps", {"weigh", "sum", "bend"}, "unreadable"),
        ("remember", {"text": "weigh", "points": np.array(["sum"])}, "noted"),
    ],
)
def test_arrays_tuples_and_sets_are_marked_as_what_they_hold(name, answer, outcome):
    assert marked(name, answer).outcome == outcome


@pytest.mark.parametrize("typed", ["33,554", "33,554 MB", "268,435"])
def test_a_number_that_can_be_read_in_two_ways_is_asked_back_whether_or_not_one_is_right(typed):
    verdict = marked("bytes", typed)
    comma = typed.split()[0]
    one, other = comma.replace(",", "."), comma.replace(",", "")
    assert (verdict.outcome, verdict.misconception) == ("unreadable", None)
    assert (
        verdict.feedback
        == f"“{typed}” can be read in two ways: do you mean {one} or {other}? Write {one} or {other}."
    )


@pytest.mark.parametrize(
    "typed",
    ["33·554432", "33·55 MB", "33∙55", "33.554 kB", "67.108/2 kB", "33.554.432.000/1.000 B", "3.3554×10e1", "335.54·10E−1", "33·554·432 B"],
)  # fmt: skip
def test_what_is_right_in_its_other_reading_is_asked_back_and_not_marked_wrong(typed):
    verdict = marked("bytes", typed)
    assert (verdict.outcome, verdict.misconception) == ("unreadable", None)
    assert verdict.feedback.startswith(f"“{typed}” can be read in two ways. Write one number, with a point")


@pytest.mark.parametrize("typed", ["33·2", "12.345 kB", "2.684×10e1", "5*10e2 apples"])
def test_what_is_wrong_in_every_reading_is_no_riddle(typed):
    assert marked("bytes", typed).outcome == ("unreadable" if "apples" in typed else "wrong")


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
    except CourseKitError as error:
        said = str(error)
    assert said
    assert "\n" not in said
