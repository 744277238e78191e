"""The checks of lesson 1: random inputs, references of their own, and the likely cause of a wrong answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from coursekit.content.neuron.diagnoses import (
    CORNERS,
    Array,
    Bend,
    Diagnoses,
    Neuron,
    best_by_point,
    boundary_diagnoses,
    gate_diagnosis,
    identity,
    neuron_diagnoses,
    relu,
    share,
    tanh,
    weighted_sum,
    xor_diagnoses,
)
from coursekit.formatting import format_significant, format_value
from coursekit.quiz import Expect, Student, exercise

_GATES: dict[str, dict[tuple[int, ...], int]] = {
    "AND": dict(zip(CORNERS, (0, 0, 0, 1), strict=True)),
    "OR": dict(zip(CORNERS, (0, 1, 1, 1), strict=True)),
    "NOT": {(0,): 1, (1,): 0},
}
_MARGIN = 0.1
_ROUNDING = 1e-6  # what float32 and a sum in another order may lose of the margin
_APART = 0.05  # inputs are drawn until every wrong value differs by this much from every other
_CLAIMS_ALL = "No single neuron gets all four: count the points of one neuron at a time."
_IGNORES = "That is the ceiling of all neurons; here the share of this one is asked."
_ON_THE_EDGE = (np.array([1.0, 1.0]), -1.0)
_EDGE_IS_ON = "Two points have z = 0 here; on means above zero."


@exercise(
    "neuron.neuron",
    needs=("neuron",),
    hints=(
        "Three steps: weigh, sum up with the bias, bend. The lesson does the first two in one line; "
        "which sign multiplies the pairs and adds the products?",
        "`w @ x` weighs the inputs and adds the products up. Add the bias, and keep the sum as `z`. "
        "The bend comes last.",
        "First `z = w @ x + b`. Then call the function you were handed, `activation(z)`, and return its result.",
    ),
    why="Weigh, sum, bend: the activation sees nothing but the sum, so any bend fits the same neuron.",
)
def check_neuron(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Several activations and numbers of inputs, with sums on both sides of zero."""
    for n, activation, fits in (
        (3, identity, lambda total, b: total + b < -0.5),
        (2, relu, lambda total, b: total < 0 < b and total + b < -0.5),
        (4, relu, lambda total, b: total < 0 < b and total + b > 0.5),
        (1, tanh, lambda total, b: 0.2 < total + b < 1.5),
    ):
        x, w, b, diagnoses = _telling_case(rng, n, activation, fits)
        given = {"x": x, "w": w, "b": b, "activation": activation}
        want = activation(weighted_sum(x, w) + b)
        expect.close(s.neuron(x, w, b, activation), want, given=given, diagnoses=diagnoses, tolerance=1e-4)


