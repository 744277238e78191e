"""The question before Play, and what became of the reader's answer."""

from __future__ import annotations

from coursekit.formatting import format_count, format_number
from coursekit.widgets.playground.session import Session

LIMIT = 200
"""The epochs that a prediction is about."""
LOW = 0.01
"""The test loss that is asked for where targets are numbers."""


def question(session: Session) -> str:
    """The question before the first step; empty once training has begun."""
    if session.steps:
        return ""
    if session.settings.task == "regression":
        return f"Will the test loss fall below {LOW} within {LIMIT} epochs?"
    points = format_count(len(session.data.X_train), "training point")
    return f"Will all {points} be on the right side within {LIMIT} epochs?"


def verdict(session: Session, *, said: bool) -> str:
    """Say what became of the prediction; empty as long as nobody knows."""
    numbers = session.settings.task == "regression"
    history = session.history
    reached = next(
        (
            epoch
            for epoch, scores in zip(history.epochs, history.scores, strict=True)
            if epoch <= LIMIT and (scores.test_loss < LOW if numbers else scores.train_accuracy == 1)
        ),
        None,
    )
    if reached is None and session.epochs < LIMIT and not session.diverged:
        return ""
    answer = "yes" if said else "no"
    if reached is not None:
        what = f"the test loss fell below {LOW}" if numbers else "all training points were right"
        after = f"after {format_count(int(reached), 'epoch')}"
        if said:
            return f"You said {answer}, and you were right: {what} {after}."
        return f"You said {answer}, but {what} {after}. What made it easier than you thought?"
    scores = history.scores[-1]
    wrong = round((1 - scores.train_accuracy) * len(session.data.X_train)) if not numbers else 0
    left = (
        f"the test loss is {format_number(scores.test_loss, 3)}"
        if numbers
        else f"{format_count(wrong, 'training point')} of {len(session.data.X_train)} still on the wrong side"
    )
    when = "the loss diverged" if session.diverged else f"after {LIMIT} epochs"
    end = "What would you change: the inputs, the layers, or the learning rate?"
    if said:
        return f"You said {answer}, but {when}: {left}. {end}"
    return f"You said {answer}, and you were right: {when}, {left}. {end}"
