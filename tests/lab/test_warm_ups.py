from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coursekit import review, warm_up
from coursekit.authoring.compiled import write_compiled, write_course
from coursekit.errors import ArgumentError, UnknownIdError
from coursekit.lab.static_outputs import with_static_outputs
from coursekit.lab.warm_ups import Slots, needed_questions
from coursekit.progress import Event, History, Log, read_history

START = datetime(2026, 1, 1, tzinfo=UTC)
USUAL = ("neuron.only-linear", "neuron.only-b-changes", "neuron.after-relu")
BANK = """\
chapter: {slug}
misconceptions:
  squares: {{text: Doubling is squaring., lesson: {lesson}}}
questions:
  - {{id: one, kind: numeric, prompt: "Twice 8?", objective: o, hint: h, answer: 16, feedback: Yes.,
      otherwise: No., slips: [{{value: 64, feedback: A square., misconception: squares}}]}}
  - {{id: two, kind: numeric, prompt: "Twice 9?", objective: o, hint: h, answer: 18, feedback: Yes.,
      otherwise: No., slips: [{{value: 81, feedback: A square., misconception: squares}}]}}
  - {{id: three, kind: numeric, prompt: "Half of 9?", objective: o, hint: h, answer: 4.5, feedback: Yes.,
      otherwise: No.}}
"""
FRAME = "slug: {slug}\nnumber: {number}\ntitle: T\nlevel: l\nminutes_read: 1\nminutes_do: 1\n" + (
    "needs: []\ngoals: []\ntake_aways: []\nterms: []\n"
)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Three chapters alone: `first` and `second`, whose misconceptions `third` takes up and `second` does."""
    for number, (slug, lesson) in enumerate(
        [("first", "third"), ("second", "second"), ("third", "third")], 1
    ):
        (tmp_path / "three" / slug).mkdir(parents=True)
        (tmp_path / "three" / slug / "chapter.yaml").write_text(FRAME.format(slug=slug, number=number))
        (tmp_path / "three" / slug / "questions.yaml").write_text(BANK.format(slug=slug, lesson=lesson))
    for slug in ("first", "second", "third"):  # a misconception names a lesson that is there
        write_compiled(tmp_path / "three" / slug)
    (tmp_path / "three" / "course.yaml").write_text("title: Three\nfolder_name: three\n")
    write_course(tmp_path / "three")
    monkeypatch.setenv("COURSEKIT_COURSE", str(tmp_path / "three"))


def said(chapter, name, outcome="wrong", *, hours=0.0, thought=None):
    time = START + timedelta(hours=hours)
    return Event(
        kind="answer",
        chapter=chapter,
        id=name,
        outcome=outcome,
        misconception=thought,
        time=time,
        uid=str(hours),
    )


def wanted(*events, before="third"):
    return needed_questions(History(events), before)


def test_without_progress_nothing_is_wanted(course):
    assert wanted() == []


def test_a_misconception_that_this_lesson_takes_up_comes_before_all_others(course):
    wrong = said("first", "three")
    early, here = said("second", "one", thought="squares"), said("first", "one", thought="squares", hours=1)
    assert wanted(wrong, early, here) == ["first.two", "second.two", "first.three", "first.one", "second.one"]


def test_a_misconception_waits_for_the_lesson_that_takes_it_up(course):
    answers = [said("first", "one", thought="squares"), said("first", "one", "right", hours=0.1)]
    assert wanted(*answers, before="second") == []
    assert wanted(*answers, before="third") == ["first.two"]


def test_a_right_answer_straight_after_the_feedback_settles_nothing(course):
    shown = said("first", "one", thought="squares")
    assert wanted(shown, said("first", "one", "right", hours=0.1)) == ["first.two"]
    assert wanted(shown, said("first", "one", "right", hours=1)) == []


def test_answers_to_other_or_dropped_questions_change_nothing(course):
    assert wanted(said("third", "one", thought="squares"), said("first", "gone"), said("other", "x")) == []
    assert wanted(said("first", "one", "unmarked", thought="squares")) == []
    assert wanted(said("first", "one", "right", thought="of old")) == []


def test_each_place_has_its_usual_question():
    slots = Slots()
    assert [slots.chosen(name, []) for name in "abc"] == ["a", "b", "c"]


def test_what_is_wanted_takes_the_place_of_usual_questions():
    slots = Slots()
    assert [slots.chosen(name, ["x", "y"]) for name in "abc"] == ["x", "y", "c"]


def test_a_usual_question_that_is_wanted_keeps_its_place():
    slots = Slots()
    assert [slots.chosen(name, ["c", "b"]) for name in "abc"] == ["c", "b", "a"]


def test_a_place_keeps_its_question_whatever_is_answered_in_between():
    slots = Slots()
    assert slots.chosen("a", ["x"]) == "x"
    assert slots.chosen("b", []) == "b"
    assert slots.chosen("a", []) == "x"


def test_the_warm_up_without_progress_is_the_usual_one(workplace):
    shown = [repr(warm_up(name, before="nonlinearity")) for name in USUAL]
    assert shown == [f"QuestionCard({name!r})" for name in USUAL]


def test_what_was_wrong_comes_first_and_on_a_fresh_card(workplace):
    Log(workplace).append(Event(kind="answer", chapter="neuron", id="z-by-hand", answer="5", outcome="wrong"))
    cards = [warm_up(name, before="nonlinearity") for name in USUAL]
    assert [card._public_view["name"] for card in cards] == ["neuron.z-by-hand", *USUAL[1:]]
    assert cards[0]._earlier == {}


def answer(card, value):
    card.send = list
    card._receive(card, {"type": "answer", "id": "1", "answer": value}, [])


def test_an_answer_on_a_warm_up_card_stays_on_it(workplace):
    answer(warm_up("neuron.after-relu", before="layers"), "0")
    assert warm_up("neuron.after-relu", before="layers")._earlier["answer"] == "0"
    assert read_history(workplace).latest("neuron.after-relu").outcome == "right"
    data = warm_up("neuron.after-relu", before="layers")._repr_mimebundle_()[0]
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    notebook = {"cells": [{"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}]}
    assert with_static_outputs(notebook | {"metadata": {}}, workplace)["cells"][0]["outputs"][0]["data"][
        "text/html"
    ]


def test_a_question_of_a_later_lesson_is_refused(workplace):
    with pytest.raises(ArgumentError, match=r"'layers\.deep' is not from a lesson before"):
        warm_up("layers.deep", before="nonlinearity")
    with pytest.raises(UnknownIdError):
        warm_up("neuron.gone", before="layers")


def test_the_end_of_time_settles_nothing_and_stops_nobody(course):
    shown = msgspec.structs.replace(
        said("first", "one", thought="squares"), time=datetime.max.replace(tzinfo=UTC)
    )
    assert wanted(shown, said("first", "one", "right")) == ["first.two"]


def test_notebooks_of_the_first_edition_find_it_under_its_old_name():
    assert review is warm_up
