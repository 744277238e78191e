"""The checks of lesson 5: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from coursekit.content.optimizers.counted_spirals import BATCH, BATCHES, CountedSpirals
from coursekit.content.optimizers.diagnoses import (
    ADAM,
    ADAMW,
    MOMENTUM,
    cosine_diagnoses,
    schedule,
    sgd_diagnoses,
)
from coursekit.content.optimizers.update_rules import (
    check_adam_steps,
    pair,
    random_numbers,
    random_rate,
    rule_diagnoses,
    same_again,
)
from coursekit.quiz import Expect, Student, exercise

Array = npt.NDArray[np.float64]

PARAMETERS = 1000
NEEDED, SHARE, RUNS = 4, 0.95, 5


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
    """One weight, several, and a matrix."""
    for shape in ((1,), (3,), (2, 3)):
        w, gradient, lr = random_numbers(rng, shape), random_numbers(rng, shape), random_rate(rng)
        given = {"w": w, "gradient": gradient, "lr": lr}
        diagnoses = sgd_diagnoses(w, gradient, lr)
        expect.close(
            s.sgd_step(w, gradient, lr), w - lr * gradient, given=given, diagnoses=diagnoses, tolerance=1e-5
        )


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
    """Four steps in a row, each from what the reference had before it."""
    w, gradients, lr, beta = random_numbers(rng, (2,)), random_numbers(rng, (4, 2)), random_rate(rng), 0.8
    settings = {"lr": lr, "beta": beta}
    v = np.zeros_like(w)
    same_again(lambda g: s.momentum_step(w, g, np.zeros(2), lr, beta), gradients, expect)
    for k, gradient in enumerate(gradients):
        given = {"w": w, "gradient": gradient, "v": v, "lr": lr, "beta": beta}
        diagnoses = rule_diagnoses(MOMENTUM, w, gradient, {"v": v, **settings})
        moved, kept = pair(s.momentum_step(w, gradient, v, lr, beta), "`return w, v`", expect)
        v = beta * v + gradient
        step = f"in step {k + 1} you gave as w"
        expect.close(moved, w - lr * v, given=given, what=step, diagnoses=diagnoses, tolerance=1e-5)
        diagnoses = [
            (
                lr * v,
                "The weights are right. Keep the learning rate out of the velocity, and put it into the move.",
            ),
            (-v, "The weights are right. The velocity adds gradients up, and the move goes against it."),
        ]
        otherwise = "The weights are right; return the velocity that you moved with."
        what = "you gave as v"
        expect.close(
            kept, v, given=given, what=what, diagnoses=diagnoses, otherwise=otherwise, tolerance=1e-5
        )
        w = w - lr * v


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
    """Two weight arrays in turn, with large and tiny gradients, each with a state of its own."""
    check_adam_steps(ADAM, s.adam_step, rng, expect, {"lr": random_rate(rng)})


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
    settings = {"lr": random_rate(rng), "decay": 0.5}
    w = np.array([4.0, -1.5])
    zero = {"m": np.zeros(2), "v": np.zeros(2), "t": 0}
    arguments = tuple(settings.values())
    got, _ = pair(s.adamw_step(w, np.zeros(2), zero, *arguments), "`return w, state`", expect)
    given = {"w": w, "gradient": np.zeros(2), **settings}
    want = w * (1 - settings["lr"] * settings["decay"])
    diagnoses = rule_diagnoses(ADAMW, w, np.zeros(2), {**zero, **settings})
    expect.close(got, want, given=given, what="you gave as w", diagnoses=diagnoses, tolerance=1e-6)
    check_adam_steps(ADAMW, s.adamw_step, rng, expect, settings)


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
    """The way up, the peak, the way down, its end and what comes after."""
    warmup, length, peak = int(rng.integers(4, 9)), int(rng.integers(20, 41)), random_rate(rng)
    total = warmup + length
    steps = (
        1,
        0,
        warmup - 1,
        warmup,
        warmup + length // 4,
        warmup + length // 2,
        total - 2,
        total,
        total + 5,
    )
    for t in steps:
        given = {"t": t, "warmup": warmup, "total": total, "peak": peak}
        want = schedule(t, warmup, total, peak)
        diagnoses = list(cosine_diagnoses(t, warmup, total, peak))
        expect.close(
            s.warmup_cosine(t, warmup, total, peak), want, given=given, diagnoses=diagnoses, tolerance=1e-6
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
    """Five seeds: within the budget, the best weights, and most of the test points right."""
    shares = []
    for seed in rng.integers(0, 2**31, RUNS).tolist():
        data = CountedSpirals(np.random.default_rng(seed))
        net = s.train(data, np.random.default_rng(seed + 1))
        expect.that(callable(net), "`train` must return the network itself: `return net`.")
        _kept_to_budget(data, net, expect)
        _best_weights(data, net, expect)
        shares.append(data.share_of(net))
    good = sum(share >= SHARE for share in shares)
    told = ", ".join(f"{share:.0%}" for share in shares)
    expect.that(
        good >= NEEDED,
        f"{good} of {RUNS} seeds get 95 % of the test points right, and 4 are needed. The shares: {told}. "
        "Try another learning rate, tenfold up or down, or a second hidden layer.",
    )


def _kept_to_budget(data: CountedSpirals, net: Any, expect: Expect) -> None:
    expect.that(
        not data.peeked,
        "your training looked at the test points. What is chosen with their help, they can no longer judge: "
        "choose by `data.validation_loss(net)`.",
    )
    expect.that(
        not data.bypassed, "take points with `data.batch(n)` and losses with `data.validation_loss(net)`."
    )
    expect.that(
        data.batches > 0, "no batch was drawn, so nothing was learned: call `data.batch(32)` in a loop."
    )
    expect.that(data.batches <= BATCHES, f"{data.batches} batches were drawn, at most {BATCHES} are allowed.")
    expect.that(data.largest <= BATCH, f"a batch had {data.largest} points, at most {BATCH} are allowed.")
    count = sum(int(np.asarray(p.data).size) for p in net.parameters())
    expect.that(
        count <= PARAMETERS, f"your network has {count:,} parameters, at most {PARAMETERS:,} are allowed."
    )


def _best_weights(data: CountedSpirals, net: Any, expect: Expect) -> None:
    expect.that(
        len(data.measured) > 1,
        "the validation loss was measured fewer than twice, so there was nothing to choose from: measure it "
        "every 20 steps or so.",
    )
    own, lowest = data.loss_of(net), min(data.measured)
    last = abs(own - data.measured[-1]) < 1e-6
    cause = "These are the last weights" if last else "These are other weights"
    expect.that(
        own <= lowest * 1.001 + 1e-6,
        f"the network you return has a validation loss of {own:.4g}, and on the way there was one of {lowest:.4g}. "
        f"{cause}; keep a copy of the best, and put it back at the end.",
    )
