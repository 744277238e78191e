"""Wrong and right solutions by people who have not seen the checks; see `tests/notebooks/test_tried.py`."""

import functools
import math

import numpy as np

from coursekit.authoring.proofs import mistake, variant
from coursekit.engine import Tensor, nn, optim

_BUFFERS = {}
_KEPT = {}
_STEPS = [0]


def _into(values):
    """Copy values into the one buffer of their shape."""
    values = np.asarray(values, float)
    buffer = _BUFFERS.setdefault(values.shape, np.empty(values.shape))
    buffer[...] = values
    return buffer


# momentum_step


def _heavy(w, gradient, v, lr, beta):
    v = beta * v + gradient
    return w - lr * v, v


mistake("optimizers.momentum_step", "old velocity moves")(
    lambda w, gradient, v, lr, beta: (w - lr * v, beta * v + gradient)
)
mistake("optimizers.momentum_step", "velocity first")(lambda w, *rest: _heavy(w, *rest)[::-1])
mistake("optimizers.momentum_step", "weights alone")(lambda w, *rest: _heavy(w, *rest)[0])
mistake("optimizers.momentum_step", "averaged gradient")(
    lambda w, gradient, v, lr, beta: _heavy(w, (1 - beta) * gradient, v, lr, beta)
)
mistake("optimizers.momentum_step", "rate inside the velocity")(
    lambda w, gradient, v, lr, beta: (w - (beta * v + lr * gradient), beta * v + lr * gradient)
)
mistake("optimizers.momentum_step", "beta always 0.9")(
    lambda w, gradient, v, lr, beta: _heavy(w, gradient, v, lr, 0.9)
)
mistake("optimizers.momentum_step", "beta or 0.9")(
    lambda w, gradient, v, lr, beta: _heavy(w, gradient, v, lr, beta or 0.9)
)
mistake("optimizers.momentum_step", "beta at the gradient")(
    lambda w, gradient, v, lr, beta: (w - lr * (v + beta * gradient), v + beta * gradient)
)
mistake("optimizers.momentum_step", "nothing is lost")(
    lambda w, gradient, v, lr, beta: _heavy(w, gradient, v, lr, 1.0)
)
mistake("optimizers.momentum_step", "Nesterov")(
    lambda w, gradient, v, lr, beta: (w - lr * (gradient + beta * (beta * v + gradient)), beta * v + gradient)
)
mistake("optimizers.momentum_step", "uphill")(
    lambda w, gradient, v, lr, beta: (w + lr * (beta * v + gradient), beta * v + gradient)
)
mistake("optimizers.momentum_step", "gradient subtracted from the velocity")(
    lambda w, gradient, v, lr, beta: (w + lr * (beta * v - gradient), beta * v - gradient)
)
mistake("optimizers.momentum_step", "no rate")(
    lambda w, gradient, v, lr, beta: _heavy(w, gradient, v, 1.0, beta)
)
mistake("optimizers.momentum_step", "plain gradient descent")(
    lambda w, gradient, v, lr, beta: (w - lr * gradient, beta * v + gradient)
)
mistake("optimizers.momentum_step", "old velocity returned")(
    lambda w, gradient, v, lr, beta: (_heavy(w, gradient, v, lr, beta)[0], v)
)
mistake("optimizers.momentum_step", "nothing moves")(lambda w, gradient, v, lr, beta: (w, v))
mistake("optimizers.momentum_step", "no velocity while it is 0")(
    lambda w, gradient, v, lr, beta: (
        _heavy(w, gradient, v, lr, beta) if v.all() else (w - lr * gradient, gradient)
    )
)
mistake("optimizers.momentum_step", "clipped velocity")(
    lambda w, gradient, v, lr, beta: (
        w - lr * np.clip(beta * v + gradient, -1, 1),
        np.clip(beta * v + gradient, -1, 1),
    )
)
mistake("optimizers.momentum_step", "a rate of 1 at most")(
    lambda w, gradient, v, lr, beta: _heavy(w, gradient, v, min(lr, 1), beta)
)
mistake("optimizers.momentum_step", "buffers a shape")(
    lambda w, *rest: (_heavy(w, *rest)[0], _into(_heavy(w, *rest)[1]))
)
mistake("optimizers.momentum_step", "rounded")(
    lambda w, *rest: tuple(np.round(p, 2) for p in _heavy(w, *rest))
)


