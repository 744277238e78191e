import json

import msgspec
import pytest
from samplebank import bank

from coursekit.quiz import public_view

QUESTIONS = bank().questions


SECRET = (
    "feedback",
    "misconception",
    "right",
    "answer",
    "33.55",
    "Weigh, sum",
    "Think",
    "tolerance",
    "slips",
)


@pytest.mark.parametrize("name", list(QUESTIONS))
def test_a_public_view_is_plain_data_without_a_key(name):
    shown = public_view(QUESTIONS[name], seed=1)
    text = json.dumps(shown)
    assert json.loads(text) == shown
    assert shown["id"] == name
    assert not any(word in text for word in SECRET)


def test_the_choices_are_shuffled_by_the_seed():
    orders = {
        tuple(c["id"] for c in public_view(QUESTIONS["parameters"], seed=seed)["choices"])
        for seed in range(40)
    }
    assert len(orders) == 6


def test_steps_never_come_in_a_right_order():
    right = [["weigh", "sum", "bend"], ["sum", "bend", "weigh"]]
    question = msgspec.structs.replace(QUESTIONS["steps"], also=right[1:])
    for seed in range(40):
        choices = public_view(question, seed=seed)["choices"]
        assert [choice["id"] for choice in choices] not in right


def test_a_number_shows_its_unit():
    assert public_view(QUESTIONS["bytes"], seed=1)["unit"] == "MB"
