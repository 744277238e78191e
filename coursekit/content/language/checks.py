"""The checks of lesson 7: words, letters and random numbers, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from coursekit.content.language import diagnoses
from coursekit.content.language.writer_checks import (
    SAME,
    loss_of,
    require_steady_scores,
    scores_of,
    writer_after,
)
from coursekit.datasets import names
from coursekit.quiz import Expect, Student, exercise, inputs
from coursekit.quiz.comparison import entries_of
from coursekit.widgets import name_table

STEPS, LIMIT, KNEW = 1000, 2.05, 2.5
FEW = 20  # steps of a short training
_TOO_GOOD = 1.92  # below it are writers that had seen the held-out names as well


@exercise(
    "language.merge_pair",
    needs=("merge_pair",),
    hints=(
        "Keep two things: a new list, and a place k in the old one. A `for` loop can't jump over a piece, and `while k < len(pieces)` can.",
        "At place k there are two cases. If `pieces[k]` and `pieces[k + 1]` are the pair, add them as one piece. Otherwise add `pieces[k]`. By how much does k grow in each?",
        "After a merge `k += 2`, else `k += 1`. At the last piece there's no neighbour: ask for `k + 1 < len(pieces)` first.",
    ),
    why="Going two pieces further after a merge is what keeps a piece from going into two of them.",
)
def check_merge_pair(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Words with the pair once, twice, overlapping, at both ends, in the other order, across pieces of two letters, none at all."""
    a, b, c, d = rng.permutation(list("bdfgklmn"))[:4].tolist()
    words = [
        ([a, b], (a, b)),
        ([c, a, b, d], (a, b)),
        ([a, b, c, a, b], (a, b)),
        ([b, a, c], (a, b)),
        ([a, a, a], (a, a)),
        ([a, a, a, a, b], (a, a)),
        ([c, a + b, a, b + c], (a, b)),
        ([c, a + b, d, a + b, d, d], (a + b, d)),
        ([a, b + a, b], (a, b)),
        ([a, b, a, b, a], (b, a)),
        ([c + a, b, a], (a, b)),
        ([a, c, b], (a, b)),
        ([a, b + a], (a + b, a)),
        ([c], (a, b)),
        ([], (a, b)),
        ([a], (a, a)),
        ([a, b, b], (a, b)),
        ([a, a, b, a], (a, b)),
        ([b, b, a, b], (a, b)),
        ([c, a, b, a], (a, b)),
        ([a + b, c + d, c], (a + b, c + d)),
    ]

    def read(got: Any, pieces: Any, pair: Any) -> str:
        del pieces, pair
        entries = entries_of(got)
        expect.that(got is not None, "you gave None. Is a `return` missing?")
        fine = entries is not None and all(
            issubclass(type(each), str) and each and "·" not in each for each in entries
        )
        expect.that(fine, "`merge_pair` should return a list of texts, none of them empty.")
        return " · ".join(map(str, entries or []))

    cases = [{"pieces": pieces, "pair": pair} for pieces, pair in words]
    expect.agrees(
        s.merge_pair,
        cases,
        lambda pieces, pair: " · ".join(diagnoses.merge_pair(pieces, pair)),
        mistakes=diagnoses.MERGE_PAIR,
        read=read,
    )


