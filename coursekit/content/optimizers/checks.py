"""The checks of lesson 5: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import numpy as np

from coursekit.content.optimizers import diagnoses
from coursekit.content.optimizers.counted_digits import CountedDigits
from coursekit.content.optimizers.diagnoses import Array, State
from coursekit.formatting import format_percent
from coursekit.quiz import Case, Expect, Student, exercise, inputs, sealed

PARAMETERS = 3000
NEEDED, SHARE, RUNS = 4, 0.85, 5
_KNEW = 0.5  # a fresh network has about 0.1 after one digit
_DATA = ("batch", "validation_loss", "test_accuracy", "train", "validation", "test", "rng")
_CLOSE: dict[str, Any] = {"tolerance": 1e-4, "floor": 1e-5}


@exercise(
    "optimizers.momentum_step",
    needs=("momentum_step",),
    hints=(
        "Two lines: first the new velocity from the old one and the gradient, then the move.",
        "The new velocity is beta times the old one plus the whole gradient. The weights move against it.",
        "`v = beta * v + gradient`, then `return w - lr * v, v`.",
    ),
    why="Under a constant gradient the velocity grows to gradient / (1 − beta): ten times the plain step for 0.9.",
)
def check_momentum_step(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Weights of any shape, at rest first, then with a velocity."""
    settings = cycle(((_rate(rng), 0.8), (0.5, 0.9), (1.5, 0.99), (0.05, 0), (0.3, 0.5), (0, 0.7)))
    cases = [
        {"w": w, "gradient": gradient, "v": v, "lr": lr, "beta": beta}
        for (w, gradient, v), (lr, beta) in zip(_arrays(rng), settings, strict=False)
    ]
    cases.insert(0, {**cases[0], "v": np.zeros(3)})
    expect.agrees(
        s.momentum_step,
        cases,
        diagnoses.momentum_step,
        mistakes=diagnoses.MOMENTUM,
        returns="w, v",
        tolerance=1e-5,
        floor=2e-5,
    )


