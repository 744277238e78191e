"""References for the checks of lesson 5, and the usual mistakes as functions with what each says."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from coursekit.quiz import Mistake

Array: TypeAlias = npt.NDArray[np.float64]
State: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[..., tuple[Any, Any]]
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


def sgd_step(w: Array, gradient: Array, lr: float) -> Array:
    """The weights less lr times the gradient."""
    return w - lr * gradient


SGD: list[Mistake] = [
    (lambda w, gradient, lr: w + lr * gradient, "The step went uphill: take lr times the gradient away."),
    (lambda w, gradient, lr: w - gradient, "The learning rate has no effect: multiply the gradient by lr."),
    (lambda w, gradient, lr: w - gradient / lr, "The gradient was divided by lr: multiply it."),
    (lambda w, gradient, lr: lr * gradient, "That is the step alone; take it away from w."),
    (lambda w, gradient, lr: -lr * gradient, "That is the step alone; it starts from w."),
    (lambda w, gradient, lr: lr * gradient - w, "The order is turned round: take the step away from w."),
    (lambda w, gradient, lr: w, "The weights came back unmoved."),
    (lambda w, gradient, lr: w - lr, "The gradient has no effect: the step is lr times the gradient."),
    (lambda w, gradient, lr: w - lr * np.sign(gradient), "Only the sign of the gradient counts here; its size counts too."),
    (lambda w, gradient, lr: w - lr * gradient / np.linalg.norm(gradient), "Only the direction of the gradient counts here; its length counts too."),
    (lambda w, gradient, lr: w - lr * np.mean(gradient), "Every weight took the same step: each has a gradient of its own."),
    (lambda w, gradient, lr: w - lr * w * gradient, "The gradient was multiplied by w; the step is lr times the gradient, no more."),
    (lambda w, gradient, lr: w * (1 - lr), "The step uses w where the gradient belongs."),
]  # fmt: skip


def _momentum(
    velocity: Callable[..., Any] = lambda v, g, beta, lr: beta * v + g,
    move: Callable[..., Any] = lambda new, old, g, beta, lr: lr * new,
    keep: Callable[..., Any] = lambda new, old, moved: (moved, new),
) -> Rule:
    """A step with momentum in which one of three lines may be written in another way."""

    def momentum_step(w: Array, gradient: Array, v: Array, lr: float, beta: float) -> tuple[Any, Any]:
        new = velocity(v, gradient, beta, lr)
        return keep(new, v, w - move(new, v, gradient, beta, lr))  # type: ignore[no-any-return]

    return momentum_step


momentum_step = _momentum()

MOMENTUM: list[Mistake] = [
    (_momentum(lambda v, g, beta, lr: beta * v + (1 - beta) * g), "The gradient enters the velocity whole here, without a factor 1 − beta."),
    (_momentum(move=lambda new, old, g, beta, lr: lr * old), "The weights moved with the old velocity: make the new one first, then move."),
    (_momentum(lambda v, g, beta, lr: g), "The old velocity has no effect: keep the part beta of it."),
    (_momentum(lambda v, g, beta, lr: v + g), "Nothing of the old velocity fades: multiply it by beta before the gradient is added."),
    (_momentum(lambda v, g, beta, lr: beta * (v + g)), "The gradient fades too: only the old velocity is multiplied by beta."),
    (_momentum(lambda v, g, beta, lr: (1 - beta) * v + beta * g), "beta is the part that is kept of the old velocity; the gradient is added whole."),
    (_momentum(lambda v, g, beta, lr: beta * v - g), "Add the gradient to the velocity; the move goes against it."),
    (
        _momentum(lambda v, g, beta, lr: beta * v - g, lambda new, old, g, beta, lr: -lr * new),
        "The weights are right. The velocity adds gradients up, and the move goes against it.",
    ),
    (_momentum(move=lambda new, old, g, beta, lr: -lr * new), "The step went uphill: take lr times the velocity away."),
    (_momentum(move=lambda new, old, g, beta, lr: new), "The learning rate has no effect: multiply the velocity by lr."),
    (_momentum(lambda v, g, beta, lr: beta * v + lr * g), "The learning rate counts twice: it belongs to the move, not to the velocity."),
    (
        _momentum(lambda v, g, beta, lr: beta * v + lr * g, lambda new, old, g, beta, lr: new),
        "Keep the learning rate out of the velocity, and put it into the move.",
    ),
    (_momentum(move=lambda new, old, g, beta, lr: lr * (g + beta * new)), "That is Nesterov's step, which looks ahead; here the plain one is asked."),
    (_momentum(move=lambda new, old, g, beta, lr: lr * g), "The velocity is right, but the weights moved with the gradient alone."),
    (_momentum(keep=lambda new, old, moved: (moved, old)), "The weights are right; return the velocity that you moved with."),
    (_momentum(keep=lambda new, old, moved: (new, moved)), "The two are swapped: `return w, v`."),
    (lambda w, gradient, v, lr, beta: (w, beta * v + gradient), "The weights came back unmoved."),
    (lambda w, gradient, v, lr, beta: (w, v), "Both came back as they were: make the new velocity, then move."),
]  # fmt: skip


def _adam(  # noqa: PLR0913 - each is one line of the rule
    step: Callable[..., Any] = lambda m, v, m_hat, v_hat: m_hat / (np.sqrt(v_hat) + EPS),
    *,
    late: int = 0,
    betas: tuple[float, float] = (BETA1, BETA2),
    shares: Callable[[float], float] = lambda beta: beta,
    power: Callable[[Array], Array] = np.square,
    correction: Callable[[float, int], float] = lambda beta, t: 1 - beta**t,
    keep: Callable[..., Any] = lambda m, v, m_hat, v_hat, t, state: {"m": m, "v": v, "t": t},
) -> Rule:
    """A step of Adam in which one of its lines may be written in another way."""

    def adam_step(w: Array, gradient: Array, state: State, lr: float) -> tuple[Any, Any]:
        m, v = (
            shares(beta) * state[name] + (1 - shares(beta)) * part
            for name, beta, part in zip("mv", betas, (gradient, power(gradient)), strict=True)
        )
        t = state["t"] + 1
        m_hat, v_hat = m / correction(betas[0], t + late), v / correction(betas[1], t + late)
        return w - lr * step(m, v, m_hat, v_hat), keep(m, v, m_hat, v_hat, t, state)

    return adam_step


adam_step = _adam()
_FROM_ZERO = "t counts from 0 here, and 1 − β⁰ is 0: count the step before you use t."

ADAM: list[Mistake] = [
    (_adam(lambda m, v, m_hat, v_hat: m / (np.sqrt(v) + EPS)), "The correction is missing: divide m by 1 − β₁ᵗ and v by 1 − β₂ᵗ before the step."),
    (_adam(lambda m, v, m_hat, v_hat: m_hat / (np.sqrt(v) + EPS)), "Only m is corrected; v too starts from zero and is divided by 1 − β₂ᵗ."),
    (_adam(lambda m, v, m_hat, v_hat: m / (np.sqrt(v_hat) + EPS)), "Only v is corrected; m too starts from zero and is divided by 1 − β₁ᵗ."),
    (_adam(late=-1), _FROM_ZERO),
    (_adam(late=-1, keep=lambda m, v, m_hat, v_hat, t, state: {"m": m, "v": v, "t": t - 1}), _FROM_ZERO),
    (_adam(late=1), "t is one ahead: count the step once, so that the first has t = 1."),
    (_adam(correction=lambda beta, t: 1 - beta), "The correction is the same in every step: it divides by 1 − βᵗ, and t grows."),
    (_adam(correction=lambda beta, t: 1 / (1 - beta**t)), "The averages are multiplied by 1 − βᵗ: divide, so that they grow in the first steps."),
    (_adam(correction=lambda beta, t: 1 - BETA1**t), "Both averages are corrected with β₁: v has β₂, which is 0.999."),
    (_adam(lambda m, v, m_hat, v_hat: m_hat / np.sqrt(v_hat + EPS)), "The ε is inside the root. It stands outside: √v̂ + ε."),
    (_adam(lambda m, v, m_hat, v_hat: m_hat / np.sqrt(v_hat)), "The ε is missing: where all gradients were 0, the step divides 0 by 0."),
    (_adam(lambda m, v, m_hat, v_hat: m_hat / (v_hat + EPS)), "The root is missing: divide by √v̂ + ε, not by v̂ + ε."),
    (_adam(lambda m, v, m_hat, v_hat: m_hat), "v has no effect: divide by √v̂ + ε."),
    (_adam(lambda m, v, m_hat, v_hat: -m_hat / (np.sqrt(v_hat) + EPS)), "The step went uphill: take it away from w."),
    (_adam(betas=(BETA2, BETA1)), "β₁ and β₂ are swapped: m keeps 0.9 of itself, v keeps 0.999."),
    (_adam(betas=(BETA1, BETA1)), "Both averages keep 0.9 of themselves: v keeps 0.999."),
    (_adam(betas=(BETA1, 0.99)), "v keeps 0.999 of itself, not 0.99."),
    (_adam(shares=lambda beta: 1 - beta), "β and 1 − β are swapped: an average keeps the part β of itself and takes 1 − β of what is new."),
    (_adam(power=lambda g: g), "v averages the squares of the gradient, g², not the gradient."),
    (
        lambda w, gradient, state, lr: (w - lr * gradient / (np.sqrt(_v_hat(gradient, state)) + EPS), adam_step(w, gradient, state, lr)[1]),
        "m has no effect: that is RMSProp. The step goes along m̂.",
    ),
    (
        _adam(keep=lambda m, v, m_hat, v_hat, t, state: {"m": m_hat, "v": v_hat, "t": t}),
        "The weights are right. Return the averages as they were before the correction; corrected twice they go wrong.",
    ),
    (_adam(keep=lambda m, v, m_hat, v_hat, t, state: {"m": m, "v": v, "t": t - 1}), "The weights are right. Return the t that you counted up."),
    (
        _adam(keep=lambda m, v, m_hat, v_hat, t, state: {**state, "t": t}),
        "The weights are right. Return the new averages, not the ones you were handed.",
    ),
    (_adam(keep=lambda m, v, m_hat, v_hat, t, state: state), "The weights are right. The state came back as it was: return the new m, v and t."),
    (lambda w, gradient, state, lr: (w, adam_step(w, gradient, state, lr)[1]), "The weights came back unmoved."),
]  # fmt: skip


def _v_hat(gradient: Array, state: State) -> Any:
    return adam_step(gradient, gradient, state, 0.0)[1]["v"] / (1 - BETA2 ** (state["t"] + 1))


def _adamw(decayed: Callable[..., Any], adam: Callable[..., Any] = adam_step) -> Rule:
    """A step of Adam, and `decayed(w, moved, lr, decay)` of it."""

    def adamw_step(w: Array, gradient: Array, state: State, lr: float, decay: float) -> tuple[Any, Any]:
        moved, new = adam(w, gradient, state, lr)
        return decayed(w, moved, lr, decay), new

    return adamw_step


def _decayed(w: Array, moved: Array, lr: float, decay: float) -> Array:
    return moved - lr * decay * w


adamw_step = _adamw(_decayed)

ADAMW: list[Mistake] = [
    (
        lambda w, gradient, state, lr, decay: adam_step(w, gradient + decay * w, state, lr),
        "The decay went into the gradient, which is L2: there √v̂ divides it away, and every weight shrinks by "
        "about lr. Keep it out of m and v.",
    ),
    (_adamw(lambda w, moved, lr, decay: moved), "There is no decay: take lr · decay · w away as well."),
    (_adamw(lambda w, moved, lr, decay: moved - decay * w), "The decay is not multiplied by lr."),
    (_adamw(lambda w, moved, lr, decay: moved - lr * w), "`decay` has no effect: take lr · decay · w away."),
    (_adamw(lambda w, moved, lr, decay: moved - lr * decay * moved), "The decay uses the weights from after the step; it uses those from before."),
    (_adamw(lambda w, moved, lr, decay: moved + lr * decay * w), "The weights grow: the decay is taken away, too."),
    (_adamw(lambda w, moved, lr, decay: moved - lr * decay * np.sign(w)), "The decay takes the same from every weight; it is a share of w."),
    (_adamw(lambda w, moved, lr, decay: moved - lr * decay), "The decay takes the same number from every weight; it is a share of w."),
    (_adamw(lambda w, moved, lr, decay: w - lr * decay * w), "Only the decay acts: begin with the step of Adam."),
    (
        lambda w, gradient, state, lr, decay: (adamw_step(w, gradient, state, lr, decay)[0], state),
        "The weights are right. Return the state that `adam_step` gave you.",
    ),
    *((_adamw(_decayed, wrong), f"The fault is in the step of Adam. {says}") for wrong, says in ADAM[:-2]),
]  # fmt: skip


def warmup_cosine(t: int, warmup: int, total: int, peak: float) -> float:
    """The learning rate at step t: up in a straight line, then half a cosine down to 0."""
    if t < warmup:
        return peak * (t + 1) / warmup
    if t >= total:
        return 0.0
    return peak * math.cos(math.pi / 2 * (t - warmup) / (total - warmup)) ** 2


def _half_cosine(done: float) -> float:
    return (1 + math.cos(math.pi * min(done, 1))) / 2


def _schedule(
    down: Callable[[float], float] = _half_cosine,
    *,
    up: Callable[[int, int], float] = lambda t, warmup: (t + 1) / warmup,
    done: Callable[[int, int, int], float] = lambda t, warmup, total: (t - warmup) / (total - warmup),
    scaled: bool = True,
) -> Callable[[int, int, int, float], float]:
    """A schedule in which one of its lines may be written in another way."""

    def warmup_cosine(t: int, warmup: int, total: int, peak: float) -> float:
        share = up(t, warmup) if t < warmup else down(done(t, warmup, total))
        return peak * share if scaled else share

    return warmup_cosine


WARMUP_COSINE: list[Mistake] = [
    (_schedule(up=lambda t, warmup: t / warmup), "The peak comes one step late: step 0 has peak / warmup already."),
    (_schedule(up=lambda t, warmup: 1), "The rate is at its peak from the start: while t < warmup it goes up in equal parts."),
    (_schedule(up=lambda t, warmup: 0), "While t < warmup the rate is 0: it goes up in equal parts."),
    (
        lambda t, warmup, total, peak: peak * (t + 1) / warmup if t <= warmup else warmup_cosine(t, warmup, total, peak),
        "At t = warmup the way down begins: the way up is for t < warmup, is it <= here?",
    ),
    (lambda t, warmup, total, peak: peak * _half_cosine(t / total), "The warmup is missing: it comes before the cosine."),
    (_schedule(done=lambda t, warmup, total: t / total), "The cosine began at step 0; `done` counts from the end of the warmup."),
    (
        _schedule(done=lambda t, warmup, total: (t - warmup) / total),
        "The way down is too long: it has total − warmup steps, since it begins after the warmup.",
    ),
    (_schedule(done=lambda t, warmup, total: t / (total - warmup)), "`done` is to be 0 at t = warmup: take warmup away from t, too."),
    (
        _schedule(done=lambda t, warmup, total: (t - warmup + 1) / (total - warmup)),
        "The way down is one step early: step `warmup` still has the whole peak.",
    ),
    (_schedule(lambda done: (1 + math.cos(math.pi * done)) / 2), "Past `total` the cosine would climb again: let `done` end at 1."),
    (_schedule(lambda done: 1 - min(done, 1)), "That is a straight line down; half a cosine is asked."),
    (_schedule(lambda done: 2 * _half_cosine(done)), "Half of it: 1 + cos runs from 2 to 0."),
    (_schedule(lambda done: math.cos(math.pi * min(done, 1))), "That falls below zero: add 1 to the cosine and halve the sum."),
    (_schedule(lambda done: math.cos(math.pi / 2 * min(done, 1))), "That is a quarter of a cosine: it has no slow end."),
    (_schedule(lambda done: (1 + math.cos(min(done, 1))) / 2), "The π is missing: the cosine goes from 0 to π."),
    (_schedule(lambda done: 1 - _half_cosine(done)), "The cosine climbs: it is 1 + cos, not 1 − cos."),
    (_schedule(lambda done: 1), "The rate stays at its peak: after the warmup it comes down along half a cosine."),
    (_schedule(scaled=False), "That is the share of the peak: multiply it by peak."),
    (_schedule(lambda done: _half_cosine(done) if done <= 1 else 1), "Past `total` the rate is at its peak again: there it stays 0."),
]  # fmt: skip
