from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta

import pytest

from coursekit import final_check, review_due
from coursekit.content import current_course
from coursekit.lab.spaced_review import due_table, review_words
from coursekit.progress import Event, Log, read_history


@pytest.fixture(autouse=True)
def course(sample, workplace):
    """The sample course, and a learner's folder in which the test runs."""
    sample()


def did(folder, *names, outcome="wrong"):
    for name in names:
        Log(folder).append(Event(kind="answer", chapter="tiny", id=name, outcome=outcome))


def shown(cards, monkeypatch):
    """What the cards displays in a notebook."""
    given = []
    practice = importlib.import_module("coursekit.lab.spaced_review")
    monkeypatch.setattr(practice, "display", lambda thing, **_: given.append(thing))
    cards._ipython_display_()
    return given


def answer(card, value):
    card.send = list
    card._receive(card, {"type": "answer", "id": "1", "answer": value}, [])


def later(days):
    return datetime.now(UTC) + timedelta(days=days)


def test_before_any_answer_nothing_is_due(workplace):
    assert review_due().names == ()
    assert "some days after you answered" in repr(review_due())
    assert due_table(workplace) == repr(review_due())


def test_due_questions_are_asked_on_fresh_cards(workplace, monkeypatch):
    did(workplace, "number")
    words, card = shown(review_due(), monkeypatch)
    assert words["text/plain"] == "1 question is due."
    assert repr(card) == "QuestionCard('tiny.number')"
    assert card._earlier == {}


def test_a_question_answered_in_the_review_is_due_no_more(workplace, monkeypatch):
    did(workplace, "number")
    answer(shown(review_due(), monkeypatch)[1], "16")
    assert review_due().names == ()
    assert repr(review_due()) == "Nothing is due. The next question comes back within a day."


def test_so_many_are_asked_at_once_and_it_says_how_many_there_are(workplace):
    did(workplace, "number", "pick", "all")
    cards = review_due(limit=2)
    assert cards.names == ("tiny.number", "tiny.pick")
    assert cards.words == (
        "3 questions are due.",
        "The 2 most urgent stand here; run the cell again (Ctrl + Enter) for more.",
    )
    assert len(review_due(limit=0).names) == 1


def test_words_count_days_as_people_do(workplace):
    did(workplace, "number", outcome="right")
    history = read_history(workplace)
    assert review_words(history, current_course()) == [
        "Nothing is due. The next question comes back in 2 days."
    ]
    assert review_words(history, current_course(), now=later(1.5)) == [
        "Nothing is due. The next question comes back within a day."
    ]
    assert review_words(history, current_course(), now=later(3)) == ["1 question is due."]


def test_the_table_has_a_line_for_each_answered_question(workplace):
    did(workplace, "pick", outcome="right")
    did(workplace, "number")
    lines = due_table(workplace).splitlines()
    assert lines[:2] == ["1 question is due.", "now         tiny.number   What is twice 8?"]
    assert lines[2].startswith("in 2 days   tiny.pick")
    assert "review.ipynb" in lines[3]


def test_a_long_prompt_is_shortened_in_the_table(sample, workplace, monkeypatch):
    practice = importlib.import_module("coursekit.lab.spaced_review")
    assert practice._shortened("What is doubling?", longest=10) == "What is d…"


def test_the_final_check_asks_two_questions_of_each_lesson_and_stays(workplace):
    names = final_check().names
    assert len(set(names)) == 2
    assert "tiny.words" not in names
    assert final_check().names == names
    (event,) = read_history(workplace).events
    assert (event.kind, event.name) == ("opened", "tiny.final-check")


def test_the_final_check_draws_others_when_asked_to(workplace):
    first = final_check()
    drawn = {final_check(again=True).names for _ in range(12)}
    assert drawn - {first.names}
    assert len(read_history(workplace).events) == 13


def test_the_final_check_counts_first_answers(workplace, monkeypatch):
    cards = final_check()
    while "tiny.number" not in cards.names or "tiny.look" in cards.names:
        cards = final_check(again=True)
    card = shown(cards, monkeypatch)[1 + cards.names.index("tiny.number")]
    assert "0 answered, 0 right" in repr(cards)
    answer(card, "64")
    answer(card, "16")
    assert "1 answered, 0 right at the first answer." in repr(final_check())
