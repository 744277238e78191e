from coursekit.quiz import Verdict, VerdictPart


def test_a_verdict_prints_outcome_and_feedback():
    verdict = Verdict(outcome="wrong", feedback="That is the loss.\n")
    assert str(verdict) == repr(verdict) == "Not yet. That is the loss."


def test_parts_follow_on_a_line_of_their_own():
    parts = (
        VerdictPart(id="a", text="A", right=True, feedback="Yes."),
        VerdictPart(id="b", text="B", right=False, feedback="No."),
    )
    assert (
        str(Verdict(outcome="partly", feedback="One fits.", parts=parts))
        == "Partly there. One fits.\nYes. No."
    )


def test_recall_points_print_nothing():
    parts = (VerdictPart(id="a", text="A", right=False),)
    assert str(Verdict(outcome="noted", feedback="Weigh.", parts=parts)) == "Noted. Weigh."


def test_no_opening_is_harsh():
    outcomes = ("right", "wrong", "partly", "unreadable", "noted")
    openings = [Verdict(outcome=outcome, feedback="x").opening for outcome in outcomes]
    assert openings == ["Right.", "Not yet.", "Partly there.", "Not marked yet.", "Noted."]