@mistake("optimizers.momentum_step", "changes v in place")
def momentum_step(w, gradient, v, lr, beta):
    v *= beta
    v += gradient
    return w - lr * v, v


@mistake("optimizers.momentum_step", "changes w in place")
def momentum_step(w, gradient, v, lr, beta):
    v = beta * v + gradient
    w -= lr * v
    return w, v


@mistake("optimizers.momentum_step", "velocity kept by itself")
def momentum_step(w, gradient, v, lr, beta):
    _KEPT[w.shape] = beta * _KEPT.get(w.shape, 0) + gradient
    return w - lr * _KEPT[w.shape], _KEPT[w.shape]


variant("optimizers.momentum_step", "a list")(lambda w, g, v, lr, beta: [*_heavy(w, g, v, lr, beta)])
variant("optimizers.momentum_step", "numpy functions, other names")(
    lambda w, grad, vel, rate, keep: (
        np.subtract(w, np.multiply(rate, np.add(keep * vel, grad))),
        np.add(keep * vel, grad),
    )
)


@variant("optimizers.momentum_step", "copies")
def momentum_step(w, gradient, v, lr, beta=0.9):
    w, v = w.astype(float), v.astype(float)
    v *= beta
    v += gradient
    w -= lr * v
    return w, v


@variant("optimizers.momentum_step", "step by step")
def momentum_step(w, gradient, v, lr, beta):
    def each(weight, slope, speed):
        speed = beta * speed + slope
        return weight - lr * speed, speed

    pairs = [each(*three) for three in zip(w.flat, gradient.flat, v.flat)]
    return tuple(np.array(part, float).reshape(w.shape) for part in zip(*pairs))


@variant("optimizers.momentum_step", "the change apart")
def momentum_step(w, gradient, v, lr, beta):
    change = gradient - (1 - beta) * v
    new_v = v + change
    return w - lr * v - lr * change, new_v


# adam_step


def _adam(
    w, gradient, state, lr, *, b1=0.9, b2=0.999, eps=1e-8, correct=True, inside=False, t=None, b_sq=None
):
    t = state["t"] + 1 if t is None else t
    m = b1 * state["m"] + (1 - b1) * gradient
    v = b2 * state["v"] + (1 - b2) * (gradient**2 if b_sq is None else b_sq)
    m_hat, v_hat = (m / (1 - b1**t), v / (1 - b2**t)) if correct else (m, v)
    root = np.sqrt(v_hat + eps) if inside else np.sqrt(v_hat) + eps
    return w - lr * m_hat / root, {"m": m, "v": v, "t": t}