@exercise(
    "optimizers.adam_step",
    needs=("adam_step",),
    hints=(
        "Take the four numbered lines one by one, each a line of Python. Read m, v and t from `state` first.",
        "`t = state['t'] + 1`, then the two averages. `1 - 0.9**t` is the correction of m; v has one of its own.",
        "`w = w - lr * m_hat / (np.sqrt(v_hat) + 1e-8)`, and return "
        "`w, {'m': m, 'v': v, 't': t}` with the averages before their correction.",
    ),
    why="Dividing by √v̂ takes the size of the gradient out: the first step is about lr, whatever the gradient.",
)
def check_adam_step(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Weights of any shape after 0 to 30 steps, with large, tiny and no gradients."""
    expect.agrees(
        s.adam_step,
        list(_adam_cases(rng)),
        diagnoses.adam_step,
        mistakes=diagnoses.ADAM,
        returns="w, state",
        **_CLOSE,
    )


@exercise(
    "optimizers.warmup_cosine",
    needs=("warmup_cosine",),
    hints=(
        "Two cases: `if t < warmup:` for the way up, and everything after it for the way down.",
        "On the way up step 0 counts too: `peak * (t + 1) / warmup`. On the way down work out `done` first, "
        "from 0 at t = warmup to 1 at t = total.",
        "`done = min((t - warmup) / (total - warmup), 1)`, then `return peak * (1 + np.cos(np.pi * done)) / 2`.",
    ),
    why="Small steps while the weights are far from anywhere good, large ones to get far, small ones again to settle.",
)
def check_warmup_cosine(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """The way up, the peak, the way down, its end and what comes after, at several lengths."""
    cases = []
    for warmup, length, peak in (
        (int(rng.integers(4, 9)), int(rng.integers(20, 41)), _rate(rng)),
        (10, 90, 0.001),
        (10, 90, 0.5),
        (int(rng.integers(2, 4)), 5, 1),
        (1, 2, 0.3),
        (0, 10, 1 / 7),
        (40, 960, 3),
    ):
        total = warmup + length
        down = warmup, warmup + length // 4, warmup + length // 2, total - 1, total
        steps = dict.fromkeys((1, 0, max(warmup - 1, 0), *down, total + 1, total + length))
        cases += [{"t": t, "warmup": warmup, "total": total, "peak": peak} for t in steps]
    expect.agrees(
        s.warmup_cosine,
        cases,
        diagnoses.warmup_cosine,
        mistakes=diagnoses.WARMUP_COSINE,
        tolerance=1e-5,
        floor=1e-6,
    )


@exercise(
    "optimizers.fit",
    needs=("fit",),
    hints=(
        "In `broken`, print y beside `labels[rows]` for the second batch. Do they agree?",
        "Line 1 takes the images of the batch, but always the first labels. With the batch of the first rows that's the same; with others, images and answers don't belong together.",
        "`x, y = X[rows], labels[rows]`. The other five lines are right.",
    ),
    why="Images and answers have to be shuffled and drawn together. It's a common fault, and nothing complains: only the loss doesn't come down.",
)
def check_fit(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """One batch and many, of different lengths, with repeats, rows left out, two classes and more, a rate of 0, large scores."""
    cases = []
    for n, sizes, lr, lengths in (
        (4, (2, 3), 0.5, (2, 2)),
        (4, (2, 3), 0.5, (3,)),
        (6, (3, 2), 1, (1, 2, 4)),
        (9, (5, 4), 0.1, (3, 3, 3, 2)),
        (9, (5, 4), 0.03, (4, 1, 3, 5)),
        (5, (1, 2), 0.2, (2, 3)),
        (5, (2, 3), 0, (2, 2)),
    ):
        cases.append(_training_case(rng, n, sizes, lr, lengths))
    none = _training_case(rng, 5, (2, 3), 0.4, ())
    large = _training_case(rng, 4, (2, 3), 0.5, (2, 2))
    many = _training_case(rng, 5, (3, 4), 0.3, (2, 3))
    whole = np.array([[1, 0], [0, 2], [-3, 1]])
    cases += [
        {
            **large,
            "X": np.eye(4, 2),
            "W": large["W"] + [[2000], [-2000]],
            "b": np.array([90, 91, 90.5]),
            "batches": [np.array([0, 1])],
        },
        {**many, "X": many["X"] / 7, "W": many["W"] / 7},
        {**large, "X": large["X"] * 60, "W": large["W"] / 60},
        {**large, "batches": [np.array([0, 0, 1]), np.array([3, 2]), np.array([3, 2])]},
        {**large, "batches": [np.array([k]) for k in (3, 0, 2)]},
        {**many, "batches": many["batches"] * 15},
        _training_case(rng, 130, (3, 4), 0.3, (120,)),
        {
            **large,
            "X": whole,
            "labels": np.array([2, 0, 1]),
            "W": np.array([[0, 1, -1], [2, 0, 1]]),
            "b": np.array([0, 1, 0]),
        },
        {**_training_case(rng, 2, (2, 3), 0.5, (1,)), "batches": [np.array([1])]},
        {**_training_case(rng, 3, (2, 1), 0.5, (2,)), "labels": np.zeros(3, dtype=np.int64)},
    ]
    single = _training_case(rng, 2, (2, 3), 0.5, (1,))
    cases.append({**single, "X": single["X"][:1], "labels": single["labels"][:1]})
    expect.agrees(
        s.fit, cases, diagnoses.fit, mistakes=diagnoses.FIT, returns="W, b", tolerance=1e-4, floor=1e-4
    )
    # Apart, because a `return` inside the loop gives nothing here, which would hide its cause.
    expect.agrees(s.fit, [none], diagnoses.fit, returns="W, b", tolerance=1e-4, floor=1e-4)


@exercise(
    "optimizers.train",
    needs=("train",),
    seeds=1,
    seconds=60,
    hints=(
        "Begin with the loop: draw a batch, zero_grad, loss, backward, step. A hidden layer of 32 units is enough.",
        "Before the loop: `lowest, kept = np.inf, net.state_dict()`. Every 20 batches measure the validation loss, "
        "and if it's the lowest so far, keep it and a copy of the weights.",
        "Adam with lr=0.01 gets there within 400 batches. After the loop: `net.load_state_dict(kept)`, then `return net`.",
    ),
    why="The validation loss chose the weights, so only digits that chose nothing can say how good they are.",
)
def check_train(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Five seeds: within the budget, the best weights, and most of the test digits read; then one digit."""
    *seeds, last = rng.integers(0, 2**31, (RUNS + 1, 2)).tolist()
    former: dict[int, Any] = {}
    shares = []
    for first, second in seeds:
        data = CountedDigits(np.random.default_rng(first))
        net = _trained(s, data, second, expect, former)
        _require_best_weights(data, net, expect)
        shares.append(data.share_of(net))
    good = sum(share >= SHARE for share in shares)
    told = ", ".join(f"{share:.0%}" for share in shares)
    expect.that(
        good >= NEEDED,
        f"{good} of {RUNS} seeds read {format_percent(SHARE)} of the test digits, and {NEEDED} are needed. The shares: {told}. "
        "Is `zero_grad` called in each round, before `backward`? If so, try another learning rate, tenfold up or down, more hidden units, or more batches.",
    )
    single = CountedDigits(np.random.default_rng(last[0]), few=1)
    share = single.share_of(_trained(s, single, last[1], expect, former))
    expect.that(
        share < _KNEW,
        f"when every batch shows the same single digit, your network still reads {share:.0%} of the test digits: "
        "it knew the digits before. Build a new network inside `train`, and let `data.batch` teach it.",
    )


def _trained(s: Student, data: CountedDigits, seed: int, expect: Expect, former: dict[int, Any]) -> Any:
    """A network whose training kept to the rules.

    `former` holds the parameters of the calls before; those of this call are added.
    """
    net = s.train(sealed(data, "data", *_DATA), np.random.default_rng(seed))
    expect.that(not data.broken, data.broken)
    expect.that(callable(net), "`train` must return the network itself: `return net`.")
    expect.that(
        data.batches > 0, "no batch was drawn, so nothing was learned: call `data.batch(32)` in a loop."
    )
    expect.that(
        former.keys().isdisjoint(data.learning),
        "`train` was called again, and it went on with the network of the call before. Build a new network inside "
        "`train`, so that each call begins anew.",
    )
    former.update(data.learning)
    count = data.count_parameters(net)
    expect.that(
        count > 0,
        "your network's answers come from no parameter of the engine, so none can be counted: return the network of "
        "layers itself, outside of `no_grad`.",
    )
    expect.that(
        count <= PARAMETERS, f"your network has {count:,} parameters, at most {PARAMETERS:,} are allowed."
    )
    return net


def _require_best_weights(data: CountedDigits, net: Any, expect: Expect) -> None:
    expect.that(
        len(set(data.measured)) > 2,  # before and after is no choice, nor is once more at the end
        "the validation loss was measured fewer than three times on the way, so there was little to choose from: measure it "
        "every 20 batches or so.",
    )
    losses = [loss for _, loss in data.measured]
    own, lowest = data.loss_of(net), min(filter(np.isfinite, losses), default=np.nan)
    expect.that(
        lowest == lowest,
        "each validation loss you measured was too large for a number: try a smaller learning rate.",
    )
    last = abs(own - losses[-1]) < 1e-6
    cause = "These are the last weights" if last else "These are other weights"
    expect.that(
        abs(own - lowest) <= lowest * 1e-3 + 1e-6,
        f"the network you return has a validation loss of {own:.4g}, and the lowest you measured is {lowest:.4g}. "
        f"{cause}; keep a copy of the best, and put it back at the end.",
    )


def _arrays(rng: np.random.Generator) -> Iterator[tuple[Array, Array, Array]]:
    """Three arrays of one shape, with at least one axis; the first two are small and alike."""
    for _ in range(2):
        yield inputs.tenths(rng, 3), inputs.tenths(rng, 3), inputs.tenths(rng, 3)
    for a, b, c in zip(*(inputs.any_shape(rng, huge=100) for _ in range(3)), strict=True):
        if a.ndim and a.dtype.kind == "f":  # loops over rows, and copies written into, are right
            yield a, b, c


def _adam_cases(rng: np.random.Generator) -> Iterator[Case]:
    """Steps of Adam with weights of any shape; no gradient, one near ε, and a late step come last."""
    settings = zip(cycle((_rate(rng), 0.5, 0.05, 0, 1, 0.2)), cycle((0, 1, 0, 2, 30)), strict=False)
    for (w, gradient, scale), (lr, t) in zip(_arrays(rng), settings, strict=False):
        past = gradient if gradient.any() else scale
        yield {"w": w, "gradient": gradient, "state": _state(rng, past, t), "lr": lr}
    for gradient, size, t in ((np.zeros(3), 100.0, 3), (inputs.tenths(rng, 3) * 1e-8, 1e-8, 0)):
        state = _state(rng, size * inputs.tenths(rng, 3), t)
        yield {"w": inputs.tenths(rng, 3), "gradient": gradient, "state": state, "lr": _rate(rng)}
    late = {"m": inputs.tenths(rng, 3), "v": 9 + inputs.tenths(rng, 3), "t": 2000}
    yield {"w": np.zeros(3), "gradient": inputs.tenths(rng, 3), "state": late, "lr": 1}


def _state(rng: np.random.Generator, scale: Array, t: int) -> State:
    """Return the state of Adam after t gradients of this scale."""
    state: State = {"m": np.zeros(scale.shape), "v": np.zeros(scale.shape), "t": 0}
    for _ in range(t):
        _, state = diagnoses.adam_step(scale, scale * rng.uniform(-1, 1, scale.shape), state, 0.0)
    return state


def _training_case(
    rng: np.random.Generator, n: int, sizes: tuple[int, int], lr: float, lengths: tuple[int, ...]
) -> Case:
    """Examples, a layer of these sizes and batches of these lengths, drawn from all rows but the last."""
    inputs_, classes = sizes
    return {
        "X": inputs.tenths(rng, (n, inputs_)),
        "labels": np.resize(rng.permutation(classes), n),
        "W": inputs.tenths(rng, sizes, below=1),
        "b": inputs.tenths(rng, classes, below=1),
        "lr": lr,
        "batches": [rng.permutation(n - 1)[:length] for length in lengths],
    }


def _rate(rng: np.random.Generator) -> float:
    """A learning rate from 0.02 to 0.2."""
    return int(rng.integers(2, 21)) / 100
