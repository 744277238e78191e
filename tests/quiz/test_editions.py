"""Questions across editions: what was asked, what was renamed, and answers that were given before."""

from __future__ import annotations

import pytest
from samplebank import TEXT, bank, changed

from coursekit.authoring.bank_reader import load_bank
from coursekit.quiz import answer_today, fingerprint, former_ids, mark_logged


def after(old, new, count=1):
    return load_bank(changed(old, new, count), source="q.yaml").questions


SAME = [
    ("one-neuron", "feedback: That is recurrent.", "feedback: That remembers."),
    ("one-neuron", "hint: Think of the three steps.", "hint: Count them."),
    ("one-neuron", "id: one-neuron", "id: a-neuron\n    was: one-neuron"),
    ("one-neuron", "{id: sum,", "{id: bent-sum, was: sum,"),
    ("one-neuron", "What does one neuron compute?", "What does one\n      neuron compute?"),
    ("bytes", "value: 268.435456", "value: 268"),
    ("steps", "{id: sum, text: Sum}", "{id: add, was: sum, text: Sum}"),
]
CHANGED = [
    ("one-neuron", "What does one neuron compute?", "What doesn't one neuron compute?"),
    ("one-neuron", "text: A bent weighted sum", "text: A sum"),
    ("one-neuron", "{id: sum,", "{id: total,"),
    ("parameters", "feedback: So is a bias., right: true", "feedback: No., misconception: stores-inputs"),
    ("shift", "show: {b: 1}", "show: {b: 2}"),
    ("bytes", "answer: 33.554432", "answer: 33.6"),
    ("bytes", "unit: MB", "unit: GB"),
    ("steps", "      - {id: weigh, text: Weigh}\n      - {id: sum, text: Sum}",
              "      - {id: sum, text: Sum}\n      - {id: weigh, text: Weigh}"),
    ("steps", "otherwise: Start", "also: [[sum, weigh, bend]]\n    otherwise: Start"),
    ("remember", "{id: sum, text: sum}", "{id: sum, text: sum up}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), SAME)
def test_another_hint_id_or_line_end_asks_the_same(name, old, new):
    text = TEXT.replace("order: [bend, weigh, sum]", "order: [bend, weigh, add]") if "add," in new else TEXT
    questions = load_bank(text.replace(old, new, 1), source="q.yaml").questions
    question = questions.get(name) or questions["a-neuron"]
    assert fingerprint(question) == fingerprint(bank().questions[name])


@pytest.mark.parametrize(("name", "old", "new"), CHANGED)
def test_another_text_or_key_asks_something_else(name, old, new):
    assert fingerprint(after(old, new)[name]) != fingerprint(bank().questions[name])


def test_the_order_of_options_says_nothing_and_every_question_is_another():
    lines = [line for line in TEXT.splitlines() if "{id: sum, text: A bent" in line or "{id: memory" in line]
    assert fingerprint(after("\n".join(lines), "\n".join(lines[::-1]))["one-neuron"]) == fingerprint(
        bank().questions["one-neuron"]
    )
    prints = {fingerprint(each) for each in bank().questions.values()}
    assert len(prints) == len(bank().questions)
    assert all(len(each) == 8 for each in prints)


def test_former_ids_are_one_or_several():
    assert former_ids(bank().questions["bytes"]) == []
    assert former_ids(after("id: bytes", "id: bytes\n    was: size")["bytes"]) == ["size"]
    assert former_ids(after("id: bytes", "id: bytes\n    was: [size, b]")["bytes"]) == ["size", "b"]


RENAMED = [
    ("one-neuron", "{id: sum,", "{id: bent-sum, was: sum,", "sum", "bent-sum", "right"),
    ("one-neuron", "{id: sum,", "{id: bent-sum, was: [s, sum],", ["s"], ["bent-sum"], "right"),
    ("parameters", "{id: bias,", "{id: b, was: bias,", ["weight", "bias"], ["weight", "b"], "right"),
    ("bytes", "unit: MB", "unit: MB", "33.554432", "33.554432", "right"),
    ("remember", "{id: weigh, text: weigh}", "{id: w, text: weigh}", {"text": "so", "points": ["weigh", "sum", 3]},
     {"text": "so", "points": ["sum"]}, "noted"),
    ("remember", "kind: recall", "kind: recall", "so", "so", "noted"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "answer", "today", "outcome"), RENAMED)
def test_an_answer_of_a_former_edition_counts_under_todays_ids(name, old, new, answer, today, outcome):
    question = after(old, new)[name]
    assert answer_today(question, answer) == today
    verdict = mark_logged(question, answer)
    assert verdict is not None
    assert verdict.outcome == outcome


@pytest.mark.parametrize("answer", ["gone", ["gone"], {"no": "sense"}, [["sum"]], [{}], 3, True, 1e400])
def test_an_answer_that_no_edition_explains_is_not_marked(answer):
    assert mark_logged(after("{id: sum,", "{id: bent-sum, was: sum,")["one-neuron"], answer) is None


def test_no_answer_is_unreadable():
    verdict = mark_logged(bank().questions["one-neuron"], None)
    assert verdict is not None
    assert verdict.outcome == "unreadable"