@exercise(
    "neuron.boundary",
    needs=("boundary",),
    hints=(
        "Start from w₁x₁ + w₂x₂ + b = 0 on paper and solve it for x₂, as you would solve any equation.",
        "Move what has no x₂ to the other side, where its sign changes: w₂x₂ = −(w₁x₁ + b). One division is left. "
        "In Python, w₁ is `w[0]` and w₂ is `w[1]`.",
        'First `if w[1] == 0: raise ValueError("w2 is 0, the line is vertical")`. '
        "Then return `-(w[0] * x1 + b) / w[1]`.",
    ),
    why="Nothing here was bent: the boundary is where the sum is zero, so it is straight whatever comes after.",
)
def check_boundary(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Rising, falling and horizontal lines; a vertical one is an error."""
    for sign, flat in ((1.0, False), (-1.0, False), (1.0, True)):
        w, b, x1, diagnoses = _telling_line(rng, sign, flat=flat)
        want = -(w[0] * x1 + b) / w[1]
        given = {"w": w, "b": b, "x1": x1}
        got = expect.value(partial(s.boundary, w, b, x1), given=given, otherwise=_not_vertical(w))
        expect.close(got, want, given=given, diagnoses=diagnoses, tolerance=1e-4)
    w, (b, x1) = np.array([_tenths(rng, 1)[0], 0.0]), _tenths(rng, 2).tolist()
    because = "The line is vertical: look at w[1] before you divide, and raise when it is 0."
    try:
        given = {"w": w, "b": b, "x1": x1}
        expect.raises(ValueError, lambda: s.boundary(w, b, x1), given=given, because=because)
    except (NameError, TypeError):  # a slip in the line that raises: the crash names it
        raise
    except ZeroDivisionError:
        expect.that(
            False, "with w₂ = 0 your function divides by zero before it can raise a ValueError of its own."
        )
    except Exception as error:
        expect.that(
            False,
            f"with w₂ = 0 your function stops with {format_value(type(error))}; raise a ValueError instead.",
        )


@exercise(
    "neuron.gate",
    needs=("gate",),
    hints=(
        "Start with OR and equal weights. With w = (1, 1) the weighted sum is 0, 1, 1 and 2 at the four points. "
        "Which bias puts 0 below zero and the others above?",
        "AND can keep the same weights. Now only the sum 2 may stay above zero, so the bias pulls harder. "
        "NOT has to fall when its input rises: which sign must its weight have?",
        "For AND the bias lies between −2 and −1, and halfway is −1.5. For OR it lies between −1 and 0. "
        "For NOT take the weight −1 and a bias between 0 and 1.",
    ),
    why="The weights set the direction of the cut and the bias its place. Each gate needs one straight cut.",
)
def check_gate(s: Student, _rng: np.random.Generator, expect: Expect) -> None:
    """Every point on its side of zero, by the margin; any weights that manage it are right."""
    done: list[str] = []
    for name, answers in _GATES.items():
        so_far = f"{' and '.join(done)} {'is' if len(done) == 1 else 'are'} right. " if done else ""
        w, b = _weights(s.gate(name), name, so_far, expect)
        for point, on in answers.items():
            z = weighted_sum(w, point) + b
            cause = gate_diagnosis(w, b, answers, margin=_MARGIN)
            clear = (z if on else -z) >= _MARGIN - _ROUNDING
            expect.that(clear, f"{so_far}{_off_side(name, point, on=on, z=z)} {cause}")
        done.append(name)


@exercise(
    "neuron.xor_best",
    needs=("xor_best",),
    hints=(
        "Begin with one neuron: go through the four points, compute z, and count how often `z > 0` "
        "agrees with `xor`.",
        "Two loops, one inside the other: over the neurons, and for each over `zip(points, xor)`. "
        "Set the count back to 0 for every new neuron.",
        "Keep `best = 0.0` before the loops. After the four points of one neuron: "
        "`best = max(best, right / 4)`. Return `best` after both loops.",
    ),
    why="A larger crowd only tries more straight cuts, and no straight cut gets all four points of XOR.",
)
def check_xor_best(s: Student, rng: np.random.Generator, expect: Expect) -> None:
    """Single neurons, a few with the best in the middle, and a crowd, which ends at three of four."""
    good, poor = _telling_one(rng), _draw(rng, 0.25)
    readings = ((good, (1.0, _CLAIMS_ALL)), (poor, (0.75, _IGNORES)), (_ON_THE_EDGE, (0.75, _EDGE_IS_ON)))
    for neuron, reading in readings:
        w, b = neuron
        what = "with this neuron alone in the list you gave"
        diagnoses = [reading, *xor_diagnoses([neuron])]
        expect.close(
            s.xor_best([neuron]), share(neuron), given={"w": w, "b": b}, what=what, diagnoses=diagnoses
        )
    few = _telling_few(rng)
    told = ", ".join(f"{share(each):g}" for each in few)
    what = f"for four neurons with the shares {told} you gave"
    expect.close(s.xor_best(few), max(map(share, few)), what=what, diagnoses=xor_diagnoses(few))
    crowd = [good, *(_draw(rng) for _ in range(200))]
    what = f"for a list of {len(crowd)} random neurons you gave"
    expect.close(s.xor_best(crowd), 0.75, what=what, diagnoses=xor_diagnoses(crowd))


def _tenths(rng: np.random.Generator, n: int) -> Array:
    """Numbers between −2 and 2 with one decimal, none of them 0."""
    return np.asarray(rng.integers(1, 21, n) * rng.choice([-1, 1], n) / 10, dtype=float)


def _are_apart(values: Sequence[Any]) -> bool:
    numbers = sorted(float(value) for value in values if np.shape(value) == ())
    return all(high - low > _APART for low, high in pairwise(numbers))


def _telling_case(
    rng: np.random.Generator, n: int, activation: Bend, fits: Callable[[float, float], bool]
) -> tuple[Array, Array, float, Diagnoses]:
    """Inputs, weights and a bias that fit, drawn until no wrong result equals the right one or another."""
    while True:
        x, w, b = _tenths(rng, n), _tenths(rng, n), float(_tenths(rng, 1)[0])
        total = weighted_sum(x, w)
        diagnoses = neuron_diagnoses(x, w, b, activation)
        if fits(total, b) and _are_apart([activation(total + b), *(wrong for wrong, _ in diagnoses)]):
            return x, w, b, diagnoses


def _telling_line(
    rng: np.random.Generator, sign: float, *, flat: bool
) -> tuple[Array, float, float, Diagnoses]:
    """A line whose second weight has this sign; with `flat` its first weight is 0."""
    while True:
        w1, w2, b, x1 = _tenths(rng, 4).tolist()
        w = np.array([0.0 if flat else w1, sign * abs(w2)])
        diagnoses = [] if flat else boundary_diagnoses(w, b, x1)
        if flat or _are_apart([-(w[0] * x1 + b) / w[1], *(wrong for wrong, _ in diagnoses)]):
            return w, b, x1, diagnoses


def _not_vertical(w: Array) -> str:
    """Why a line with these weights has an x₂, and where to look for the vertical one."""
    advice = "Raise only where w[1] is 0." if w[0] else "Look at w[1], not w[0]."
    return f"w₂ is {format_value(float(w[1]))} and this line is not vertical. {advice}"


def _weights(pair: Any, name: str, so_far: str, expect: Expect) -> Neuron:
    """The learner's gate as an array with one weight an input, and a number."""
    call = f'{so_far}gate("{name}")'
    expect.that(pair is not None, f"{call} gives None. Has it a branch for {name}, and a `return` in it?")
    is_pair = isinstance(pair, tuple | list) and len(pair) == 2
    expect.that(is_pair, f"{call} should give two things, the weights and the bias: `return w, b`.")
    n = len(next(iter(_GATES[name])))
    w = np.atleast_1d(expect.array(pair[0], what=f"{call} gives as w"))
    inputs = "one input, so w has one entry" if n == 1 else f"{n} inputs, so w has {n} entries"
    expect.that(w.shape == (n,), f"{call} gives a w of shape {w.shape}. {name} has {inputs}.")
    return w, expect.number(pair[1], what=f"{call} gives as b")


def _off_side(name: str, point: tuple[int, ...], *, on: int, z: float) -> str:
    inputs = f"the inputs {point}" if len(point) > 1 else f"the input {point[0]}"
    side, bound = ("on", f"at least {_MARGIN}") if on else ("off", f"at most −{_MARGIN}")
    shown = format_significant(z, 4)
    return f"{name} should be {side} for {inputs}: z must be {bound}, and your weights give z = {shown}."


def _draw(rng: np.random.Generator, wanted: float | None = None) -> Neuron:
    """A random neuron of this share, or of any, that has no point of XOR on its boundary."""
    while True:
        w, b = _tenths(rng, 2), float(_tenths(rng, 1)[0])
        clear = all(abs(weighted_sum(w, point) + b) > _APART for point in CORNERS)
        if clear and wanted in (None, share((w, b))):
            return w, b


def _telling_one(rng: np.random.Generator) -> Neuron:
    """A neuron with three points right that loses one of them with its bias."""
    while True:
        w, b = _draw(rng, 0.75)
        if share((w, 0.0)) == 0.5:
            return w, b


def _telling_few(rng: np.random.Generator) -> list[Neuron]:
    """Four neurons, the best in the middle, that together get every point right."""
    while True:
        few = [_draw(rng, wanted) for wanted in (0.25, 0.75, 0.75, 0.5)]
        if best_by_point(few) == 1.0:
            return few
