"""What the check of lesson 7's last exercise asks of a learner's writer."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.engine import Tensor, functional, no_grad
from coursekit.quiz import Expect, Student
from coursekit.quiz.comparison import a_shape

SAME = 1e-3
"""How far scores may lie apart that should be equal."""


def writer_after(s: Student, table: tuple[Any, Any], steps: int, seed: int, expect: Expect) -> Any:
    """The learner's writer after a number of steps, trained on a copy of the table."""
    got = s.train_writer(*(each.copy() for each in table), steps, np.random.default_rng(seed))
    expect.that(callable(got), "`train_writer` must return the writer itself, something that can be called.")
    return got


def scores_of(writer: Any, ids: Any, expect: Expect) -> Any:
    """The writer's scores as floats, (n, T, 27)."""
    with no_grad():
        got = writer(Tensor(ids))
    scores = expect.array(got.data if isinstance(got, Tensor) else got, what="your writer gives")
    wanted = (*ids.shape, 27)
    expect.that(
        scores.shape == wanted,
        f"for numbers of shape {ids.shape} your writer gives {a_shape(scores.shape)}, expected {a_shape(wanted)}.",
    )
    expect.that(
        bool((scores < 0).any()) or np.abs(scores.sum(axis=2) - 1).max() > SAME,
        "your writer gives probabilities. Return the scores, before softmax: the loss makes probabilities of them by itself.",
    )
    return scores


def loss_of(writer: Any, ids: Any, targets: Any, expect: Expect) -> float:
    """Mean cross-entropy of the next letter, in nats a letter."""
    scores = scores_of(writer, ids, expect).reshape(-1, 27)
    return float(functional.cross_entropy(Tensor(scores), Tensor(targets.ravel())).item())


def require_steady_scores(writer: Any, ids: Any, expect: Expect) -> None:
    """Scores must stay when later letters change, when they are cut off, and when other names are left out."""
    scores = scores_of(writer, ids, expect)
    expect.that(
        np.abs(scores_of(writer, ids, expect) - scores).max() < SAME,
        "called twice with the same letters, your writer gives different scores. Is dropout still on? `.eval()` switches it off.",
    )
    expect.that(
        np.abs(scores_of(writer, ids[:5], expect) - scores[:5]).max() < SAME,
        "your writer's scores for a name change with the other names that are handed over. Does a batch normalisation still take "
        "its mean from the batch? `.eval()` after training switches that off.",
    )
    for place in range(1, ids.shape[1]):
        changed = np.where(np.arange(ids.shape[1]) < place, ids, (ids + 7) % 27)
        expect.that(
            np.abs(scores_of(writer, changed, expect) - scores)[:, :place].max() < SAME,
            "when letters further behind change, your writer's scores in front of them change too: it looks ahead. Is the mask there?",
        )
    expect.that(
        np.abs(scores_of(writer, ids[:, :4], expect) - scores[:, :4]).max() < SAME,
        "for the first 4 numbers of each row alone, your writer gives other scores than for the same 4 in the whole row.",
    )
