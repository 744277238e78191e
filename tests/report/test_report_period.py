"""What is told of the logs beyond marks: days, time spent, questions asked twice, roster and marks."""

from __future__ import annotations

import re
from datetime import timedelta
from math import comb

import pytest
from classroom import NOW, START, event, exercise, figures, hand_in, learner, notes, question, right, wrong

from coursekit import cli
from coursekit.errors import ArgumentError
from coursekit.grader.marks import Mark, write_tables
from coursekit.report import Wanted, read_class
from coursekit.report.attention import lesson_progress
from coursekit.report.html import as_html
from coursekit.report.intervals import difference, gain, mean_gain, share
from coursekit.report.learner_figures import LearnerFigures
from coursekit.report.text import as_text, points_text
from coursekit.roster import Enrolled

DAY = 60 * 24


def since_until(room, since=None, until=None):
    days = [None if day is None else START + timedelta(days=day) for day in (since, until)]
    return read_class([room], now=NOW, wanted=Wanted(since=days[0], until=days[1]))


@pytest.fixture
def three_days(room):
    """On day 0 ann is wrong about doubling, on day 2 right; ben is right on day 2; both solve the exercise on day 4."""
    done = [event("attempt", "double", outcome="correct", minute=4 * DAY + k) for k in range(2)]
    hand_in(room / "ann", [wrong(), right(minute=2 * DAY), done[0]])
    hand_in(room / "ben", [right(minute=2 * DAY + 5), done[1]])
    return room


def test_until_a_day_the_report_is_as_it_was_then(three_days):
    report = since_until(three_days, until=1)
    assert (question(report, "pick").n, exercise(report).n, report.events) == (1, 0, 1)
    assert [(each.name, each.points) for each in report.learners] == [("ann", 0), ("ben", 0)]
    assert notes(report) == {}


def test_since_a_day_first_attempts_stay_the_first_and_points_are_kept(three_days):
    report = since_until(three_days, since=1)
    pick = question(report, "pick")
    assert (pick.n, pick.right_first) == (1, 1)  # ben's alone: ann's second answer is not her first
    assert (exercise(report).n, exercise(report).solved) == (2, 2)
    assert [each.points for each in report.learners] == [3, 3]
    assert question(since_until(three_days, since=3), "pick").n == 0


def test_the_days_are_named_and_none_are_refused(three_days):
    page = as_html(since_until(three_days, since=1, until=3))
    assert "from 2026-03-02 until 2026-03-03, the last on 2026-03-03" in page
    with pytest.raises(
        ArgumentError, match="the days from 2026-03-03 until 2026-03-02 are none; let the first"
    ):
        Wanted(since=START + timedelta(days=2), until=START + timedelta(days=2))


def test_time_is_spent_between_events_and_not_in_breaks(room):
    moments = (0, 4, 10, 10 + 15, 10 + 31)  # the last gap is a minute too long
    hand_in(room / "ann", [event("opened", "", minute=-3), *(right(minute=k) for k in moments)])
    hand_in(room / "ben", [right("look")])
    report = figures(room)
    assert [learner(report, name).minutes for name in ("ann", "ben")] == [28, 0]
    (tiny,) = [each for each in lesson_progress(report) if each.started]
    assert (tiny.started, tiny.half, tiny.minutes) == (2, 0, None)
    assert "<td>0.5<td>2026-03-01" in as_html(report)


def test_weeks_begin_on_monday_and_leave_out_those_in_which_nobody_worked(room):
    hand_in(room / "ann", [wrong(), right(minute=1), right("look", minute=15 * DAY)])
    hand_in(room / "ben", [right(minute=2), right("number", minute=3650 * DAY)])
    report = figures(room)
    rows = [
        (each.monday.isoformat(), each.learners, each.answers, each.marked, each.right_first)
        for each in report.weeks
    ]
    assert rows == [("2026-02-23", 2, 2, 2, 1), ("2026-03-16", 1, 1, 1, 1)]
    assert "<th scope=row class=date>2026-03-16" in as_html(report)


def test_questions_asked_twice_tell_what_was_gained(room):
    fresh = {"seed": "tiny.pick (again: in layers)"}
    for k in range(4):
        guess = event(answer="twice" if k == 0 else "square", outcome="unmarked")
        first = right(minute=1) if k < 2 else wrong(minute=1)
        review = wrong(minute=2, seed="tiny.pick (again: review 1)")
        again = wrong(minute=3, **fresh) if k == 0 else right(minute=3, **fresh)
        hand_in(room / f"learner {k}", [guess, first, review, again])
    hand_in(room / "late", [right(minute=1, **fresh), right(minute=2)])  # never met in its lesson
    report = figures(room)
    (guess,), (later,) = report.from_guess.questions, report.to_later.questions
    assert (guess.n, guess.before, guess.after) == (4, 1, 2)
    assert (later.n, later.before, later.after) == (4, 2, 3)
    assert guess.gain == gain(1, 0, 4)
    assert later.gain == gain(2, 1, 4)
    assert report.to_later.mean == mean_gain([(-1, 1), (0, 1), (1, 1), (1, 1)])
    assert f"from the lesson to a later one that asks again: {points_text(report.to_later.mean)}" in as_text(
        report
    )
    assert "Before and after" in as_html(report)


