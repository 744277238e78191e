"""References for the checks of lesson 5 in plain arithmetic, and diagnoses of wrong values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Diagnoses: TypeAlias = list[tuple[Any, str]]
Memory: TypeAlias = dict[str, Any]
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


class Rule(NamedTuple):
    """A way to take one step, right or wrong: (w, gradient, memory) → w, memory changed in place."""

    says: str
    step: Callable[[Array, Array, Memory], Any]


def sgd_diagnoses(w: Array, gradient: Array, lr: float) -> Diagnoses:
    """Diagnoses of a wrong result for w − lr·gradient."""
    return [
        (w + lr * gradient, "The step went uphill: take lr times the gradient away."),
        (w - gradient, "The learning rate has no effect: multiply the gradient by lr."),
        (lr * gradient, "That is the step alone; take it away from w."),
        (-lr * gradient, "That is the step alone; it starts from w."),
        (w - lr * np.sign(gradient), "Only the sign of the gradient counts here; its size counts too."),
        (
            w - lr * w * gradient,
            "The gradient was multiplied by w; the step is lr times the gradient, no more.",
        ),
        (w * (1 - lr), "The step uses w where the gradient belongs."),
    ]


def _momentum(w: Array, g: Array, s: Memory) -> Any:
    s["v"] = s["beta"] * s["v"] + g
    return w - s["lr"] * s["v"]


def _averaged(w: Array, g: Array, s: Memory) -> Any:
    s["v"] = s["beta"] * s["v"] + (1 - s["beta"]) * g
    return w - s["lr"] * s["v"]


def _old_velocity(w: Array, g: Array, s: Memory) -> Any:
    moved = w - s["lr"] * s["v"]
    s["v"] = s["beta"] * s["v"] + g
    return moved


def _forgetful(w: Array, g: Array, s: Memory) -> Any:
    s["v"] = g
    return w - s["lr"] * g


def _endless(w: Array, g: Array, s: Memory) -> Any:
    s["v"] = s["v"] + g
    return w - s["lr"] * s["v"]


def _uphill(w: Array, g: Array, s: Memory) -> Any:
    s["v"] = s["beta"] * s["v"] + g
    return w + s["lr"] * s["v"]


def _rate_inside(w: Array, g: Array, s: Memory) -> Any:
    s["v"] = s["beta"] * s["v"] + s["lr"] * g
    return w - s["lr"] * s["v"]


def _look_ahead(w: Array, g: Array, s: Memory) -> Any:
    s["v"] = s["beta"] * s["v"] + g
    return w - s["lr"] * (g + s["beta"] * s["v"])


MOMENTUM = (
    Rule("", _momentum),
    Rule("The gradient enters the velocity whole here, without a factor 1 − beta.", _averaged),
    Rule("The weights moved with the old velocity: make the new one first, then move.", _old_velocity),
    Rule("The old velocity has no effect: keep the part beta of it.", _forgetful),
    Rule("Nothing of the old velocity fades: multiply it by beta before the gradient is added.", _endless),
    Rule("The step went uphill: take lr times the velocity away.", _uphill),
    Rule("The learning rate counts twice: it belongs to the move, not to the velocity.", _rate_inside),
    Rule("That is Nesterov's step, which looks ahead; here the plain one is asked.", _look_ahead),
)
"""The right rule, then the wrong ones, likeliest first."""


def _averages(g: Array, s: Memory) -> None:
    s["t"] += 1
    s["m"] = BETA1 * s["m"] + (1 - BETA1) * g
    s["v"] = BETA2 * s["v"] + (1 - BETA2) * g * g


def _hats(s: Memory, *, late: int = 0) -> tuple[Array, Array]:
    t = s["t"] + late
    return s["m"] / np.float64(1 - BETA1**t), s["v"] / np.float64(1 - BETA2**t)


def _adam(w: Array, g: Array, s: Memory) -> Any:
    _averages(g, s)
    m, v = _hats(s)
    return w - s["lr"] * m / (np.sqrt(v) + EPS)


def _uncorrected(w: Array, g: Array, s: Memory) -> Any:
    _averages(g, s)
    return w - s["lr"] * s["m"] / (np.sqrt(s["v"]) + EPS)


def _half_corrected(which: str) -> Callable[[Array, Array, Memory], Any]:
    def step(w: Array, g: Array, s: Memory) -> Any:
        _averages(g, s)
        m, v = _hats(s)
        m, v = (m, s["v"]) if which == "m" else (s["m"], v)
        return w - s["lr"] * m / (np.sqrt(v) + EPS)

    return step


def _counted(late: int) -> Callable[[Array, Array, Memory], Any]:
    def step(w: Array, g: Array, s: Memory) -> Any:
        _averages(g, s)
        m, v = _hats(s, late=late)
        return w - s["lr"] * m / (np.sqrt(v) + EPS)

    return step


def _eps_inside(w: Array, g: Array, s: Memory) -> Any:
    _averages(g, s)
    m, v = _hats(s)
    return w - s["lr"] * m / np.sqrt(v + EPS)


def _rootless(w: Array, g: Array, s: Memory) -> Any:
    _averages(g, s)
    m, v = _hats(s)
    return w - s["lr"] * m / (v + EPS)


def _climbing(w: Array, g: Array, s: Memory) -> Any:
    return 2 * w - _adam(w, g, s)


ADAM = (
    Rule("", _adam),
    Rule("The correction is missing: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ before the step.", _uncorrected),
    Rule("Only m is corrected; v too starts from zero and is divided by 1 − β₂ᵗ.", _half_corrected("m")),
    Rule("Only v is corrected; m too starts from zero and is divided by 1 − β₁ᵗ.", _half_corrected("v")),
    Rule("t counts from 0 here, and 1 − β⁰ is 0: count the step before you use t.", _counted(-1)),
    Rule("t is one ahead: count the step once, so that the first has t = 1.", _counted(1)),
    Rule("The ε is inside the root. It stands outside: √v̂ + ε.", _eps_inside),
    Rule("The root is missing: divide by √v̂ + ε, not by v̂ + ε.", _rootless),
    Rule("The step went uphill: take it away from w.", _climbing),
)
"""The right rule, then the wrong ones, likeliest first."""


def _adamw(w: Array, g: Array, s: Memory) -> Any:
    return _adam(w, g, s) - s["lr"] * s["decay"] * w


def _l2(w: Array, g: Array, s: Memory) -> Any:
    return _adam(w, g + s["decay"] * w, s)


def _rateless(w: Array, g: Array, s: Memory) -> Any:
    return _adam(w, g, s) - s["decay"] * w


def _after(w: Array, g: Array, s: Memory) -> Any:
    return _adam(w, g, s) * (1 - s["lr"] * s["decay"])


def _grown(w: Array, g: Array, s: Memory) -> Any:
    return _adam(w, g, s) + s["lr"] * s["decay"] * w


def _no_size(w: Array, g: Array, s: Memory) -> Any:
    return _adam(w, g, s) - s["lr"] * s["decay"] * np.sign(w)


ADAMW = (
    Rule("", _adamw),
    Rule(
        "The decay went into the gradient, which is L2: there √v̂ divides it away, and every weight shrinks by "
        "about lr. Keep it out of m and v.",
        _l2,
    ),
    Rule("There is no decay: take lr · decay · w away as well.", _adam),
    Rule("The decay is not multiplied by lr.", _rateless),
    Rule("The decay uses the weights from after the step; it uses those from before.", _after),
    Rule("The weights grow: the decay is taken away, too.", _grown),
    Rule("The decay takes the same from every weight; it is a share of w.", _no_size),
)
"""The right rule, then the wrong ones, likeliest first."""


def schedule(t: int, warmup: int, total: int, peak: float) -> float:
    """The learning rate at step t: up in a straight line, then half a cosine down to 0."""
    if t < warmup:
        return peak * (t + 1) / warmup
    if t >= total:
        return 0.0
    return peak * math.cos(math.pi / 2 * (t - warmup) / (total - warmup)) ** 2


def cosine_diagnoses(t: int, warmup: int, total: int, peak: float) -> Iterator[tuple[float, str]]:
    """Diagnoses of a wrong result for the rate at step t; those that end at the right value are left out."""
    right = schedule(t, warmup, total, peak)
    for value, says in _schedule_slips(t, warmup, total, peak):
        if abs(value - right) > 1e-9:
            yield value, says


def _schedule_slips(t: int, warmup: int, total: int, peak: float) -> Iterator[tuple[float, str]]:
    if t < warmup:
        yield peak * t / warmup, "The peak comes one step late: step 0 has peak / warmup already."
        yield peak, "The rate is at its peak from the start: while t < warmup it goes up in equal parts."
        yield (
            peak * (1 + math.cos(math.pi * t / total)) / 2,
            "The warmup is missing: it comes before the cosine.",
        )
        yield (t + 1) / warmup, "That is the share of the peak: multiply it by peak."
        return
    done = (t - warmup) / (total - warmup)
    down = (1 + math.cos(math.pi * done)) / 2
    if t > total:
        yield peak * down, "Past `total` the cosine would climb again: let `done` end at 1."
    yield (
        peak * (1 + math.cos(math.pi * min(t / total, 1))) / 2,
        "The cosine began at step 0; `done` counts from the end of the warmup.",
    )
    yield peak * (1 - min(done, 1)), "That is a straight line down; half a cosine is asked."
    yield peak * (1 + math.cos(math.pi * done)), "Half of it: 1 + cos runs from 2 to 0."
    yield peak * math.cos(math.pi * done), "That falls below zero: add 1 to the cosine and halve the sum."
    yield peak * math.cos(math.pi / 2 * done), "That is a quarter of a cosine: it has no slow end."
    yield peak * (1 + math.cos(done)) / 2, "The π is missing: the cosine goes from 0 to π."
    yield peak, "The rate stays at its peak: after the warmup it comes down along half a cosine."
    yield down, "That is the share of the peak: multiply it by peak."
