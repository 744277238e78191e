from __future__ import annotations

import pytest
from samplechapter import QUESTIONS, write_sample

from coursekit.content import current_course, find_question
from coursekit.lab.last_answer import last_answer
from coursekit.lab.overview import lessons
from coursekit.lab.session import ask
from coursekit.progress import Event, Recorder, read_history
from coursekit.widgets.core.static_card import plain_card, static_card


def answered(answer, name="pick", outcome="right"):
    return current_course().stamped(
        Event(kind="answer", chapter="tiny", id=name, answer=answer, outcome=outcome)
    )


@pytest.fixture
def edition(tmp_path, monkeypatch):
    """A function that makes the next edition of the sample course, with these changes to its questions."""

    def made(*changes):
        text = QUESTIONS
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        write_sample(tmp_path / "next", questions_yaml=text)
        monkeypatch.setenv("COURSEKIT_COURSE", str(tmp_path / "next"))

    return made


def right_of(folder):
    (lesson,) = lessons(read_history(folder), current_course())
    return lesson.right


def test_the_last_answer_is_shown_with_todays_verdict(sample, workplace):
    sample()
    recorder = Recorder(workplace, {})
    assert last_answer(recorder.history(), "tiny.pick") is None
    recorder.record(answered("square", outcome="wrong"))
    recorder.record(answered("twice"))
    assert last_answer(recorder.history(), "tiny.pick").answer == "twice"
    assert last_answer(recorder.history(), "tiny.pick").verdict.outcome == "right"


@pytest.mark.parametrize("answer", ["gone", ["gone", 3], {"text": "gone"}, None, "`gone`\x1b[31m" * 40])
@pytest.mark.parametrize("name", ["pick", "all", "number", "steps", "words", "look"])
def test_an_answer_that_a_question_no_longer_takes_is_named_and_asked_again(sample, workplace, name, answer):
    sample()
    recorder = Recorder(workplace, {})
    recorder.record(Event(kind="answer", chapter="tiny", id=name, answer=answer, outcome="wrong"))
    earlier = last_answer(recorder.history(), f"tiny.{name}")
    if earlier.verdict.outcome == "unreadable":
        assert "in another edition, and no longer has. Please answer again." in earlier.verdict.feedback
        assert len(earlier.verdict.feedback) < 200
        assert answer is None or "gone" in earlier.verdict.feedback
    else:
        assert name == "words"  # whatever was written from memory stands
    shown = {"name": f"tiny.{name}", "seed": "x", "answered": earlier}
    assert earlier.verdict.opening in plain_card(find_question(f"tiny.{name}"), **shown)
    assert earlier.verdict.opening in static_card(find_question(f"tiny.{name}"), **shown)


def test_a_renamed_question_keeps_its_answer_and_its_point(sample, workplace, edition):
    sample()
    Recorder(workplace, {}).record(answered("twice"))
    edition(("id: pick", "id: choose\n    was: pick"))
    assert last_answer(read_history(workplace), "tiny.choose").answer == "twice"
    assert right_of(workplace) == 1
    # A notebook of the former edition asks for it under the former id.
    assert "Right." in repr(last_answer(read_history(workplace), "tiny.pick").verdict)
    assert repr(ask("tiny.pick")) == "QuestionCard('tiny.pick')"


def test_a_renamed_option_is_shown_as_chosen(sample, workplace, edition):
    sample()
    Recorder(workplace, {}).record(answered("twice"))
    edition(("{id: twice,", "{id: double, was: twice,"))
    earlier = last_answer(read_history(workplace), "tiny.pick")
    assert (earlier.answer, earlier.verdict.outcome) == ("double", "right")
    assert right_of(workplace) == 1


def test_after_a_changed_key_card_and_count_agree(sample, workplace, edition):
    sample()
    Recorder(workplace, {}).record(answered("twice"))
    Recorder(workplace, {}).record(Event(kind="hint", chapter="tiny", id="pick"))
    edition(
        ("feedback: That is a square., misconception: squares", "feedback: That is a square., right: true"),
        ("feedback: Yes., right: true}\n  - id: all", "feedback: No., misconception: squares}\n  - id: all"),
    )
    earlier = last_answer(read_history(workplace), "tiny.pick")
    assert (earlier.answer, earlier.verdict.outcome, earlier.verdict.misconception) == (
        "twice",
        "wrong",
        "squares",
    )
    assert right_of(workplace) == 0
    assert current_course().today(read_history(workplace)).events[0].misconception == "squares"
    Recorder(workplace, {}).record(answered("square"))
    assert right_of(workplace) == 1


def test_a_removed_option_leaves_the_question_open(sample, workplace, edition):
    sample()
    Recorder(workplace, {}).record(answered("twice"))
    edition(("{id: twice,", "{id: other,"))
    assert right_of(workplace) == 0
    assert "`twice`" in last_answer(read_history(workplace), "tiny.pick").verdict.feedback


def test_a_guess_before_the_lesson_stays_one(sample, workplace, edition):
    sample()
    guess = answered("twice", outcome="unmarked")
    Recorder(workplace, {}).record(guess)
    edition(("What is doubling?", "What does doubling do?"))
    assert current_course().today(read_history(workplace)).events[0].outcome == "unmarked"
    assert last_answer(read_history(workplace), "tiny.pick") is None
    assert last_answer(read_history(workplace), "tiny.pick", "tiny.pick (before)").answer == "twice"


def test_logs_without_an_edition_are_trusted_as_before(sample, workplace):
    sample()
    Recorder(workplace, {}).record(
        Event(kind="answer", chapter="tiny", id="pick", answer="square", outcome="right")
    )
    assert right_of(workplace) == 1