def chance(n, *parts):
    """The probability of these counts among n, each (count, probability)."""
    found, left = 1.0, n
    for k, p in parts:
        found *= comb(left, k) * p**k
        left -= k
    return found * (1 - sum(p for _, p in parts)) ** left


@pytest.mark.parametrize("low", [0.05, 0.3])
def test_intervals_hold_what_they_should_in_95_of_100_small_classes(low):
    n, high, counts = 18, 0.45, range(19)
    hold = {
        "share": sum(chance(n, (k, low)) for k in counts if share(k, n).low <= low <= share(k, n).high),
        "difference": sum(
            chance(n, (k, high)) * chance(n, (j, low))
            for k in counts
            for j in counts
            if difference((k, n), (j, n)).low <= high - low <= difference((k, n), (j, n)).high
        ),
        "gain": sum(
            chance(n, (won, high), (lost, low))
            for won in counts
            for lost in range(19 - won)
            if gain(won, lost, n).low <= high - low <= gain(won, lost, n).high
        ),
    }
    assert {name for name, each in hold.items() if not 0.93 < each < 0.99} == set()


def test_intervals_are_those_of_the_literature_and_wide_where_little_is_known():
    assert [round(each, 4) for each in share(81, 263)] == [0.3080, 0.2553, 0.3662]  # Newcombe 1998, table I
    assert not gain(3, 3, 10).tells
    assert points_text(mean_gain([(1, 2)])) == "+50 (−100 to +100)"
    alike = mean_gain([(1, 1), (0, 1)] * 4)
    assert (alike.value, round(alike.high - alike.value, 4)) == (0.5, round(1.959964 * (2 / 7 / 8) ** 0.5, 4))


def test_the_roster_gives_groups_and_names_those_it_does_not_know(room):
    for name in ("ann@uni.example", "BEN", "eve"):
        hand_in(room / name, [right()])
    roster = {
        "a1": Enrolled(id="a1", mail="ann@uni.example", group="Tuesday", name="Ann & Co"),
        "ben": Enrolled(id="ben"),
        "carl": Enrolled(id="carl"),
    }
    report = read_class([room], now=NOW, wanted=Wanted(roster=roster))
    assert learner(report, "ann@uni.example").group == "Tuesday"
    assert list(notes(report)) == ["eve"]
    assert notes(report)["eve"].startswith("not on the roster")
    assert report.absent == ("carl",)
    page = as_html(report)
    assert "<th scope=row>ann@uni.example<span class=sub>Ann &amp; Co</span><td>Tuesday<td>" in page
    assert "ON THE ROSTER, AND NOTHING HANDED IN\n  carl" in as_text(report)


def test_marks_stand_beside_what_is_claimed(room, tmp_path, capsys):
    for name in ("ann", "eve", "fay", "zoe"):
        hand_in(room / name, [event("attempt", "double", outcome="correct")])
    write_tables(
        tmp_path,
        [
            Mark(learner=name, exercise="tiny.double", points=points, max_points=2, outcome="right")
            for name, points in (("Ann", 2.0), ("eve", 0.0), ("carl", 2.0))
        ]
        + [Mark(learner="fay", exercise="tiny.other", points=2, max_points=2, outcome="right")]
        + [Mark(learner="fay", exercise="tiny.double", points=0, max_points=2, outcome="missing")],
        [],
    )
    (tmp_path / "roster.csv").write_text("id,mail,group\nann,,\neve,,\nfay,,\nzoe,,\n")
    options = ["--marks", str(tmp_path), "--roster", str(tmp_path / "roster.csv"), "--compare", str(room)]
    assert cli.main(["report", str(room), *options, "--since", "2026-01-01", "--until", "2026-12-31"]) == 0
    text = capsys.readouterr().out
    assert re.search(r"\n  ann +0 +0 +2 +0 +2 +2 ", text)
    assert re.search(r"\n  zoe +0 +0 +2 +0 +2 +– ", text)
    assert "\n  eve: 1 exercise claimed that the grader gives no point: tiny.double" in text
    assert "zoe: the grader has marked nothing of this learner" in text
    assert "marks: no progress was handed in by carl" in text
    assert "2026-01-01 until 2026-12-31" in text


@pytest.mark.parametrize(
    ("marked", "right_first", "expected", "spread", "behind"),
    [
        (20, 4, 12.0, 2.0, True),
        (20, 9, 12.0, 1.0, False),  # three fewer than the class is no fifth
        (20, 6, 12.0, 2.5, False),  # chance alone does that
        (0, 0, 0.0, 0.0, False),
    ],
)
def test_who_is_behind_is_so_by_a_fifth_and_not_by_chance(marked, right_first, expected, spread, behind):
    one = LearnerFigures(
        name="ann",
        places=(),
        lessons=(),
        marked=marked,
        right_first=right_first,
        expected=expected,
        spread=spread,
    )
    assert one.is_behind is behind


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "9999-12-31"])
def test_a_day_that_is_none_is_answered_with_one_sentence(room, capsys, day):
    assert cli.main(["report", str(room), "--until", day]) == 1
    assert f"--until is '{day}', which is no day; write one such as 2026-03-31" in capsys.readouterr().err
