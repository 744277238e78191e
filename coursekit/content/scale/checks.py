"""The checks of lesson 6: random networks and budgets, counted here once more, and the cause of a wrong number."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np

from coursekit.content.scale.diagnoses import (
    MEMORY_CASES,
    bytes_diagnoses,
    flops_diagnoses,
    memory_diagnoses,
    memory_of,
    parameter_diagnoses,
    parameters_of,
    weights_of,
    width_diagnoses,
    width_for,
)
from coursekit.quiz import Expect, Student, exercise
from coursekit.widgets import trial
from coursekit.widgets.scale.five_seeds import Trial

PARAMETERS, FLOPS, WANTED = 250, 45_000_000, 4
_EXACT = 1e-9


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
    """Networks of two to four layers, at several batch sizes and bits."""
    for depth, bits in ((2, 16), (3, 8), (1, 32), (4, 4)):
        sizes = [int(n) for n in rng.choice(np.arange(3, 60), depth + 1, replace=False)]
        batch = int(rng.integers(5, 40))
        given = {"sizes": sizes, "batch": batch, "bits": bits}
        got = s.mlp_cost(list(sizes), batch, bits)
        three = isinstance(got, tuple | list) and len(got) == 3
        expect.that(got is not None, "mlp_cost gives None. Is a `return` missing?")
        expect.that(three, "mlp_cost should give three numbers: `return parameters, weight_bytes, flops`.")
        count = parameters_of(sizes)
        for part, what, want, diagnoses in (
            (got[0], "for the parameters you gave", count, parameter_diagnoses(sizes, batch)),
            (got[1], "for the bytes you gave", count * bits / 8, bytes_diagnoses(count, bits, batch)),
            (got[2], "for the FLOPs you gave", 2 * weights_of(sizes) * batch, flops_diagnoses(sizes, batch)),
        ):
            expect.close(part, want, given=given, what=what, diagnoses=diagnoses, tolerance=_EXACT)


@exercise(
    "scale.training_memory",
    needs=("training_memory",),
    hints=(
        "Work out one parameter first. How many bytes are its weight and its gradient, at 32 bits and at 16?",
        "Then the optimizer: none, one or two moments of 4 bytes each. A small dict from name to number helps.",
        "At 16 bits add 4 bytes for the copy. Multiply the sum by `n` at the very end.",
    ),
    why="Storing a model is the smallest part of training it; most of the bill is what remembers how it moved.",
)
def check_training_memory(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Each optimizer at 32 bits, and two at 16; the cause is sought in all answers together."""
    asked = [(int(rng.integers(1_000, 1_000_000)), optimizer, bits) for optimizer, bits in MEMORY_CASES]
    named = [dict(zip(("n", "optimizer", "bits"), case, strict=True)) for case in asked]
    said = [
        expect.number(s.training_memory(*case), given=each) for case, each in zip(asked, named, strict=True)
    ]
    per_parameter = [number / n for number, (n, _, _) in zip(said, asked, strict=True)]
    cause = next(
        (told for wrong, told in memory_diagnoses() if np.allclose(per_parameter, wrong, rtol=1e-6, atol=0)),
        "",
    )
    for number, case, given in zip(said, asked, named, strict=True):
        diagnoses = [(number, cause)] if cause else []
        expect.close(number, memory_of(*case), given=given, diagnoses=diagnoses, tolerance=_EXACT)


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
    for low, high in ((40, 90), (200, 400)):
        width = int(rng.integers(low, high))
        exact = parameters_of([784, width, width, 10])
        diagnoses = [
            (width + 1, "That width is one unit too far: its network no longer fits the budget."),
            (
                width - 1,
                "One unit more uses the budget up exactly, and that is allowed: is it < where <= is meant?",
            ),
            *width_diagnoses(exact),
        ]
        expect.close(
            s.largest_width(exact), width, given={"budget": exact}, diagnoses=diagnoses, tolerance=_EXACT
        )
        diagnoses = [(width, "One parameter is missing for that width. Are the biases counted?")]
        expect.close(
            s.largest_width(exact - 1),
            width - 1,
            given={"budget": exact - 1},
            diagnoses=diagnoses,
            tolerance=_EXACT,
        )
    for budget in (int(rng.integers(1, 700)), 806):
        diagnoses = [(1, "Not even one unit fits into this budget: begin with a width of 0.")]
        expect.close(
            s.largest_width(budget), 0, given={"budget": budget}, diagnoses=diagnoses, tolerance=_EXACT
        )
    budget = int(rng.integers(2_000_000, 4_000_000))
    expect.close(
        s.largest_width(budget),
        width_for(budget),
        given={"budget": budget},
        diagnoses=width_diagnoses(budget),
        tolerance=_EXACT,
    )