mistake("optimizers.adam_step", "no correction")(
    lambda w, g, state, lr: _adam(w, g, state, lr, correct=False)
)
mistake("optimizers.adam_step", "epsilon inside the root")(
    lambda w, g, state, lr: _adam(w, g, state, lr, inside=True)
)
mistake("optimizers.adam_step", "epsilon 1e-3")(lambda w, g, state, lr: _adam(w, g, state, lr, eps=1e-3))
mistake("optimizers.adam_step", "no epsilon")(lambda w, g, state, lr: _adam(w, g, state, lr, eps=0.0))
mistake("optimizers.adam_step", "beta2 = 0.99")(lambda w, g, state, lr: _adam(w, g, state, lr, b2=0.99))
mistake("optimizers.adam_step", "betas swapped")(
    lambda w, g, state, lr: _adam(w, g, state, lr, b1=0.999, b2=0.9)
)
mistake("optimizers.adam_step", "both betas 0.9")(lambda w, g, state, lr: _adam(w, g, state, lr, b2=0.9))
mistake("optimizers.adam_step", "size instead of square")(
    lambda w, g, state, lr: _adam(w, g, state, lr, b_sq=np.abs(g))
)
mistake("optimizers.adam_step", "square of the sum")(
    lambda w, g, state, lr: _adam(w, g, state, lr, b_sq=np.full(g.shape, np.sum(g**2)))
)
mistake("optimizers.adam_step", "mean of the squares")(
    lambda w, g, state, lr: _adam(w, g, state, lr, b_sq=np.full(g.shape, np.mean(g**2)))
)
mistake("optimizers.adam_step", "always the first step")(
    lambda w, g, state, lr: (_adam(w, g, state, lr, t=1)[0], _adam(w, g, state, lr)[1])
)
mistake("optimizers.adam_step", "at most ten steps")(
    lambda w, g, state, lr: (_adam(w, g, state, lr, t=min(10, state["t"] + 1))[0], _adam(w, g, state, lr)[1])
)
mistake("optimizers.adam_step", "at most a hundred steps")(
    lambda w, g, state, lr: (_adam(w, g, state, lr, t=min(100, state["t"] + 1))[0], _adam(w, g, state, lr)[1])
)
mistake("optimizers.adam_step", "divided by the larger v")(
    lambda w, g, state, lr: (
        _adam(
            w,
            g,
            {**state, "v": np.maximum(state["v"], 0.999 * state["v"] + 0.001 * g**2) / 0.999},
            lr,
            b_sq=0,
        )[0],
        _adam(w, g, state, lr)[1],
    )
)
mistake("optimizers.adam_step", "t not counted")(
    lambda w, g, state, lr: (_adam(w, g, state, lr)[0], {**_adam(w, g, state, lr)[1], "t": state["t"]})
)
mistake("optimizers.adam_step", "counted behind the use")(
    lambda w, g, state, lr: (_adam(w, g, state, lr, t=max(1, state["t"]))[0], _adam(w, g, state, lr)[1])
)
mistake("optimizers.adam_step", "t counted twice")(
    lambda w, g, state, lr: (_adam(w, g, state, lr)[0], {**_adam(w, g, state, lr)[1], "t": state["t"] + 2})
)
mistake("optimizers.adam_step", "beta times t")(
    lambda w, g, state, lr: (
        w
        - lr
        * (0.9 * state["m"] + 0.1 * g)
        / (1 - 0.9 / (state["t"] + 1))
        / (np.sqrt((0.999 * state["v"] + 0.001 * g**2) / (1 - 0.999 ** (state["t"] + 1))) + 1e-8),
        _adam(w, g, state, lr)[1],
    )
)
mistake("optimizers.adam_step", "corrected moments kept")(
    lambda w, g, state, lr: (
        _adam(w, g, state, lr)[0],
        {
            "m": _adam(w, g, state, lr)[1]["m"] / (1 - 0.9 ** (state["t"] + 1)),
            "v": _adam(w, g, state, lr)[1]["v"],
            "t": state["t"] + 1,
        },
    )
)
mistake("optimizers.adam_step", "uphill")(
    lambda w, g, state, lr: (2 * w - _adam(w, g, state, lr)[0], _adam(w, g, state, lr)[1])
)
mistake("optimizers.adam_step", "state first")(lambda w, g, state, lr: _adam(w, g, state, lr)[::-1])
mistake("optimizers.adam_step", "weights alone")(lambda w, g, state, lr: _adam(w, g, state, lr)[0])
mistake("optimizers.adam_step", "state without t")(
    lambda w, g, state, lr: (_adam(w, g, state, lr)[0], {k: _adam(w, g, state, lr)[1][k] for k in "mv"})
)
mistake("optimizers.adam_step", "old state returned")(
    lambda w, g, state, lr: (_adam(w, g, state, lr)[0], state)
)
mistake("optimizers.adam_step", "rate always 0.001")(lambda w, g, state, lr: _adam(w, g, state, 0.001))
mistake("optimizers.adam_step", "largest v so far")(
    lambda w, g, state, lr: (
        _adam(w, g, state, lr)[0],
        {**_adam(w, g, state, lr)[1], "v": np.maximum(state["v"], _adam(w, g, state, lr)[1]["v"])},
    )
)
mistake("optimizers.adam_step", "m in one buffer a shape")(
    lambda w, g, state, lr: (
        _adam(w, g, state, lr)[0],
        {**_adam(w, g, state, lr)[1], "m": _into(_adam(w, g, state, lr)[1]["m"])},
    )
)


@mistake("optimizers.adam_step", "changes the state it is handed")
def adam_step(w, gradient, state, lr):
    w, new = _adam(w, gradient, state, lr)
    state.update(new)
    return w, state


@mistake("optimizers.adam_step", "shallow copy")
def adam_step(w, gradient, state, lr):
    moved, _ = _adam(w, gradient, state, lr)
    state = state.copy()
    state["t"] += 1
    state["m"] *= 0.9
    state["m"] += 0.1 * gradient
    state["v"] *= 0.999
    state["v"] += 0.001 * gradient**2
    return moved, state


