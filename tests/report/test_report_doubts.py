"""Logs that cannot be: what they claim is marked again, said in a note, and counts for what it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from classroom import NOW, START, event, exercise, figures, hand_in, learner, notes, question, right, wrong

from coursekit.content import current_course
from coursekit.errors import BankError
from coursekit.formatting import format_percent
from coursekit.quiz import right_answer
from coursekit.report.csv_tables import as_csv
from coursekit.report.html import as_html
from coursekit.report.text import as_text


def at(moment, **more):
    """A right answer at that moment, as the bytes of a log may hold it."""
    return msgspec.structs.replace(right(**more), time=moment)


FORGED = [
    ("pick", "memory"),
    ("pick", "square"),
    ("pick", None),
    ("pick", {"no": "sense"}),
    ("all", ["eight"]),
    ("all", ["eight", "ten", "nine"]),
    ("number", 17),
    ("number", "as many as you like"),
    ("number", "x" * 2000),
    ("steps", ["add", "take", "copy"]),
    ("look", "four"),
]


@pytest.mark.parametrize(("name", "answer"), FORGED)
def test_an_answer_is_worth_what_the_bank_says_and_not_what_the_log_says(room, name, answer):
    hand_in(room / "eve", [event(name=name, answer=answer, outcome="right")])
    report = figures(room)
    assert (question(report, name).right_first, question(report, name).right) == (0, 0)
    assert learner(report, "eve").points == 0
    assert notes(report)["eve"] == "1 answer logged as right is not right by the bank"


@pytest.mark.parametrize("outcome", ["wrong", "partly", None, "", "nonsense", "unreadable"])
def test_a_right_answer_counts_whatever_the_log_says(room, outcome):
    hand_in(room / "ann", [right(), event(name="number", answer="16.0", outcome=outcome, minute=1)])
    report = figures(room)
    assert (question(report, "number").right_first, learner(report, "ann").recomputed) == (1, 2)
    assert notes(report) == {}


def test_the_misconception_is_the_banks_and_not_the_logs(room):
    hand_in(room / "ann", [event(answer="square", outcome="wrong", misconception="x" * 99)])
    (shown,) = figures(room).misconceptions
    assert shown.text == "Doubling is squaring."


def test_nothing_written_from_memory_is_nothing(room):
    blank = {"outcome": "noted", "name": "words"}
    for name, answer in {
        "ann": {"text": " "},
        "ben": None,
        "cho": "a sum",
        "dan": {"text": "long " * 999},
    }.items():
        hand_in(room / name, [event(answer=answer, **blank)])
    assert [each.points for each in figures(room).learners] == [0, 0, 1, 1]


def test_five_hundred_right_answers_in_a_second_are_noted(room):
    hand_in(room / "eve", [right(minute=k / 1e5) for k in range(500)])
    hand_in(room / "ann", [right(minute=k / 6) for k in range(30)])
    assert notes(figures(room)) == {"eve": "500 answers within one second"}


def test_a_whole_course_in_a_minute_is_noted(room):
    items = [
        (chapter.slug, name, right_answer(asked))
        for chapter in current_course().chapters
        for name, asked in chapter.bank.questions.items()
    ][:25]
    for name, seconds in {"eve": 2, "ann": 20}.items():
        events = [
            event(name=item, chapter=slug, answer=answer, outcome="right", minute=seconds * k / 60)
            for k, (slug, item, answer) in enumerate(items)
        ]
        hand_in(room / name, events)
    assert notes(figures(room)) == {"eve": "25 different questions answered within one minute"}


def test_a_clock_that_was_put_right_is_no_haste(room):
    # After a clock went back, an event's time is one microsecond after the last, and `clock` says when it was.
    late = [
        msgspec.structs.replace(
            right(minute=60 * 24 * 400 + k / 6e7), clock=START + timedelta(minutes=10 + k)
        )
        for k in range(1, 9)
    ]
    hand_in(room / "ann", [right(minute=60 * 24 * 400), *late])
    report = figures(room)
    assert notes(report) == {"ann": "1 event by a clock that is ahead (2027-04-05)"}
    assert learner(report, "ann").last == START + timedelta(minutes=18)


def test_lines_that_stand_in_no_order_are_noted(room):
    hand_in(room / "eve", [right(minute=5), right(minute=1)])
    hand_in(room / "ann", [right(minute=1), right(minute=5)])
    # The same moment, written with and without its fraction, is order enough; so is a time inside an answer.
    hand_in(
        room / "ben",
        [
            right(),
            right(minute=0.001),
            event(name="words", answer={"text": "so", "time": "0000"}, outcome="noted", minute=1),
        ],
    )
    hand_in(room / "ben", [right(minute=-60)], file="b.jsonl", tail=b"torn")
    found = notes(figures(room))
    assert found["eve"] == "lines out of order, as the course never writes them, in a.jsonl"
    assert found["ben"] == "damaged: b.jsonl: line 2: cut off in the middle, not JSON"
    assert "ann" not in found


EARLY = [datetime(1970, 1, 1, tzinfo=UTC), datetime(1900, 1, 1, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC),
         datetime(2024, 12, 31, tzinfo=UTC)]  # fmt: skip


@pytest.mark.parametrize("moment", EARLY)
def test_a_time_before_the_course_is_noted_and_says_nothing_of_when_somebody_was_seen(room, moment):
    hand_in(room / "ann", [at(moment)])
    hand_in(room / "ben", [at(moment), right("look")])
    report = figures(room)
    assert notes(report)["ann"] == f"1 event from before the course was there ({moment.date()})"
    assert [each.last for each in report.learners] == [None, START]
    assert "<td>?<td>" in as_html(report)
    assert learner(report, "ann").points == 1


AHEAD = [
    (NOW, timedelta(days=365)),  # the report is made in time
    (NOW + timedelta(days=999), timedelta(days=365)),  # or years later
    (START - timedelta(days=999), timedelta(days=365)),  # or by a clock that is behind
    (NOW, timedelta(days=365 * 7000)),
]


@pytest.mark.parametrize(("now", "ahead"), AHEAD)
def test_a_clock_a_year_ahead_lists_nobody_as_away(room, now, ahead):
    for k in range(6):
        hand_in(room / f"learner {k}", [right(minute=60 * 24 * k)])
    hand_in(room / "eve", [at(START + ahead)])
    report = figures(room, now=now)
    assert report.quiet_learners == []
    assert "last seen" not in as_text(report).partition("WHO NEEDS HELP")[2]
    assert report.last == START + timedelta(days=5)


def test_whoever_stopped_is_still_named(room):
    hand_in(room / "ann", [right()])
    hand_in(room / "ben", [right(minute=60 * 24 * 21)])
    assert [each.name for each in figures(room).quiet_learners] == ["ann"]


def test_points_of_exercises_are_claimed_and_those_of_questions_recomputed(room):
    done = event("attempt", "double", outcome="correct", minute=1)
    for name in ("ann", "eve"):
        hand_in(room / name, [right(), done])
        done = msgspec.structs.replace(done, uid="f")
    (room / "ann" / "exercises").mkdir()
    (room / "ann" / "exercises" / "90_tiny_Ann.ipynb").write_text("{}")
    report = figures(room)
    assert [(each.recomputed, each.claimed, each.points) for each in report.learners] == [(1, 2, 3)] * 2
    assert notes(report) == {"eve": "exercises claimed without a notebook of tiny"}
    assert exercise(report).solved == 2
    head = as_csv(report).splitlines()[0]
    assert "recomputed (" in head
    assert "claimed (" in head
    assert "questions: points, their answers marked again; claimed: " in as_text(report)
    page = as_html(report)
    assert "<dt>questions</dt>" in page
    assert "<dt>claimed</dt>" in page
    assert "exercises claimed without a notebook of tiny" in page


def test_one_note_of_many_is_said_once(room):
    for k in range(30):
        hand_in(room / f"{k:02}", [event("attempt", "double", outcome="correct")])
    assert (
        "  00, 01, 02 and 27 more: exercises claimed without a notebook of tiny\n"
        in f"{as_text(figures(room))}\n"
    )


# --- editions ---


def asked(name="pick", fingerprint="", **more):
    today = current_course().fingerprints[f"tiny.{name}"]
    return msgspec.structs.replace(right(name, **more), edition="e", asked=fingerprint or today)


def test_answers_to_another_question_of_the_same_name_are_kept_apart(room):
    for k in range(4):
        hand_in(room / f"new {k}", [asked() if k else msgspec.structs.replace(asked(), answer="square")])
    for k in range(3):
        old = msgspec.structs.replace(asked(fingerprint="another1"), answer="twice" if k else "gone")
        hand_in(room / f"old {k}", [old, wrong(minute=1)])
    report = figures(room)
    pick = question(report, "pick")
    assert (pick.n, pick.right_first, pick.right, pick.elsewhere) == (4, 3, 3, (2, 3))
    # What is right today is worth its point, and what is no option any more has a name.
    assert [each.points for each in report.learners] == [0, 1, 1, 1, 0, 1, 1]
    assert [(each.text, each.n) for each in pick.answers] == [
        ("Squaring", 1), ("Adding to itself", 3), ("gone (not an option today)", 1)
    ]  # fmt: skip
    assert notes(report)["old 0"] == "1 answer was right in another edition, and not by today's key"
    assert notes(report)["new 0"] == "1 answer logged as right is not right by the bank"
    assert "    asked in another edition: 2 of 3 right by today's key" in as_text(report)
    assert "asked in another edition: 2 of 3 right by today" in as_html(report)
    assert "gone (not an option today)" in as_html(report)
    row = next(line for line in as_csv(report, "questions.csv").splitlines() if line.startswith("tiny.pick"))
    assert row.endswith(",2,3")


def test_a_question_of_another_edition_alone_has_no_difficulty_and_a_page(room):
    hand_in(room / "ann", [asked(fingerprint="another1")])
    report = figures(room)
    assert (question(report, "pick").difficulty, question(report, "pick").elsewhere) == (None, (1, 1))
    assert "asked in another edition: 1 of 1 right" in as_html(report)
    assert format_percent(question(report, "pick").in_the_end) == format_percent(None)


def test_a_renamed_question_keeps_its_answers(room, tmp_path, monkeypatch, renamed):
    hand_in(room / "ann", [asked()])
    hand_in(room / "ben", [right(), event("hint", "pick"), right("gone")])
    monkeypatch.setenv("COURSEKIT_COURSE", str(renamed))
    report = figures(room)
    choose = question(report, "choose")
    assert (choose.n, choose.right_first, choose.elsewhere) == (2, 2, (0, 0))
    assert [(each.text, each.n) for each in choose.answers] == [("Squaring", 0), ("Adding to itself", 2)]
    assert [each.points for each in report.learners] == [1, 1]
    assert [str(each) for each in report.gone] == ["tiny.gone: 1 answer or attempt of 1 learner"]
    assert "NOT IN THE COURSE ANY MORE, AND WORTH NO POINT\n  tiny.gone: 1 answer" in as_text(report)
    assert "tiny.gone: 1 answer" in as_html(report)


# --- a course that its author broke ---


@pytest.mark.parametrize("checks", ["1 / 0", "def (", "raise SystemError('no')"])
def test_checks_that_do_not_run_cost_the_exercises_and_nothing_else(room, own_course, checks):
    (own_course / "tiny" / "checks.py").write_text(checks)
    hand_in(room / "ann", [right()])
    report = figures(room)
    assert (learner(report, "ann").points, report.exercises) == (1, ())
    assert str(report.skipped[0]).startswith(
        "tiny/checks.py: its exercises are left out, since it does not run ("
    )


def test_a_chapter_that_cannot_be_read_costs_itself_and_nothing_else(room, own_course):
    (own_course / "broken").mkdir()
    (own_course / "broken" / "chapter.json").write_text('{"slug": 3}')
    hand_in(room / "ann", [right()])
    report = figures(room)
    assert learner(report, "ann").points == 1
    assert "broken/chapter.json: " in str(report.skipped[0])
    (own_course / "tiny" / "chapter.json").write_text("{}")
    with pytest.raises(BankError, match="build the chapter again"):
        figures(room)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"lesson": "tiny"', '"lesson": "tyni"'),
        ('"squares": {', '"other": {'),
        ('"misconception": "squares"', '"misconception": "gone"'),
    ],
)
def test_a_misconception_that_leads_nowhere_kills_no_report(room, own_course, old, new):
    path = own_course / "tiny" / "chapter.json"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    hand_in(room / "ann", [wrong(), wrong("number", minute=1)])
    report = figures(room)
    assert question(report, "pick").n == 1
    assert as_html(report)
    assert as_text(report)
