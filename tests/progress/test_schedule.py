from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from coursekit.progress import Event, History, due_now, schedule

START = datetime(2026, 1, 1, tzinfo=UTC)
POINTS = {"tiny.number": (), "tiny.pick": (), "tiny.all": (), "tiny.words": ("sum", "same")}


def did(days, outcome="right", kind="answer", name="number", **more):
    time = START + timedelta(days=days)
    return Event(kind=kind, chapter="tiny", id=name, outcome=outcome, time=time, uid=f"{kind} {days}", **more)


def wait(*events):
    """Days from the start until the question is due."""
    (due,) = schedule(History(events), POINTS)
    return (due.when - START) / timedelta(days=1)


def test_a_right_answer_is_asked_for_again_after_days_and_then_after_more():
    first = wait(did(0))
    second = wait(did(0), did(first)) - first
    assert first == 2
    assert second > 2 * first


def test_a_wrong_answer_is_due_at_once():
    assert wait(did(0, "wrong")) == 0
    assert wait(did(0), did(2, "partly")) == 2


def test_a_wrong_answer_made_right_comes_back_sooner_than_one_right_at_once():
    assert wait(did(0, "wrong"), did(0.01)) < wait(did(0.01))


def test_a_right_answer_after_a_hint_comes_back_sooner():
    hint = did(0.5, None, kind="hint")
    assert wait(did(0), hint, did(2)) < wait(did(0), did(2))


def test_what_was_remembered_of_a_recall_decides():
    some = [wait(did(0, "noted", name="words", answer={"points": p})) for p in (["sum", "same"], ["sum"], [])]
    assert some[0] > some[1] > some[2] == 0
    assert wait(did(0, "noted", name="words", answer="a text of old")) == 0


def test_dates_do_not_depend_on_the_day_they_are_computed_or_on_the_time_zone():
    there = timezone(timedelta(hours=5))
    moved = Event(kind="answer", chapter="tiny", id="number", outcome="right", time=START.astimezone(there))
    assert wait(moved) == wait(did(0))


def test_only_marked_answers_to_questions_of_the_course_count():
    foreign = Event(kind="answer", chapter="gone", id="one", outcome="right", time=START, uid="f")
    events = [did(0, "unmarked"), did(1, "unreadable"), did(2, "right", name="dropped"), foreign]
    assert schedule(History(tuple(events)), POINTS) == []


def test_what_was_wrong_is_asked_first_then_what_has_waited_longest():
    events = (did(0, name="pick"), did(0.1, name="all"), did(0.2, "wrong"))
    names = [due.name for due in due_now(History(events), POINTS, now=START + timedelta(days=9))]
    assert names == ["tiny.number", "tiny.pick", "tiny.all"]
    assert due_now(History(events[:2]), POINTS, now=START) == []


def stamped(days, clock=None, **more):
    """An answer with this time, as the log gives it, and what the clock said where that was earlier."""
    shown = None if clock is None else START + timedelta(days=clock)
    return did(days, clock=shown, **more)


def test_answers_of_a_clock_that_was_years_ahead_come_back_in_days():
    now = START + timedelta(days=4)
    events = stamped(3000), stamped(3000.001, clock=1, name="pick")
    due = {each.name: each.when - START for each in schedule(History(events), POINTS, now=now)}
    assert due == {"tiny.number": timedelta(days=3), "tiny.pick": timedelta(days=3)}


def test_an_answer_from_the_future_counts_as_given_now():
    (due,) = schedule(History((stamped(3000),)), POINTS, now=START)
    assert due.when == START + timedelta(days=2)


def test_a_clock_that_fell_back_to_1970_changes_no_date():
    fallen = stamped(1, clock=-20_000, name="pick")
    assert [each.when - START for each in schedule(History((did(0), fallen)), POINTS)] == [
        timedelta(days=2),
        timedelta(days=3),
    ]


def test_dates_at_both_ends_of_time_are_scheduled():
    ends = [datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), datetime.max.replace(tzinfo=UTC)]
    events = tuple(
        Event(kind="answer", chapter="tiny", id="number", outcome="right", time=end) for end in ends
    )
    assert len(schedule(History(events), POINTS)) == 1
    assert due_now(History(events), POINTS, now=START) == []