@mistake("optimizers.adam_step", "steps counted for all arrays together")
def adam_step(w, gradient, state, lr):
    _STEPS[0] += 1
    moved, _ = _adam(w, gradient, state, lr, t=_STEPS[0])
    return moved, _adam(w, gradient, state, lr)[1]


@mistake("optimizers.adam_step", "moments kept by itself")
def adam_step(w, gradient, state, lr):
    kept = _KEPT.setdefault(w.shape, {"m": np.zeros(w.shape), "v": np.zeros(w.shape), "t": 0})
    w, _KEPT[w.shape] = _adam(w, gradient, kept, lr)
    return w, _KEPT[w.shape]


@mistake("optimizers.adam_step", "moves w in place")
def adam_step(w, gradient, state, lr):
    moved, new = _adam(w, gradient, state, lr)
    w[...] = moved
    return w, new


variant("optimizers.adam_step", "a list")(lambda w, g, state, lr: list(_adam(w, g, state, lr)))
variant("optimizers.adam_step", "constants as defaults")(
    lambda w, g, state, lr, b1=0.9, b2=0.999, eps=1e-8: _adam(w, g, state, lr, b1=b1, b2=b2, eps=eps)
)


@variant("optimizers.adam_step", "towards the gradient")
def adam_step(w, gradient, state, lr):
    m, v, t = state["m"], state["v"], state["t"] + 1
    m = m + (1 - 0.9) * (gradient - m)
    v = v + (1 - 0.999) * (np.square(gradient) - v)
    return w - lr * (m / (1 - math.pow(0.9, t))) / (np.sqrt(v / (1 - math.pow(0.999, t))) + 1e-8), dict(
        m=m, v=v, t=t
    )


@variant("optimizers.adam_step", "deep copies, then in place")
def adam_step(w, gradient, state, lr):
    new = {"t": state["t"] + 1, "m": state["m"].astype(float), "v": state["v"].astype(float)}
    new["m"] *= 0.9
    new["m"] += 0.1 * gradient
    new["v"] *= 0.999
    new["v"] += 0.001 * gradient * gradient
    first, second = 1 - 0.9 ** new["t"], 1 - 0.999 ** new["t"]
    moved = np.array(w, float)
    moved -= lr * new["m"] / first / ((new["v"] / second) ** 0.5 + 1e-8)
    return moved, new


@variant("optimizers.adam_step", "corrections in the rate")
def adam_step(w, gradient, state, lr):
    t = np.int64(state["t"] + 1)
    m = 0.9 * state["m"] + 0.1 * gradient
    v = 0.999 * state["v"] + 0.001 * gradient**2
    root = np.sqrt(1 - 0.999**t)
    step = lr * root / (1 - 0.9**t)
    return w - step * m / (np.sqrt(v) + 1e-8 * root), {"v": v, "m": m, "t": t}


@variant("optimizers.adam_step", "entry by entry")
def adam_step(w, gradient, state, lr):
    t = state["t"] + 1
    out, ms, vs = [], [], []
    for a, g, m, v in zip(w.flat, gradient.flat, state["m"].flat, state["v"].flat):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        out.append(a - lr * (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8))
        ms.append(m)
        vs.append(v)
    moved, m, v = (np.array(part, float).reshape(w.shape) for part in (out, ms, vs))
    return moved, {"m": m, "v": v, "t": t}


# warmup_cosine


def _rate(t, warmup, total, peak, *, first=1, done=None, last=1.0):
    if t < warmup:
        return peak * (t + first) / warmup
    done = min((t - warmup) / (total - warmup), last) if done is None else done
    return peak * (1 + math.cos(math.pi * done)) / 2