@exercise(
    "scale.plan",
    needs=("plan",),
    hints=(
        "A hidden layer of n units has 4n + 1 parameters here: 2n weights in, n biases, n weights out, one bias. How wide "
        "may one layer be? And how many parameters have two layers?",
        "FLOPs of training are 6 × weights × 32 × steps. Fewer weights leave more steps. Use `trial` with one wide layer "
        "and with two narrow ones.",
        "One layer of about 48 units, a learning rate of 0.02, and as many steps as the budget pays for: about 1,500.",
    ),
    why="Under a budget width, depth and steps compete. One wide layer learns this ring from every start; two narrow layers "
    "can do it with less, and sometimes get stuck.",
)
def check_plan(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """Within both budgets, and good from at least four of five seeds."""
    hidden, learning_rate, steps = _plan(s.plan(), expect)
    weights = weights_of([2, *hidden, 1])
    count = parameters_of([2, *hidden, 1])
    expect.that(
        count <= PARAMETERS,
        f"the network 2 → {' → '.join(map(str, [*hidden, 1]))} has {count} parameters, the budget is {PARAMETERS}. "
        "Fewer or narrower layers cost less.",
    )
    flops = 6 * weights * 32 * steps
    expect.that(
        flops <= FLOPS,
        f"training takes 6 × {weights} weights × 32 examples × {steps} steps, {flops / 1e6:.1f} million FLOPs, and "
        f"the budget is {FLOPS / 1e6:.0f} million. Pay with steps or with weights.",
    )
    found = trial(hidden, learning_rate, steps)
    expect.that(found.reached >= WANTED, _too_few(found, hidden, learning_rate, steps))


def _plan(got: Any, expect: Expect) -> tuple[list[int], float, int]:
    """The learner's plan as plain numbers."""
    expect.that(got is not None, "plan gives None. Is a `return` missing?")
    three = isinstance(got, tuple | list) and len(got) == 3
    expect.that(three, "plan should give three things: `return hidden, learning_rate, steps`.")
    widths, rate, steps = got
    whole = isinstance(widths, tuple | list) and all(
        _is_whole(width) and 1 <= width <= 10_000 for width in widths
    )
    expect.that(whole, "the first part of your plan should be a list of whole widths, such as [8] or [8, 8].")
    learning_rate = expect.number(rate, what="as the learning rate you gave")
    expect.that(learning_rate > 0, "the learning rate must be above 0.")
    expect.that(
        _is_whole(steps) and steps >= 1, "the third part of your plan should be a whole number of steps."
    )
    return [int(width) for width in widths], learning_rate, int(steps)


def _is_whole(value: Any) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def _too_few(found: Trial, hidden: list[int], learning_rate: float, steps: int) -> str:
    """Say how well the plan did, and the likeliest reason."""
    reached = ", ".join(f"{accuracy:.0%}" for accuracy in found.accuracies)
    said = f"{found.reached} of 5 seeds reach 93 % ({reached}), and {WANTED} are wanted."
    if not hidden:
        return f"{said} Without a hidden layer the boundary is one straight line."
    if learning_rate > 0.2:
        return (
            f"{said} A learning rate of {learning_rate:g} is far too large for Adam here: try a tenth of it."
        )
    if learning_rate < 0.002:
        return f"{said} With a learning rate of {learning_rate:g} the weights hardly moved in {steps} steps."
    if sum(hidden) < 8:
        return f"{said} So few units cannot close a ring: spend more of the parameters."
    if steps < 600:
        return f"{said} {steps} steps end the training early: spend more of the FLOPs."
    return f"{said} Some starts get stuck: a wider layer, or another learning rate, may depend less on luck."
