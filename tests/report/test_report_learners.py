from __future__ import annotations

import shutil

import pytest
from classroom import figures, hand_in, learner, question, right, wrong

from coursekit.lab.archive import export
from coursekit.progress import progress_folder


def names(report):
    return [each.name for each in report.learners]


@pytest.fixture
def ann(room):
    return hand_in(room / "ann", [wrong(minute=k) for k in range(10)]).parents[2]


def test_a_folder_and_its_zip_are_one_learner_and_count_once(room, ann):
    export(room / "submission 1.zip", ann)
    report = figures(room)
    assert (names(report), report.events, question(report, "pick").n) == (["ann"], 10, 1) or names(
        report
    ) == ["submission 1"]
    assert len(report.learners[0].places) == 2


def test_an_earlier_export_of_a_learner_adds_nothing(room, ann):
    export(room / "monday.zip", ann)
    hand_in(ann, [right(minute=60)], file="b.jsonl")
    report = figures(room)
    assert (names(report), report.events) == (["ann"], 11)


def test_work_on_two_machines_that_began_as_one_is_put_together(room, ann):
    shutil.copytree(ann, room / "laptop")
    hand_in(ann, [right(minute=50)], file="b.jsonl")
    hand_in(room / "laptop", [right("look", minute=k) for k in (51, 52)], file="c.jsonl")
    report = figures(room)
    assert (names(report), report.events) == (["laptop"], 13)
    assert sorted(report.learners[0].places) == [str(ann), str(room / "laptop")]


def test_a_few_events_that_all_began_with_make_nobody_the_same(room):
    start = [right(minute=k) for k in range(3)]
    for name in ("ann", "ben", "cho"):
        hand_in(room / name, [*start, *(wrong("look", minute=k) for k in range(5, 12))])
    report = figures(room)
    assert names(report) == ["ann", "ben", "cho"]
    assert report.events == 3 + 3 * 7
    assert question(report, "look").n == 3


def test_two_learners_stay_two_though_a_third_holds_what_both_began_with(room):
    start = [right(minute=k) for k in range(3)]
    hand_in(room / "ann", [*start, *(wrong("look", minute=k) for k in range(5, 12))])
    hand_in(room / "ben", [*start, *(wrong("look", minute=k) for k in range(5, 12))])
    hand_in(room / "new", start)
    assert names(figures(room)) == ["ann", "ben"]


def test_an_event_that_stands_twice_in_one_folder_counts_once(room, ann):
    log = next(progress_folder(ann).iterdir())
    shutil.copy(log, log.with_name("copy.jsonl"))
    report = figures(room)
    assert (names(report), report.events, report.learners[0].places) == (["ann"], 10, (str(ann),))


def test_the_first_attempt_stays_the_first_across_copies(room, ann):
    export(room / "ann.zip", ann)
    hand_in(ann, [right(minute=-5)], file="b.jsonl")
    assert question(figures(room), "pick").right_first == 1


def test_learners_stand_in_the_order_of_their_names(room):
    for name in ("Cho", "ann", "Ben"):
        hand_in(room / name, [right()])
    report = figures(room)
    assert names(report) == ["ann", "Ben", "Cho"]
    assert learner(report, "Ben").answered == 1