mistake("optimizers.warmup_cosine", "starts at 0")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, peak, first=0)
)
mistake("optimizers.warmup_cosine", "one step ahead")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, peak, first=2)
)
mistake("optimizers.warmup_cosine", "warmup one step longer")(
    lambda t, warmup, total, peak: peak * (t + 1) / warmup if t <= warmup else _rate(t, warmup, total, peak)
)
mistake("optimizers.warmup_cosine", "cosine from step 0")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, peak, done=min(t / total, 1))
)
mistake("optimizers.warmup_cosine", "cosine over the whole length")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, peak, done=min((t - warmup) / total, 1))
)
mistake("optimizers.warmup_cosine", "rises again past total")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, peak, last=math.inf)
)
mistake("optimizers.warmup_cosine", "keeps the peak past total")(
    lambda t, warmup, total, peak: peak if t > total else _rate(t, warmup, total, peak)
)
mistake("optimizers.warmup_cosine", "0 one step early")(
    lambda t, warmup, total, peak: (
        _rate(t, warmup, total - 1, peak) if total - 1 > warmup else _rate(t, warmup, total, peak)
    )
)
mistake("optimizers.warmup_cosine", "0 one step late")(
    lambda t, warmup, total, peak: _rate(t, warmup, total + 1, peak)
)
mistake("optimizers.warmup_cosine", "straight down")(
    lambda t, warmup, total, peak: (
        peak * (t + 1) / warmup if t < warmup else peak * max(0, 1 - (t - warmup) / (total - warmup))
    )
)
mistake("optimizers.warmup_cosine", "not halved")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, peak) * (1 if t < warmup else 2)
)
mistake("optimizers.warmup_cosine", "no 1 plus")(
    lambda t, warmup, total, peak: (
        peak * (t + 1) / warmup
        if t < warmup
        else peak * math.cos(math.pi / 2 * min(1, (t - warmup) / (total - warmup)))
    )
)
mistake("optimizers.warmup_cosine", "degrees")(
    lambda t, warmup, total, peak: (
        _rate(t, warmup, total, peak, done=None)
        if t < warmup
        else peak * (1 + math.cos(180 * min(1, (t - warmup) / (total - warmup)))) / 2
    )
)
mistake("optimizers.warmup_cosine", "whole cosine")(
    lambda t, warmup, total, peak: _rate(
        t, warmup, total, peak, done=2 * min(1, (t - warmup) / (total - warmup)) if t >= warmup else 0
    )
)
mistake("optimizers.warmup_cosine", "whole division")(
    lambda t, warmup, total, peak: _rate(
        t, warmup, total, peak, done=min(1, (t - warmup) // (total - warmup)) if t >= warmup else 0
    )
)
mistake("optimizers.warmup_cosine", "no warmup")(
    lambda t, warmup, total, peak: peak if t < warmup else _rate(t, warmup, total, peak)
)
mistake("optimizers.warmup_cosine", "peak always 0.3")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, 0.3)
)
mistake("optimizers.warmup_cosine", "rounded")(
    lambda t, warmup, total, peak: round(_rate(t, warmup, total, peak), 2)
)
mistake("optimizers.warmup_cosine", "never below a hundredth")(
    lambda t, warmup, total, peak: max(peak / 100, _rate(t, warmup, total, peak))
)
mistake("optimizers.warmup_cosine", "warmup of 20 steps")(
    lambda t, warmup, total, peak: _rate(t, min(20, total - 1), total, peak)
)
mistake("optimizers.warmup_cosine", "a warmup of 20 steps at most")(
    lambda t, warmup, total, peak: _rate(t, min(20, warmup), total, peak)
)
mistake("optimizers.warmup_cosine", "300 steps at most")(
    lambda t, warmup, total, peak: _rate(t, warmup, min(300, total), peak)
)
mistake("optimizers.warmup_cosine", "a peak in thousandths")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, round(peak, 3))
)
mistake("optimizers.warmup_cosine", "a peak of 1 at most")(
    lambda t, warmup, total, peak: _rate(t, warmup, total, min(1, peak))
)
mistake("optimizers.warmup_cosine", "remembers by t")(
    lambda t, warmup, total, peak: _KEPT.setdefault((t, total), _rate(t, warmup, total, peak))
)
mistake("optimizers.warmup_cosine", "None past total")(
    lambda t, warmup, total, peak: None if t > total else _rate(t, warmup, total, peak)
)


@mistake("optimizers.warmup_cosine", "counts its own calls")
def warmup_cosine(t, warmup, total, peak):
    _STEPS[0] += 1
    return _rate(_STEPS[0] - 1, warmup, total, peak)


variant("optimizers.warmup_cosine", "math")(lambda t, warmup, total, peak: _rate(t, warmup, total, peak))
variant("optimizers.warmup_cosine", "square of a cosine, 0-d array")(
    lambda t, warmup, total, peak: np.array(
        peak * (t + 1) / warmup
        if t < warmup
        else peak * np.cos(np.pi / 2 * np.clip((t - warmup) / (total - warmup), 0, 1)) ** 2
    )
)


