"""The checks of lesson 6: random networks and budgets, counted here once more, and the cause of a wrong number."""

from __future__ import annotations

from itertools import cycle, product
from typing import Any

import numpy as np

from coursekit.content.scale import diagnoses
from coursekit.formatting import format_value
from coursekit.quiz import Expect, Student, exercise, inputs
from coursekit.widgets import trial
from coursekit.widgets.scale.five_seeds import Trial

PARAMETERS, FLOPS, WANTED = 250, 45_000_000, 4
_EXACT: dict[str, Any] = {"tolerance": 1e-9, "floor": 1e-9}


@exercise(
    "scale.mlp_cost",
    needs=("mlp_cost",),
    hints=(
        "Begin with one layer from `n_in` to `n_out`: how many weights, how many biases? Then go through the pairs of "
        "neighbours in `sizes` and add up.",
        "`zip(sizes, sizes[1:])` gives the pairs. Keep two sums, `weights` and `biases`; the FLOPs need the weights "
        "alone.",
        "Bytes: parameters times `bits / 8`. FLOPs: `2 * weights * batch`. Return all three, separated by commas.",
    ),
    why="The batch multiplies the work, never the weights: every example passes through the same ones.",
)
def check_mlp_cost(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Networks of any depth, equal layers among them, at several batch sizes and bits."""
    # At 4 bits an odd count ends in half a byte, which may be rounded: there only an even one is asked.
    every = [*zip(inputs.sizes(rng), (16, 8, 32) * 4, strict=False), ([784, 64, 64, 64, 10], 4)]
    cases = [{"sizes": sizes, "batch": int(rng.integers(5, 40)), "bits": bits} for sizes, bits in every]
    cases += [{**cases[0], "batch": 1}, {**cases[0], "bits": 32}]
    # More layers than one writes out, and more FLOPs than a whole number of 32 bits holds.
    cases.append({"sizes": [784, 100, 12, 30, 8, 20, 10], "batch": 60_000, "bits": 32})
    expect.agrees(
        s.mlp_cost,
        cases,
        diagnoses.mlp_cost,
        mistakes=diagnoses.MLP_COST,
        returns="parameters, weight_bytes, flops",
        **_EXACT,
    )


@exercise(
    "scale.training_memory",
    needs=("training_memory",),
    hints=(
        "Work out one parameter first. How many bytes are its weight and its gradient, at 32 bits and at 16?",
        "Then the optimizer: none, one or two moments of 4 bytes each. A small dict from name to number helps.",
        "Below 32 bits add 4 bytes for the copy. Multiply the sum by `n` at the very end.",
    ),
    why="With Adam at 16 bits the weights are an eighth of the bill, and the moments are half of it.",
)
def check_training_memory(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Each optimizer at 16, 32 and 8 bits, from one parameter to billions; at 16 bits alone wrong parts can sum up right."""
    cases = [
        {"n": int(rng.integers(1_000, 1_000_000)), "optimizer": optimizer, "bits": bits}
        for bits, optimizer in product((16, 32, 8), ("sgd", "momentum", "adam"))
    ]
    cases += [{**case, "n": n} for case, n in zip(cases, cycle((1, 7_000_000_000)))]
    expect.agrees(
        s.training_memory, cases, diagnoses.training_memory, mistakes=diagnoses.TRAINING_MEMORY, **_EXACT
    )


@exercise(
    "scale.largest_width",
    needs=("largest_width",),
    hints=(
        "Your `mlp_cost` counts the parameters of `[784, width, width, 10]` for any width. Try width 1, 2, 3 and go on "
        "while it fits.",
        "Look one ahead: as long as width + 1 still fits, go there. Where it no longer fits, width is the answer.",
        "`while mlp_cost([784, width + 1, width + 1, 10], 1, 32)[0] <= budget: width += 1`, beginning with "
        "`width = 0`. Or solve w² + 796w + 10 = budget and round down.",
    ),
    why="The count is w² + 796w + 10. For narrow networks the 796w decides and twice the budget buys nearly "
    "twice the width; only for very wide ones does w² take over.",
)
def check_largest_width(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Budgets that are used up exactly, budgets that miss by one, and some that buy nothing."""
    exact = [diagnoses.count_of(int(rng.integers(low, high))) for low, high in ((40, 90), (200, 400), (1, 3))]
    small = [int(rng.integers(20, 700)), 806, 807, 9, 0]
    budgets = [each - less for each in exact for less in (0, 1)] + small
    budgets += [int(rng.integers(2_000_000, 4_000_000))]
    budgets += [each + more for each in exact for more in (5, -150)]  # a wrong count is more than one off
    expect.agrees(
        s.largest_width,
        [{"budget": budget} for budget in budgets],
        diagnoses.largest_width,
        mistakes=diagnoses.LARGEST_WIDTH,
        **_EXACT,
    )


@exercise(
    "scale.conversations",
    needs=("conversations",),
    hints=(
        "Write the unit at each line. Line 1 is bytes minus bytes. And what does line 2 count, bytes or numbers?",
        "A token leaves two lists in each block, a key and a value: that's the 2 in line 2. How many bytes does each of their numbers take?",
        "`one = 2 * depth * kv_width * tokens * 2`. The other two lines are right.",
    ),
    why="Write the unit beside every factor, and a missing one shows: line 2 counted numbers and called them bytes.",
)
def check_conversations(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Cards that are used up exactly and missed by one byte, weights of every width, and weights that leave no room."""
    cases: list[dict[str, Any]] = [
        {"card": 24e9, "n": 7e9, "bits": 16, "depth": 32, "kv_width": 4096, "tokens": 4096},
        {"card": 80e9, "n": 70e9, "bits": 4, "depth": 80, "kv_width": 1024, "tokens": 4096},
    ]
    for bits in (32, 8, 4, 16):
        n, depth, width, tokens = (
            int(rng.integers(low, high)) for low, high in ((10, 90), (2, 9), (3, 40), (2, 70))
        )
        shape = {"n": 8 * n, "bits": bits, "depth": depth, "kv_width": width, "tokens": tokens}
        full = n * bits + 4 * depth * width * tokens * int(rng.integers(3, 9))
        cases += [{"card": full - less, **shape} for less in (0, 1)]
        cases.append({"card": n * bits, **shape})
    cases += [
        {**cases[0], "card": 8e9},
        {**cases[1], "bits": 16},
        {**cases[0], "tokens": 1},
        {**cases[0], "n": 0},
    ]
    cases.append({"card": 60, "n": 0, "bits": 8, "depth": 1, "kv_width": 1, "tokens": 5})
    cases += [{**cases[0], "depth": 1}, {**cases[0], "kv_width": 1}]
    expect.agrees(
        s.conversations,
        cases,
        diagnoses.conversations,
        mistakes=diagnoses.CONVERSATIONS,
        tolerance=0,
        floor=0.1,
    )


@exercise(
    "scale.rounded",
    needs=("rounded",),
    hints=(
        "Take w = [0.7, −0.2, 0.04] and 4 bits. top is 7, so what's the scale, and how many scales is each weight?",
        "`np.abs(w).max()` is the largest weight without its sign. `np.round` gives the nearest whole numbers. What has to happen to them at the end?",
        "`scale = np.abs(w).max() / (2 ** (bits - 1) - 1)`, then `np.round(w / scale) * scale`. Before that, return zeros if the scale is 0.",
    ),
    why="All that's stored are small whole numbers and one scale. The largest weight decides the scale, and every other one lives with the steps it gets.",
)
def check_rounded(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Vectors and matrices, whole numbers, weights of one sign, all zeros, one weight, huge and tiny ones, 2 to 8 bits."""
    # No weight lies halfway between two multiples: there both neighbours would be right.
    matrix = rng.normal(size=(5, 4))
    cases: list[dict[str, Any]] = [
        {"w": np.array([0.7, -0.2, 0.04]), "bits": 4},
        {"w": np.array([0.2, -0.7, 0.04]), "bits": 4},
        *({"w": rng.normal(size=9), "bits": bits} for bits in (8, 3, 2, 5, 6)),
        {"w": matrix, "bits": 4},
        {"w": matrix, "bits": 8},
        {"w": rng.normal(size=(5, 4)), "bits": 4},
        {"w": np.abs(matrix) + 0.1, "bits": 3},
        {"w": -np.abs(matrix) - 0.1, "bits": 3},
        {"w": np.array([100, -37, 12, 0]), "bits": 4},
        {"w": np.array([-100, 37, 12, 0]), "bits": 4},
        {"w": 1e-6 * rng.normal(size=6), "bits": 6},
        {"w": 1e6 * rng.normal(size=6), "bits": 6},
        {"w": rng.normal(size=300), "bits": 4},
        {"w": rng.normal(size=(2, 3, 2)), "bits": 5},
        {"w": 1e-9 * rng.normal(size=6), "bits": 4},
        {"w": np.array([0.0, 0.6, 0.25]), "bits": 3},
        {"w": np.array([0.3]), "bits": 2},
        {"w": np.zeros((2, 3)), "bits": 4},
        {"w": np.array([0, 0]), "bits": 8},
    ]
    expect.agrees(
        s.rounded, cases, diagnoses.rounded, mistakes=diagnoses.ROUNDED, tolerance=1e-6, floor=1e-12
    )


@exercise(
    "scale.plan",
    needs=("plan",),
    hints=(
        "A hidden layer of n units has 4n + 1 parameters here: 2n weights in, n biases, n weights out, one bias. How wide "
        "may one layer be? And how many parameters have two layers?",
        "FLOPs of training are 6 × weights × 32 × steps. Fewer weights leave more steps. Use `trial` with one wide layer "
        "and with two narrow ones, at two or three learning rates each.",
        "One layer of about 48 units, a learning rate of 0.02, and nearly as many steps as the budget pays for: 1,500, say.",
    ),
    why="Under a budget, width, depth and steps compete. Counted by 93 %, a wide layer and several narrow ones come out about equally well here, each at "
    "its own learning rate; one that's too large costs the deep ones most.",
)
def check_plan(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """Within both budgets, the same each time, and good from at least four of five seeds."""
    hidden, learning_rate, steps = _plan(s.plan(), expect)
    weights = diagnoses.weights_of([2, *hidden, 1])
    count = diagnoses.parameters_of([2, *hidden, 1])
    expect.that(
        count <= PARAMETERS,
        f"with hidden = {format_value(hidden)} the network has {count:,} parameters, the budget is {PARAMETERS}. "
        "Fewer or narrower layers cost less.",
    )
    flops = 6 * weights * 32 * steps
    expect.that(
        flops <= FLOPS,
        f"training takes 6 × {weights} weights × 32 examples × {steps} steps, {flops:,} FLOPs, and "
        f"the budget is {FLOPS:,}. Pay with steps or with weights.",
    )
    expect.that(
        _plan(s.plan(), expect) == (hidden, learning_rate, steps),
        "your plan is another one at each call. Decide on one, so that somebody can rely on it.",
    )
    found = trial(hidden, learning_rate, steps)
    expect.that(found.reached >= WANTED, _too_few(found, hidden, learning_rate, steps))


def _plan(got: Any, expect: Expect) -> tuple[list[int], float, int]:
    """The learner's plan as plain numbers."""
    widths, rate, steps = expect.entries(got, "hidden, learning_rate, steps")
    hidden = expect.array(widths, what="as the hidden layers you gave")
    expect.that(
        hidden.ndim == 1 and all(width.is_integer() and 1 <= width <= 1e9 for width in hidden.tolist()),
        "the first part of your plan should be a list of whole widths, such as [8] or [8, 8].",
    )
    learning_rate = expect.number(rate, what="as the learning rate you gave")
    expect.that(learning_rate > 0, "the learning rate must be above 0.")
    count = expect.number(steps, what="as the steps you gave")
    expect.that(
        count.is_integer() and count >= 1, "the third part of your plan should be a whole number of steps."
    )
    return [int(width) for width in hidden], learning_rate, int(count)


def _too_few(found: Trial, hidden: list[int], learning_rate: float, steps: int) -> str:
    """Say how well the plan did, and what it may be due to."""
    reached = ", ".join(f"{accuracy:.1%}" for accuracy in found.accuracies)
    said = f"{found.reached} of 5 seeds reach 93 % ({reached}), and {WANTED} are wanted."
    if not hidden:
        return f"{said} Without a hidden layer the boundary is one straight line."
    weak = []
    if learning_rate > 0.2:
        weak.append(
            f"A learning rate of {learning_rate:g} is far too large for Adam here: try a tenth of it."
        )
    if learning_rate < 0.002:
        weak.append(
            f"A learning rate of {learning_rate:g} is small for {steps} steps: try a larger one, or more steps."
        )
    if sum(hidden) < 8:
        weak.append("With so few units a ring is hard to close: spend more of the parameters.")
    if steps < 600:
        weak.append(f"{steps} steps end the training early: spend more of the FLOPs.")
    unsure = "Try a larger and a smaller learning rate, or other layers, and compare all five seeds."
    return " ".join([said, *(weak or [unsure])])
