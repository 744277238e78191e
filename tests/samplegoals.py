"""Goals and curves as a chapter's goals.py has them, for the questions of the sample banks that are answered by doing."""

from __future__ import annotations

import numpy as np

from coursekit.quiz import Bank, Do, DrawCurve, Question
from coursekit.widgets.core.held import held
from coursekit.widgets.core.template import Threshold


def one_wrong(widget):
    """Right where the threshold judges 1 of the 10 messages wrongly."""
    if widget.facts()["wrong"] == 1:
        return "right"
    return "all-spam" if widget.threshold < 0.12 else None


def relu(x):
    return np.maximum(0, x)


def identity(x):
    return x


class SampleGoals:
    """The functions of this file, and its one widget."""

    def function(self, name):
        return globals()[name]

    def widget(self, _name, start, state):
        return held(Threshold, start, state)


def bound(question: Question) -> Question:
    """The question, with what decides it."""
    if isinstance(question, Do | DrawCurve):
        question.bind(SampleGoals())
    return question


def bound_bank(bank: Bank) -> Bank:
    """The bank, with what decides its questions."""
    for question in bank.questions.values():
        bound(question)
    return bank
