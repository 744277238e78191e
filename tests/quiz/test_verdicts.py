import pytest

from coursekit.quiz import Verdict, VerdictPart

PARTS = (
    VerdictPart(id="a", text="A", right=True, feedback="Yes."),
    VerdictPart(id="b", text="B", right=False, feedback="No."),
    VerdictPart(id="c", text="a recall point", right=False),
)


@pytest.mark.parametrize(
    ("outcome", "opening"),
    [
        ("right", "Right."),
        ("wrong", "Not yet."),
        ("partly", "Partly there."),
        ("unreadable", "Not marked yet."),
        ("noted", "Noted."),
    ],
)
def test_a_verdict_prints_its_outcome_without_harshness_its_feedback_and_that_of_its_parts(outcome, opening):
    assert str(Verdict(outcome=outcome, feedback="That is the loss.\n")) == f"{opening} That is the loss."
    verdict = Verdict(outcome=outcome, feedback="So.", parts=PARTS)
    assert str(verdict) == repr(verdict) == f"{opening} So.\nYes. No."