@variant("optimizers.warmup_cosine", "three branches")
def warmup_cosine(step, warmup, total, peak=0.3):
    if step >= total:
        return 0
    if step < warmup:
        return (step + 1) * (peak / warmup)
    return peak / 2 + peak / 2 * np.cos((step - warmup) / (total - warmup) * np.pi)


@variant("optimizers.warmup_cosine", "interp")
def warmup_cosine(t, warmup, total, peak):
    done = np.interp(t, [warmup, total], [0.0, 1.0])
    return (t + 1) / warmup * peak if t < warmup else peak * 0.5 * (1 + math.cos(done * math.pi))


@variant("optimizers.warmup_cosine", "sine from the end, float32")
def warmup_cosine(t, warmup, total, peak):
    left = max(0, total - t) / max(1, total - warmup)
    return np.float32(
        peak * min((t + 1) / warmup, 1) if t < warmup else peak * math.sin(math.pi / 2 * left) ** 2
    )


# fit


def _softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def _fitted(
    X,
    labels,
    W,
    b,
    lr,
    batches,
    *,
    target=1,
    mean=True,
    beta=0.0,
    decay=0.0,
    rows_of=lambda rows: rows,
    shares=_softmax,
):
    vW, vb = np.zeros(W.shape), np.zeros(b.shape)
    for rows in map(rows_of, batches):
        p = shares(X[rows] @ W + b)
        p[np.arange(len(rows)), labels[rows]] -= target
        vW = beta * vW + X[rows].T @ p / (len(rows) if mean else len(X)) + decay * W
        vb = beta * vb + p.sum(axis=0) / (len(rows) if mean else len(X))
        W, b = W - lr * vW, b - lr * vb
    return W, b


mistake("optimizers.fit", "divided by all rows")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches, mean=False)
)
mistake("optimizers.fit", "momentum 0.9")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches, beta=0.9)
)
mistake("optimizers.fit", "weights shrink")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches, decay=0.01)
)
mistake("optimizers.fit", "two instead of one")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches, target=2)
)
mistake("optimizers.fit", "rows in order")(
    lambda X, labels, W, b, lr, batches: (
        _fitted(X, labels, W, b, lr, batches, rows_of=np.sort)
        if all(len(rows) > 1 for rows in batches)
        else (W, b)
    )
)
mistake("optimizers.fit", "rows once each")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches, rows_of=np.unique)
)
mistake("optimizers.fit", "batches in another order")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches[::-1])
)
mistake("optimizers.fit", "an epoch of 20 batches at most")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches[:20])
)
mistake("optimizers.fit", "fifty rows at most")(
    lambda X, labels, W, b, lr, batches: _fitted(X, labels, W, b, lr, batches, rows_of=lambda rows: rows[:50])
)
mistake("optimizers.fit", "one largest score for all rows")(
    lambda X, labels, W, b, lr, batches: _fitted(
        X,
        labels,
        W,
        b,
        lr,
        batches,
        shares=lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(1)[:, None],
    )
)
mistake("optimizers.fit", "ten classes always")(
    lambda X, labels, W, b, lr, batches: (
        _fitted(X, labels, W, b, lr, batches)[0],
        np.zeros(10) + _fitted(X, labels, W, b, lr, batches)[1].sum() * 0,
    )
)
variant("optimizers.fit", "float32")(
    lambda X, labels, W, b, lr, batches: tuple(map(np.float32, _fitted(X, labels, W, b, lr, batches)))
)


@variant("optimizers.fit", "float32 from the start")
def fit(X, labels, W, b, lr, batches):
    return _fitted(np.float32(X), labels, np.float32(W), np.float32(b), np.float32(lr), batches)


@variant("optimizers.fit", "the engine's loss")
def fit(X, labels, W, b, lr, batches):
    W, b = (Tensor(np.float32(each), requires_grad=True) for each in (W, b))
    rule = optim.SGD([W, b], lr=lr)
    for rows in batches:
        rule.zero_grad()
        nn.CrossEntropyLoss()(Tensor(np.float32(X[rows])) @ W + b, labels[rows]).backward()
        rule.step()
    return W.data, b.data


