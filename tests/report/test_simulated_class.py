"""A class whose truth is known: what the report says of it is what it was made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from classroom import hand_in

from benchmarks.simulated_class import CHEATS, END, make_class, recovered, suspected
from coursekit.report import Wanted, read_class
from coursekit.report.attention import groups, lesson_progress, needs_help
from coursekit.report.csv_tables import TABLES, as_csv
from coursekit.report.html import as_html
from coursekit.report.text import as_text

LEARNERS = 100


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a class, and what is true of it."""
    folder = tmp_path_factory.mktemp("class")
    return folder, make_class(folder, LEARNERS)


@pytest.fixture(scope="module")
def found(made):
    """The report on it, with its roster and marks."""
    folder, truth = made
    return read_class([folder], now=END, wanted=Wanted(marks=truth.marks, roster=truth.roster))


def test_everything_that_the_class_was_made_of_is_found(made, found):
    shares = recovered(found, made[1])
    assert shares.pop("honest learners suspected, whose log was not copied") == "0"
    assert {what: share for what, share in shares.items() if len(set(share.split(" of "))) > 1} == {}
    assert {each.item.name for each in found.weak_questions} >= made[1].flat


def test_each_cheat_is_suspected_of_what_it_did(made, found):
    said = {each.name: " ".join(each.suspicions) for each in found.learners}
    signs = {
        "copies": "the same answers as",
        "forges": "logged as right are not right by the bank",
        "hurries": "different questions answered within one minute",
        "claims": "claimed that the grader gives no point",
    }
    for name, cheat in made[1].cheats.items():
        assert signs[cheat] in said[name]
    assert set(made[1].cheats.values()) == set(CHEATS)


def test_misconceptions_are_ordered_by_the_share_of_those_asked(made, found):
    shown = found.to_teach_again
    assert [each.rate.low for each in shown] == sorted((each.rate.low for each in shown), reverse=True)
    assert shown[0].rate.low > 0.4
    assert all(each.learners / each.of == each.rate.value for each in shown)
    assert f"{round(100 * shown[0].rate.value)} %, {shown[0].learners} of {shown[0].of}: " in as_text(found)


def test_a_misconception_names_the_part_of_a_lesson_that_asks_about_it_again(found):
    places = {
        text: (each.lesson.slug, each.section)
        for text in (
            "Enough straight layers in a row can draw a curve.",
            "The sum is complete without the bias.",
        )
        for each in found.misconceptions
        if each.text == text and each.items[0].chapter.number < 3
    }
    assert set(places.values()) == {("layers", "What a hidden layer does")}
    memory = next(
        each for each in found.misconceptions if each.text.startswith("Training a network takes as much")
    )
    assert (memory.lesson.slug, memory.section) == ("language", "")


def test_lessons_tell_where_learners_stopped(made, found):
    lessons = lesson_progress(found)
    stopped = list(made[1].away.values())
    assert [each.stopped for each in lessons] == [stopped.count(each.chapter.slug) for each in lessons]
    started = [LEARNERS - sum(each.stopped for each in lessons[:k]) for k in range(len(lessons))]
    copied = sum(cheat == "copies" for cheat in made[1].cheats.values())
    assert all(abs(each.started - n) <= copied for each, n in zip(lessons, started, strict=True))
    name, n = next(each.stop for each in lessons if each.stop)
    assert f"most stopped after <code>{name}</code> ({n:,})" in as_html(found)


def test_nobody_strong_is_said_to_be_behind(made, found):
    behind = {each.learner.name for each in needs_help(found) if "behind" in dict(each.reasons)}
    assert behind.isdisjoint(made[1].strong)
    assert behind >= made[1].weak


def test_groups_and_those_who_handed_in_nothing_come_from_the_roster(found):
    assert [(each.name, each.learners) for each in groups(found)] == [
        ("Monday", LEARNERS // 2),
        ("Tuesday", LEARNERS // 2),
    ]
    assert found.absent == ("absent",)
    assert "On the roster, and nothing handed in</h2><ul><li>absent</li>" in as_html(found)


def test_beside_itself_a_class_has_changed_nowhere_and_beside_a_worse_one_where_it_is_better(found):
    same = as_html(replace(found, then=found))
    assert "Beside the other class" in same
    assert "Questions that changed" not in same
    worse = replace(
        found,
        questions=tuple(
            replace(each, right_first=each.right_first // 3) if k == 5 else each
            for k, each in enumerate(found.questions)
        ),
    )
    text = as_text(replace(found, then=worse)).partition("BESIDE THE OTHER CLASS")[2]
    assert text.splitlines()[1].startswith("  +")
    assert text.splitlines()[1].endswith(found.questions[5].item.name)
    assert text.splitlines()[2] == ""


def test_a_learner_costs_the_page_less_than_a_quarter_of_a_kilobyte(found):
    half = replace(found, learners=found.learners[: LEARNERS // 2])
    more = len(as_html(found).encode()) - len(as_html(half).encode())
    assert more / (LEARNERS - LEARNERS // 2) < 250


def test_an_anonymous_report_names_nobody_and_counts_the_same(made, found):
    folder, truth = made
    (folder / "learner-0000.zip").write_bytes(b"PK")
    hand_in(folder / "learner-0x", [], tail=b"torn")
    wanted = Wanted(
        marks={**truth.marks, ("stranger", "neuron.gate"): 1.0}, roster=truth.roster, anonymous=True
    )
    hidden = read_class([folder], now=END, wanted=wanted)
    told = "".join([as_html(hidden), as_text(hidden), *(as_csv(hidden, table) for table in TABLES)])
    assert "learner-0" not in told
    assert "Person " in as_html(found)
    assert "Person " not in told
    assert "@uni.example" in as_csv(found)
    assert "@uni.example" not in told
    assert str(folder) not in told
    assert "stranger" not in told
    assert "no progress was handed in by 1 learner" in told
    assert "handed in: 1 file cannot be read, or not as a whole" in told
    assert ["damaged"] in [list(each.notes[:1]) for each in hidden.learners]
    assert "1 of the roster" in told
    assert len(suspected(hidden)) == len(suspected(found))
    assert [each.difficulty for each in hidden.questions] == [each.difficulty for each in found.questions]
    points = [0.0, *(each.points for each in found.learners)]  # and the one whose log is torn
    assert sorted(each.points for each in hidden.learners) == sorted(points)
    assert [each.points for each in hidden.learners] != points
