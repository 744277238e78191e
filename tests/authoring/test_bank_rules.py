import pytest
from samplebank import changed

from coursekit.authoring.bank_reader import load_bank
from coursekit.errors import BankError
from coursekit.quiz.marking import is_near

MISTAKES = "- {order: [bend, weigh, sum], feedback: The bend sees the sum., misconception: bend-first}"
SLIP = "- {value: 268.435456, feedback: Those are bits., misconception: bits-for-bytes}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: memory", "id: sum", "the option id `sum` stands there twice"),
        ("text: A bias,", "text: A weight,", "the option text `A weight` stands there twice"),
        (", right: true", ", misconception: bias-lost", "no option is marked `right: true`"),
        (
            "misconception: stores-inputs}",
            "right: true}",
            "2 options are marked `right: true`, one is wanted",
        ),
        ("outside., misconception: stores-inputs", "outside., right: true", "every option is right"),
        ("recurrent., misconception: stores-inputs", "recurrent.", "option `memory` is wrong and must name"),
        ("right: true}", "right: true, misconception: bias-lost}", "option `sum` is right and must not name"),
        ("right: true}", "right: true, show: {}}", "`show` belongs to kind: predict"),
        (", show: {b: 1}", "", "option `slides` needs `show`"),
        ("show: {w: 2}", "show: {b: 1}", "the picture `{'b': 1}` stands there twice"),
        ("feedback: It slides.", "feedback: Unlike the second option", "“the second option”"[5:-1]),
        ("text: A bias,", "text: All of the above,", "“All of the above” points at a place"),
        ("answer: 33.554432", "answer: 1.0e999", "must be a finite number"),
        (
            "value: 268.435456",
            "value: 33.56",
            "the slip 33.56 lies within the tolerance of the answer 33.5544",
        ),
        (SLIP, f"{SLIP}\n      {SLIP}", "the slips 268.435 and 268.435 lie within one tolerance"),
        ("{id: sum, text: Sum}", "{id: weigh, text: Sum}", "the step id `weigh` stands there twice"),
        (MISTAKES, f"{MISTAKES}\n      {MISTAKES}", "the mistake `bend → weigh → sum` stands there twice"),
        ("order: [bend, weigh, sum]", "order: [bend, weigh]", "must name every step once"),
        ("order: [bend, weigh, sum]", "order: [weigh, sum, bend]", "is a right order"),
        ("otherwise: Start", "also: [[bend, weigh, sum]]\n    otherwise: Start", "is a right order"),
        ("otherwise: Start", "also: [[weigh, bend]]\n    otherwise: Start", "must name every step once"),
        (
            "otherwise: Start",
            "also: [[weigh, sum, bend]]\n    otherwise: Start",
            "the right order `weigh → sum → bend` stands there twice",
        ),
        ("{id: sum, text: sum}", "{id: weigh, text: sum}", "the point id `weigh` stands there twice"),
        ("{id: all-spam,", "{id: right,", "the mistake `right` stands there twice"),
        (
            "state: {threshold: 0},",
            "state: {threshold: 0.5},",
            "the state `{'threshold': 0.5}` stands there twice",
        ),
        ("curve: identity", "curve: relu", "the curve `relu` stands there twice"),
        ("y: [-2, 2]", "y: [2, 2]", "`y` must be a range, the lower number first; it is [2, 2]"),
        ("x: [-2, 2]", "x: [-2, 1.0e999]", "`x` must be a range"),
        ("tolerance: 0.1", "tolerance: 2", "the tolerance 2 takes up half of the heights"),
    ],
)
def test_an_unsound_question_is_refused_with_its_reason(old, new, says):
    with pytest.raises(BankError) as caught:
        load_bank(changed(old, new), source="q.yaml")
    assert str(caught.value).startswith("q.yaml, line ")
    assert says in str(caught.value)


def test_a_wrong_number_of_zero_is_near_an_answer_of_zero_absolutely():
    assert is_near(0.0009, 0.0, 1e-3)
    assert not is_near(0.002, 0.0, 1e-3)
    assert is_near(-3.002999, -3.0, 1e-3)
    assert not is_near(float("nan"), 0.0, 1e-3)