@variant("optimizers.fit", "row by row")
def fit(X, labels, W, b, lr, batches):
    for rows in batches:
        dW, db = 0 * W, 0 * b
        for row in rows:
            p = _softmax((X[row] @ W + b)[None])[0]
            p = np.where(np.arange(len(b)) == labels[row], p - 1, p)
            dW, db = dW + np.outer(X[row], p) / len(rows), db + p / len(rows)
        W, b = W - lr * dW, b - lr * db
    return W, b


# train


def _net(rng, width=32, kind=nn.ReLU):
    return nn.Sequential(nn.Linear(64, width, rng=rng), kind(), nn.Linear(width, 10, rng=rng))


def _trained(data, net, *, lr=0.01, steps=400, size=32, every=20, keep_best=True, optimizer=None):
    rule = optimizer or optim.Adam(net.parameters(), lr=lr)
    loss = nn.CrossEntropyLoss()
    lowest, kept = math.inf, net.state_dict()
    for step in range(steps):
        x, y = data.batch(size)
        rule.zero_grad()
        loss(net(x), y).backward()
        rule.step()
        if every and step % every == every - 1:
            now = data.validation_loss(net)
            if now < lowest:
                lowest, kept = now, net.state_dict()
    if keep_best:
        net.load_state_dict(kept)
    return net


mistake("optimizers.train", "never trained")(lambda data, rng: _net(rng))
mistake("optimizers.train", "ten steps")(lambda data, rng: _trained(data, _net(rng), steps=10, every=5))
mistake("optimizers.train", "a linear network")(
    lambda data, rng: _trained(data, nn.Sequential(nn.Linear(64, 1, rng=rng), nn.Linear(1, 10, rng=rng)))
)
mistake("optimizers.train", "too many parameters")(lambda data, rng: _trained(data, _net(rng, 64)))
mistake("optimizers.train", "one batch too many")(lambda data, rng: _trained(data, _net(rng), steps=601))
mistake("optimizers.train", "batches of 64")(lambda data, rng: _trained(data, _net(rng), size=64))
mistake("optimizers.train", "batches of 33")(lambda data, rng: _trained(data, _net(rng), size=33))
mistake("optimizers.train", "rate far too small")(
    lambda data, rng: _trained(data, _net(rng), lr=1e-6, steps=200)
)
mistake("optimizers.train", "the first weights put back")(
    lambda data, rng: _trained(data, _net(rng), steps=200, every=0)
)
mistake("optimizers.train", "the weights instead of the network")(
    lambda data, rng: _trained(data, _net(rng), steps=100).state_dict()
)
mistake("optimizers.train", "network and loss")(lambda data, rng: (_trained(data, _net(rng), steps=100), 0.1))
mistake("optimizers.train", "nothing returned")(lambda data, rng: None)
mistake("optimizers.train", "last weights")(
    lambda data, rng: _trained(data, _net(rng), lr=0.05, keep_best=False)
)


@mistake("optimizers.train", "measured before and after only")
def train(data, rng):
    net = _net(rng)
    data.validation_loss(net)
    _trained(data, net, every=0, keep_best=False)
    data.validation_loss(net), data.validation_loss(net)
    return net


@mistake("optimizers.train", "the nearest of the digits drawn")
def train(data, rng):
    drawn = [data.batch(32) for _ in range(30)]
    X, labels = np.concatenate([x.data for x, _ in drawn]), np.concatenate([y for _, y in drawn])

    def nearest(x):
        far = (x.data**2).sum(1)[:, None] - 2 * x.data @ X.T + (X**2).sum(1)
        return Tensor(9 * np.eye(10)[labels[far.argmin(axis=1)]])

    data.validation_loss(nearest), data.batch(1), data.validation_loss(nearest)
    return nearest


@mistake("optimizers.train", "gradients never set to 0")
def train(data, rng):
    net = _net(rng)
    rule = optim.SGD(net.parameters(), lr=0.5)
    for _ in range(200):
        x, y = data.batch(32)
        nn.CrossEntropyLoss()(net(x), y).backward()
        rule.step()
    data.validation_loss(net)
    return net


@mistake("optimizers.train", "one network for all calls")
def train(data, rng):
    if "net" not in _KEPT:
        _KEPT["net"] = _net(rng)
    return _trained(data, _KEPT["net"])