@exercise(
    "language.train_bigram",
    needs=("train_bigram",),
    hints=(
        "Before the loop: `X, right = np.eye(27)[first], np.eye(27)[second]` and `W = np.zeros((27, 27))`. What are the probabilities of a pair, if `X @ W` are its scores?",
        "In the loop: `p = softmax(X @ W)`. Then `(p - right) / len(first)` is the gradient of the scores.",
        "`W = W - lr * (X.T @ ((p - right) / len(first)))`, and return W after the loop.",
    ),
    why="A table of scores is a layer without a bias on inputs with a single 1, so the gradient is that of lesson 4. After many steps its probabilities come near the counted ones.",
)
def check_train_bigram(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """One pair, several of one letter, both ends of the alphabet, no step, one, several, rates large and small."""

    def case(n: int, steps: int, lr: float, top: int = 27) -> dict[str, Any]:
        return {"first": rng.integers(0, top, n), "second": rng.integers(0, top, n), "steps": steps, "lr": lr}

    cases = [
        case(4, 1, 1.0),
        case(6, 2, 0.5, top=3),
        case(6, 3, 2.0, top=3),
        {"first": np.array([0, 26, 0]), "second": np.array([26, 0, 1]), "steps": 2, "lr": 3.0},
        case(1, 2, 1.0),
        case(40, 5, 10.0),
        case(40, 5, 10.0, top=4),
        case(200, 12, 25.0),
        case(2, 4, 40.0),
    ]
    expect.agrees(
        s.train_bigram,
        cases,
        diagnoses.train_bigram,
        mistakes=diagnoses.TRAIN_BIGRAM,
        tolerance=1e-5,
        floor=1e-6,
    )
    # Apart, because a `return` inside the loop gives nothing here, which would hide its cause.
    expect.agrees(s.train_bigram, [case(5, 0, 1.0)], diagnoses.train_bigram)


@exercise(
    "language.causal_mask",
    needs=("causal_mask",),
    hints=(
        "Write down the mask for three letters on paper. The first row is the first letter: at whom may it look?",
        "`np.ones((n, n), dtype=bool)` is all True. `np.tril` keeps the diagonal and what's below it.",
        "Return `np.tril(np.ones((n, n), dtype=bool))`, or without it `np.arange(n) <= np.arange(n)[:, None]`.",
    ),
    why="Row i has i + 1 times True. So the first letter sees only itself, and the last one everything.",
)
def check_causal_mask(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """Masks of several sizes, 1 among them."""
    cases = [{"n": n} for n in (3, 2, 4, 1, 12, 3, 30)]
    expect.agrees(s.causal_mask, cases, diagnoses.causal_mask, mistakes=diagnoses.CAUSAL_MASK, tolerance=0)


@exercise(
    "language.attention",
    needs=("attention",),
    hints=(
        "Four steps, a line each: all products of queries and keys, divided by √d; the mask; softmax; the mix. Which shapes do they have?",
        "`scores = q @ k.T / np.sqrt(q.shape[1])` has the shape (T, T). `np.where(mask, scores, -np.inf)` forbids.",
        "Return `softmax(scores, axis=1) @ v`: the shares of a query stand in its row.",
    ),
    why="Everything that attention does is two matrix products with a softmax of rows between them, and so it works for any number of places.",
)
def check_attention(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Several sizes of T, d and d_v, causal masks, others, none forbidden, one place, whole numbers, large scores."""
    cases = [_attention_case(rng, *sizes) for sizes in ((2, 4, 3), (3, 2, 4), (4, 3, 2), (3, 2, 4))]
    for sizes, mask in (
        ((3, 4, 2), np.ones((3, 3), dtype=bool)),
        ((3, 5, 2), np.array([[True, False, True], [False, True, False], [True, True, False]])),
        ((2, 3, 4), np.eye(2, dtype=bool)),
    ):
        cases.append({**_attention_case(rng, *sizes), "mask": mask})
    cases += [
        _attention_case(rng, 1, 2, 3),
        _attention_case(rng, 2, 1, 1),
        {
            name: value / 7 if name != "mask" else value
            for name, value in _attention_case(rng, 4, 2, 3).items()
        },
        {
            name: 100 * value if name == "q" else value
            for name, value in _attention_case(rng, 3, 2, 4).items()
        },
        {
            "q": np.array([[1, -2], [0, 3]]),
            "k": np.array([[2, 1], [-1, 1]]),
            "v": np.array([[1, 0, 2], [4, -1, 0]]),
            "mask": np.tril(np.ones((2, 2), dtype=bool)),
        },
        {
            "q": np.array([[0.0, 0.01], [0.01, 0.0], [0.01, -0.01]]),
            "k": np.array([[0.0, 90.0], [120.0, 0.0], [-70.0, 200.0]]),
            "v": np.array([[300.0, -90.0], [0.0, 120.0], [60.0, -200.0]]),
            "mask": np.tril(np.ones((3, 3), dtype=bool)),
        },
        {
            "q": np.array([[90.0, -60.0], [-200.0, 70.0]]),
            "k": np.array([[0.01, 0.03], [0.02, 0.0]]),
            "v": np.array([[1.0, 2.0], [-1.0, 3.0]]),
            "mask": np.ones((2, 2), dtype=bool),
        },
        {  # scores that are all large, or all far below 0, and near each other
            "q": np.array([[90.0, 0.0], [0.0, -90.0]]),
            "k": np.array([[1.0, 1.0], [1.02, 1.03]]),
            "v": np.array([[1.0, 2.0], [-1.0, 3.0]]),
            "mask": np.ones((2, 2), dtype=bool),
        },
        {  # allowed scores far below 0
            "q": np.array([[900.0, -600.0], [-200.0, 700.0]]),
            "k": np.array([[-800.0, 300.0], [100.0, -900.0]]),
            "v": np.array([[1.0, 2.0], [-1.0, 3.0]]),
            "mask": np.tril(np.ones((2, 2), dtype=bool)),
        },
    ]
    expect.agrees(
        s.attention, cases, diagnoses.attention, mistakes=diagnoses.ATTENTION, tolerance=1e-4, floor=1e-5
    )


@exercise(
    "language.sample",
    needs=("sample",),
    hints=(
        "The 3 is a place in the sorted scores, where the largest is last. Which letter it was, nobody knows any more after line 1.",
        "Don't sort the letters themselves. Only find the `top_k`-th largest score: `smallest = np.sort(logits)[-top_k]`. Then keep all n places.",
        "`kept = np.where(logits >= smallest, logits / temperature, -np.inf)`, then `p = softmax(kept)` and `return rng.choice(len(p), p=p)`.",
    ),
    why="Minus infinity makes a probability of exactly 0 and leaves each letter at its place, so the number that's drawn is the number of the letter.",
)
def check_sample(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Several numbers of letters and every kind of k, temperatures on both sides of 1, ties, large scores, several draws of each."""
    settings = [
        (4, 1.0, 4), (4, 1.0, 2), (5, 0.5, 3), (5, 2.0, 3), (6, 1.0, 1), (3, 0.3, 3), (6, 3.0, 6), (27, 1.0, 10), (27, 1.5, 27), (1, 1.0, 1),
    ]  # fmt: skip
    cases = [
        {
            "logits": inputs.tenths(rng, n),
            "temperature": t,
            "top_k": k,
            "rng": np.random.default_rng([seed, n]),
        }
        for seed in range(6)
        for n, t, k in settings
    ]
    fixed = [
        (np.array([1.0, 0.0, 1.0, -1.0]), 1.0, 1),
        (np.array([2.0, 1.0, 1.0, 1.0, 0.0]), 1.0, 2),
        (np.array([1000.0, 999.0, 0.0]), 1.0, 2),
        (np.array([-5.0, -4.0, -6.0]), 2.0, 2),
        (np.array([3, -1, 2, 2]), 0.7, 3),
        (np.array([1.0, 1.0, 0.8, 0.6]), 2.0, 2),
        (np.array([1.0, 0.9, 0.8, 0.7]), 0.2, 4),
        (np.array([2.0, -2.0, 0.0]), 3.0, 3),
        (np.array([-500.0, -501.0, -520.0, -530.0]), 1.0, 2),
        (np.linspace(0, 2, 40), 1.2, 30),
        (inputs.tenths(rng, 5) / 7, 0.1, 4),
    ]
    cases += [
        {"logits": logits, "temperature": t, "top_k": k, "rng": np.random.default_rng([seed, 100])}
        for seed in range(5)
        for logits, t, k in fixed
    ]
    expect.agrees(
        s.sample,
        cases,
        diagnoses.sample,
        mistakes=diagnoses.SAMPLE,
        otherwise="Print p: is it 0 where nothing can be drawn? Then draw once, with `rng.choice(n, p=p)`.",
        tolerance=0,
        floor=0.1,
    )


@exercise(
    "language.train_writer",
    needs=("train_writer",),
    seeds=1,
    seconds=120,
    hints=(
        "Build the parts first and try one batch: `inputs[:64]` as a Tensor through all of them should give (64, 12, 27). Then the loop of lesson 5: draw rows, scores, loss, zero_grad, backward, step.",
        'The loss wants two axes: `scores.reshape(-1, 27)` and `Tensor(targets[rows].ravel())`. Begin with `optim.AdamW(…, lr=6e-3)`, and let the rate fall in a straight line: `optimizer.param_groups[0]["lr"] = 6e-3 * (1 - step / steps)`.',
        "Above 2.05? Multiply `letter.weight.data` and `place.weight.data` by 0.1 before training, and look whether `is_causal=True` is there.",
    ),
    why="The same loop trained your digit reader. What's new stands in the network, and there it's the mask that decides whether the loss means anything.",
)
def check_train_writer(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """An untrained writer knows nothing, the same seed gives the same; a trained one doesn't look ahead and is below 2.05 on held-out names."""
    seeds = rng.integers(0, 2**31, 2).tolist()
    table, (new_inputs, new_targets) = name_table(names().training), name_table(names().held_out)
    fresh = writer_after(s, table, 0, seeds[0], expect)
    untrained = loss_of(fresh, new_inputs[:200], new_targets[:200], expect)
    expect.that(
        untrained > KNEW,
        f"with 0 steps the loss on held-out names is {untrained:.2f} already. Does your loop take exactly `steps` steps, "
        "and is the network built inside `train_writer`?",
    )
    scores_of(fresh, new_inputs[:1, :4], expect)
    one, other = (
        scores_of(writer_after(s, table, FEW, seeds[0], expect), new_inputs[:20], expect) for _ in range(2)
    )
    expect.that(
        np.abs(one - other).max() < SAME,
        "called twice with the same data and equal `rng`, `train_writer` gives two different writers. Does every random number come from `rng`, "
        "the start of each part too, and is the network built inside `train_writer`?",
    )
    writer = writer_after(s, table, STEPS, seeds[1], expect)
    require_steady_scores(writer, new_inputs[:20], expect)
    loss = loss_of(writer, new_inputs, new_targets, expect)
    expect.that(
        loss < KNEW,
        f"after {STEPS:,} steps the loss on held-out names is {loss:.3f}, so it has learned next to nothing about them. Is the loss taken with `targets`, "
        "for rows drawn anew in each step, and does each step call `zero_grad`, `backward` and `step`?",
    )
    expect.that(
        loss < LIMIT,
        f"after {STEPS:,} steps the loss on held-out names is {loss:.3f}, and {LIMIT} is the limit. Does the optimizer have the parameters of all parts? "
        "Then look at the learning rate, at the size of the embeddings at the start, and at how far back the writer sees.",
    )
    expect.that(
        loss > _TOO_GOOD,
        f"a loss of {loss:.3f} on held-out names is too good: it looks as if they were among what was trained on. Draw rows of `inputs` alone.",
    )


def _attention_case(rng: np.random.Generator, places: int, d: int, d_v: int) -> dict[str, Any]:
    """Queries, keys and values with a causal mask."""
    q, k = inputs.tenths(rng, (places, d)), inputs.tenths(rng, (places, d))
    mask = np.tril(np.ones((places, places), dtype=bool))
    return {"q": q, "k": k, "v": inputs.tenths(rng, (places, d_v)), "mask": mask}
