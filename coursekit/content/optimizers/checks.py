"""The checks of lesson 5: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import numpy as np

from coursekit.content.optimizers import diagnoses
from coursekit.content.optimizers.counted_spirals import CountedSpirals
from coursekit.content.optimizers.diagnoses import Array, State
from coursekit.quiz import Case, Expect, Student, exercise, inputs, sealed

PARAMETERS = 1000
NEEDED, SHARE, RUNS = 4, 0.95, 5
_KNEW = 0.8  # a fresh network has 0.3 to 0.7 after one point
_SPIRALS = ("batch", "validation_loss", "test_accuracy", "train", "validation", "test", "rng")
_CLOSE: dict[str, Any] = {"tolerance": 1e-4, "floor": 1e-5}


@exercise(
    "optimizers.sgd_step",
    needs=("sgd_step",),
    hints=(
        "The gradient points uphill. Which way do you go, and how far?",
        "The step is the learning rate times the gradient. Take it away from the weights.",
        "One line: `return w - lr * gradient`. With `w -= …` you would change the array you were handed.",
    ),
    why="Every optimizer of this lesson ends in such a line; they differ in what stands where the gradient stands.",
)
def check_sgd_step(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Weights of any shape, a gradient of 0 and a rate of 0 among them."""
    rates = cycle((_rate(rng), 0.5, 1, 0))
    cases = [{"w": w, "gradient": gradient, "lr": next(rates)} for w, gradient, _ in _arrays(rng)]
    expect.agrees(s.sgd_step, cases, diagnoses.sgd_step, mistakes=diagnoses.SGD, tolerance=1e-5, floor=1e-5)


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
    settings = cycle(((_rate(rng), 0.8), (0.5, 0.9), (1, 0.99), (0.05, 0), (0.3, 0.5), (0, 0.7)))
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
    "optimizers.adamw_step",
    needs=("adamw_step",),
    hints=(
        "Your `adam_step` already does most of it. What is left to take away?",
        "Call `adam_step` with the gradient as it is. Then take `lr * decay * w` away, with the w you were handed.",
        "`moved, state = adam_step(w, gradient, state, lr)`, then `return moved - lr * decay * w, state`.",
    ),
    why="Past √v̂ the decay keeps its meaning: a fixed share of every weight, whatever its gradients were.",
)
def check_adamw_step(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """No gradient at all, where only the decay acts; then the whole rule."""
    decays = cycle((0.5, 0.1, 1, 0, 0.01))
    cases = [{**case, "decay": next(decays)} for case in _adam_cases(rng)]
    cases.append({**cases[0], "w": cases[0]["w"] + 1})
    still = {"w": np.array([4.0, -1.5]), "gradient": np.zeros(2), "state": _state(rng, np.zeros(2), 0)}
    expect.agrees(
        s.adamw_step,
        [{**still, "lr": _rate(rng), "decay": 0.5}, *cases],
        diagnoses.adamw_step,
        mistakes=diagnoses.ADAMW,
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
    why="Small steps while the averages are young, large ones to get far, small ones again to settle.",
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
        (0, 10, 0.1),
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
    "optimizers.train",
    needs=("train",),
    hints=(
        "Begin with the loop: draw a batch, zero_grad, loss, backward, step. Two hidden layers of 24 units are enough.",
        "Before the loop: `lowest, kept = np.inf, net.state_dict()`. Every 20 steps measure the validation loss, "
        "and keep a copy of the weights when it is the lowest so far.",
        "Adam with lr=0.02 gets there in 600 batches. After the loop: `net.load_state_dict(kept)`, then `return net`.",
    ),
    why="The validation loss chose the weights, so only points that chose nothing can say how good they are.",
)
def check_train(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Five seeds: within the budget, the best weights, and most of the test points right; then one point."""
    *seeds, last = rng.integers(0, 2**31, (RUNS + 1, 2)).tolist()
    former: dict[int, Any] = {}
    shares = [_trained(s, CountedSpirals(np.random.default_rng(a)), b, expect, former) for a, b in seeds]
    good = sum(share >= SHARE for share in shares)
    told = ", ".join(f"{share:.0%}" for share in shares)
    expect.that(
        good >= NEEDED,
        f"{good} of {RUNS} seeds get 95 % of the test points right, and 4 are needed. The shares: {told}. "
        "Try another learning rate, tenfold up or down, or a second hidden layer.",
    )
    single = CountedSpirals(np.random.default_rng(last[0]), points=1)
    share = _trained(s, single, last[1], expect, former)
    expect.that(
        share < _KNEW,
        f"when every batch shows the same single point, your network still gets {share:.0%} of the test points "
        "right: it knew the spirals before. Build a new network inside `train`, and let `data.batch` teach it.",
    )


def _trained(s: Student, data: CountedSpirals, seed: int, expect: Expect, former: dict[int, Any]) -> float:
    """The share of test points that a network gets right once its training kept to the rules.

    `former` holds the parameters of the calls before; those of this call are added.
    """
    net = s.train(sealed(data, "data", *_SPIRALS), np.random.default_rng(seed))
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
        count <= PARAMETERS, f"your network has {count:,} parameters, at most {PARAMETERS:,} are allowed."
    )
    _require_best_weights(data, net, expect)
    return data.share_of(net)


def _require_best_weights(data: CountedSpirals, net: Any, expect: Expect) -> None:
    expect.that(
        len(data.measured) > 1,
        "the validation loss was measured fewer than twice, so there was nothing to choose from: measure it "
        "every 20 steps or so.",
    )
    own, lowest = data.loss_of(net), min(data.measured)
    last = abs(own - data.measured[-1]) < 1e-6
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
    """Steps of Adam with weights of any shape; no gradient, and one near ε, come last."""
    settings = zip(cycle((_rate(rng), 0.5, 0.05, 0, 1, 0.2)), cycle((0, 1, 0, 2, 30)), strict=False)
    for (w, gradient, scale), (lr, t) in zip(_arrays(rng), settings, strict=False):
        past = gradient if gradient.any() else scale
        yield {"w": w, "gradient": gradient, "state": _state(rng, past, t), "lr": lr}
    for gradient, size, t in ((np.zeros(3), 100.0, 3), (inputs.tenths(rng, 3) * 1e-8, 1e-8, 0)):
        state = _state(rng, size * inputs.tenths(rng, 3), t)
        yield {"w": inputs.tenths(rng, 3), "gradient": gradient, "state": state, "lr": _rate(rng)}


def _state(rng: np.random.Generator, scale: Array, t: int) -> State:
    """Return the state of Adam after t gradients of this scale."""
    state: State = {"m": np.zeros(scale.shape), "v": np.zeros(scale.shape), "t": 0}
    for _ in range(t):
        _, state = diagnoses.adam_step(scale, scale * rng.uniform(-1, 1, scale.shape), state, 0.0)
    return state


def _rate(rng: np.random.Generator) -> float:
    """A learning rate from 0.02 to 0.2."""
    return int(rng.integers(2, 21)) / 100