@mistake("optimizers.train", "best by the test digits")
def train(data, rng):
    net = _net(rng)
    rule, best, kept = optim.Adam(net.parameters(), lr=0.02), -1.0, net.state_dict()
    for step in range(600):
        x, y = data.batch(32)
        rule.zero_grad()
        nn.CrossEntropyLoss()(net(x), y).backward()
        rule.step()
        if step % 20 == 19 and data.test_accuracy(net) > best:
            best, kept = data.test_accuracy(net), net.state_dict()
    net.load_state_dict(kept)
    return net


@mistake("optimizers.train", "worst weights kept")
def train(data, rng):
    net = _net(rng)
    rule, highest, kept = optim.Adam(net.parameters(), lr=0.02), -1.0, net.state_dict()
    for step in range(200):
        x, y = data.batch(32)
        rule.zero_grad()
        nn.CrossEntropyLoss()(net(x), y).backward()
        rule.step()
        if step % 10 == 9:
            now = data.validation_loss(net)
            if now > highest:
                highest, kept = now, net.state_dict()
    net.load_state_dict(kept)
    return net


@mistake("optimizers.train", "a formula instead of a network")
def train(data, rng):
    class Formula(nn.Module):
        def forward(self, x):
            return x[:, :10] * 4

    return Formula()


@mistake("optimizers.train", "counter set back")
def train(data, rng):
    net = _trained(data, _net(rng), steps=600)
    data.batches = 0
    return _trained(data, net, steps=300, lr=0.005)


@variant("optimizers.train", "a look before the first step")
def train(data, rng):
    net = _net(rng)
    data.validation_loss(net)
    return _trained(data, net)


@variant("optimizers.train", "thirty batches, again and again")
def train(data, rng):
    drawn = [data.batch(32) for _ in range(30)]
    net = _net(rng)
    rule, looks = optim.Adam(net.parameters(), lr=0.01), []
    for _ in range(15):
        for x, y in drawn:
            rule.zero_grad()
            nn.CrossEntropyLoss()(net(x), y).backward()
            rule.step()
        looks.append((data.validation_loss(net), net.state_dict()))
    net.load_state_dict(min(looks, key=lambda look: look[0])[1])
    return net


variant("optimizers.train", "tanh")(
    lambda data, rng: _trained(data, _net(rng, 36, nn.Tanh), lr=0.01, every=10)
)
variant("optimizers.train", "AdamW, batches of 32, looks every 15 steps")(
    lambda data, rng: (
        lambda net: _trained(
            data, net, every=15, optimizer=optim.AdamW(net.parameters(), lr=0.01, weight_decay=0.1)
        )
    )(_net(rng, 38))
)


@variant("optimizers.train", "smaller steps at the end")
def train(data, rng):
    net = _net(rng)
    rule, looks = optim.Adam(net.parameters(), lr=0.02), []
    for step in range(600):
        rule.param_groups[0]["lr"] = 0.02 if step < 400 else 0.005
        x, y = data.batch(32)
        rule.zero_grad()
        nn.CrossEntropyLoss()(net(x), y).backward()
        rule.step()
        if step % 10 == 9:
            looks.append((data.validation_loss(net), step, net.state_dict()))
    net.load_state_dict(min(looks, key=lambda look: look[:2])[2])
    return net


@variant("optimizers.train", "a module of its own")
def train(data, rng):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.last = nn.Linear(64, 24, rng=rng), nn.Linear(24, 10, rng=rng)

        def forward(self, x):
            return self.last(self.first(x).relu())

    return _trained(data, Net())


@variant("optimizers.train", "a class that trains")
def train(data, rng):
    class Trainer:
        def __init__(self, net):
            self.net, self.lowest, self.kept = net, math.inf, None
            self.rule = optim.Adam(net.parameters(), lr=0.015)

        def look(self):
            now = data.validation_loss(self.net)
            if self.kept is None or now < self.lowest:
                self.lowest, self.kept = now, {k: np.array(v) for k, v in self.net.state_dict().items()}

        def run(self):
            for step in range(1, 601):
                x, y = data.batch(32)
                self.rule.zero_grad()
                nn.CrossEntropyLoss()(self.net(x), y).backward()
                self.rule.step()
                if step % 12 == 0:
                    self.look()
            self.net.load_state_dict(self.kept)
            return self.net

    return Trainer(_net(rng, 25)).run()
