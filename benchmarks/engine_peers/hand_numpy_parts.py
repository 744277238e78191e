"""Losses and updates of the hand-written NumPy steps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.engine_workloads import Workload

Views = dict[str, np.ndarray]
CHUNK = 16_384  # elements: parameters, gradients and both moments of a chunk stay in the second-level cache


def flat_views(arrays: Views, onto: np.ndarray | None = None) -> tuple[np.ndarray, Views]:
    """The arrays copied into one vector (or laid onto a given one), and views of it with their shapes."""
    flat = np.concatenate([a.ravel() for a in arrays.values()]) if onto is None else onto
    views, start = {}, 0
    for name, array in arrays.items():
        views[name] = flat[start : start + array.size].reshape(array.shape)
        start += array.size
    return flat, views


def updater(workload: Workload, flat: np.ndarray, gradient: np.ndarray) -> Callable[[], None]:
    """SGD or Adam on the flat vectors, in place."""
    rate = workload.learning_rate
    if workload.optimizer == "sgd":

        def sgd() -> None:
            np.multiply(gradient, rate, out=gradient)
            np.subtract(flat, gradient, out=flat)

        return sgd
    return adam(flat, gradient, rate)


def adam(flat: np.ndarray, gradient: np.ndarray, rate: float) -> Callable[[], None]:
    """Adam with β = (0.9, 0.999) and ε = 1e-8, both bias corrections folded into the step size."""
    state = [flat, gradient, np.zeros_like(flat), np.zeros_like(flat), np.empty_like(flat)]
    chunks = [[a[i : i + CHUNK] for a in state] for i in range(0, flat.size, CHUNK)]
    t = 0

    def update() -> None:
        nonlocal t
        t += 1
        root = (1 - 0.999**t) ** 0.5
        size, eps = rate * root / (1 - 0.9**t), 1e-8 * root
        for p, g, m, v, s in chunks:
            np.multiply(m, 0.9, out=m)
            np.multiply(g, 0.1, out=s)
            np.add(m, s, out=m)
            np.multiply(g, g, out=g)
            np.multiply(g, 0.001, out=g)
            np.multiply(v, 0.999, out=v)
            np.add(v, g, out=v)
            np.sqrt(v, out=s)
            np.add(s, eps, out=s)
            np.divide(m, s, out=s)
            np.multiply(s, size, out=s)
            np.subtract(p, s, out=p)

    return update


def bce(y: np.ndarray, d: np.ndarray) -> Callable[[np.ndarray], float]:
    """Binary cross-entropy from logits z; its gradient (σ(z) − y)/n is written into d."""
    e, s = np.empty_like(d), np.empty_like(d)
    share = 1.0 / d.size

    def loss(z: np.ndarray) -> float:
        np.abs(z, out=e)
        np.negative(e, out=e)
        np.exp(e, out=e)  # e^−|z| never overflows
        np.add(e, 1.0, out=s)
        np.log(s, out=d)
        np.add(d, np.maximum(z, 0.0), out=d)
        np.subtract(d, z * y, out=d)
        total = float(np.add.reduce(d, axis=None)) * share
        np.divide(np.where(z > 0.0, 1.0, e), s, out=d, casting="same_kind")
        np.subtract(d, y, out=d)
        np.multiply(d, share, out=d)
        return total

    return loss


def cross_entropy(y: np.ndarray, d: np.ndarray) -> Callable[[np.ndarray], float]:
    """Cross-entropy of logits with labels; its gradient (softmax − one-hot)/batch is written into d."""
    rows, share = np.arange(len(y)), 1.0 / len(y)

    def loss(z: np.ndarray) -> float:
        np.subtract(z, z.max(axis=1, keepdims=True), out=z)
        np.exp(z, out=d)
        total = d.sum(axis=1, keepdims=True)
        value = float((np.log(total[:, 0]) - z[rows, y]).mean())
        np.multiply(d, share / total, out=d)
        d[rows, y] -= share
        return value

    return loss
