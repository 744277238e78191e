from __future__ import annotations

from coursekit.lab.last_answer import last_answer
from coursekit.progress import Event, Recorder

PICK = Event(kind="answer", chapter="tiny", id="pick", answer="twice", outcome="right")
OLD = Event(kind="answer", chapter="tiny", id="pick", answer="an option of old", outcome="wrong")


def test_an_answer_that_a_question_does_not_take_any_more_is_not_shown(sample, workplace):
    sample()
    recorder = Recorder(workplace, {})
    assert last_answer(recorder.history(), "tiny.pick") is None
    recorder.record(PICK)
    assert last_answer(recorder.history(), "tiny.pick").answer == "twice"
    recorder.record(OLD)
    assert last_answer(recorder.history(), "tiny.pick") is None
