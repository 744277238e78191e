from __future__ import annotations

import pytest

from coursekit.widgets.playground.session import Session
from coursekit.widgets.playground.settings import Settings


def numbers(session):
    return [array.tolist() for layer in session.weights for array in layer]


@pytest.mark.parametrize("changed", [{}, {"dropout": 0.2, "optimizer": "adam", "schedule": "cosine"}])
def test_the_same_start_leads_to_the_same_weights_however_the_steps_are_cut(changed):
    session = Session(Settings(**changed))
    session.step(130)
    first = numbers(session), session.history.curve("train_loss")
    session.rewind()
    for n in (1, 60, 69):
        session.step(n)
    assert (numbers(session), session.history.curve("train_loss")) == first
