from __future__ import annotations

import shutil

import pytest
from classroom import figures, hand_in, learner, notes, question, right, wrong

from coursekit.lab.archive import export
from coursekit.progress import progress_folder


def names(report):
    return [each.name for each in report.learners]


@pytest.fixture
def ann(room):
    return hand_in(room / "ann", [wrong(minute=k) for k in range(10)]).parents[2]


def test_a_folder_and_its_zip_of_one_name_are_one_learner_and_count_once(room, ann):
    export(room / "ann.zip", ann)
    report = figures(room)
    assert (names(report), report.events, question(report, "pick").n) == (["ann"], 10, 1)
    assert sorted(report.learners[0].places) == [str(ann), str(room / "ann.zip")]
    assert notes(report)["ann"].startswith("joined from 2 places: ")


def test_an_export_that_lies_in_the_folder_is_the_folders(room, ann):
    export(ann / "monday.zip", ann)
    hand_in(ann, [right(minute=60)], file="b.jsonl")
    report = figures(room)
    assert (names(report), report.events) == (["ann"], 11)


def test_a_download_once_more_adds_nothing(room, ann):
    for name in ("ann.zip", "ann (1).zip"):
        export(room.parent / name, ann)
        (room / "Ann_123_file").mkdir(exist_ok=True)
        (room.parent / name).rename(room / "Ann_123_file" / name)
    shutil.rmtree(ann)
    assert names(figures(room)) == ["Ann_123_file"]


def test_work_on_two_machines_that_began_as_one_is_put_together(room, ann):
    shutil.copytree(ann, room / "laptop" / "ann")
    hand_in(ann, [right(minute=50)], file="b.jsonl")
    hand_in(room / "laptop" / "ann", [right("look", minute=k) for k in (51, 52)], file="c.jsonl")
    report = figures(ann, room / "laptop" / "ann")
    assert (names(report), report.events) == (["ann"], 13)
    assert (learner(report, "ann").answered, len(report.learners[0].places)) == (2, 2)


def test_a_copied_folder_erases_nobody(room, ann):
    shutil.copytree(ann, room / "aaron")
    report = figures(room)
    assert notes(report) == {"aaron": "the same answers as ann", "ann": "the same answers as aaron"}
    hand_in(room / "aaron", [right("look", minute=k) for k in (51, 52)], file="b.jsonl")
    hand_in(ann, [right("all", minute=50)], file="c.jsonl")
    report = figures(room)
    assert [(each.name, each.answered) for each in report.learners] == [("aaron", 2), ("ann", 2)]
    assert notes(report) == {
        "aaron": "shares 10 of its 12 events with ann",
        "ann": "shares 10 of its 11 events with aaron",
    }
    # What both hold counts once for the class.
    assert (report.events, question(report, "pick").n, question(report, "look").n) == (13, 1, 1)


def test_a_few_events_that_all_began_with_make_nobody_the_same(room):
    start = [right(minute=k) for k in range(4)]
    for k, name in enumerate(("ann", "ben", "cho", "dan", "eve")):
        hand_in(room / name, [*start, *(wrong("look", minute=5 + n) for n in range(k))])
    report = figures(room)
    assert names(report) == ["ann", "ben", "cho", "dan", "eve"]
    assert [each.answered for each in report.learners] == [1, 2, 2, 2, 2]
    assert (report.events, question(report, "look").n, question(report, "pick").n) == (4 + 10, 4, 1)
    assert notes(report)["eve"] == "shares 4 of its 8 events with ann, ben, cho and 1 more"


def test_learners_of_one_name_in_two_groups_stay_two(room):
    start = [right(minute=k) for k in range(3)]
    for group in ("a", "b"):
        hand_in(room / group / "ann", [*start, *(wrong("look", minute=5 + n) for n in range(7))])
    report = figures(room / "a", room / "b")
    assert names(report) == [str(room / group / "ann") for group in "ab"] or names(report) == ["ann", "ann"]
    assert "shares 3 of its 10 events with" in notes(report)[names(report)[0]]


def test_one_name_and_nothing_in_common_is_said(room):
    hand_in(room / "a" / "ann", [right()])
    hand_in(room / "b" / "ann", [right()])
    report = figures(room / "a" / "ann", room / "b" / "ann")
    assert names(report) == [str(room / "a" / "ann"), str(room / "b" / "ann")]
    assert (
        notes(report)[str(room / "a" / "ann")] == f"another hand-in has the same name: {room / 'b' / 'ann'}"
    )


def test_thousands_that_began_with_one_folder_cost_no_more(room):
    start = [right(minute=k) for k in range(4)]
    for k in range(300):
        hand_in(room / f"{k:03}", [*start, wrong("look", minute=9)])
    report = figures(room)
    assert (len(report.learners), report.events) == (300, 304)
    assert notes(report)["299"] == "shares 4 of its 5 events with 000, 001, 002 and 296 more"


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
