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
    (_momentum(move=lambda new, old, g, beta, lr: lr * (g + beta * new)), "The new velocity went through beta · v + gradient once more before the move (that's Nesterov's step). Make it once, and move with it."),
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
    (_adam(lambda m, v, m_hat, v_hat: m_hat / np.sqrt(v_hat)), "Where all gradients were 0, the step divides 0 by 0. Is the ε missing, or the brackets around √v̂ + ε?"),
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
        "m has no effect: the step goes along m̂, not along the gradient.",
    ),
    (
        lambda w, gradient, state, lr: (w - lr * gradient / (np.sqrt(adam_step(w, gradient, state, lr)[1]["v"]) + EPS), adam_step(w, gradient, state, lr)[1]),
        "That is RMSProp's step: Adam's goes along m̂, and divides by the root of v̂, which is corrected.",
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
    (_schedule(lambda done: 1 - _half_cosine(done)), "The cosine climbs. Either it says 1 − cos (it is 1 + cos), or `done` runs from 1 to 0."),
    (_schedule(lambda done: 1), "The rate stays at its peak: after the warmup it comes down along half a cosine."),
    (_schedule(scaled=False), "That is the share of the peak: multiply it by peak."),
    (_schedule(lambda done: _half_cosine(done) if done <= 1 else 1), "Past `total` the rate is at its peak again: there it stays 0."),
]  # fmt: skip


def fit(X: Array, labels: Array, W: Array, b: Array, lr: float, batches: list[Array]) -> tuple[Array, Array]:
    """One layer of scores after a step of plain descent on the cross-entropy for each batch, example by example."""
    for rows in batches:
        dW, db = np.zeros(W.shape), np.zeros(b.shape)
        for row in rows:
            p = _shares(X[row] @ W + b)
            p[labels[row]] -= 1
            dW, db = dW + np.outer(X[row], p), db + p
        W, b = W - lr * dW / len(rows), b - lr * db / len(rows)
    return W, b


def _shares(z: Array) -> Array:
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def _fit(  # noqa: PLR0913 - each is one line of the training
    rows_of: Callable[..., Any] = lambda rows, n: rows,
    *,
    labels_of: Callable[..., Any] = lambda labels, rows: labels[rows],
    slope: Callable[..., Any] = lambda p, y: p - y,
    size: Callable[[int], float] = lambda n: n,
    shares: Callable[[Array], Array] = _shares,
    piles: tuple[bool, bool] = (False, False),
    turned: bool = False,
    keep: Callable[..., Any] = lambda start, W, b: (W, b),
    last: bool = False,
) -> Rule:
    """A training in which one of its lines may be written in another way."""

    def fit(X: Array, labels: Array, W: Array, b: Array, lr: float, batches: list[Array]) -> tuple[Any, Any]:
        start, dW, db = (W, b), np.zeros(W.shape), np.zeros(b.shape)
        for rows in [*batches][-1:] if last else batches:
            x = X[rows_of(rows, len(X))]
            y = np.eye(len(b))[labels_of(labels, rows_of(rows, len(X)))]
            g = slope(shares(x @ W + b), y) / size(len(x))
            dW, db = x.T @ g + piles[0] * dW, g.sum(axis=0) + piles[1] * db
            W, b = (W + lr * dW, b + lr * db) if turned else (W - lr * dW, b - lr * db)
        return keep(start, W, b)  # type: ignore[no-any-return]

    return fit


FIT: list[Mistake] = [
    (
        _fit(labels_of=lambda labels, rows: labels[: len(rows)]),
        "That's still what `broken` gives: images and answers don't belong together.",
    ),
    (_fit(piles=(True, True)), "The slopes of all batches so far pile up in dW and db. Each batch has to start at zero."),
    (_fit(piles=(False, True)), "dW starts anew in each batch, but db still holds the slopes of the batches before."),
    (_fit(piles=(True, False)), "db starts anew in each batch, but dW still holds the slopes of the batches before."),
    (_fit(turned=True), "The steps go uphill. Either the slope is turned (it is p − y), or the step: W − lr · dW."),
    (_fit(size=lambda n: 1), "The slopes are added up over the batch: divide them by the number of its rows."),
    (_fit(slope=lambda p, y: p), "The right answers have no effect: the slope of the scores is p − 1 for the right class, and p for the others."),
    (_fit(slope=lambda p, y: -y), "The probabilities have no effect: the slope of the scores is p − 1 for the right class, and p for the others."),
    (_fit(slope=lambda p, y: (p - 1) * y), "The probabilities of the other classes have no effect: the slope of the scores is p − 1 for the right class, and p for the others."),
    (_fit(lambda rows, n: np.arange(n)), "Every step uses all rows of X: take those of its batch, X[rows]."),
    (_fit(shares=lambda z: _shares(z.T).T), "Softmax runs down the columns here: each example's probabilities add up to 1 along axis 1."),
    (_fit(keep=lambda start, W, b: (W, start[1])), "W is right, but b came back as it was."),
    (_fit(keep=lambda start, W, b: (start[0], b)), "b is right, but W came back as it was."),
    (_fit(keep=lambda start, W, b: (b, W)), "The two are swapped: `return W, b`."),
    (_fit(keep=lambda start, W, b: start), "Both came back as they were."),
    (_fit(last=True), "Only the last batch has an effect: each step goes on from the W and b of the one before."),
    (lambda X, labels, W, b, lr, batches: fit(X, labels, W, b, lr, [*batches][:1]), "The training ends after the first batch. Does the `return` stand inside the loop?"),
    (lambda X, labels, W, b, lr, batches: fit(X, labels, W, b, 1, batches), "lr has no effect: multiply the slopes by it."),
]  # fmt: skip
